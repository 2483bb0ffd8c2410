"""Closed and merged associations: what is in the way, what stays, where they are found, and opening them again."""

from contextlib import nullcontext
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.urls import reverse

from associations.domain.board import add_member
from associations.domain.closing import close_association, reopen_association
from associations.enums import BoardRole
from associations.models import Association
from overview.domain.association_queries import association_overview, association_rows
from reporting.domain.programme_report import build_programme_report
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    EmploymentFactory,
    MemberCountFactory,
    ParticipationFactory,
    PartnershipFactory,
    PersonFactory,
    ProgrammeYearFactory,
    SatelliteSectionFactory,
)
from workflow import audit
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db
LAST_DAY = date(2022, 12, 31)


@pytest.fixture(autouse=True)
def _today(demo_today):
    """Every test happens on 31 March 2023."""


def url(name: str, association) -> str:
    return reverse(f"associations:association-{name}", args=[association.pk])


def close(association, by, *, last_day=LAST_DAY, reason="Opløst", merged_into=None):
    return close_association(association=association, last_day=last_day, reason=reason, merged_into=merged_into, by=by)


# --- The database ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"closed_on": LAST_DAY}, "closed_has_reason"),
        ({"closed_on": LAST_DAY, "closed_reason": " "}, "closed_has_reason"),
        ({"closed_reason": "Opløst"}, "closed_has_reason"),
        ({"merged_into": "other"}, "merged_is_closed"),
        ({"closed_on": LAST_DAY, "closed_reason": "Fusion", "merged_into": "self"}, "not_merged_into_itself"),
    ],
)
def test_half_closed_association_is_refused_by_the_database(values, constraint):
    club, other = AssociationFactory(), AssociationFactory()
    if "merged_into" in values:
        values = values | {"merged_into": {"self": club, "other": other}[values["merged_into"]]}

    with pytest.raises(IntegrityError, match=constraint):
        Association.objects.filter(pk=club.pk).update(**values)


def test_association_that_another_was_merged_into_cannot_be_deleted():
    club = AssociationFactory()
    AssociationFactory(closed=True, merged_into=club)

    with pytest.raises(ProtectedError):
        club.delete()


# --- Closing ---------------------------------------------------------------------------------------------------------


def test_closing_says_everything_that_is_in_the_way_and_what_to_do(consultant):
    club = AssociationFactory()
    PartnershipFactory(association=club, extended=True)
    EmploymentFactory(association=club, person__name="Rikke")
    EmploymentFactory(association=club, person__name="Senere", helper=True, end=date(2023, 6, 30))
    BoardMemberFactory(association=club, person__name="Finn")

    with pytest.raises(ValidationError) as refusal:
        close(club, consultant)

    assert refusal.value.messages == [
        (
            "Det sociale partnerskab 1. januar 2018 – 31. december 2025 løber stadig. "
            "Lad det slutte før tid under Partnerskab."
        ),
        "Rikke er ansat fra 1. januar 2018. Skriv en slutdato, senest 31. december 2022, under Personer.",
        "Senere er ansat 1. januar 2018 – 30. juni 2023. Skriv en slutdato, senest 31. december 2022, under Personer.",
        "Finn er formand fra 1. januar 2018. Afslut posten, senest 31. december 2022, under Personer.",
    ]
    club.refresh_from_db()
    assert not club.is_closed


def test_association_whose_people_and_agreement_have_ended_can_be_closed(consultant):
    club, other = AssociationFactory(name="Lille Klub"), AssociationFactory(name="Stor Klub")
    PartnershipFactory(association=club)
    EmploymentFactory(association=club, ended=True)
    BoardMemberFactory(association=club, end=LAST_DAY)

    close(club, consultant, merged_into=other, reason="Lagt sammen")

    club.refresh_from_db()
    assert (club.closed_on, club.closed_reason, club.merged_into) == (LAST_DAY, "Lagt sammen", other)
    assert club.employments.count() == 1  # nothing has moved
    assert not other.employments.exists()
    told = {change["field"]: change["to"] for change in AuditEvent.objects.get().changes}
    assert told == {
        "closed_on": "31. december 2022", "closed_reason": "Lagt sammen", "merged_into": "Stor Klub",
    }  # fmt: skip


def test_closing_refuses_the_future_itself_and_a_closed_one(consultant):
    club, gone = AssociationFactory(), AssociationFactory(closed=True, name="Væk")

    for arguments, field, message in (
        ({"last_day": date(2023, 4, 1)}, "closed_on", "Skriv en dato, der senest er 31. marts 2023."),
        ({"merged_into": club}, "merged_into", "En forening kan ikke lægges sammen med sig selv. Vælg en anden."),
        ({"merged_into": gone}, "merged_into", "Væk er selv lukket. Vælg den forening, der findes nu."),
    ):
        with pytest.raises(ValidationError) as refusal:
            close(club, consultant, **arguments)
        assert refusal.value.message_dict == {field: [message]}


def test_closing_twice_changes_nothing(consultant):
    club = AssociationFactory()
    close(club, consultant)

    with pytest.raises(ValidationError, match="lukket i forvejen"):
        close(Association.objects.get(pk=club.pk), consultant, reason="Noget andet")

    club.refresh_from_db()
    assert club.closed_reason == "Opløst"


def test_page_tells_what_is_in_the_way_before_anything_is_typed(client_for, consultant):
    club = EmploymentFactory(person__name="Rikke").association

    shown = client_for(consultant).get(url("close", club)).content.decode()

    assert "Foreningen kan ikke lukkes i dag" in shown
    assert "Rikke er ansat fra 1. januar 2018." in shown


def test_consultant_closes_on_the_page_and_pressing_twice_is_harmless(client_for, consultant):
    club, other = AssociationFactory(name="Lille Klub"), AssociationFactory(name="Stor Klub")
    AssociationFactory(name="Væk", closed=True)
    client = client_for(consultant)
    choices = {str(row) for row in client.get(url("close", club)).context["form"].fields["merged_into"].queryset}
    sent = {"closed_on": "31-12-2022", "closed_reason": "Lagt sammen", "merged_into": other.pk}

    client.post(url("close", club), sent)
    page = client.post(url("close", club), sent, follow=True)

    assert choices == {"Stor Klub"}
    shown = page.content.decode()
    assert "Lille Klub er lukket." in shown
    assert "Den er lagt sammen med" in shown
    assert f'<a href="{other.get_absolute_url()}">Stor Klub</a>' in shown
    assert AuditEvent.objects.count() == 1


def test_refused_closing_keeps_what_was_typed(client_for, consultant):
    club = EmploymentFactory(person__name="Rikke").association

    page = client_for(consultant).post(url("close", club), {"closed_on": "31-12-2022", "closed_reason": "Opløst"})

    assert page.context["form"]["closed_reason"].value() == "Opløst"
    assert "Rikke er ansat" in page.context["form"].non_field_errors()[0]


# --- Afterwards ------------------------------------------------------------------------------------------------------


PAGES = [
    "overview:association-detail", "overview:association-people", "overview:association-partnership",
    "overview:association-counts", "overview:association-history", "associations:association-edit",
    "associations:section-list", "partnerships:declaration-list", "reporting:association-reports",
]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_a_closed_association_says_so(client_for, consultant, name):
    club = AssociationFactory(closed=True)

    shown = client_for(consultant).get(reverse(name, args=[club.pk])).content.decode()

    assert "Foreningen er lukket" in shown
    assert "sidste dag 31. december 2022" in shown
    assert f'href="{url("reopen", club)}"' in shown


def test_manager_sees_the_notice_without_a_link_that_is_refused(client_for, manager):
    club = AssociationFactory(closed=True)

    shown = client_for(manager).get(club.get_absolute_url()).content.decode()

    assert "Foreningen er lukket" in shown
    assert url("reopen", club) not in shown


def test_closed_association_needs_no_action(consultant, demo_today):
    club = PartnershipFactory(end=LAST_DAY, first_end=LAST_DAY).participations.get().association
    Association.objects.filter(pk=club.pk).update(closed_on=LAST_DAY, closed_reason="Opløst")

    row = association_rows(consultant, demo_today).get(pk=club.pk)

    assert association_overview(row, demo_today).attention == []


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("kontaktperson=", ["Åben"]),
        ("lukkede=ja", ["Væk", "Åben"]),
        ("lukkede=kun", ["Væk"]),
        ("soeg=væk&lukkede=ja", ["Væk"]),
        ("lukkede=ja&advarsel=alle", ["Åben"]),
        ("lukkede=ja&advarsel=ingen", ["Væk"]),
        ("lukkede=noget", []),
    ],
)
def test_list_shows_closed_associations_only_when_asked(client_for, consultant, query, names):
    for name, more in (("Åben", {}), ("Væk", {"closed": True})):
        PartnershipFactory(association=AssociationFactory(name=name, **more), end=LAST_DAY, first_end=LAST_DAY)

    page = client_for(consultant).get(f"{reverse('overview:association-list')}?{query}")

    assert [row.name for row in page.context["table"].data.data] == names
    assert ("Lukket 31-12-2022" in page.content.decode()) == ("Væk" in names)


def test_search_that_finds_nothing_offers_the_closed_ones(client_for, consultant):
    AssociationFactory(name="Væk", closed=True)
    client = client_for(consultant)
    address = reverse("overview:association-list")

    shown = client.get(f"{address}?soeg=væk").content.decode()

    assert f'href="{address}?soeg=v%C3%A6k&amp;lukkede=ja"' in shown
    assert "Søg også blandt lukkede" not in client.get(f"{address}?soeg=findes-ikke&lukkede=ja").content.decode()


def test_export_tells_when_why_and_where_it_went(client_for, consultant):
    AssociationFactory(name="Væk", closed=True, merged_into=AssociationFactory(name="Stor Klub"))
    club = AssociationFactory(name="Åben")
    SatelliteSectionFactory(association=club, name="Afdeling Tingbjerg")
    SatelliteSectionFactory(association=club, name="Gammel", ended=True)
    address = reverse("overview:association-export", kwargs={"extension": "csv"})

    text = client_for(consultant).get(f"{address}?lukkede=ja").content.decode("utf-8-sig")

    head, *rows = [line.split(";") for line in text.splitlines() if line]
    found = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert found["Væk"]["Lukket, sidste dag"] == "31-12-2022"
    assert found["Væk"]["Årsag til lukning"] == "Foreningen er opløst."
    assert found["Væk"]["Lagt sammen med"] == "Stor Klub"
    assert found["Åben"]["Afdelinger"] == "Afdeling Tingbjerg"


def test_programme_report_of_an_earlier_year_still_has_the_closed_association(consultant):
    ProgrammeYearFactory(year=2021)
    PartnershipFactory(association=AssociationFactory(name="Åben"))
    gone = AssociationFactory(name="Væk")
    PartnershipFactory(association=gone)
    MemberCountFactory(association=gone, year=2021, under_25=90)
    before = build_programme_report(2021, date(2023, 3, 31))

    close(gone, consultant)

    after = build_programme_report(2021, date(2023, 3, 31))
    assert after == before
    assert "Væk" in [line.name for line in after.lines]


def test_reopening_brings_it_back_with_the_reason_in_the_trace(client_for, consultant):
    club = AssociationFactory(name="Væk", closed=True, merged_into=AssociationFactory())
    client = client_for(consultant)
    assert client.post(url("reopen", club), {"reason": " "}).status_code == 200

    page = client.post(url("reopen", club), {"reason": "Lukket ved en fejl"}, follow=True)

    club.refresh_from_db()
    assert (club.closed_on, club.closed_reason, club.merged_into) == (None, "", None)
    assert "Væk er åbnet igen." in page.content.decode()
    told = {change["field"]: (change["from"], change["to"]) for change in AuditEvent.objects.get().changes}
    assert told["Åbnet igen, fordi"] == ("", "Lukket ved en fejl")
    assert told["closed_reason"] == ("Foreningen er opløst.", "")


def test_reopening_an_open_association_changes_nothing(client_for, consultant):
    club = AssociationFactory()

    assert reopen_association(association=club, reason="Igen", by=consultant) == club
    client_for(consultant).post(url("reopen", club), {"reason": "Igen"})

    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (EmploymentFactory, {}),
        (BoardMemberFactory, {}),
        (ParticipationFactory, {"partnership__extended": True, "partnership__participate": False}),
    ],
)
@pytest.mark.parametrize(("last_day", "refused"), [(LAST_DAY, False), (date(2023, 1, 1), True)])
def test_nothing_goes_on_in_a_closed_association(kind, more, last_day, refused):
    row = kind(association=AssociationFactory(closed=True, name="Væk"), **more)
    row.end = last_day

    with pytest.raises(ValidationError, match="Væk er lukket og havde sidste dag") if refused else nullcontext():
        audit.save(row, by=None)


def test_new_chair_of_a_closed_association_is_refused_in_words(client_for, consultant):
    club = AssociationFactory(closed=True, name="Væk")

    with pytest.raises(ValidationError, match="Væk er lukket"):
        add_member(association=club, who=PersonFactory(), role=BoardRole.CHAIR, start=date(2023, 3, 1), by=consultant)
