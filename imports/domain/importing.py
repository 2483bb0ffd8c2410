"""One import, from tables to the register: check everything, then save all or nothing.

A preview is the same import, rolled back at the end: what it shows is what will happen, down to the database's own
constraints.
"""

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, DataError, IntegrityError, connection, transaction
from django.db.models import Model

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import association_roles, has_permission
from associations.models import Association
from imports.domain import associations, counts, details, grants, partnerships, people, programme
from imports.domain.planning import Plan, check_fields
from imports.domain.register import AssociationIndex, PeopleIndex, lock
from imports.domain.saving import save_plan
from imports.domain.summary import SheetText, summary_of
from imports.problems import Problems
from imports.reading.tables import Table
from imports.sheets import (
    EXTENSIONS,
    FUNDING_AMOUNTS,
    FUNDING_LINES,
    PARTNERSHIPS,
    PEOPLE,
    PROGRAMME_YEARS,
    RESERVED_POSTS,
    SHEETS,
)
from partnerships.domain import funding
from partnerships.models import ProgrammeYear

logger = logging.getLogger(__name__)
# Rules that the database holds in its own language, so that no model carries their words.
TRIGGERS = {
    "associations_employment_funding_within": "Der er finansiering til flere timer, end ansættelsen er på.",
    "partnerships_participation_inside": "Foreningens periode skal ligge inden for partnerskabets.",
    "partnerships_fundingamount_inside": "En bevilling har kun penge i de år, den gælder for.",
    "partnerships_grant_line_has_money": "Et tilskud skal stå på en bevilling, der har penge i året.",
    "partnerships_reservedpost_line_has_money": "En reserveret post skal stå på en bevilling, der har penge i året.",
}
# A budget in »Programår« is saved as a line and its amount.
FOLLOWING = (FUNDING_LINES, FUNDING_AMOUNTS)
Tick = Callable[[int], None]
ONE_IMPORT_AT_A_TIME = 0x6D656473  # the key of a PostgreSQL advisory lock
GENERAL = "Registret tager ikke imod oplysningerne, fordi de strider mod hinanden eller mod det, der står i forvejen."


@dataclass
class Outcome:
    """What came of an import: its summary, and its problems; `saved` only when it was asked to and had none."""

    problems: Problems
    summary: list[SheetText] = field(default_factory=list)
    saved: bool = False


def _nothing(_told: object) -> None:
    """Nobody wants to know."""


def _refuse_sheets(plan: Plan) -> None:
    """A problem for each sheet that would change what the user may not; the operator's command (`by` None) may all.

    A sheet that changes nothing may stay: so a consultant can use the whole register file again.
    """
    for table in plan.tables.values():
        if plan.by is None or has_permission(plan.by, table.sheet.permission):
            continue
        sheets = [table.sheet, *(FOLLOWING if table.sheet is PROGRAMME_YEARS else ())]
        if any(record.kind for sheet in sheets for record in plan.of(sheet)):
            who = "administratorer" if table.sheet.permission == Permission.IMPORT_PROGRAMME else "konsulenter"
            text = f"Arket ændrer noget, som kun {who} kan indlæse. Tag det ud af filen."
            plan.problems.add(text, sheet=table.sheet.name)


def run_import(
    tables: dict[str, Table],
    problems: Problems,
    *,
    by: User | None,
    save: bool,
    tick: Tick = _nothing,
    before_commit: Callable[[Outcome], None] = _nothing,
) -> Outcome:
    """Checks the tables and, with `save`, puts them into the register; nothing when there is a single problem.

    `problems` holds those found while reading. `tick(rows)` is called with rows done, twice the rows of the file in
    all. `before_commit(outcome)` runs last inside the transaction and may raise to undo everything.
    """
    outcome = Outcome(problems)
    plan = Plan(tables, problems, by)
    try:
        with transaction.atomic():
            _plan_and_save(plan, outcome, tick)
            outcome.saved = save and not problems
            if outcome.saved:
                before_commit(outcome)
            else:
                transaction.set_rollback(True)
    except (IntegrityError, DataError) as error:
        outcome.saved = False
        logger.info("import refused by the database: %s", error)
        problems.add(_constraint_text(error))
    return outcome


def _plan_and_save(plan: Plan, outcome: Outcome, tick: Tick) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_IMPORT_AT_A_TIME])
    index = _make_plan(plan, tick)
    _refuse_sheets(plan)
    _refuse_own_associations(plan)
    if plan.problems:
        return
    save_plan(plan, tick=tick)
    try:
        removed = _grants(plan, index)
    except ValidationError as error:
        for message in error.messages:
            plan.problems.add(message, sheet=PARTNERSHIPS.name if plan.of(PARTNERSHIPS) else PROGRAMME_YEARS.name)
        return
    connection.check_constraints()  # what is checked at commit is told now, also in a preview
    outcome.summary = summary_of(plan, grants_removed=removed)


def _make_plan(plan: Plan, tick: Tick) -> AssociationIndex:
    index = AssociationIndex(plan)
    mentioned = index.mentioned()
    lock(mentioned)
    programme.plan_programme(plan)
    programme.plan_staff(plan)
    lists = associations.Lists(plan)
    associations.plan_associations(plan, index, lists)
    persons = PeopleIndex(plan, index, mentioned)
    people.plan_people(plan, index, persons)
    people.plan_employments(plan, index, persons)
    people.plan_board(plan, index, persons)
    partnerships.plan_partnerships(plan, index, partnerships.RelationIndex(index, mentioned))
    partnerships.plan_contact_persons(plan, index, mentioned)
    counts.plan_counts(plan, index, mentioned)
    details.plan_sections(plan, index, lists, mentioned)
    details.plan_declarations(plan, index, mentioned)
    for record in plan.of(EXTENSIONS):
        check_fields(plan, record)
    tick(sum(len(table.rows) for table in plan.tables.values()))
    return index


def _refuse_own_associations(plan: Plan) -> None:
    """A consultant who is employed by a club or sits on its board has only that role towards it (R19)."""
    if plan.by is None:
        return
    own = set(association_roles(plan.by))
    for record in [record for sheet in SHEETS for record in plan.of(sheet)] if own else []:
        concerned = record.obj if isinstance(record.obj, Association) else getattr(record.obj, "association", None)
        if concerned is None or concerned.pk not in own or not record.row or not record.kind:
            continue
        if not has_permission(plan.by, Permission.IMPORT_REGISTER, concerned):
            text = f"Du er selv ansat eller i bestyrelsen i {concerned}. Lad en anden konsulent indlæse rækken."
            plan.problem(record.row, text)
    for record in [record for record in plan.of(PEOPLE) if record.before is not None] if own else []:
        if record.kind and record.row and not has_permission(plan.by, Permission.IMPORT_REGISTER, record.obj):
            text = f"Du er selv ansat eller i bestyrelsen, hvor {record.obj} er. Lad en anden konsulent indlæse rækken."
            plan.problem(record.row, text)


def _grants(plan: Plan, index: AssociationIndex) -> int:
    """Grants follow the partnerships and the programme years (R2); returns how many were removed."""
    changes = grants.follow(plan, index)
    sheets = (PROGRAMME_YEARS, FUNDING_LINES, FUNDING_AMOUNTS, RESERVED_POSTS)
    if any(record.kind for sheet in sheets for record in plan.of(sheet)):
        funding.refuse_over_commitment(ProgrammeYear.objects.order_by("year"))
    return len(changes.removed)


def _constraint_text(error: DatabaseError) -> str:
    """The Danish message of the constraint that refused, or a general one that names it for the support."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    message = _messages().get(name)
    detail = f" ({name})" if re.fullmatch(r"\w+", name) else ""
    return message or f"{GENERAL} Sig det til en administrator{detail}."


def _messages() -> dict[str, str]:
    """The messages of all models' constraints by name."""
    models: Iterable[type[Model]] = apps.get_models()
    found = {c.name: str(c.violation_error_message) for model in models for c in model._meta.constraints}
    return TRIGGERS | {name: text for name, text in found.items() if text and "%(name)s" not in text}
