"""Saving member counts (R14): what is refused, what is traced, and what happens when two people save."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from associations.domain import counts
from associations.domain.counts import StaleCountError, save_counts
from associations.models import AgeBand, Association, MemberCount
from tests.factories import AssociationFactory, MemberCountFactory, age_band
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(demo_today):
    """Every test happens on 31 March 2023."""


@pytest.fixture
def association(db) -> Association:
    return AssociationFactory(name="Boldklubben Hekla")


def save(association, by, **changed) -> MemberCount:
    """Saves 2022 with one number unless told otherwise."""
    given = {"year": 2022, "cells": {key(7): 48}, "version": 0}
    given |= {"counting_rule": "once", "source": "register", "note": ""}
    return save_counts(association=association, by=by, **(given | changed))


def key(lower: int, gender: str = "female") -> tuple[int, str]:
    return (age_band(lower).pk, gender)


def numbers(count: MemberCount) -> dict[tuple[int, str], int]:
    return {(cell.age_band.lower, cell.gender): cell.members for cell in count.cells.select_related("age_band")}


def test_save_counts_creates_the_count_of_the_year(association, consultant):
    count = save(association, consultant, cells={key(0): 0, key(7, "male"): 48}, note="Optalt i klubben")

    assert numbers(count) == {(0, "female"): 0, (7, "male"): 48}
    assert (count.version, count.total, count.under_25, count.note) == (1, 48, None, "Optalt i klubben")


def test_save_counts_returns_the_totals_of_the_database(association, consultant):
    cells = {key(lower, gender): 5 for lower in (0, 7, 13, 19) for gender in ("female", "male")}

    count = save(association, consultant, cells=cells)

    assert (count.under_25, count.total) == (40, 40)


def test_save_counts_traces_each_changed_number_once(association, consultant):
    count = MemberCountFactory(association=association, cells={(0, "male"): 3, (7, "female"): 44, (13, "male"): 9})

    cells = {key(0, "male"): 3, key(7): 48, key(13, "male"): None, key(60): 1200}
    save(association, consultant, cells=cells, version=1)

    event = AuditEvent.objects.get()
    assert (event.model, event.object_id, event.actor_name) == ("associations.membercount", count.pk, "Mette Konsulent")
    assert event.association_ids == [association.pk]
    assert event.changes == [
        {"field": "kvinder 7–12 år", "from": "44", "to": "48"},
        {"field": "mænd 13–18 år", "from": "9", "to": ""},
        {"field": "kvinder 60+ år", "from": "", "to": "1.200"},
    ]


def test_save_counts_traces_note_and_source_beside_the_numbers(association, consultant):
    MemberCountFactory(association=association, cells={(7, "female"): 44})

    save(association, consultant, source="association", note="Rettet efter opslag", version=1)

    assert AuditEvent.objects.get().changes == [
        {"field": "source", "from": "Foreningsregistret", "to": "Foreningens egen optælling"},
        {"field": "note", "from": "", "to": "Rettet efter opslag"},
        {"field": "kvinder 7–12 år", "from": "44", "to": "48"},
    ]


def test_save_counts_removes_a_number_that_becomes_missing(association, consultant):
    count = MemberCountFactory(association=association, cells={(0, "female"): 4, (7, "female"): 44})

    save(association, consultant, cells={key(7): None}, version=1)

    assert numbers(count) == {(0, "female"): 4}


def test_save_counts_leaves_numbers_that_are_not_mentioned(association, consultant):
    count = MemberCountFactory(association=association, cells={(0, "female"): 4})

    save(association, consultant, cells={key(7): 48}, version=1)

    assert numbers(count) == {(0, "female"): 4, (7, "female"): 48}


def test_save_counts_sent_twice_changes_nothing_the_second_time(association, consultant):
    first = save(association, consultant)

    second = save(association, consultant)

    assert (second.pk, second.version) == (first.pk, 1)
    assert AuditEvent.objects.count() == 1


def test_save_counts_refuses_an_older_version_and_tells_what_stands(association, consultant):
    save(association, consultant)
    save(association, consultant, cells={key(7): 50}, version=1)

    with pytest.raises(StaleCountError) as refusal:
        save(association, consultant, cells={key(7): 51}, version=1)

    assert refusal.value.current is not None
    assert counts.numbers_of(refusal.value.current) == {key(7): 50}
    assert AuditEvent.objects.count() == 2


def test_save_counts_refuses_a_new_count_when_somebody_else_made_one(association, consultant):
    save(association, consultant)

    with pytest.raises(StaleCountError):
        save(association, consultant, cells={key(7): 51}, version=0)


def test_save_counts_refuses_when_the_count_is_gone(association, consultant):
    with pytest.raises(StaleCountError) as refusal:
        save(association, consultant, version=3)

    assert refusal.value.current is None


@pytest.mark.parametrize("members", [-1, 100_000, 10**12, 4.5, "48", True])
def test_save_counts_refuses_what_is_no_number_of_members(association, consultant, members):
    with pytest.raises(ValidationError, match=r"hele tal fra 0 til 99\.999"):
        save(association, consultant, cells={key(7): members})

    assert not MemberCount.objects.exists()


@pytest.mark.parametrize("members", [0, 99_999])
def test_save_counts_takes_the_smallest_and_the_largest_number(association, consultant, members):
    assert save(association, consultant, cells={key(7): members}).total == members


@pytest.mark.parametrize("year", [1989, 2023, 2024, 0, 99999])
def test_save_counts_refuses_years_that_have_not_ended(association, consultant, year):
    with pytest.raises(ValidationError, match="1990–2022"):
        save(association, consultant, year=year)


def test_save_counts_refuses_overlapping_bands_and_writes_nothing(association, consultant):
    sixties = AgeBand.objects.create(lower=60, upper=69, in_use=False)
    count = MemberCountFactory(association=association, cells={(60, "male"): 10})

    with pytest.raises(ValidationError, match=r"60–69 år og 60\+ år overlapper"):
        save(association, consultant, cells={(sixties.pk, "female"): 4, key(7): 48}, version=1)

    assert numbers(count) == {(60, "male"): 10}
    assert not AuditEvent.objects.exists()


def test_save_counts_lets_narrower_bands_replace_a_wide_one(association, consultant):
    sixties = AgeBand.objects.create(lower=60, upper=69, in_use=False)
    count = MemberCountFactory(association=association, cells={(60, "male"): 10})

    save(association, consultant, cells={key(60, "male"): None, (sixties.pk, "male"): 7}, version=1)

    assert numbers(count) == {(60, "male"): 7}
    assert count.cells.get().age_band == sixties


def test_save_counts_refuses_a_band_that_is_not_in_the_register(association, consultant):
    with pytest.raises(ValidationError, match="findes ikke længere"):
        save(association, consultant, cells={(999_999, "female"): 4})


@pytest.mark.parametrize(
    "wrong", [{"cells": {(1, "robot"): 4}}, {"counting_rule": "thrice"}, {"source": "gossip"}, {"note": "x" * 501}]
)
def test_save_counts_refuses_unknown_choices_and_too_long_notes(association, consultant, wrong):
    with pytest.raises(ValidationError):
        save(association, consultant, **wrong)

    assert not MemberCount.objects.exists()
    assert not AuditEvent.objects.exists()


def test_save_counts_refuses_a_new_count_without_any_number(association, consultant):
    with pytest.raises(ValidationError, match="mindst ét tal"):
        save(association, consultant, cells={key(7): None})

    assert not MemberCount.objects.exists()


def test_save_counts_keeps_text_in_other_scripts_as_it_is(association, consultant):
    note = "<b>Hej</b> שלום 🎉"

    count = save(association, consultant, note=note)

    assert MemberCount.objects.get(pk=count.pk).note == note


@pytest.mark.parametrize(
    ("today", "year"), [(date(2022, 12, 30), 2021), (date(2022, 12, 31), 2022), (date(2023, 1, 1), 2022)]
)
def test_latest_year_is_the_running_one_only_from_31_december(today, year):
    assert counts.latest_year(today) == year
    assert counts.is_countable_year(year, today)
    assert not counts.is_countable_year(year + 1, today)


@pytest.mark.parametrize(
    ("members", "before", "expected"),
    [
        (44, 44, False),
        (60, 40, False),  # 20 persons is not more than 20
        (61, 40, True),
        (60, 39, True),
        (150, 100, False),  # 50 % is not more than 50 %
        (151, 100, True),
        (0, 21, True),
        (21, 0, True),
        (9, 1, False),
        (None, 100, False),
        (100, None, False),
    ],
)
def test_differs_much_needs_both_many_persons_and_a_large_share(members, before, expected):
    assert counts.differs_much(members, before) is expected


def test_overlapping_bands_finds_neighbours_that_share_an_age():
    wide, narrow, oldest = AgeBand(lower=60), AgeBand(lower=60, upper=69), AgeBand(lower=70)
    young = AgeBand(lower=0, upper=6)

    assert counts.overlapping_bands([oldest, narrow, young]) == []
    assert counts.overlapping_bands([wide, young, narrow]) == [(narrow, wide)]
