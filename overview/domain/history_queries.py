"""Historik: the audit trail of one association in words. Pure reads; times are Copenhagen's."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone

from accounts.permissions import AnyUser
from associations.models import Association
from core.formats import MISSING, date_text
from core.ordering import danish_key
from workflow import audit
from workflow.models import AuditEvent

SYSTEM = "systemet"
Choice = tuple[str, str]


@dataclass(frozen=True)
class HistoryEntry:
    """One change of one record. `lines` are its fields in words: "Ugentlige timer: 18 → 20"."""

    record: str
    kind: str
    lines: list[str]
    who: str
    at: datetime
    is_internal: bool = False

    @property
    def when(self) -> str:
        """`3. marts 2023 kl. 14.03`."""
        return f"{date_text(self.at)} kl. {self.at:%H.%M}"

    @property
    def is_long(self) -> bool:
        """A new or deleted record tells all it held: too much to read unasked."""
        return self.kind != AuditEvent.Kind.CHANGED.label and len(self.lines) > 1


@dataclass(frozen=True)
class HistoryDay:
    """The changes of one day, the newest first."""

    day: date
    entries: list[HistoryEntry]


def history_events(association: Association, user: AnyUser) -> QuerySet[AuditEvent]:
    """All that happened to the association's records and that the user may know of, the newest first."""
    return audit.association_events(association, seen_by=user)


def record_choices(events: QuerySet[AuditEvent]) -> list[Choice]:
    """The kinds of record among the events, as a filter offers them: `("ansættelse", "Ansættelser")`."""
    models = events.order_by().values_list("model", flat=True).distinct()
    return sorted((_names(model) for model in models), key=lambda choice: danish_key(choice[1]))


def actor_choices(events: QuerySet[AuditEvent]) -> list[Choice]:
    """Who made the changes: key and name, in Danish order; a person who changed name appears once."""
    actors = dict(events.order_by("actor_id", "-at").values_list("actor_id", "actor_name").distinct("actor_id"))
    choices = [(SYSTEM if pk is None else str(pk), name) for pk, name in actors.items()]
    return sorted(choices, key=lambda choice: (danish_key(choice[1]), choice[0]))


def narrowed(events: QuerySet[AuditEvent], *, record: str, actor: str) -> QuerySet[AuditEvent]:
    """The events about one kind of record, or by one person, or both; an empty text narrows nothing."""
    if record:
        events = events.filter(model__in=[model._meta.label_lower for model in apps.get_models() if _is(model, record)])
    if actor:
        events = events.filter(actor_id=None if actor == SYSTEM else int(actor))
    return events


def history_days(events: Iterable[AuditEvent], association: Association) -> list[HistoryDay]:
    """The events in words, grouped by day; their order stays."""
    entries = (_entry(event, association) for event in events)
    return [HistoryDay(day, list(own)) for day, own in groupby(entries, key=lambda entry: entry.at.date())]


@dataclass(frozen=True)
class HistoryRow:
    """One changed field, for the downloads; an event without fields has one row with empty texts."""

    at: datetime
    who: str
    record: str
    kind: str
    field: str
    before: str
    after: str


def history_rows(events: QuerySet[AuditEvent], association: Association) -> Iterator[HistoryRow]:
    """The events field by field, in their order, read a bit at a time."""
    nothing = audit.FieldChange("", "", "")
    for event in events.iterator(chunk_size=1000):
        record = _record(event, _label(event, association))
        for change in audit.described(event) or [nothing]:
            texts = (change.label, change.before, change.after)
            yield HistoryRow(event.at, event.actor_name, record, event.get_kind_display(), *texts)


def _entry(event: AuditEvent, association: Association) -> HistoryEntry:
    label = _label(event, association)
    return HistoryEntry(
        record=_record(event, label),
        kind=event.get_kind_display(),
        lines=[_line(event, change, label) for change in audit.described(event)],
        who=event.actor_name,
        at=timezone.localtime(event.at),
        is_internal=event.is_internal,
    )


def _label(event: AuditEvent, association: Association) -> str:
    """The record's name without the association's, which the page bears already."""
    label = event.object_label
    for joint in (" i ", " for ", ", "):
        label = label.removesuffix(f"{joint}{association.name}")
    return label


def _record(event: AuditEvent, label: str) -> str:
    """`Ansættelse: Rikke Ressource`, but `Medlemstal 2022` where the name says what it is."""
    name, _ = _names(event.model)
    return label if label.casefold().startswith(name) else f"{name[:1].upper()}{name[1:]}: {label}"


def _line(event: AuditEvent, change: audit.FieldChange, label: str) -> str:
    # A part of the record that is no field of it (a number of a member count) reads on from the record's name.
    name = change.label if change.is_field else f"{label}, {change.label}"
    if event.kind == AuditEvent.Kind.CREATED:
        return f"{name}: {change.after}"
    if event.kind == AuditEvent.Kind.DELETED:
        return f"{name}: {change.before}"
    return f"{name}: {change.before or MISSING} → {change.after or MISSING}"


def _names(model_label: str) -> Choice:
    """A model's Danish names, singular and plural; its stored label when the model is gone."""
    try:
        options = apps.get_model(model_label)._meta
    except LookupError:
        return model_label, model_label
    plural = str(options.verbose_name_plural)
    return str(options.verbose_name), plural[:1].upper() + plural[1:]


def _is(model: type, record: str) -> bool:
    return bool(record == str(model._meta.verbose_name))  # type: ignore[attr-defined]  # Django's models have _meta
