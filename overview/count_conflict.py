"""When two people saved the same year: who was first, and where the two sets of numbers differ."""

from dataclasses import dataclass
from datetime import datetime

from associations.enums import CountingRule, CountSource
from associations.models import MemberCount
from core.formats import number
from overview.domain.association_counts import YearNumbers
from overview.forms import MemberCountEditForm, cell_name
from workflow.models import AuditEvent


@dataclass(frozen=True)
class Difference:
    """One field whose two values differ, as texts."""

    label: str
    typed: str
    saved: str


@dataclass(frozen=True)
class Conflict:
    """`saved_by` saved at `saved_at` while this user was typing; None when the trace does not tell."""

    saved_by: str
    saved_at: datetime | None
    differences: list[Difference]


def conflict_of(form: MemberCountEditForm, numbers: YearNumbers) -> Conflict:
    """Compares the typed values of a valid form with what is saved now."""
    event = latest_event(numbers.count)
    return Conflict(
        saved_by=event.actor_name if event else "En anden",
        saved_at=event.at if event else None,
        differences=[*_numbers_apart(form, numbers), *_details_apart(form, numbers.count)],
    )


def latest_event(count: MemberCount | None) -> AuditEvent | None:
    """The last traced change of the count."""
    if count is None:
        return None
    return AuditEvent.objects.filter(model=count._meta.label_lower, object_id=count.pk).order_by("-at", "-pk").first()


def _numbers_apart(form: MemberCountEditForm, numbers: YearNumbers) -> list[Difference]:
    return [
        Difference(str(form.fields[cell_name(key)].label), number(typed), number(numbers.saved.get(key)))
        for key, typed in form.numbers().items()
        if typed != numbers.saved.get(key)
    ]


def _details_apart(form: MemberCountEditForm, count: MemberCount | None) -> list[Difference]:
    if count is None:
        return []
    typed = form.cleaned_data
    pairs = (
        ("counting_rule", CountingRule(typed["counting_rule"]).label, count.get_counting_rule_display()),
        ("source", CountSource(typed["source"]).label, count.get_source_display()),
        ("note", typed["note"], count.note),
    )
    return [Difference(str(form.fields[name].label), mine, theirs) for name, mine, theirs in pairs if mine != theirs]
