"""The pages of employments: who may use them, what they say, and that nothing typed is lost."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from associations.domain.funding import Share, shares_of
from associations.models import Employment, Person
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    EmploymentFactory,
    EmploymentFundingFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(own_association, demo_today) -> Employment:
    return EmploymentFactory(
        association=own_association,
        person__name="Anna Bech",
        person__email="anna@example.org",
        start=date(2022, 1, 1),
        weekly_hours=28,
        funded_hours=20,
    )


def address(name: str, employment: Employment) -> str:
    return reverse(f"associations:{name}", args=[employment.association_id, employment.pk])


def drawn(client, url: str) -> dict[str, str]:
    """The form as the page shows it, as a browser would send it back."""
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    shown = {name: form.fields[name].prepare_value(value) for name, value in values.items() if value is not None}
    return {name: f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value) for name, value in shown.items()}


def new_person(**fields) -> dict[str, str]:
    start = {"name": "Bo Holm", "email": "bo@example.org", "start": "01-03-2023", "weekly_hours": "8,5"}
    return {**start, "is_primary_contact": "False", **fields}


def test_chair_adds_a_resource_person(client_for, chair_user, anna):
    client = client_for(chair_user)
    url = reverse("associations:employment-start", args=[anna.association_id])

    response = client.post(
        url, new_person(funded_hours="5", hours_fund="3", note_fund="Nordea-fonden", phone="12 34 56 78"), follow=True
    )

    employment = Employment.objects.get(person__email="bo@example.org")
    assert (employment.weekly_hours, employment.funded_hours) == (Decimal("8.5"), Decimal(5))
    assert shares_of(employment) == {"fund": Share(Decimal(3), "Nordea-fonden")}
    assert "Bo Holm er ansat fra 1. marts 2023." in response.content.decode()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": ""}, "Skriv personens navn."),
        ({"is_primary_contact": "True"}, "Foreningen har allerede en primær kontakt i perioden."),
        ({"hours_own": "9"}, "Der er finansiering til 9 timer om ugen, men ansættelsen er på 8,5."),
        ({"note_other": "Legat"}, "Skriv også, hvor mange timer det er om ugen."),
        ({"end": "01-01-2023", "end_reason": "study"}, "Slutdatoen skal være samme dag som startdatoen eller senere."),
        ({"end": "01-05-2023"}, "Vælg, hvorfor ansættelsen slutter."),
        ({"end_reason": "study"}, "Skriv den sidste dag, når der er en årsag til ophør."),
        ({"weekly_hours": "61"}, "60"),
        ({"phone": "ring bare"}, "Skriv telefonnummeret med cifre og mellemrum"),
        ({"start": "31-02-2023"}, "Skriv en dato, der findes"),
        ({"note_fund": "010190-1234", "hours_fund": "1"}, "CPR"),
    ],
)
def test_bad_start_is_told_and_nothing_is_saved_or_lost(client_for, chair_user, anna, fields, message):
    client = client_for(chair_user)
    url = reverse("associations:employment-start", args=[anna.association_id])

    shown = client.post(url, new_person(**fields)).content.decode()

    assert message in shown
    assert "bo@example.org" in shown
    assert not Person.objects.filter(email="bo@example.org").exists()


def test_chair_finds_own_people_and_nobody_elses(client_for, chair_user, anna):
    EmploymentFactory(person__name="Anna Andersen", person__email="andersen@example.org")
    url = reverse("associations:employment-start", args=[anna.association_id])

    shown = client_for(chair_user).get(url, {"soeg": "anna"}).content.decode()

    assert "Vælg Anna Bech" in shown
    assert "Ressourceperson siden 1. januar 2022" in shown
    assert "Anna Andersen" not in shown
    assert "anna@example.org" not in shown


def test_consultant_finds_everybody_by_name_and_address(client_for, consultant, anna):
    other = EmploymentFactory(person__name="Anna Andersen", person__email="andersen@example.org").person
    client, url = client_for(consultant), reverse("associations:employment-start", args=[anna.association_id])

    assert "andersen@example.org" in client.get(url, {"soeg": "anna andersen"}).content.decode()
    assert "Der er ingen, der passer til »ingen her«" in client.get(url, {"soeg": "ingen her"}).content.decode()
    chosen = client.get(url, {"person": other.pk}).content.decode()
    assert "Anna Andersen</strong> er i registret i forvejen" in chosen
    fields = {key: value for key, value in new_person().items() if key not in {"name", "email"}}
    client.post(url, {**fields, "person": other.pk})

    assert Employment.objects.filter(person=other, association=anna.association).exists()
    assert Person.objects.filter(name="Anna Andersen").count() == 1


def test_chair_cannot_choose_somebody_of_another_association(client_for, chair_user, anna):
    other = EmploymentFactory().person
    url = reverse("associations:employment-start", args=[anna.association_id])

    assert client_for(chair_user).post(url, new_person(person=other.pk)).status_code == 404
    assert other.employments.count() == 1


def test_page_of_an_employment_tells_who_pays_and_what_can_be_done(client_for, chair_user, anna):
    EmploymentFundingFactory(employment=anna)

    shown = client_for(chair_user).get(address("employment-detail", anna)).content.decode()

    assert "20 fra tilskuddet, 8 fra DIF get2sport" in shown
    assert "1 år og 3 måneder" in shown
    assert "Registrér slutdato" in shown
    assert "Slet ansættelsen" not in shown


def test_resource_person_sees_and_is_told_whom_to_ask(client_for, own_association, resource_person_user, chair_user):
    employment = resource_person_user.person.employments.get()
    client = client_for(resource_person_user)

    shown = client.get(address("employment-detail", employment)).content.decode()

    assert "Bestyrelsen retter ansættelser." in shown
    assert "formanden, Finn Formand" in shown
    assert "Ret ansættelsen" not in shown
    people = client.get(reverse("overview:association-people", args=[own_association.pk])).content.decode()
    assert "Sig det til formanden, Finn Formand" in people
    assert "Tilføj ressourceperson" not in people


def test_edit_corrects_and_keeps_the_funding(client_for, chair_user, anna):
    EmploymentFundingFactory(employment=anna)
    client, url = client_for(chair_user), address("employment-edit", anna)

    sent = drawn(client, url)
    assert (sent["weekly_hours"], sent["hours_get2sport"]) == ("28", "8")
    response = client.post(url, {**sent, "start": "01-02-2022"}, follow=True)

    anna.refresh_from_db()
    assert anna.start == date(2022, 2, 1)
    assert shares_of(anna) == {"get2sport": Share(Decimal(8))}
    assert "Ansættelsen af Anna Bech er rettet." in response.content.decode()


def test_second_to_save_sees_the_funding_that_the_first_changed(client_for, chair_user, consultant, anna):
    EmploymentFundingFactory(employment=anna)
    board, office, url = client_for(chair_user), client_for(consultant), address("employment-edit", anna)
    ours, theirs = drawn(board, url), drawn(office, url)
    office.post(url, {**theirs, "hours_get2sport": "", "hours_own": "4", "hours_other": "1", "note_other": "Legat"})

    response = board.post(url, {**ours, "start": "01-02-2022", "hours_own": "2"})

    shown = response.content.decode()
    assert response.status_code == 409
    assert "har ændret det samme, mens du skrev" in shown
    told = {
        line.label: (line.before, line.theirs, line.yours, line.is_kept)
        for line in response.context["form"].conflict.differences
    }
    assert told["Timer fra DIF get2sport"] == ("8", "", "8", False)
    assert told["Timer fra egne midler"] == ("", "4", "2", True)
    form = response.context["form"]
    assert (form["hours_get2sport"].value(), form["hours_own"].value()) == ("", "2")
    assert (form["hours_other"].value(), form["note_other"].value()) == ("1", "Legat")
    assert form["start"].value() == "01-02-2022"


def test_new_hours_from_a_date(client_for, chair_user, anna):
    client, url = client_for(chair_user), address("employment-hours", anna)

    response = client.post(
        url, {**drawn(client, url), "start": "01-04-2023", "weekly_hours": "30", "hours_own": "10"}, follow=True
    )

    assert "Anna Bech er ansat 30 timer om ugen fra 1. april 2023." in response.content.decode()
    assert list(Employment.objects.order_by("start").values_list("end", "weekly_hours")) == [
        (date(2023, 3, 31), 28),
        (None, 30),
    ]


def test_new_hours_sent_twice_change_nothing_twice_and_keep_what_was_typed(client_for, chair_user, anna):
    client, url = client_for(chair_user), address("employment-hours", anna)
    sent = {**drawn(client, url), "start": "01-04-2023", "weekly_hours": "30"}
    client.post(url, sent)

    again = client.post(url, sent)

    assert again.status_code == 409
    assert again.context["form"]["weekly_hours"].value() == "30"
    assert Employment.objects.count() == 2


def test_new_hours_outside_the_employment_are_told_at_the_date(client_for, chair_user, anna):
    client, url = client_for(chair_user), address("employment-hours", anna)

    response = client.post(url, {**drawn(client, url), "start": "01-01-2022", "weekly_hours": "30"})

    assert "Vælg en dag tidligst 2. januar 2022." in response.context["form"].errors["start"][0]


def test_end_needs_a_reason_and_a_new_primary_contact_where_others_stay(client_for, chair_user, anna):
    bo = EmploymentFactory(association=anna.association, person__name="Bo Holm", helper=True, start=date(2022, 6, 1))
    client, url = client_for(chair_user), address("employment-end", anna)
    sent = {**drawn(client, url), "end": "30-04-2023"}

    assert "Vælg årsag til ophør." in client.post(url, sent).content.decode()
    alone = client.post(url, {**sent, "end_reason": "study"}).content.decode()
    assert "Bo Holm er ansat fra 1. maj 2023, men ingen er primær kontakt." in alone
    done = client.post(url, {**sent, "end_reason": "study", "new_primary": bo.pk}, follow=True)

    assert "Sidste dag for Anna Bech er 30. april 2023." in done.content.decode()
    assert Employment.objects.get(is_primary_contact=True, end=None).person == bo.person


def test_end_can_be_taken_back(client_for, chair_user, anna):
    Employment.objects.update(end=date(2023, 5, 31), end_reason="study")
    client = client_for(chair_user)
    assert "Tag slutdatoen tilbage" in client.get(address("employment-detail", anna)).content.decode()

    response = client.post(address("employment-end-undo", anna), follow=True)

    anna.refresh_from_db()
    assert anna.end is None
    assert "Anna Bech har ingen slutdato længere." in response.content.decode()


def test_end_that_cannot_be_taken_back_says_why(client_for, chair_user, anna):
    Employment.objects.update(end=date(2023, 3, 1), end_reason="study")
    EmploymentFactory(association=anna.association, start=date(2023, 3, 2))

    response = client_for(chair_user).post(address("employment-end-undo", anna), follow=True)

    assert "har allerede en primær kontakt" in response.content.decode()


def test_primary_contact_is_switched_from_a_date(client_for, chair_user, anna):
    bo = EmploymentFactory(association=anna.association, person__name="Bo Holm", helper=True, start=date(2022, 6, 1))
    client, url = client_for(chair_user), reverse("associations:primary-contact", args=[anna.association_id])
    assert f'<option value="{bo.pk}" selected>' in client.get(url, {"ny": bo.pk}).content.decode()

    assert "Vælg ny primær kontakt." in client.post(url, {"start": "01-04-2023"}).content.decode()
    response = client.post(url, {"to": bo.pk, "start": "01-04-2023"}, follow=True)

    assert "Bo Holm er primær kontakt fra 1. april 2023." in response.content.decode()


def test_consultant_deletes_a_wrong_row_and_others_may_not(client_for, chair_user, consultant, anna):
    wrong = EmploymentFactory(association=anna.association, helper=True, person__name="Forkert Person")
    url = address("employment-delete", wrong)

    assert client_for(chair_user).post(url).status_code == 403
    response = client_for(consultant).post(url, follow=True)

    assert "Ansættelsen af Forkert Person er slettet." in response.content.decode()
    assert not Person.objects.filter(name="Forkert Person").exists()


def test_row_that_others_depend_on_is_not_deleted(client_for, consultant, anna):
    EmploymentFactory(association=anna.association, helper=True, start=date(2022, 6, 1))

    response = client_for(consultant).post(address("employment-delete", anna), follow=True)

    assert "ingen er primær kontakt" in response.content.decode()
    assert Employment.objects.filter(pk=anna.pk).exists()


def test_employment_of_another_association_is_not_found_under_ones_own(client_for, chair_user, anna):
    other = EmploymentFactory()
    url = reverse("associations:employment-edit", args=[anna.association_id, other.pk])

    assert client_for(chair_user).get(url).status_code == 404


def test_consultant_on_the_board_has_only_the_boards_role_there(client_for, anna):
    """R19: no deleting, no correcting of persons in the own club; both elsewhere."""
    user = UserFactory(consultant=True)
    BoardMemberFactory(association=anna.association, treasurer=True, person=PersonFactory(user=user, email=user.email))
    elsewhere, client = EmploymentFactory(), client_for(user)

    assert client.get(address("employment-edit", anna)).status_code == 200
    assert client.post(address("employment-delete", anna)).status_code == 403
    assert (
        client.get(reverse("associations:person-edit", args=[anna.association_id, anna.person_id])).status_code == 403
    )
    assert client.post(address("employment-delete", elsewhere)).status_code == 302


def test_one_person_in_two_clubs_is_edited_by_each_board_in_its_own_only(client_for, chair_user, anna):
    second = EmploymentFactory(person=anna.person, association=AssociationFactory())
    client = client_for(chair_user)

    assert client.get(address("employment-detail", anna)).status_code == 200
    assert client.get(address("employment-detail", second)).status_code == 404
    assert client.post(address("employment-end", second)).status_code == 404


@pytest.mark.parametrize("name", ["employment-detail", "employment-edit", "employment-hours", "employment-end"])
def test_pages_need_few_queries(client_for, consultant, anna, django_assert_max_num_queries, name):
    EmploymentFactory.create_batch(3, association=anna.association, helper=True)
    client = client_for(consultant)

    with django_assert_max_num_queries(12):
        assert client.get(address(name, anna)).status_code == 200
