"""Partnerships that run out, and what is open when one ends."""

from datetime import date
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from associations.models import Association
from core.registry import DueState, Turn
from partnerships.domain.ending import open_matters, partnerships_ending, state_on
from partnerships.domain.periods import months_before
from partnerships.models import Participation, Partnership
from tests.factories import (
    AssociationFactory,
    ChildProtectionDeclarationFactory,
    DocumentFactory,
    EmploymentFactory,
    GrantAccountFactory,
    GrantFactory,
    InstalmentFactory,
    ParticipationFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
)

END = date(2023, 12, 31)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2023, 12, 31), 6, date(2023, 6, 30)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 15), 1, date(2022, 12, 15)),
        (date(2023, 11, 30), -3, date(2024, 2, 29)),
    ],
)
def test_months_before(day, months, expected):
    assert months_before(day, months) == expected


@given(st.dates(date(2000, 1, 31), date(2090, 12, 31)), st.integers(0, 48))
def test_months_before_goes_back_exactly_so_many_months(day, months):
    earlier = months_before(day, months)

    assert (day.year - earlier.year) * 12 + day.month - earlier.month == months
    assert earlier.day <= day.day


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2022, 12, 31), DueState.COMING),
        (date(2023, 6, 29), DueState.COMING),
        (date(2023, 6, 30), DueState.DUE),
        (date(2023, 9, 30), DueState.DUE),
        (date(2023, 10, 1), DueState.OVERDUE),
        (date(2024, 3, 1), DueState.OVERDUE),
    ],
)
def test_state_by_the_months_that_are_left(day, state):
    assert state_on(END, day) == state


@pytest.mark.django_db
def test_partnership_is_told_from_a_year_before_until_three_months_after():
    partnership = PartnershipFactory(start=date(2020, 1, 1))

    def found(day):
        return [item.what.partition(".")[0] for item in partnerships_ending(None, day)]

    assert found(date(2022, 12, 30)) == []
    assert found(date(2022, 12, 31)) == ["Partnerskabet udløber 31"]
    assert found(date(2024, 1, 1)) == ["Partnerskabet udløb 31"]
    assert found(date(2024, 3, 30)) == ["Partnerskabet udløb 31"]
    assert found(date(2024, 3, 31)) == []
    [item] = partnerships_ending(None, date(2023, 3, 31))
    assert (item.due_on, item.since, item.turn) == (date(2023, 9, 30), date(2022, 12, 31), Turn.CONSULTANT)
    assert (item.url, item.link) == (f"/partnerskaber/{partnership.pk}/forlaeng/", "Forlæng")


@pytest.mark.django_db
def test_what_is_decided_is_not_due():
    followed, shared = AssociationFactory(), AssociationFactory()
    PartnershipFactory(association=followed, start=date(2020, 1, 1))
    PartnershipFactory(association=followed, start=date(2024, 1, 1))
    PartnershipFactory(start=date(2020, 1, 1), extended=True)
    PartnershipFactory(
        start=date(2020, 1, 1),
        first_end=date(2024, 12, 31),
        end=END,
        ended_early_on=date(2023, 1, 1),
        end_reason="Foreningen lukker.",
        end_decided_by="Foreningens bestyrelse",
    )
    going_on = PartnershipFactory(start=date(2020, 1, 1), running=True)
    ParticipationFactory(partnership=going_on, association=shared, end=END)

    assert list(partnerships_ending(None, date(2023, 3, 31))) == []


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_ending_takes_one_query(rows):
    clubs = AssociationFactory.create_batch(rows)
    for club in clubs:
        PartnershipFactory(association=club, start=date(2020, 1, 1))
    PartnershipFactory(start=date(2020, 1, 1))

    with CaptureQueriesContext(connection) as asked:
        items = list(partnerships_ending([club.pk for club in clubs], date(2023, 3, 31)))

    assert (len(items), len(asked)) == (rows, 1)


@pytest.mark.django_db
def test_ending_of_2500_associations_is_quick():
    clubs = Association.objects.bulk_create(Association(name=f"Forening {n}") for n in range(2_500))
    partnerships = Partnership.objects.bulk_create(
        Partnership(start=date(2020, 1, 1), first_end=END, end=END) for _ in clubs
    )
    Participation.objects.bulk_create(
        Participation(partnership=row, association=club, start=row.start, end=row.end)
        for club, row in zip(clubs, partnerships, strict=True)
    )

    started = perf_counter()
    items = list(partnerships_ending(None, date(2023, 3, 31)))

    assert len(items) == 2_500
    assert perf_counter() - started < 1  # 0.05 s on a quiet machine; a row that costs a query would take longer


def test_open_matters_are_told(db):
    partnership = PartnershipFactory(start=date(2020, 1, 1))
    club = partnership.participations.get().association
    EmploymentFactory(association=club, person__name="Rikke Ressource")
    years = [ProgrammeYearFactory(year=year) for year in (2021, 2022)]
    grants = [GrantFactory(partnership=partnership, programme_year=year) for year in years]
    GrantAccountFactory(grant=grants[0], flagged=True)
    InstalmentFactory(grant=grants[1])

    matters = open_matters(partnership, date(2023, 6, 30), date(2023, 3, 31))

    assert [matter.what.partition(" ")[0] for matter in matters if matter.is_open] == [
        "1", "Der", "Forskelle", "1", "Der", "Tilskudsaftalen"
    ]  # fmt: skip
    details = " | ".join(matter.detail for matter in matters)
    assert "Rikke Ressource" in details
    assert "2021 (20.000 kr.)" in details
    assert "100.000 kr. den 1. januar 2022" in details


def test_open_matters_say_when_nothing_is_open(db):
    partnership = PartnershipFactory(start=date(2020, 1, 1))
    grant = GrantFactory(partnership=partnership)
    GrantAccountFactory(grant=grant)
    club = partnership.participations.get().association
    DocumentFactory(association=club, kind="agreement")
    for year in (2022, 2023):
        ChildProtectionDeclarationFactory(association=club, year=year)

    matters = open_matters(partnership, date(2023, 6, 30), date(2023, 3, 31))

    assert [matter.is_open for matter in matters] == [False] * 5
