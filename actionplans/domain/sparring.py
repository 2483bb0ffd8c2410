"""Threads of comments on a plan, an area or a goal: from the draft on, open until somebody settles them (R10)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.enums import Role, StaffRole
from accounts.models import User
from accounts.permissions import roles_towards
from actionplans.domain.plain_text import tidy
from actionplans.enums import OPEN, PlanState
from actionplans.models import Comment, FocusArea, GoalLine, PlanRevision, Thread
from workflow import audit

ROLE_NAMES = {Role.BOARD: "Bestyrelsen", Role.RESOURCE_PERSON: "Ressourcepersonen"}


def speaks_as(revision: PlanRevision, user: User) -> str:
    """As what the user speaks about the plan: the role, since comments are between roles."""
    roles = roles_towards(user, revision)
    name = next((name for role, name in ROLE_NAMES.items() if role in roles), "")
    return name or (StaffRole(user.staff_role).label if user.staff_role else "Foreningen")


@transaction.atomic
def open_thread(
    *,
    revision: PlanRevision,
    text: str,
    by: User,
    focus_area: FocusArea | None = None,
    line: GoalLine | None = None,
) -> Thread:
    """A new thread with its first comment. Raises `ValidationError` for an empty text, or a plan that is over."""
    _refuse_over(revision)
    if line and line.partnership_id != revision.plan.partnership_id:
        raise ValidationError("Målet hører ikke til denne plan. Hent siden igen.")
    thread = Thread(plan=revision.plan, revision=revision, focus_area=focus_area, line=line)
    audit.save(thread, by=by)
    add_comment(thread=thread, revision=revision, text=text, by=by)
    return thread


@transaction.atomic
def add_comment(*, thread: Thread, revision: PlanRevision, text: str, by: User) -> Comment:
    """One contribution; the same text of the same author within a minute is a double click and makes one comment."""
    _refuse_over(revision)
    locked = Thread.objects.select_for_update(of=("self",)).get(pk=thread.pk)
    if locked.resolved_at is not None:
        raise ValidationError("Samtalen er afsluttet. Åbn den igen, hvis der er mere at sige.")
    words = tidy(text)
    if not words:
        raise ValidationError({"text": ["Skriv en kommentar."]})
    latest = thread.comments.order_by("-pk").first()
    if latest and latest.author_id == by.pk and latest.text == words and _is_fresh(latest):
        return latest
    comment = Comment(thread=thread, text=words, author=by, role=speaks_as(revision, by))
    audit.save(comment, by=by)
    return comment


def _is_fresh(comment: Comment) -> bool:
    return (timezone.now() - comment.at).total_seconds() < 60


@transaction.atomic
def settle(*, thread: Thread, by: User) -> Thread:
    """The matter is done; either side may say so. Settling twice changes nothing."""
    locked = Thread.objects.select_for_update(of=("self",)).get(pk=thread.pk)
    if locked.resolved_at is None:
        locked.resolved_at, locked.resolved_by = timezone.now(), by
        audit.save(locked, by=by)
    return locked


@transaction.atomic
def reopen(*, thread: Thread, by: User) -> Thread:
    """There is more to say. Opening twice changes nothing."""
    locked = Thread.objects.select_for_update(of=("self",)).get(pk=thread.pk)
    if locked.resolved_at is not None:
        locked.resolved_at = locked.resolved_by = None
        audit.save(locked, by=by)
    return locked


def open_threads_of(revision: PlanRevision, focus_area: FocusArea) -> int:
    """How many matters about the area and its goals wait for an answer."""
    return Thread.objects.filter(plan=revision.plan_id, focus_area=focus_area, resolved_at=None).count()


def _refuse_over(revision: PlanRevision) -> None:
    if revision.state not in OPEN | {PlanState.APPROVED}:
        raise ValidationError("Udgaven er afløst eller afsluttet og kan ikke kommenteres mere.")
