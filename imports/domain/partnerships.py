"""The sheets »Partnerskaber«, »Forlængelser« and »Kontaktpersoner« (R1)."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.enums import StaffRole
from accounts.models import User
from associations.models import Association
from core.formats import date_text, period_text
from imports.domain.planning import Plan, Planned, Seen, check_fields, check_order, fill, overlapping, planned
from imports.domain.register import AssociationIndex
from imports.reading.tables import Row
from imports.sheets import CONTACT_PERSONS, EXTENSIONS, PARTNERSHIPS, STAFF
from partnerships.domain.periods import default_end
from partnerships.models import ContactPerson, Extension, Participation, Partnership

PARTICIPATIONS = "Deltagelser"


@dataclass
class Relation:
    """A partnership with everything that belongs to it, stored and planned alike."""

    record: Planned
    old_end: date | None
    participations: list[Planned] = field(default_factory=list)
    extensions: list[Planned] = field(default_factory=list)
    own_end: set[int] = field(default_factory=set)  # id() of participations whose end the file gives
    early_end: date | None = None  # as the file gives it
    touched: bool = False

    @property
    def partnership(self) -> Partnership:
        partnership: Partnership = self.record.obj
        return partnership


class RelationIndex:
    """The partnerships of the associations that the file is about."""

    def __init__(self, associations: AssociationIndex, mentioned: list[int]) -> None:
        self.relations: list[Relation] = []
        self.of_association: defaultdict[int, list[Relation]] = defaultdict(list)
        ids = Participation.objects.filter(association__in=mentioned).values("partnership")
        stored = Partnership.objects.filter(pk__in=ids).select_for_update().order_by("pk")
        for partnership in stored.prefetch_related("participations", "extensions"):
            for row in partnership.participations.all():
                row.association = associations.by_pk[row.association_id]
            self._add_stored(partnership)

    def _add_stored(self, partnership: Partnership) -> None:
        relation = Relation(planned(partnership, None), partnership.end)
        relation.extensions = [planned(row, None) for row in partnership.extensions.all()]
        self.relations.append(relation)
        for row in partnership.participations.all():
            row.partnership = partnership
            relation.participations.append(planned(row, None))
            self.of_association[id(row.association)].append(relation)

    def add(self, relation: Relation, association: Association) -> None:
        if relation not in self.of_association[id(association)]:
            self.of_association[id(association)].append(relation)

    def starting(self, association: Association, start: date) -> tuple[Relation, Planned] | None:
        """The relation in which the association takes part from this day, and its participation."""
        for relation in self.of_association[id(association)]:
            for record in relation.participations:
                if record.obj.association is association and record.obj.start == start:
                    return relation, record
        return None

    def running(self, association: Association, day: date) -> Relation | None:
        """The association's last partnership that began on the day or before."""
        begun = [relation for relation in self.of_association[id(association)] if relation.partnership.start <= day]
        return max(begun, key=lambda relation: relation.partnership.start, default=None)


def plan_partnerships(plan: Plan, associations: AssociationIndex, index: RelationIndex) -> None:
    """Plans partnerships, their participations and extensions, and checks that none overlap."""
    seen = Seen(plan)
    rows = plan.rows(PARTNERSHIPS)
    for row in sorted(rows, key=lambda one: "shared_with" in one.values):  # a shared one needs the other's row first
        association = associations.of(row)
        if association is None:
            continue
        what = f"{association.name} fra {row.get('start'):%d-%m-%Y}"
        if seen.is_repeated(row, (id(association), row.get("start")), what):
            continue
        if row.get("shared_with"):
            _plan_shared(plan, associations, index, row, association)
        else:
            _plan_own(plan, index, row, association)
    _plan_extensions(plan, associations, index)
    for relation in index.relations:
        if relation.touched:
            _settle_ends(plan, relation)
    _check_overlaps(plan, index)


def _plan_own(plan: Plan, index: RelationIndex, row: Row, association: Association) -> None:
    start = row.get("start")
    found = index.starting(association, start)
    if found is None:
        end = row.get("end") or default_end(start)
        partnership = Partnership(start=start, first_end=end, end=end)
        relation = Relation(planned(partnership, row), None)
        mine = Participation(partnership=partnership, association=association, start=start, end=end)
        relation.participations.append(planned(mine, row))
        index.relations.append(relation)
        index.add(relation, association)
    else:
        relation = found[0]
        relation.record.row = found[1].row = row
    relation.touched = True
    if row.get("end"):
        relation.partnership.first_end = row.get("end")
    _fill_decision(plan, relation.partnership, row)
    if row.get("ended_on"):
        relation.early_end = row.get("ended_on")
        for key in ("ended_early_on", "end_decided_by", "end_reason"):
            setattr(relation.partnership, key, row.get(key) or getattr(relation.partnership, key))
            if not getattr(relation.partnership, key):
                plan.problem(row, "Udfyld også denne celle, når partnerskabet er ophørt før tid.", key)
    check_order(plan, relation.record, end="first_end")


def _fill_decision(plan: Plan, partnership: Partnership, row: Row) -> None:
    """The decision to begin it: all of it, or none."""
    keys = ("decided_on", "decided_by", "reason")
    for key in keys:
        setattr(partnership, key, row.get(key) or getattr(partnership, key))
    missing = [key for key in keys if not getattr(partnership, key)]
    if len(missing) < len(keys):
        for key in missing:
            plan.problem(row, "Udfyld også denne celle, når beslutningen står i rækken.", key)


def _plan_shared(
    plan: Plan, associations: AssociationIndex, index: RelationIndex, row: Row, association: Association
) -> None:
    other = associations.of(row, "shared_with")
    relation = index.running(other, row.get("start")) if other else None
    if other is None:
        return
    if relation is None or other is association:
        text = f"»{other.name}« har ikke et partnerskab den dag. Tilføj dets række i »Partnerskaber«."
        plan.problem(row, text, "shared_with")
        return
    found = index.starting(association, row.get("start"))
    if found and found[0] is relation:
        record = found[1]
        record.row = row
    else:
        end = row.get("end") or relation.partnership.end
        mine = Participation(partnership=relation.partnership, association=association, start=row.get("start"), end=end)
        record = planned(mine, row)
        relation.participations.append(record)
        index.add(relation, association)
    relation.touched = True
    if row.get("end"):
        record.obj.end = row.get("end")
        relation.own_end.add(id(record.obj))


def _plan_extensions(plan: Plan, associations: AssociationIndex, index: RelationIndex) -> None:
    seen = Seen(plan)
    for row in sorted(plan.rows(EXTENSIONS), key=lambda one: one.get("new_end")):
        association = associations.of(row)
        relation = index.running(association, row.get("new_end")) if association else None
        if association is None:
            continue
        if relation is None:
            text = f"{association.name} har intet partnerskab, der kan forlænges. Tilføj det i »Partnerskaber«."
            plan.problem(row, text, "association")
            continue
        what = f"Forlængelsen af {association.name} til {row.get('new_end'):%d-%m-%Y}"
        if not seen.is_repeated(row, (id(relation), row.get("new_end")), what):
            _plan_extension(plan, relation, row)


def _plan_extension(plan: Plan, relation: Relation, row: Row) -> None:
    partnership = relation.partnership
    if partnership.ended_early_on:
        plan.problem(row, "Partnerskabet er ophørt før tid og kan ikke forlænges.", "new_end")
        return
    record = next((one for one in relation.extensions if one.obj.new_end == row.get("new_end")), None)
    if record is None:
        obj = Extension(partnership=partnership, new_end=row.get("new_end"), previous_end=partnership.first_end)
        record = planned(obj, row)
        relation.extensions.append(record)
    record.row = row
    relation.touched = True
    fill(plan, record, ("decided_on", "reason", "decided_by"))


def _settle_ends(plan: Plan, relation: Relation) -> None:
    """Chains the extensions, and lets the partnership and its associations end with the last one."""
    partnership = relation.partnership
    end = partnership.first_end
    for record in sorted(relation.extensions, key=lambda one: one.obj.new_end):
        if record.obj.new_end <= end and record.row:
            text = f"En forlængelse skal slutte senere end aftalen før, som slutter {date_text(end)}."
            plan.problem(record.row, text, "new_end")
        record.obj.previous_end = end
        end = record.obj.new_end
        if record.row or record.kind:
            plan.add(EXTENSIONS, record)
    if relation.early_end:
        _check_early_end(plan, relation, end)
        partnership.end = relation.early_end
    elif not partnership.ended_early_on:
        partnership.end = end
    plan.add(PARTNERSHIPS, relation.record)
    for record in relation.participations:
        _settle_participation(plan, relation, record)


def _check_early_end(plan: Plan, relation: Relation, agreed: date) -> None:
    row, early = relation.record.row, relation.early_end
    if row and early and not (relation.partnership.start <= early <= agreed):
        period = period_text(relation.partnership.start, agreed)
        plan.problem(row, f"Partnerskabet kan kun ophøre før tid inden for aftalens periode ({period}).", "ended_on")


def _settle_participation(plan: Plan, relation: Relation, record: Planned) -> None:
    mine, partnership = record.obj, relation.partnership
    if id(mine) not in relation.own_end and (record.before is None or mine.end == relation.old_end):
        mine.end = partnership.end  # it follows the partnership
    elif relation.early_end:
        mine.end = min(mine.end, partnership.end)
    plan.add(PARTICIPATIONS, record)
    row = record.row or relation.record.row
    if row and not (partnership.start <= mine.start <= mine.end <= partnership.end):
        whole = period_text(partnership.start, partnership.end)
        plan.problem(row, f"Foreningens periode skal ligge inden for partnerskabets ({whole}).", "end")


def _check_overlaps(plan: Plan, index: RelationIndex) -> None:
    by_association: defaultdict[int, list[Planned]] = defaultdict(list)
    for relation in index.relations:
        for record in relation.participations:
            by_association[id(record.obj.association)].append(record)
    rows = {id(record.obj): record.row for records in by_association.values() for record in records}
    for records in by_association.values():
        for first, second in overlapping([record.obj for record in records]):
            row = rows[id(second)] or rows[id(first)]
            if row:
                period = period_text(first.start, first.end)
                plan.problem(row, f"Foreningen har allerede et socialt partnerskab i perioden {period}.", "start")


def plan_contact_persons(plan: Plan, associations: AssociationIndex, mentioned: list[int]) -> None:
    """Plans »Kontaktpersoner«: consultants only, one at a time."""
    consultants = _consultants(plan)
    stored = []
    for row in ContactPerson.objects.filter(association__in=mentioned).select_related("consultant").order_by("pk"):
        row.association = associations.by_pk[row.association_id]
        row.consultant = consultants.get(row.consultant.email, row.consultant)
        stored.append(row)
    known = {(id(row.association), row.start): row for row in stored}
    seen, here = Seen(plan), {}
    for line in plan.rows(CONTACT_PERSONS):
        association = associations.of(line)
        identity = (id(association), line.get("start"))
        if association is None or seen.is_repeated(line, identity, f"{association.name} fra den dag"):
            continue
        obj = known.get(identity) or ContactPerson(association=association, start=line.get("start"))
        record = planned(obj, line)
        if not fill(plan, record, ("end",)) or not _set_consultant(plan, consultants, record):
            continue
        if check_order(plan, record):
            here[id(obj)] = plan.add(CONTACT_PERSONS, record)
            check_fields(plan, record)
            stored += [] if identity in known else [obj]
    _check_one_contact(plan, stored, here)


def _consultants(plan: Plan) -> dict[str, Any]:
    """Everybody who signs in as staff, by e-mail, as the file leaves them."""
    users = {user.email: user for user in User.objects.exclude(staff_role="")}
    return users | {record.obj.email: record.obj for record in plan.of(STAFF)}


def _set_consultant(plan: Plan, consultants: dict[str, Any], record: Planned) -> bool:
    row = record.row
    assert row is not None  # noqa: S101 — every record of this sheet comes from a row
    email = row.get("consultant")
    if email is None:
        if record.before is None:
            plan.problem(row, "Cellen er tom. Skriv konsulentens e-mail.", "consultant")
        return record.before is not None
    user = consultants.get(email)
    if user is None or user.staff_role != StaffRole.CONSULTANT:
        text = f"»{email}« er ikke konsulent. Skriv en konsulents e-mail, eller få en administrator til at oprette den."
        plan.problem(row, text, "consultant")
        return False
    record.obj.consultant = user
    return True


def _check_one_contact(plan: Plan, stored: list[Any], here: dict[int, Planned]) -> None:
    by_association: defaultdict[int, list[Any]] = defaultdict(list)
    for row in stored:
        by_association[id(row.association)].append(row)
    for rows in by_association.values():
        for first, second in overlapping(rows):
            record = here.get(id(second)) or here.get(id(first))
            if record and record.row:
                period = period_text(first.start, first.end)
                text = f"Foreningen har allerede en kontaktperson i perioden {period}. Skriv slutdato på den første."
                plan.problem(record.row, text, "start")
