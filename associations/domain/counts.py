"""Member counts (R14): which years and numbers may be saved, and saving them. Numbers are persons on 31 December."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from associations.enums import Gender
from associations.models import AgeBand, Association, MemberCount, MemberCountCell
from associations.models.counts import FIRST_YEAR, MOST_MEMBERS
from core import clock
from core.formats import number
from workflow import audit

CellKey = tuple[int, str]  # an age band's id and a Gender value
MUCH_MORE_THAN = 20  # persons
MUCH_PERCENT = 50


class StaleCountError(Exception):
    """Somebody else has saved the count since the given version was read; nothing was written.

    `current` is the count as it stands, or None when it has been removed.
    """

    def __init__(self, current: MemberCount | None) -> None:
        super().__init__("the member count has been saved by somebody else")
        self.current = current


def latest_year(today: date) -> int:
    """The last year that can have a count: counts are as of 31 December, so the running year only from that day."""
    return today.year if (today.month, today.day) == (12, 31) else today.year - 1


def is_countable_year(year: int, today: date) -> bool:
    """Whether a count of `year` may be saved on the day `today`."""
    return FIRST_YEAR <= year <= latest_year(today)


def differs_much(members: int | None, before: int | None) -> bool:
    """Whether a number is worth a question: more than 20 persons and more than 50 % from the year before."""
    if members is None or before is None:
        return False
    difference = abs(members - before)
    return difference > MUCH_MORE_THAN and difference * 100 > before * MUCH_PERCENT


def overlapping_bands(bands: Iterable[AgeBand]) -> list[tuple[AgeBand, AgeBand]]:
    """Neighbouring age bands that share an age, in order; empty when the bands can stand in one count."""
    ordered = sorted(bands, key=lambda band: (band.lower, band.upper is None, band.upper))
    return [
        (first, second) for first, second in pairwise(ordered) if first.upper is None or second.lower <= first.upper
    ]


def cell_label(band: AgeBand, gender: str) -> str:
    """`kvinder 7–12 år`: the name of one number, in the trace and in messages."""
    return f"{Gender(gender).label.lower()} {band}"


def numbers_of(count: MemberCount) -> dict[CellKey, int]:
    """The numbers given in a saved count; one that is not there has not been reported."""
    return {(cell.age_band_id, cell.gender): cell.members for cell in count.cells.all()}


@transaction.atomic
def save_counts(
    *,
    association: Association,
    year: int,
    cells: Mapping[CellKey, int | None],
    counting_rule: str,
    source: str,
    note: str,
    version: int,
    by: User | None,
) -> MemberCount:
    """Saves the numbers of one year, all or none, with one trace row that lists each changed number.

    `cells`: None removes a number (missing is never 0); a number that is not mentioned stays. `version` is the one
    the numbers were read with, 0 for a year without a count. Saving the same again changes nothing, so a form sent
    twice is harmless. Raises `ValidationError` for what may not be saved, `StaleCountError` when somebody else was
    first. The caller has checked `Permission.EDIT_MEMBER_COUNTS`.
    """
    refuse_year(year)
    refuse_numbers(cells)
    count = _locked_count(association, year)
    before = numbers_of(count) if count.pk else {}
    after = {key: members for key, members in {**before, **cells}.items() if members is not None}
    details = {"counting_rule": counting_rule, "source": source, "note": note}
    if count.pk and before == after and all(getattr(count, name) == value for name, value in details.items()):
        return count
    if count.version != version:
        raise StaleCountError(count if count.pk else None)
    if not count.pk and not after:
        raise ValidationError("Skriv mindst ét tal, før du gemmer.", code="empty_count")
    bands = _bands_of({*before, *after})
    refuse_overlaps(bands[band_id] for band_id, _ in after)
    for name, value in {**details, "version": count.version + 1}.items():
        setattr(count, name, value)
    audit.save(count, by=by, extra=_cell_changes(before, after, bands))
    _write_cells(count, before, after)
    count.refresh_from_db(fields=["under_25", "total"])
    return count


def refuse_year(year: int) -> None:
    """Raises `ValidationError` unless the year has ended and lies in the register's time."""
    latest = latest_year(clock.today())
    if not FIRST_YEAR <= year <= latest:
        raise ValidationError(
            f"Medlemstal kan gemmes for årene {FIRST_YEAR}–{latest}. Et år kan først gemmes fra 31. december.",
            code="year",
        )


def refuse_numbers(cells: Mapping[CellKey, int | None]) -> None:
    """Raises `ValidationError` unless every number is a whole one from 0 to 99,999 and every gender is known."""
    for (_, gender), members in cells.items():
        if gender not in Gender.values:
            raise ValidationError(f"»{gender}« er ikke et køn i medlemstallene.", code="gender")
        # True is an int to Python, but no number of members.
        if members is not None and (type(members) is not int or not 0 <= members <= MOST_MEMBERS):
            raise ValidationError(f"Skriv hele tal fra 0 til {number(MOST_MEMBERS)}.", code="members")


def refuse_overlaps(bands: Iterable[AgeBand]) -> None:
    """Raises `ValidationError` naming the age bands that share an age (60+ beside 60–69)."""
    overlaps = overlapping_bands(set(bands))
    if overlaps:
        raise ValidationError(
            [f"Aldersgrupperne {first} og {second} overlapper. Udfyld kun den ene." for first, second in overlaps],
            code="overlapping_bands",
        )


def _locked_count(association: Association, year: int) -> MemberCount:
    """The year's count, or a new one with version 0. Saving is serialised per association by its row's lock."""
    Association.objects.select_for_update(no_key=True).get(pk=association.pk)
    count = MemberCount.objects.filter(association=association, year=year).prefetch_related("cells").first()
    return count or MemberCount(association=association, year=year, version=0)


def _bands_of(keys: Iterable[CellKey]) -> dict[int, AgeBand]:
    """The age bands of the numbers by id. Raises `ValidationError` when one is not in the register."""
    ids = {band_id for band_id, _ in keys}
    bands = AgeBand.objects.in_bulk(ids)
    if len(bands) < len(ids):
        raise ValidationError("En af aldersgrupperne findes ikke længere. Hent siden igen.", code="age_band")
    return bands


def _cell_changes(
    before: Mapping[CellKey, int], after: Mapping[CellKey, int], bands: Mapping[int, AgeBand]
) -> list[audit.Change]:
    """One line for each number that differs, by age and gender; empty text for a missing number."""
    order = Gender.values
    keys = sorted({*before, *after}, key=lambda key: (bands[key[0]].lower, key[0], order.index(key[1])))
    return [
        {"field": cell_label(bands[key[0]], key[1]), "from": _text(before.get(key)), "to": _text(after.get(key))}
        for key in keys
        if before.get(key) != after.get(key)
    ]


def _text(members: int | None) -> str:
    return "" if members is None else number(members)


def _write_cells(count: MemberCount, before: Mapping[CellKey, int], after: Mapping[CellKey, int]) -> None:
    gone = before.keys() - after.keys()
    if gone:  # first, because the database refuses bands that overlap
        rows = [cell.pk for cell in count.cells.all() if (cell.age_band_id, cell.gender) in gone]
        MemberCountCell.objects.filter(pk__in=rows).delete()
    MemberCountCell.objects.bulk_create(
        [
            MemberCountCell(member_count=count, age_band_id=key[0], gender=key[1], members=members)
            for key, members in after.items()
            if before.get(key) != members
        ],
        update_conflicts=True,
        unique_fields=["member_count", "age_band", "gender"],
        update_fields=["members"],
    )
