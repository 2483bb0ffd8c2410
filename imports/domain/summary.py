"""What an import did or would do, as JSON: the preview and the result that the page, and the command, show."""

from typing import Any, TypedDict

from django.utils.text import capfirst

from imports.domain.addresses import SIGN_INS
from imports.domain.planning import Plan, Planned
from imports.domain.saving import ORDER
from imports.parsers import shown
from imports.sheets import GRANTS
from workflow.audit import Change, described
from workflow.models import AuditEvent

MOST_SHOWN = 100
# A participation follows its partnership and is told by it.
HIDDEN = frozenset({"Deltagelser"})


class FieldText(TypedDict):
    """One field: from → to."""

    label: str
    before: str
    after: str


class RecordText(TypedDict):
    """One record that is created or changed."""

    row: int | None
    label: str
    changes: list[FieldText]


class SheetText(TypedDict):
    """How many records of one kind, and the first of them."""

    name: str
    created: int
    changed: int
    left: int
    removed: int
    created_records: list[RecordText]
    changed_records: list[RecordText]


def summary_of(plan: Plan, *, grants_removed: int = 0) -> list[SheetText]:
    """A text per heading that has records, in the order of the sheets."""
    headings = [*(heading for heading, _ in ORDER), SIGN_INS, GRANTS.name]
    result = [_sheet_text(name, plan.of(name)) for name in headings if plan.of(name) and name not in HIDDEN]
    for text in result:
        if text["name"] == GRANTS.name:
            text["removed"] = grants_removed
    return result


def _sheet_text(name: str, records: list[Planned]) -> SheetText:
    created = [record for record in records if record.kind == AuditEvent.Kind.CREATED]
    changed = [record for record in records if record.kind == AuditEvent.Kind.CHANGED]
    return SheetText(
        name=name,
        created=len(created),
        changed=len(changed),
        left=len(records) - len(created) - len(changed),
        removed=0,
        created_records=[_record_text(record, []) for record in created[:MOST_SHOWN]],
        changed_records=[_record_text(record, record.changes) for record in changed[:MOST_SHOWN]],
    )


def _record_text(record: Planned, changes: list[Change]) -> RecordText:
    lines = described(AuditEvent(model=record.obj._meta.label_lower, changes=changes))
    return RecordText(
        row=record.row.number if record.row else None,
        label=capfirst(str(record.obj)),
        changes=[
            FieldText(label=capfirst(line.label), before=shown(line.before), after=shown(line.after)) for line in lines
        ],
    )


def totals(summary: list[SheetText]) -> dict[str, Any]:
    """Records created, changed, removed and left over all headings."""
    return {key: sum(text[key] for text in summary) for key in ("created", "changed", "removed", "left")}
