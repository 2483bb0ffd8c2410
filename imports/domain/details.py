"""The sheets »Afdelinger« and »Børneattester« (R15a)."""

from typing import Any

from associations.models import (
    ActivityKind,
    Association,
    ChildProtectionDeclaration,
    DisadvantagedArea,
    District,
    SatelliteSection,
)
from core import clock
from imports.domain.associations import Lists
from imports.domain.planning import Plan, Planned, Seen, check_fields, check_order, fill, planned
from imports.domain.register import AssociationIndex
from imports.parsers import key_of
from imports.reading.tables import Row
from imports.sheets import DECLARATIONS, SECTIONS

PLACES = {"district": District, "area": DisadvantagedArea, "activity": ActivityKind}


def plan_sections(plan: Plan, associations: AssociationIndex, lists: Lists, mentioned: list[int]) -> None:
    """Plans satellite sections; unknown districts, areas and activities become new entries of their lists."""
    rows = SatelliteSection.objects.filter(association__in=mentioned).select_related("district", "area", "activity")
    known = {
        (id(association), key_of(section.name), section.start): section
        for section, association in _stored(plan, SECTIONS.name, rows, associations)
    }
    seen = Seen(plan)
    for row in plan.rows(SECTIONS):
        association = associations.of(row)
        if association is None:
            continue
        identity = (id(association), key_of(row.get("name")), row.get("start"))
        if seen.is_repeated(row, identity, f"{row.get('name')} i {association.name} fra {row.get('start'):%d-%m-%Y}"):
            continue
        section = known.get(identity) or SatelliteSection(
            association=association, name=row.get("name"), start=row.get("start")
        )
        record = planned(section, row)
        _fill_section(plan, lists, record, row)
        plan.add(SECTIONS, record)


def _fill_section(plan: Plan, lists: Lists, record: Planned, row: Row) -> None:
    fill(plan, record, ("end",))
    for key, model in PLACES.items():
        if row.get(key):
            setattr(record.obj, key, lists.entry(model, row.get(key), row))
    if not (record.obj.district or record.obj.area):
        plan.problem(row, "Skriv bydelen eller det udsatte byområde, så man kan se, hvor afdelingen er.", "district")
    check_order(plan, record)
    check_fields(plan, record)


def plan_declarations(plan: Plan, associations: AssociationIndex, mentioned: list[int]) -> None:
    """Plans the yearly declarations."""
    rows = ChildProtectionDeclaration.objects.filter(association__in=mentioned)
    known = {
        (id(association), declaration.year): declaration
        for declaration, association in _stored(plan, DECLARATIONS.name, rows, associations)
    }
    seen = Seen(plan)
    for row in plan.rows(DECLARATIONS):
        association, year = associations.of(row), row.get("year")
        if association is None or seen.is_repeated(row, (id(association), year), f"{association.name} i {year}"):
            continue
        found = known.get((id(association), year)) or ChildProtectionDeclaration(association=association, year=year)
        record = planned(found, row)
        if fill(plan, record, ("declared_on", "declared_by")):
            _check_day(plan, record, row)
            check_fields(plan, record)
            plan.add(DECLARATIONS, record)


def _check_day(plan: Plan, record: Planned, row: Row) -> None:
    if record.obj.declared_on > clock.today():
        plan.problem(row, "Datoen ligger i fremtiden. Skriv den dag, foreningen erklærede.", "declared_on")
    elif record.obj.declared_on.year < record.obj.year:
        plan.problem(row, f"Datoen ligger før {record.obj.year}. Ret datoen eller året.", "declared_on")


def _stored(plan: Plan, heading: str, rows: Any, associations: AssociationIndex) -> list[tuple[Any, Association]]:
    """The stored rows with the one object of their association; none when the file has no such sheet."""
    found = list(rows) if heading in plan.tables else []
    for row in found:
        row.association = associations.by_pk[row.association_id]
    return [(row, row.association) for row in found]
