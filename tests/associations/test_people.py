"""Persons: found again, written for the first time, and corrected together with their sign-in (R19, R20)."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.urls import reverse

from associations.domain.people import Named, change_email, edit_person, found_people, names_fit, people_of, person_for
from associations.models import Person
from tests.factories import AssociationFactory, BoardMemberFactory, EmploymentFactory, PersonFactory, UserFactory
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(demo_today) -> Person:
    """Somebody known in another association."""
    return EmploymentFactory(person__name="Bo Holm", person__email="bo@example.org", person__phone="20 00 00 00").person


def test_new_person_gets_what_was_written(own_association, chair_user):
    person = person_for(
        Named("  Ida   Juul ", "Ida@Example.org", "12 34 56 78"), association=own_association, by=chair_user
    )

    assert (person.name, person.email, person.phone) == ("Ida Juul", "ida@example.org", "12 34 56 78")
    assert person.user is None


@pytest.mark.parametrize("written", ["Bo Holm", "bo holm", "Bo Ravn Holm"])
def test_person_known_elsewhere_by_that_address_and_name_is_used_again(own_association, chair_user, elsewhere, written):
    found = person_for(Named(written, "bo@example.org", "99 99 99 99"), association=own_association, by=chair_user)

    assert found == elsewhere
    found.refresh_from_db()
    assert (found.name, found.phone) == ("Bo Holm", "20 00 00 00")


@pytest.mark.parametrize("written", ["Ida Juul", "Bo", "Bo Juul", "x"])
def test_board_is_not_told_whose_address_it_is(own_association, chair_user, elsewhere, written):
    with pytest.raises(ValidationError) as refusal:
        person_for(Named(written, "bo@example.org"), association=own_association, by=chair_user)

    [text] = refusal.value.message_dict["email"]
    assert text.startswith("E-mailadressen kan ikke bruges sammen med det navn.")
    assert "Holm" not in text
    assert "20 00" not in text


def test_consultant_is_told_whose_address_it_is(own_association, consultant, elsewhere):
    with pytest.raises(ValidationError, match=r"Bo Holm har den e-mailadresse\."):
        person_for(Named("Ida Juul", "bo@example.org"), association=own_association, by=consultant)


def test_person_of_that_name_without_an_address_in_the_association_gets_it(own_association, chair_user):
    known = EmploymentFactory(association=own_association, person__name="Ida Juul", person__email=None).person

    found = person_for(Named("ida juul", "ida@example.org"), association=own_association, by=chair_user)

    assert found == known
    assert Person.objects.get(pk=known.pk).email == "ida@example.org"


def test_same_name_with_another_address_is_another_person(own_association, chair_user):
    known = EmploymentFactory(
        association=own_association, person__name="Ida Juul", person__email="x@example.org"
    ).person

    assert person_for(Named("Ida Juul", "ida@example.org"), association=own_association, by=chair_user) != known


def test_name_that_fits_several_must_be_chosen(own_association, chair_user):
    for _ in range(2):
        EmploymentFactory(association=own_association, person__name="Ida Juul", person__email=None, helper=True)

    with pytest.raises(ValidationError, match="Der er flere med det navn"):
        person_for(Named("Ida Juul"), association=own_association, by=chair_user)


def test_board_cannot_take_the_authoritys_own_people_away_from_their_role(own_association, chair_user, consultant):
    """A seat limits what a consultant may do towards the association (R19): a club cannot give them one by itself."""
    with pytest.raises(ValidationError, match="Personen er ansat i forvaltningen"):
        person_for(Named("Mette Konsulent", consultant.email), association=own_association, by=chair_user)

    seat = BoardMemberFactory(person__user=consultant, person__name="Mette Konsulent", person__email="m@example.org")
    for who in (seat.person, Named("Mette Konsulent", "m@example.org")):
        with pytest.raises(ValidationError, match="Personen er ansat i forvaltningen"):
            person_for(who, association=own_association, by=chair_user)


def test_consultant_may_add_the_authoritys_own_people_who_keep_their_account(own_association, consultant):
    colleague = UserFactory(consultant=True, name="Yusuf Erdal", email="yusuf@example.org")

    person = person_for(Named("Yusuf Erdal", colleague.email), association=own_association, by=consultant)

    assert Person.objects.get(pk=person.pk).user == colleague
    trace = AuditEvent.objects.get(model="associations.person")
    assert {"field": "user", "from": "", "to": "Yusuf Erdal"} in trace.changes


@pytest.mark.parametrize(
    ("written", "known", "fits"),
    [
        ("Bo Holm", "Bo Holm", True),
        ("BO HOLM", "bo holm", True),
        ("Bo Holm", "Bo Ravn Holm", True),
        ("Åse Aagaard", "Aase Ågaard", True),
        ("Bo", "Bo", True),
        ("Bo", "Bo Holm", False),
        ("Bo Juul", "Bo Holm", False),
        ("", "Bo Holm", False),
    ],
)
def test_names_fit(written, known, fits):
    assert names_fit(written, known) is fits


def test_search_finds_every_word_in_name_or_address(own_association):
    EmploymentFactory(association=own_association, person__name="Åse Holm", person__email="aase@example.org")
    EmploymentFactory(association=own_association, helper=True, person__name="Bo Holm", person__email="bo@example.org")
    among = people_of(own_association)

    assert [person.name for person in found_people("holm", among=among)] == ["Bo Holm", "Åse Holm"]
    assert [person.name for person in found_people("holm AASE@", among=among)] == ["Åse Holm"]
    assert found_people("", among=among) == []


@pytest.fixture
def signed_in(demo_today) -> Person:
    seat = BoardMemberFactory(person__name="Ida Juul", person__email="ida@example.org", person__signs_in=True)
    return seat.person


def test_change_of_address_takes_the_sign_in_along(signed_in, consultant, client_for):
    EmailAddress.objects.create(user=signed_in.user, email="ida@example.org", primary=True, verified=True)

    change_email(signed_in, " Ida.Ny@Example.org", by=consultant)

    signed_in.user.refresh_from_db()
    assert Person.objects.get(pk=signed_in.pk).email == signed_in.user.email == "ida.ny@example.org"
    assert not EmailAddress.objects.exists()
    assert set(AuditEvent.objects.filter(kind="changed").values_list("model", flat=True)) == {
        "associations.person",
        "accounts.user",
    }


def test_edit_of_name_and_telephone_follows_to_the_account(signed_in, consultant):
    signed_in.name, signed_in.phone = "Ida Juul Bech", "12 34 56 78"
    edit_person(signed_in, by=consultant)

    signed_in.user.refresh_from_db()
    assert (signed_in.user.name, signed_in.user.phone) == ("Ida Juul Bech", "12 34 56 78")
    assert signed_in.user.email == "ida@example.org"


def test_address_of_somebody_without_an_account_may_be_taken_away(consultant, demo_today):
    person = PersonFactory()

    assert change_email(person, "", by=consultant).email is None


@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("", "Personen logger ind med sin e-mailadresse. Skriv en ny."),
        ("ikke en adresse", "Skriv en e-mailadresse som navn@eksempel.dk."),
        ("anden@example.org", "En anden person i registret har den e-mailadresse."),
        ("ANDEN@example.org", "En anden person i registret har den e-mailadresse."),
        ("leder@example.org", "En anden bruger logger ind med den e-mailadresse."),
    ],
)
def test_address_that_cannot_be_used_is_refused_and_nothing_changes(signed_in, consultant, email, message):
    PersonFactory(email="anden@example.org")
    UserFactory(manager=True, email="leder@example.org")

    with pytest.raises(ValidationError) as refusal:
        change_email(signed_in, email, by=consultant)

    assert refusal.value.message_dict["email"] == [message]
    assert Person.objects.get(pk=signed_in.pk).email == "ida@example.org"
    signed_in.user.refresh_from_db()
    assert signed_in.user.email == "ida@example.org"


def test_address_of_the_authoritys_own_people_is_the_administrators(consultant, manager):
    person = PersonFactory(user=manager, email=manager.email)

    with pytest.raises(ValidationError, match="En administrator ændrer e-mailadressen"):
        change_email(person, "overtaget@example.org", by=consultant)

    person.refresh_from_db()
    person.phone = "12 34 56 78"
    edit_person(person, by=consultant)
    manager.refresh_from_db()
    assert (manager.email, manager.name) == ("lars@example.org", "Lars Leder")


def test_consultant_corrects_a_person_on_the_page(signed_in, consultant, client_for):
    association = signed_in.board_seats.get().association
    client, url = client_for(consultant), reverse("associations:person-edit", args=[association.pk, signed_in.pk])
    page = client.get(url)
    mark = page.context["form"]["based_on"].value()
    assert "Ida Juul logger ind i Medspil med sin e-mail." in page.content.decode()

    sent = {"name": "Ida Juul", "phone": "12 34 56 78", "email": "ny@example.org", "based_on": mark}
    response = client.post(url, sent, follow=True)

    assert "Oplysningerne om Ida Juul er gemt." in response.content.decode()
    signed_in.user.refresh_from_db()
    assert signed_in.user.email == "ny@example.org"
    assert client.post(url, {**sent, "email": "tredje@example.org"}).status_code == 409


def test_person_is_corrected_only_from_an_association_of_theirs(signed_in, consultant, client_for):
    url = reverse("associations:person-edit", args=[AssociationFactory().pk, signed_in.pk])

    assert client_for(consultant).get(url).status_code == 404


def test_consultant_may_not_correct_people_of_a_club_where_they_have_a_post(signed_in, client_for):
    """R19, also from another club of the same person."""
    user = UserFactory(consultant=True)
    BoardMemberFactory(
        association=signed_in.board_seats.get().association, treasurer=True, person__user=user, start=date(2020, 1, 1)
    )
    second = EmploymentFactory(person=signed_in).association

    url = reverse("associations:person-edit", args=[second.pk, signed_in.pk])

    assert client_for(user).get(url).status_code == 403
