"""The totals of a member count are the database's work: tried with plain SQL, as an import or a repair would write."""

import pytest
from django.db import IntegrityError, connection, transaction

from associations.models import AgeBand, MemberCountCell
from tests.factories import MemberCountFactory, age_band, cells_under_25

pytestmark = pytest.mark.django_db
INSERT = "INSERT INTO associations_membercountcell (member_count_id, age_band_id, gender, members) VALUES "


def totals(count) -> tuple[int | None, int | None]:
    count.refresh_from_db()
    return count.under_25, count.total


def execute(sql: str, *params) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def insert(count, *cells: tuple[int, str, int]) -> None:
    rows = [f"({count.pk}, {age_band(lower).pk}, '{gender}', {members})" for lower, gender, members in cells]
    execute(INSERT + ", ".join(rows))


def all_under_25(members: int) -> list[tuple[int, str, int]]:
    return [(lower, gender, members) for lower in (0, 7, 13, 19) for gender in ("female", "male")]


def test_totals_are_null_before_any_number_is_given():
    count = MemberCountFactory()

    assert totals(count) == (None, None)


def test_under_25_stays_null_until_women_and_men_are_given_for_every_age_below_25():
    count = MemberCountFactory()
    seven = all_under_25(10)[:-1]

    insert(count, *seven)
    incomplete = totals(count)
    insert(count, (19, "male", 0))

    assert incomplete == (None, 70)
    assert totals(count) == (70, 70)


def test_older_members_count_in_the_total_only():
    count = MemberCountFactory()

    insert(count, *all_under_25(1), (25, "female", 30), (60, "male", 5))

    assert totals(count) == (8, 43)


def test_the_later_category_other_counts_but_is_not_waited_for():
    count = MemberCountFactory()

    insert(count, *all_under_25(1), (7, "other", 2))

    assert totals(count) == (10, 10)


def test_the_later_category_other_alone_gives_no_under_25():
    count = MemberCountFactory()

    insert(count, *((lower, "other", 4) for lower in (0, 7, 13, 19)))

    assert totals(count) == (None, 16)


def test_zero_is_a_number():
    count = MemberCountFactory()

    insert(count, *all_under_25(0))

    assert totals(count) == (0, 0)


def test_totals_follow_an_update_of_one_cell():
    count = MemberCountFactory(cells=cells_under_25(80))

    execute(
        "UPDATE associations_membercountcell SET members = 14 WHERE member_count_id = %s AND age_band_id = %s"
        " AND gender = 'female'",
        count.pk,
        age_band(7).pk,
    )

    assert totals(count) == (84, 84)


def test_totals_follow_a_deletion_and_under_25_becomes_null():
    count = MemberCountFactory(cells=cells_under_25(80))

    execute(
        "DELETE FROM associations_membercountcell WHERE member_count_id = %s AND age_band_id = %s AND gender = 'male'",
        count.pk,
        age_band(0).pk,
    )

    assert totals(count) == (None, 70)


def test_totals_are_null_again_when_every_cell_is_deleted():
    count = MemberCountFactory(cells=cells_under_25(80))

    execute("DELETE FROM associations_membercountcell WHERE member_count_id = %s", count.pk)

    assert totals(count) == (None, None)


def test_one_statement_over_several_counts_updates_each():
    counts = [MemberCountFactory(year=year, cells=cells_under_25(80)) for year in (2020, 2021, 2022)]

    execute("UPDATE associations_membercountcell SET members = members + 1")

    assert [totals(count) for count in counts] == [(88, 88)] * 3


def test_bulk_create_and_upsert_update_the_totals():
    count = MemberCountFactory(cells=cells_under_25(80))
    cells = [
        MemberCountCell(member_count=count, age_band=age_band(7), gender="female", members=20),
        MemberCountCell(member_count=count, age_band=age_band(60), gender="female", members=3),
    ]

    MemberCountCell.objects.bulk_create(
        cells,
        update_conflicts=True,
        unique_fields=["member_count", "age_band", "gender"],
        update_fields=["members"],
    )

    assert totals(count) == (90, 93)


def test_a_cell_moved_to_another_count_changes_both():
    full = MemberCountFactory(year=2021, cells=cells_under_25(80))
    empty = MemberCountFactory(year=2022)

    execute(
        "UPDATE associations_membercountcell SET member_count_id = %s WHERE member_count_id = %s AND age_band_id = %s",
        empty.pk,
        full.pk,
        age_band(0).pk,
    )

    assert totals(full) == (None, 60)
    assert totals(empty) == (None, 20)


def test_a_count_keeps_its_total_when_the_register_changes_its_bands():
    count = MemberCountFactory(cells=cells_under_25(80))
    AgeBand.objects.filter(lower=0).update(in_use=False)
    AgeBand.objects.create(lower=0, upper=3)
    AgeBand.objects.create(lower=4, upper=6)

    execute("UPDATE associations_membercountcell SET members = members + 1")

    assert totals(count) == (88, 88)


def test_narrower_bands_below_25_complete_the_total_together():
    count = MemberCountFactory()
    youngest = [AgeBand.objects.create(lower=0, upper=3), AgeBand.objects.create(lower=4, upper=6)]
    insert(count, *all_under_25(10)[2:])
    partly = totals(count)

    for band in youngest:
        execute(INSERT + "(%s, %s, 'female', 1), (%s, %s, 'male', 1)", count.pk, band.pk, count.pk, band.pk)

    assert partly == (None, 60)
    assert totals(count) == (64, 64)


@pytest.mark.parametrize("genders", [("female", "female"), ("female", "male")])
def test_overlapping_bands_of_one_count_are_refused(genders):
    count = MemberCountFactory(cells={(60, genders[0]): 10})
    sixties = AgeBand.objects.create(lower=60, upper=69, in_use=False)

    with pytest.raises(IntegrityError, match="overlap"), transaction.atomic():
        execute(INSERT + "(%s, %s, %s, 4)", count.pk, sixties.pk, genders[1])

    assert totals(count) == (None, 10)


def test_overlapping_bands_may_stand_in_different_counts():
    old, new = MemberCountFactory(year=2014), MemberCountFactory(year=2022, cells={(60, "male"): 10})
    sixties = AgeBand.objects.create(lower=60, upper=69, in_use=False)

    execute(INSERT + "(%s, %s, 'male', 4)", old.pk, sixties.pk)

    assert totals(old) == (None, 4)
    assert totals(new) == (None, 10)


def test_deleting_a_count_takes_its_numbers_along():
    count = MemberCountFactory(cells=cells_under_25(80))

    count.delete()

    assert not MemberCountCell.objects.exists()
