"""A handover from its opening to its end (R6): opened by an end date, owned by the board, closed, reopened, cancelled.

Every function locks the handover's row, so that two people at once come one after the other.
"""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import AnyUser, has_permission
from associations.enums import BoardRole
from associations.models import BoardMember, Employment
from core import clock
from core.formats import date_text, period_text
from core.periods import DAY
from handovers.enums import HandoverState
from handovers.models import Handover, HandoverItem, HandoverStandardItem
from workflow import audit

# An end date that is recorded later than this after the last day is history, not a handover: an import of the
# employments of ten years opens none.
STILL_WORTH_IT = timedelta(days=60)
LEFT_OVER_MISSING = "Skriv, hvad der mangler, og hvem der gør det færdigt."
NOT_ON_BOARD = "Vælg en, der sidder i foreningens bestyrelse i dag."


# --- Opening ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def open_for(employment: Employment, *, by: User | None, day: date | None = None) -> Handover | None:
    """Opens the handover of an employment whose end date has been recorded, and gives it; None when there is none.

    None for an end more than 60 days before `day` (today), and for a person who goes on in the association (new hours).
    Called again it changes nothing, except that a cancelled handover is open again with what was ticked.
    """
    day = day or clock.today()
    if not is_worth_it(employment, day) or goes_on(employment):
        return None
    Employment.objects.select_for_update(of=("self",), no_key=True).get(pk=employment.pk)
    found = Handover.objects.filter(employment=employment).first()
    if found is None:
        return _opened(employment, day, by)
    if found.state == HandoverState.CANCELLED:
        found.state = HandoverState.OPEN
        audit.save(found, by=by)
    return found


def _opened(employment: Employment, day: date, by: User | None) -> Handover:
    standard = HandoverStandardItem.objects.filter(in_use=True).order_by("position", "pk")
    items = [
        HandoverItem(title=row.title, help_text=row.help_text, position=place)
        for place, row in enumerate(standard, start=1)
    ]
    count: audit.Change = {"field": "punkter", "from": "", "to": str(len(items))}
    handover = Handover(employment=employment, opened_on=day, owner=chair_on(employment.association_id, day))
    audit.save(handover, by=by, extra=[count])
    for item in items:
        item.handover = handover
    HandoverItem.objects.bulk_create(items)
    return handover


def is_worth_it(employment: Employment, day: date) -> bool:
    """Whether an end recorded on the day opens a handover: it lies ahead, or not more than 60 days back."""
    return employment.end is not None and employment.end >= day - STILL_WORTH_IT


def goes_on(employment: Employment) -> bool:
    """Whether the person's next employment in the association takes over from this one, so that nobody leaves."""
    if employment.end is None:
        return False
    later = Employment.objects.filter(
        Q(end=None) | Q(end__gt=employment.end),
        association=employment.association_id,
        person=employment.person_id,
        start__gt=employment.start,
        start__lte=employment.end + DAY,
    )
    return later.exists()


def on_board(association_id: int, day: date) -> QuerySet[BoardMember]:
    """The association's board on the day."""
    holds = Q(start__lte=day) & (Q(end=None) | Q(end__gte=day))
    return BoardMember.objects.filter(holds, association=association_id).select_related("person")


def chair_on(association_id: int, day: date) -> BoardMember | None:
    """The chair on the day: who owns a handover until the board says otherwise."""
    return on_board(association_id, day).filter(role=BoardRole.CHAIR).first()


@transaction.atomic
def end_taken_back(employment: Employment, *, by: User | None) -> Handover | None:
    """The employment goes on after all: an untouched handover is removed; one that is begun stays and is given.

    Whoever has begun it is asked on its page whether it shall be cancelled (`cancel`).
    """
    handover = Handover.objects.select_for_update(of=("self",)).filter(employment=employment).first()
    if handover is None or not handover.is_open:
        return None
    if is_begun(handover):
        return handover
    audit.delete(handover, by=by)
    return None


@transaction.atomic
def end_moved(employment: Employment, *, to: Employment, by: User | None) -> Handover | None:
    """The person goes on in another row of the register, which has the end now: an open handover moves along."""
    handover = Handover.objects.select_for_update(of=("self",)).filter(employment=employment).first()
    if handover is None or not handover.is_open or Handover.objects.filter(employment=to).exists():
        return None
    handover.employment = to
    before, after = (period_text(row.start, row.end) for row in (employment, to))
    # Both employments bear the same name, so the trace needs their periods.
    return audit.save(handover, by=by, extra=[{"field": "employment", "from": before, "to": after}])


def is_begun(handover: Handover) -> bool:
    """Whether anything has been ticked, written or added."""
    worked_on = Q(done_on__isnull=False) | ~Q(note="") | Q(is_own=True) | Q(files__isnull=False)
    return handover.items.filter(worked_on).exists()


# --- What may be done -------------------------------------------------------------------------------------------------


def locked(handover: Handover) -> Handover:
    """The handover as it stands, its row locked until the transaction ends."""
    rows = Handover.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("employment__person", "employment__association", "owner__person").get(pk=handover.pk)


def work_blockers(handover: Handover, user: AnyUser | None) -> list[str]:
    """Why the checklist cannot be worked on; `user` None is the operator."""
    if user is not None and not has_permission(user, Permission.WORK_ON_HANDOVER, handover):
        return ["Overleveringen er bestyrelsens og ressourcepersonens. Du kan læse den."]
    return _not_open(handover)


def owner_blockers(handover: Handover, user: AnyUser | None) -> list[str]:
    """Why no other owner can be chosen."""
    return _not_boards(handover, user) or _not_open(handover)


def close_blockers(handover: Handover, user: AnyUser | None) -> list[str]:
    """Why it cannot be closed. Items that are left are no reason: then it is said what is left."""
    return _not_boards(handover, user) or _not_open(handover)


def reopen_blockers(handover: Handover, user: AnyUser | None) -> list[str]:
    """Why it cannot be opened again."""
    if reasons := _not_boards(handover, user):
        return reasons
    if handover.state == HandoverState.OPEN:
        return ["Overleveringen er åben."]
    if handover.state == HandoverState.CANCELLED:
        return ["Overleveringen er aflyst. Den åbner igen, når der skrives en slutdato på ansættelsen."]
    return []


def cancel_blockers(handover: Handover, user: AnyUser | None) -> list[str]:
    """Why it cannot be cancelled: as long as somebody leaves, something must be handed over."""
    if reasons := _not_boards(handover, user) or _not_open(handover):
        return reasons
    employment = handover.employment
    if employment.end is not None and not goes_on(employment):
        stops = f"{employment.person} stopper stadig den {date_text(employment.end)}."
        return [f"{stops} Fjern slutdatoen på ansættelsen først."]
    return []


def _not_boards(handover: Handover, user: AnyUser | None) -> list[str]:
    if user is None or has_permission(user, Permission.OWN_HANDOVER, handover):
        return []
    return ["Det gør bestyrelsen, for overleveringen er dens."]


def _not_open(handover: Handover) -> list[str]:
    if handover.state == HandoverState.CLOSED:
        return ["Overleveringen er afsluttet. Genåbn den, hvis noget skal rettes."]
    if handover.state == HandoverState.CANCELLED:
        return ["Overleveringen er aflyst."]
    return []


def _refuse(reasons: list[str]) -> None:
    if reasons:
        raise ValidationError(reasons)


# --- Changes ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def choose_owner(
    handover: Handover, *, owner: BoardMember, by: User | None, based_on: int | None = None, day: date | None = None
) -> Handover:
    """Makes a seat of the association's present board the owner. Raises `ValidationError`, `StaleError`."""
    stands = locked(handover)
    _refuse(owner_blockers(stands, by))
    if not on_board(stands.employment.association_id, day or clock.today()).filter(pk=owner.pk).exists():
        raise ValidationError({"owner": NOT_ON_BOARD})
    stands.owner = owner
    return audit.save(stands, by=by, based_on=based_on)


@transaction.atomic
def close(handover: Handover, *, left_over: str = "", by: User | None, day: date | None = None) -> Handover:
    """Ends the handover: all is done, or `left_over` says what is left. Raises `ValidationError`."""
    stands = locked(handover)
    _refuse(close_blockers(stands, by))
    is_all_done = not stands.items.filter(done_on=None).exists()
    if not is_all_done and not left_over.strip():
        raise ValidationError({"left_over": LEFT_OVER_MISSING})
    stands.state, stands.closed_on = HandoverState.CLOSED, day or clock.today()
    stands.left_over = "" if is_all_done else left_over.strip()
    return audit.save(stands, by=by)


@transaction.atomic
def reopen(handover: Handover, *, by: User | None) -> Handover:
    """Opens a closed handover again; what was left is told by the trace. Raises `ValidationError`."""
    stands = locked(handover)
    _refuse(reopen_blockers(stands, by))
    stands.state, stands.closed_on, stands.left_over = HandoverState.OPEN, None, ""
    return audit.save(stands, by=by)


@transaction.atomic
def cancel(handover: Handover, *, by: User | None) -> Handover:
    """Calls the handover off, because nobody leaves after all; ticks and notes stay. Raises `ValidationError`."""
    stands = locked(handover)
    _refuse(cancel_blockers(stands, by))
    stands.state = HandoverState.CANCELLED
    return audit.save(stands, by=by)
