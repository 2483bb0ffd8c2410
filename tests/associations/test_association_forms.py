"""Creating and editing an association by form: who may what, all or nothing, and two people at once."""

from datetime import date

import pytest
from django.urls import reverse

from associations.models import ActivityKind, Association
from tests.factories import (
    ActivityKindFactory,
    AssociationFactory,
    BoardMemberFactory,
    ContactPersonFactory,
    DisadvantagedAreaFactory,
    DistrictFactory,
    PartnershipFactory,
)
from workflow import audit
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db
CREATE = "/foreninger/ny/"


@pytest.fixture(autouse=True)
def _today(demo_today):
    """Every test happens on 31 March 2023."""


def edit_url(association) -> str:
    return reverse("associations:association-edit", args=[association.pk])


def drawn(client, association) -> dict:
    """What the browser would send back when nothing was typed."""
    form = client.get(edit_url(association)).context["form"]
    data = {}
    for name in form.fields:
        value = form[name].value()
        if isinstance(value, list) and name in {"activities", "areas"}:
            data[name] = [str(getattr(part, "pk", part)) for part in value]
        elif value is not None and value is not False:
            data[name] = str(form.fields[name].prepare_value(value)) if not isinstance(value, bool) else "on"
    return data


# --- Access ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["chair_user", "resource_person_user"])
def test_own_people_see_only_their_own_details_and_whom_to_ask(request, client_for, own_association, who):
    ContactPersonFactory(association=own_association, consultant__name="Karin Kontakt")
    client = client_for(request.getfixturevalue(who))

    page = client.get(edit_url(own_association))

    assert set(page.context["form"].fields) == {
        "address", "postal_code", "city", "email", "phone", "website", "activities", "based_on",
    }  # fmt: skip
    shown = page.content.decode()
    assert "Navn, CVR-nummer, bydel, udsatte byområder og get2sport retter" in shown
    assert "jeres kontaktperson, Karin Kontakt," in shown


def test_own_people_without_a_contact_person_are_told_another_address(client_for, own_association, chair_user):
    shown = client_for(chair_user).get(edit_url(own_association)).content.decode()

    assert "så skriv til <a" in shown


def test_chair_cannot_send_what_is_the_authoritys(client_for, own_association, chair_user):
    client = client_for(chair_user)
    sent = drawn(client, own_association) | {
        "phone": "12 34 56 78", "name": "Nyt Navn", "cvr": "12345674", "citywide": "on", "new_activities": "padel",
    }  # fmt: skip
    cvr = own_association.cvr

    client.post(edit_url(own_association), sent)

    own_association.refresh_from_db()
    assert (own_association.name, own_association.cvr) == ("Vores Forening", cvr)
    assert (own_association.phone, own_association.citywide) == ("12 34 56 78", False)
    assert not ActivityKind.objects.filter(name="padel").exists()


def test_consultant_on_the_clubs_board_has_only_the_boards_form(client_for, consultant, own_association):
    BoardMemberFactory(association=own_association, person__user=consultant)

    page = client_for(consultant).get(edit_url(own_association))

    assert "name" not in page.context["form"].fields


# --- Creating --------------------------------------------------------------------------------------------------------


def test_consultant_creates_an_association_and_is_told_what_comes_next(client_for, consultant):
    football, district = ActivityKindFactory(name="fodbold"), DistrictFactory(name="Valby")
    area = DisadvantagedAreaFactory(name="Hørgården")

    page = client_for(consultant).post(
        CREATE,
        {
            "name": "Ny Klub",
            "other_names": "NK, Ny Kl.; nk",
            "cvr": "12345674",
            "district": district.pk,
            "areas": [area.pk],
            "activities": [football.pk],
            "new_activities": "Padel, FODBOLD",
            "address": "Vej 1",
            "postal_code": "2500",
            "city": "Valby",
            "email": "ny@example.org",
            "phone": "33 66 33 66",
            "website": "nyklub.example.org",
            "get2sport_start": "01-01-2022",
        },
        follow=True,
    )

    club = Association.objects.get()
    assert (club.name, club.other_names, club.cvr, club.website) == (
        "Ny Klub",
        ["NK", "Ny Kl."],
        "12345674",
        "https://nyklub.example.org",
    )
    assert sorted(str(kind) for kind in club.activities.all()) == ["Padel", "fodbold"]
    assert (list(club.areas.all()), club.get2sport_start) == ([area], date(2022, 1, 1))
    shown = page.content.decode()
    assert "Ny Klub er oprettet." in shown
    assert "Tilføj bestyrelsen" in shown
    assert "Opret det sociale partnerskab" in shown
    [event] = AuditEvent.objects.filter(model="associations.association")
    assert (event.actor_name, event.kind) == (consultant.name, "created")


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"name": " "}, "name", "Skriv foreningens navn."),
        ({"name": "kendt klub"}, "__all__", "Der findes allerede en forening med det navn."),
        ({"cvr": "1234567"}, "cvr", "Et CVR-nummer har 8 cifre uden mellemrum, fx 12345674."),
        ({"citywide": "on", "district": True}, "district",
         "En bydækkende forening har ingen bydel. Fjern bydelen eller mærket."),
        ({"postal_code": "25"}, "postal_code", "Et postnummer har 4 cifre."),
        ({"get2sport_end": "01-01-2022"}, "get2sport_start", "Skriv også, hvornår samarbejdet begyndte."),
        ({"get2sport_start": "02-01-2022", "get2sport_end": "01-01-2022"}, "get2sport_end",
         "Slutdatoen ligger før startdatoen. Ret en af dem."),
        ({"other_names": "x" * 121}, "other_names",
         f"»{'x' * 40}…« har 121 tegn. Et navn har højst 120. Mangler der et komma?"),
        ({"new_activities": "padel, 010190-1234"}, "new_activities", None),
    ],
)  # fmt: skip
def test_refused_association_says_where_and_leaves_nothing(client_for, consultant, wrong, field, message):
    AssociationFactory(name="Kendt Klub")
    sent = {"name": "Ny Klub", "new_activities": "padel", **wrong}
    if sent.get("district"):
        sent["district"] = DistrictFactory().pk

    page = client_for(consultant).post(CREATE, sent)

    assert page.status_code == 200
    [[found]] = [page.context["form"].errors[field]]
    assert message is None or found == message
    assert Association.objects.count() == 1
    assert not ActivityKind.objects.exists()
    assert page.context["form"]["name"].value() == sent["name"]


def test_pressing_twice_makes_one(client_for, consultant):
    client = client_for(consultant)

    for _ in range(2):
        page = client.post(CREATE, {"name": "Ny Klub"})

    assert Association.objects.count() == 1
    assert page.context["form"].non_field_errors() == ["Der findes allerede en forening med det navn."]


def test_next_steps_go_away_with_the_first_partnership(client_for, consultant):
    club = AssociationFactory()
    client = client_for(consultant)
    assert "Næste trin" in client.get(club.get_absolute_url()).content.decode()

    PartnershipFactory(association=club)

    assert "Næste trin" not in client.get(club.get_absolute_url()).content.decode()


def test_list_and_overview_offer_the_forms_to_those_who_may(client_for, consultant, manager):
    club = AssociationFactory()
    shown = [client_for(user).get(reverse("overview:association-list")) for user in (consultant, manager)]
    pages = [client_for(user).get(club.get_absolute_url()) for user in (consultant, manager)]

    assert [f'href="{CREATE}"' in page.content.decode() for page in shown] == [True, False]
    assert [f'href="{edit_url(club)}"' in page.content.decode() for page in pages] == [True, False]


# --- Editing ---------------------------------------------------------------------------------------------------------


def test_consultant_edits_every_field(client_for, consultant):
    gone = DisadvantagedAreaFactory(name="Nedlagt", end=date(2020, 1, 1))
    club = AssociationFactory(name="Gammelt Navn", other_names=["GN"], areas=[gone], activities=[ActivityKindFactory()])
    client = client_for(consultant)
    sent = drawn(client, club) | {"name": "Nyt Navn", "other_names": "GN, Gammelt Navn", "activities": []}

    page = client.post(edit_url(club), sent)

    assert page.status_code == 302, page.context["form"].errors
    club.refresh_from_db()
    assert (club.name, club.other_names) == ("Nyt Navn", ["GN", "Gammelt Navn"])
    assert (list(club.activities.all()), list(club.areas.all())) == ([], [gone])
    changed = {change["field"] for change in AuditEvent.objects.get().changes}
    assert changed == {"name", "other_names", "activities"}


def test_saving_without_a_change_leaves_no_trace(client_for, consultant):
    club = AssociationFactory(other_names=["A", "B"], activities=[ActivityKindFactory()])
    client = client_for(consultant)

    client.post(edit_url(club), drawn(client, club))

    assert not AuditEvent.objects.exists()


def test_two_consultants_edit_at_once_and_the_second_sees_it(client_for, consultant, manager):
    football, judo = ActivityKindFactory(name="fodbold"), ActivityKindFactory(name="judo")
    club = AssociationFactory(phone="11 11 11 11", activities=[football])
    client = client_for(consultant)
    sent = drawn(client, club) | {"email": "ny@example.org", "new_activities": "padel"}
    club.phone = "22 22 22 22"
    audit.save(club, by=manager, related={"activities": [football, judo]})

    page = client.post(edit_url(club), sent)

    assert page.status_code == 409
    shown = page.content.decode()
    assert f"{manager.name} har ændret det samme, mens du skrev" in shown
    assert "<strong>Telefon:</strong> 11 11 11 11 → 22 22 22 22." in shown
    assert "<strong>Aktiviteter:</strong> fodbold → fodbold, judo." in shown
    form = page.context["form"]
    assert (form["email"].value(), form["phone"].value()) == ("ny@example.org", "22 22 22 22")
    assert sorted(form["activities"].value()) == sorted([str(football.pk), str(judo.pk)])
    assert not ActivityKind.objects.filter(name="padel").exists()

    again = client.post(edit_url(club), dict(form.data.lists()))

    assert again.status_code == 302
    club.refresh_from_db()
    assert (club.phone, club.email) == ("22 22 22 22", "ny@example.org")
    assert sorted(kind.name for kind in club.activities.all()) == ["fodbold", "judo", "padel"]


def test_activities_that_both_changed_are_told_and_mine_stay(client_for, consultant, manager):
    football, judo, padel = (ActivityKindFactory(name=name) for name in ("fodbold", "judo", "padel"))
    club = AssociationFactory(activities=[football])
    client = client_for(consultant)
    sent = drawn(client, club) | {"activities": [str(padel.pk)]}
    audit.save(club, by=manager, related={"activities": [judo]})

    page = client.post(edit_url(club), sent)

    assert "Dit forslag står i feltet: padel." in page.content.decode()
    assert page.context["form"]["activities"].value() == [str(padel.pk)]


def test_chairs_part_survives_what_the_consultant_changed_meanwhile(
    client_for, consultant, chair_user, own_association
):
    client = client_for(chair_user)
    sent = drawn(client, own_association) | {"phone": "12 34 56 78"}
    own_association.name, own_association.email = "Nyt Navn", "ny@example.org"
    audit.save(own_association, by=consultant)

    page = client.post(edit_url(own_association), sent)

    assert page.status_code == 409
    assert "<strong>Navn:</strong> Vores Forening → Nyt Navn." in page.content.decode()
    client.post(edit_url(own_association), page.context["form"].data)
    own_association.refresh_from_db()
    assert (own_association.name, own_association.email, own_association.phone) == (
        "Nyt Navn",
        "ny@example.org",
        "12 34 56 78",
    )


def test_heading_keeps_the_stored_name_while_another_is_typed(client_for, consultant):
    club = AssociationFactory(name="Gammelt Navn")
    client = client_for(consultant)

    page = client.post(edit_url(club), drawn(client, club) | {"name": "Nyt Navn", "postal_code": "1"})

    assert "Ret oplysninger – Gammelt Navn" in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_edit_page_takes_the_same_queries(client_for, consultant, django_assert_num_queries, rows):
    club = AssociationFactory(
        activities=ActivityKindFactory.create_batch(rows), areas=DisadvantagedAreaFactory.create_batch(rows)
    )
    client = client_for(consultant)

    with django_assert_num_queries(11):
        client.get(edit_url(club))
