"""A consultant's associations to a colleague in one step, and back: planned, shown, agreed to, carried out.

A plan says exactly what would happen to each period. Carrying it out makes the plan again with the associations locked,
and refuses when it is another one by now.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from associations.models import Association
from core import clock
from core.formats import date_text, period_text, short_date_text
from core.periods import DAY
from partnerships.domain.contacts import (
    StalePlanError,
    fingerprint,
    held_from,
    lock_associations,
    take_over,
    takeover_blockers,
)
from partnerships.models import ContactPerson, ContactTransfer, TransferredContact
from workflow import audit

NOTHING = "Ingen af de valgte foreninger kan overdrages fra den dag."
NOTHING_BACK = "Ingen af foreningerne kan føres tilbage fra den dag."
ALREADY = "Foreningerne er allerede ført tilbage."


@dataclass(frozen=True)
class Step:
    """What happens to one association's period: `before` and `after` in words, or `why_not` it stays as it is."""

    association: Association
    before: str
    after: str
    why_not: str = ""


@dataclass(frozen=True)
class Plan:
    """The steps in Danish order, and the mark of what they were made from."""

    steps: list[Step]
    mark: str

    @property
    def done(self) -> list[Step]:
        """Those that change something."""
        return [step for step in self.steps if not step.why_not]

    @property
    def left(self) -> list[Step]:
        """Those that stay as they are."""
        return [step for step in self.steps if step.why_not]


@dataclass(frozen=True)
class Wish:
    """A transfer as the form asks for it."""

    consultant: User
    to: User
    start: date
    association_ids: frozenset[int]
    reason: str
    planned_return: date | None = None


def first_day(start: date) -> date:
    """From which day on periods count that a transfer from `start` is about: what has ended by today is history."""
    return max(start, clock.today())


def plan_transfer(wish: Wish, *, by: User | None) -> Plan:
    """What the transfer would do. A chosen association that the consultant no longer has then is said to stay."""
    rows = _rows(wish)
    steps = [_away(row, wish, by) for row in rows]
    missing = wish.association_ids - {row.association_id for row in rows}
    for association in Association.objects.filter(pk__in=missing):
        why_not = f"{wish.consultant} er ikke kontaktperson for foreningen fra den dag."
        steps.append(Step(association, "", "", why_not))
    steps.sort(key=lambda step: (step.association.sort_key, step.association.pk))
    return Plan(steps, fingerprint(rows, wish.to.pk, wish.start, [step.why_not for step in steps]))


def _rows(wish: Wish) -> list[ContactPerson]:
    rows = held_from(wish.consultant, first=first_day(wish.start))
    return list(rows.filter(association__in=wish.association_ids))


def _away(row: ContactPerson, wish: Wish, by: User | None) -> Step:
    first = max(row.start, wish.start)
    before = f"til {short_date_text(wish.start - DAY)}" if row.start < wish.start else ""
    why_not = " ".join(takeover_blockers(row.association, consultant=wish.to, by=by))
    return Step(row.association, before, _days(first, row.end), why_not)


def _days(first: date, last: date | None) -> str:
    """A period as short as a narrow table needs it."""
    return f"{short_date_text(first)} – {short_date_text(last)}" if last else f"fra {short_date_text(first)}"


@transaction.atomic
def transfer_contacts(
    wish: Wish, *, by: User | None, mark: str | None = None, form_key: UUID | None = None
) -> ContactTransfer:
    """Carries the transfer out, with a trace of every period. `mark` is that of the plan that was agreed to.

    The same form sent twice gives the first one's transfer. Raises `ValidationError`, `StalePlanError`.
    """
    lock_associations(wish.association_ids)
    sent = ContactTransfer.objects.filter(form_key=form_key, made_by=by).first() if form_key else None
    if sent:
        return sent
    plan = plan_transfer(wish, by=by)
    if mark is not None and mark != plan.mark:
        raise StalePlanError
    if not plan.done:
        raise ValidationError(NOTHING)
    transfer = ContactTransfer(
        from_consultant=wish.consultant,
        to_consultant=wish.to,
        start=wish.start,
        planned_return=wish.planned_return,
        reason=wish.reason,
        made_by=by,
        made_on=clock.today(),
        form_key=form_key,
    )
    transfer.full_clean()
    transfer.save()
    taken = {step.association.pk for step in plan.done}
    rows = [row for row in _rows(wish) if row.association_id in taken]
    links = [_moved(row, transfer, by) for row in rows]
    TransferredContact.objects.bulk_create(links)
    audit.trace_many([audit.Draft(transfer, before=None)], by=by)
    return transfer


def _moved(row: ContactPerson, transfer: ContactTransfer, by: User | None) -> TransferredContact:
    contact = take_over(row, consultant=transfer.to_consultant, start=transfer.start, by=by)
    return TransferredContact(
        transfer=transfer,
        association=row.association,
        contact=contact,
        previous=None if contact is row else row,
        start=contact.start,
        end=contact.end,
    )


def return_blockers(transfer: ContactTransfer) -> list[str]:
    """Why nothing of the transfer can be given back, in words for the button."""
    if transfer.returned_on:
        return [ALREADY]
    if not transfer.from_consultant.is_active:
        return [f"{transfer.from_consultant} er ikke længere aktiv. Overdrag foreningerne til en anden."]
    return []


def plan_return(transfer: ContactTransfer, *, start: date, by: User | None) -> Plan:
    """What giving back from `start` would do. What has been changed since stays, and the step says why."""
    links = _links(transfer)
    steps = [_back(link, start, by) for link in links]
    contacts = [link.contact for link in links if link.contact]
    return Plan(steps, fingerprint(contacts, transfer.pk, start, [step.why_not for step in steps]))


def _links(transfer: ContactTransfer) -> list[TransferredContact]:
    rows = transfer.rows.select_related(
        "association",
        "contact__consultant",
        "contact__association",
        "previous__association",
        "transfer__from_consultant",
    )
    return list(rows.select_related("transfer__to_consultant").order_by("association__sort_key", "start", "pk"))


def _back(link: TransferredContact, start: date, by: User | None) -> Step:
    first = max(link.start, start)
    before = f"til {short_date_text(start - DAY)}" if link.start < start else ""
    return Step(link.association, before, _days(first, link.end), _why_it_stays(link, start, by))


def _why_it_stays(link: TransferredContact, start: date, by: User | None) -> str:
    to, contact = link.transfer.to_consultant, link.contact
    if contact is None:
        return "Perioden er slettet siden."
    if contact.consultant_id != to.pk:
        return f"Er ændret siden: {contact.consultant} er kontaktperson {period_text(contact.start, contact.end)}."
    if (contact.start, contact.end) != (link.start, link.end):
        return f"Er ændret siden: {to} er kontaktperson {period_text(contact.start, contact.end)}."
    if link.end is not None and link.end < start:
        return f"Perioden slutter {date_text(link.end)}."
    return " ".join(takeover_blockers(link.association, consultant=link.transfer.from_consultant, by=by))


@transaction.atomic
def return_contacts(
    *, transfer: ContactTransfer, start: date, by: User | None, mark: str | None = None
) -> ContactTransfer:
    """Gives back what can be given back, from `start` on, and notes on the rest why it stayed.

    From the transfer's own first day, the cut is healed: as if the period had never been given away. Asked for twice,
    the first stands. Raises `ValidationError`, `StalePlanError`.
    """
    lock_associations(transfer.association_ids())
    stored = ContactTransfer.objects.select_for_update(of=("self",)).get(pk=transfer.pk)
    if stored.returned_on == start:
        return stored
    for reason in return_blockers(stored):
        raise ValidationError(reason)
    plan = plan_return(stored, start=start, by=by)
    if mark is not None and mark != plan.mark:
        raise StalePlanError
    if not plan.done:
        raise ValidationError(NOTHING_BACK)
    stored.returned_on, stored.returned_by = start, by
    audit.save(stored, by=by)
    for link, step in zip(_links(stored), plan.steps, strict=True):
        if step.why_not:
            link.not_returned_because = step.why_not[:300]
            link.save(update_fields=["not_returned_because"])
        else:
            _give_back(link, start, by)
    return stored


def _give_back(link: TransferredContact, start: date, by: User | None) -> None:
    consultant, contact, previous = link.transfer.from_consultant, link.contact, link.previous
    assert contact is not None  # noqa: S101 — for the type checker: the plan has seen it
    is_whole = previous is not None and (previous.consultant_id, previous.end) == (consultant.pk, link.start - DAY)
    if previous is not None and is_whole and start <= link.start:
        end = contact.end
        audit.delete(contact, by=by)
        previous.end = end
        audit.save(previous, by=by)
    else:
        take_over(contact, consultant=consultant, start=start, by=by)
