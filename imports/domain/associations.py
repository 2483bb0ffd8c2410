"""The sheet »Foreninger«: associations by CVR, else by name, with the lists they point into."""

from typing import Any

from django.utils.text import capfirst

from associations.models import ActivityKind, Association, DisadvantagedArea, District
from core import clock
from core.ordering import danish_key
from imports.domain.planning import Plan, Planned, Seen, check_fields, check_order, fill, planned
from imports.domain.register import AssociationIndex
from imports.parsers import key_of
from imports.reading.tables import Row
from imports.sheets import ASSOCIATIONS

DETAILS = (
    "other_names", "citywide", "address", "postal_code", "city", "email", "phone", "website", "get2sport_start",
    "get2sport_end",
)  # fmt: skip
MANY = {"activities": ActivityKind, "areas": DisadvantagedArea}
DISTRICTS, KINDS, AREAS = "Bydele", "Aktiviteter", "Udsatte byområder"


class Lists:
    """Districts, activities and areas by name; an unknown name becomes a new entry, which the preview shows."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.known: dict[Any, dict[str, Any]] = {
            District: {key_of(row.name): row for row in District.objects.all()},
            ActivityKind: {key_of(row.name): row for row in ActivityKind.objects.all()},
            # the newest listing of a name is the one that holds
            DisadvantagedArea: {key_of(row.name): row for row in DisadvantagedArea.objects.order_by("start")},
        }

    def entry(self, model: Any, name: str, row: Row) -> Any:
        known = self.known[model]
        if key_of(name) not in known:
            obj = model(name=name)
            if model is DisadvantagedArea:
                obj.start = clock.today().replace(month=1, day=1)
            known[key_of(name)] = obj
            self.plan.add(capfirst(str(model._meta.verbose_name_plural)), planned(obj, row))
        return known[key_of(name)]


def plan_associations(plan: Plan, index: AssociationIndex, lists: Lists) -> None:
    """Plans the sheet's rows and adds new associations to the index."""
    seen = Seen(plan)
    records = []
    for row in plan.rows(ASSOCIATIONS):
        association = _matching(plan, index, row)
        if association is None:
            continue
        identity = association.pk or key_of(association.name)
        if seen.is_repeated(row, identity, f"Foreningen »{association.name}«"):
            continue
        record = planned(association, row)
        _fill(plan, index, lists, record)
        index.add(association)
        records.append(plan.add(ASSOCIATIONS, record))
    for record in records:
        check_fields(plan, record)
        _check(plan, record)


def _matching(plan: Plan, index: AssociationIndex, row: Row) -> Association | None:
    """The association the row is about: stored or new; None with a problem when it is not clear."""
    by_cvr = index.by_cvr.get(row.get("cvr"))
    by_name = index.named(row.get("name"))
    if len(by_name) > 1 and by_cvr is None:
        plan.problem(row, f"»{row.get('name')}« kan være flere foreninger. Skriv CVR-nummeret.", "name")
        return None
    if by_cvr and by_name and by_cvr is not by_name[0]:
        text = f"CVR-nummeret tilhører »{by_cvr.name}«, men navnet tilhører »{by_name[0].name}«. Ret et af dem."
        plan.problem(row, text, "cvr")
        return None
    return by_cvr or (by_name[0] if by_name else Association(name=row.get("name")))


def _fill(plan: Plan, index: AssociationIndex, lists: Lists, record: Planned) -> None:
    association, row = record.obj, record.row
    assert row is not None  # noqa: S101 — every record of this sheet comes from a row
    known_as = {key_of(name) for name in (association.name, *association.other_names)}
    if key_of(row.get("name")) not in known_as:
        index.by_name.pop(key_of(association.name), None)
        association.name = row.get("name")  # matched by CVR: the association has a new name
    fill(plan, record, DETAILS)
    association.cvr = row.get("cvr") or association.cvr
    if row.get("district"):
        association.district = lists.entry(District, row.get("district"), row)
    elif row.get("citywide"):
        association.district = None
    for name, model in MANY.items():
        if row.get(name):
            _plan_many(record, name, [lists.entry(model, one, row) for one in row.get(name)])


def _plan_many(record: Planned, name: str, wanted: list[Any]) -> None:
    """Remembers the new set on the object for `saving`, and what it changes for the trace."""
    before = list(getattr(record.obj, name).all()) if record.obj.pk else []
    texts = [", ".join(sorted((str(row) for row in rows), key=danish_key)) for rows in (before, wanted)]
    if texts[0] != texts[1]:
        record.extra.append({"field": name, "from": texts[0], "to": texts[1]})
        record.many[name] = wanted


def _check(plan: Plan, record: Planned) -> None:
    association, row = record.obj, record.row
    if row is None:
        return
    if association.citywide and association.district:
        text = "En bydækkende forening har ingen bydel. Slet bydelen, eller skriv nej i »Bydækkende«."
        plan.problem(row, text, "district")
    if association.get2sport_end and not association.get2sport_start:
        plan.problem(row, "Skriv også, hvornår samarbejdet med get2sport begyndte.", "get2sport_start")
    check_order(plan, record, start="get2sport_start", end="get2sport_end")
