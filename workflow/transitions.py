"""One table per workflow, one executor: the only place where a state is assigned.

A workflow's table is a tuple of `Transition`s. Buttons, refusals, the log, documentation and tests all follow from it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import has_permission
from workflow import audit
from workflow.models import TransitionLog

Record = TypeVar("Record", bound=models.Model)
Blockers = Callable[[Any, User], Sequence[str]]


def nothing_in_the_way(_record: Any, _user: User) -> Sequence[str]:
    """The blockers of a transition that has none."""
    return ()


def no_effect(_record: Any, _by: User | None, _comment: str) -> None:
    """The effect of a transition that has none."""


def nothing_to_explain(_record: Any) -> str:
    """A transition that needs no reason."""
    return ""


def for_everybody(_record: Any, _user: User) -> bool:
    """A transition that is for whoever has its permission."""
    return True


@dataclass(frozen=True)
class Transition(Generic[Record]):
    """A step of a workflow.

    `label` stands on the button, `told` in the log ("indsendt"). `permission` None: only the system takes the step.
    `applies(record, user)` says whether the step is for this user at all (else no button). `blockers(record, user)`
    gives the reasons in Danish why it cannot be taken now: the same list disables the button and refuses the step.
    `to_explain(record)` tells in Danish why the step needs a comment as the record stands; empty: it needs none.
    `stamp` names the fields `<stamp>_at` and `<stamp>_by` that are set. `prepare` and `effect(record, by, comment)` run
    in the same transaction, before and after the state has changed; what they send, they send by `on_commit`.
    """

    name: str
    label: str
    told: str
    sources: frozenset[str]
    target: str
    permission: Permission | None
    applies: Callable[[Any, User], bool] = for_everybody
    blockers: Blockers = nothing_in_the_way
    stamp: str = ""
    needs_comment: bool = False
    to_explain: Callable[[Any], str] = nothing_to_explain
    prepare: Callable[[Any, User | None, str], None] = no_effect
    effect: Callable[[Any, User | None, str], None] = no_effect


@dataclass(frozen=True)
class Offer(Generic[Record]):
    """A transition that the record's state and the user's role allow, with the reasons why not now."""

    transition: Transition[Record]
    blockers: tuple[str, ...]


class NotInState(ValidationError):
    """The record has left the state in which the step can be taken."""


def offers(table: Iterable[Transition[Record]], record: Record, user: User) -> list[Offer[Record]]:
    """The steps for this user's buttons, in the table's order; those with blockers are shown disabled."""
    state = record.state  # type: ignore[attr-defined]  # every record of a workflow has one
    return [
        Offer(transition, tuple(transition.blockers(record, user)))
        for transition in table
        if state in transition.sources
        and transition.permission is not None
        and has_permission(user, transition.permission, record)  # type: ignore[arg-type]  # and association_ids()
        and transition.applies(record, user)
    ]


@transaction.atomic
def perform(transition: Transition[Record], record: Record, *, by: User | None, comment: str = "") -> Record:
    """Takes the step on the row as it stands now, locked. Returns it changed; `record` itself is left alone.

    The caller has checked the permission. Raises `NotInState`, and `ValidationError` with the blockers or for a missing
    comment. A second click finds the target state and raises `NotInState`.
    """
    model = type(record)
    locked: Record = model._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    before: str = locked.state  # type: ignore[attr-defined]
    snapshot_before = audit.snapshot(locked)
    if before not in transition.sources:
        raise NotInState(f"Det kan ikke gøres nu: {_state_label(locked)}. Hent siden igen, og se, hvad der er sket.")
    if by and not transition.applies(locked, by):
        raise NotInState("Det skridt er ikke dit. Hent siden igen, og se, hvad du kan gøre.")
    reasons = list(transition.blockers(locked, by)) if by else []
    if transition.needs_comment and not comment.strip():
        reasons.append("Skriv en kommentar, så den anden part ved hvorfor.")
    elif not comment.strip() and (asked := transition.to_explain(locked)):
        reasons.append(asked)
    if reasons:
        raise ValidationError(reasons)
    transition.prepare(locked, by, comment.strip())
    locked.state = transition.target  # type: ignore[attr-defined]
    if hasattr(locked, "state_since"):
        locked.state_since = timezone.now()
    if transition.stamp:
        setattr(locked, f"{transition.stamp}_at", timezone.now())
        setattr(locked, f"{transition.stamp}_by", by)
    locked.save()
    audit.trace_many([audit.Draft(locked, snapshot_before)], by=by)
    TransitionLog.objects.create(
        model=model._meta.label_lower,
        object_id=locked.pk,
        transition=transition.name,
        told=transition.told,
        from_state=before,
        to_state=transition.target,
        actor_id=by.pk if by else None,
        actor_name=by.name if by else audit.SYSTEM_NAME,
        comment=comment.strip(),
    )
    transition.effect(locked, by, comment.strip())
    return locked


def _state_label(record: models.Model) -> str:
    return f"tilstanden er nu »{record.get_state_display().lower()}«"  # type: ignore[attr-defined]


def log_of(record: models.Model) -> models.QuerySet[TransitionLog]:
    """Every step that the record has taken, the oldest first."""
    return TransitionLog.objects.filter(model=record._meta.label_lower, object_id=record.pk).order_by("pk")
