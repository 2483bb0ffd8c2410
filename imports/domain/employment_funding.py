"""Who pays the hours of an employment (R5), from the columns of »Ansættelser« with a source each."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from associations.domain.funding import Share, refuse_too_many, share_changes, shares_of
from associations.enums import FundingSource
from associations.models import Employment, EmploymentFunding
from imports.domain.planning import Plan, Planned

COLUMNS = {f"hours_{source.value}": source.value for source in FundingSource}
"""The source by the key of its column."""


def plan_funding(plan: Plan, records: Iterable[Planned]) -> None:
    """Adds what the file says about other sources; an empty cell leaves a share as it is, 0 takes it away."""
    for record in records:
        if record.row is None:
            continue
        before = shares_of(record.obj)
        given = {source: record.row.values[key] for key, source in COLUMNS.items() if key in record.row.values}
        merged = before | {
            source: Share(hours, before[source].note if source in before else "") for source, hours in given.items()
        }
        record.shares = {source: merged[source] for source in FundingSource.values if source in merged}
        record.shares = {source: share for source, share in record.shares.items() if share.hours}
        record.extra += share_changes(before, record.shares)
        if record.obj.weekly_hours is not None:
            _check(plan, record)


def _check(plan: Plan, record: Planned) -> None:
    """The rule that the database holds by a trigger, told at the row."""
    try:
        refuse_too_many(record.obj, record.shares)
    except ValidationError as refusal:
        if record.row:
            plan.problem(record.row, refusal.messages[0], "weekly_hours")


def write_funding(records: Sequence[Planned]) -> None:
    """Writes the shares that differ: rows that are gone first, then all others in one statement."""
    differing = [record for record in records if record.extra]
    wanted = {(record.obj.pk, source) for record in differing for source in record.shares}
    stored = EmploymentFunding.objects.filter(employment__in=[record.obj.pk for record in differing])
    gone = [row.pk for row in stored if (row.employment_id, row.source) not in wanted]
    EmploymentFunding.objects.filter(pk__in=gone).delete()
    EmploymentFunding.objects.bulk_create(
        [_row(record.obj, source, share) for record in differing for source, share in record.shares.items()],
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["employment", "source"],
        update_fields=["weekly_hours", "note"],
    )


def _row(employment: Employment, source: str, share: Any) -> EmploymentFunding:
    return EmploymentFunding(employment_id=employment.pk, source=source, weekly_hours=share.hours, note=share.note)
