"""The sheet »Medlemstal« (R14): a missing number stays missing, and is never 0."""

from collections import defaultdict
from typing import cast

from associations.domain.counts import cell_label, is_countable_year, latest_year, overlapping_bands
from associations.models import AgeBand, Association, MemberCount, MemberCountCell
from core import clock
from core.formats import number
from imports.columns import BandColumn
from imports.domain.planning import Plan, Planned, Seen, check_fields, fill, planned
from imports.domain.register import AssociationIndex
from imports.reading.tables import Row
from imports.sheets import MEMBER_COUNTS
from workflow.audit import Change

Cell = tuple[int, str]  # id() of the age band's object, gender
BANDS = "Aldersgrupper"
ORDER = ("counting_rule", "source", "note")


class StoredCounts:
    """The counts that the file is about, with their numbers; numbers are read as tuples, there may be 350,000."""

    def __init__(self, plan: Plan, associations: AssociationIndex, bands: dict[int, AgeBand], mentioned: list[int]):
        years = {row.get("year") for row in plan.rows(MEMBER_COUNTS)}
        rows = MemberCount.objects.filter(association__in=mentioned, year__in=years)
        self.counts: dict[tuple[int, int], MemberCount] = {}
        for count in rows:
            count.association = associations.by_pk[count.association_id]
            self.counts[id(count.association), count.year] = count
        cells = MemberCountCell.objects.filter(member_count__in=rows)
        self.numbers: defaultdict[int, dict[Cell, int]] = defaultdict(dict)
        for count_id, band_id, gender, members in cells.values_list(
            "member_count_id", "age_band_id", "gender", "members"
        ):
            self.numbers[count_id][id(bands[band_id]), gender] = members


def plan_counts(plan: Plan, associations: AssociationIndex, mentioned: list[int]) -> None:
    """Plans one count per row; an age band that the register has not used becomes data."""
    table = plan.tables.get(MEMBER_COUNTS.name)
    if table is None:
        return
    stored_bands = {band.pk: band for band in AgeBand.objects.all()}
    columns = [column for column in table.columns if isinstance(column, BandColumn)]
    bands = _bands(plan, list(stored_bands.values()), columns)
    stored = StoredCounts(plan, associations, stored_bands, mentioned)
    everything = {id(band): band for band in (*stored_bands.values(), *bands.values())}
    seen = Seen(plan)
    for row in table.rows:
        association = associations.of(row)
        identity = (id(association), row.get("year"))
        if association is None or seen.is_repeated(row, identity, f"{association.name} i {row.get('year')}"):
            continue
        record = _plan_count(plan, stored, row, association)
        numbers = {(id(bands[column.key]), column.gender): row.values[column.key] for column in columns
                   if column.key in row.values}  # fmt: skip
        _plan_cells(plan, record, stored.numbers.get(record.obj.pk, {}), numbers, everything)


def _bands(plan: Plan, stored: list[AgeBand], columns: list[BandColumn]) -> dict[str, AgeBand]:
    """The age band of each column; new ones are kept, but not offered for new counts."""
    known = {(band.lower, band.upper): band for band in stored}
    result = {}
    for column in columns:
        ages = (column.lower, column.upper)
        if ages not in known:
            known[ages] = AgeBand(lower=column.lower, upper=column.upper, in_use=False)
            plan.add(BANDS, planned(known[ages], None))
        result[column.key] = known[ages]
    return result


def _plan_count(plan: Plan, stored: StoredCounts, row: Row, association: Association) -> Planned:
    year = row.get("year")
    if not is_countable_year(year, clock.today()):
        text = (
            f"Tallene for {year} kan først indlæses fra 31. december. Det seneste år er {latest_year(clock.today())}."
        )
        plan.problem(row, text, "year")
    obj = stored.counts.get((id(association), year)) or MemberCount(association=association, year=year)
    record = planned(obj, row)
    fill(plan, record, ORDER)
    return record


def _plan_cells(
    plan: Plan, record: Planned, before: dict[Cell, int], numbers: dict[Cell, int], bands: dict[int, AgeBand]
) -> None:
    """Numbers that differ from the stored ones; empty cells leave theirs, and a new row without numbers is no count."""
    row = cast("Row", record.row)
    if record.before is None and not numbers:
        plan.problem(row, "Rækken har ingen tal. Skriv mindst ét, eller slet rækken. Et ukendt tal er ikke 0.")
        return
    for first, second in overlapping_bands(_distinct(bands, {**before, **numbers})):
        plan.problem(row, f"Aldersgrupperne {first} og {second} overlapper. Udfyld kun den ene.")
    differing = {key: members for key, members in numbers.items() if before.get(key) != members}
    record.cells = [(bands[key[0]], key[1], members) for key, members in differing.items()]
    record.extra = [_change(bands, key, before, members) for key, members in differing.items()]
    check_fields(plan, record)
    plan.add(MEMBER_COUNTS, record)


def _distinct(bands: dict[int, AgeBand], cells: dict[Cell, int]) -> list[AgeBand]:
    """Each band once: new ones have no key yet, so a set of objects will not do."""
    return [bands[key] for key in {band for band, _ in cells}]


def _change(bands: dict[int, AgeBand], key: Cell, before: dict[Cell, int], members: int) -> Change:
    old = before.get(key)
    return {
        "field": cell_label(bands[key[0]], key[1]), "from": "" if old is None else number(old), "to": number(members)
    }  # fmt: skip
