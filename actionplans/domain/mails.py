"""Immediate mails: each step that the other side must know, to those whose turn it is or who wait for it.

A row for each person is written in the step's own transaction, so that no step is told that was not taken, and none
taken that is not told. A task sends it; beat sends what was left behind. The mail names the associations and the plan,
never what stands in it, and leads to the page where the step is seen or taken.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.adapter import MAIL_ERRORS
from accounts.domain import mail_queue
from accounts.enums import Permission, Role
from accounts.links import absolute
from accounts.models import User
from accounts.permissions import has_permission, roles_towards
from actionplans.enums import PlanState
from actionplans.models import PlanMail, PlanRevision
from associations.enums import BoardRole
from associations.models import Association, BoardMember, Employment
from core import clock
from core.mail import plain_mail
from partnerships.models import ContactPerson
from workflow.models import TransitionLog
from workflow.transitions import log_of

logger = logging.getLogger(__name__)
SEND_PLAN_MAIL = "actionplans.tasks.send_plan_mail"
GIVE_UP_AFTER = timedelta(days=1)


def _in_force() -> Q:
    day = clock.today()
    return Q(start__lte=day) & (Q(end=None) | Q(end__gte=day))


def _users(*keys: "QuerySet[Any, Any]") -> QuerySet[User]:
    found = Q(pk__in=())
    for rows in keys:
        found |= Q(pk__in=rows)
    return User.objects.filter(found, is_active=True)


def contact_persons(revision: PlanRevision, _step: TransitionLog) -> QuerySet[User]:
    """The consultants who are the contact persons of the plan's associations today."""
    rows = ContactPerson.objects.filter(_in_force(), association__in=revision.association_ids())
    return _users(rows.order_by().values("consultant"))


def chairs(revision: PlanRevision, _step: TransitionLog) -> QuerySet[User]:
    """The chairs of the plan's associations who have an account; where none has, their boards."""
    seats = BoardMember.objects.filter(_in_force(), association__in=revision.association_ids()).order_by()
    found = _users(seats.filter(role=BoardRole.CHAIR).values("person__user"))
    return found if found.exists() else _users(seats.values("person__user"))


def own_people(revision: PlanRevision, _step: TransitionLog) -> QuerySet[User]:
    """The resource persons and boards of the plan's associations."""
    ids = revision.association_ids()
    return _users(
        *(
            model.objects.filter(_in_force(), association__in=ids).order_by().values("person__user")
            for model in (Employment, BoardMember)
        )
    )


def submitter(revision: PlanRevision, _step: TransitionLog) -> QuerySet[User]:
    """Whoever handed the plan to the chair."""
    return User.objects.filter(pk=revision.submitted_by_id or 0, is_active=True)


def whoever_waited(revision: PlanRevision, step: TransitionLog) -> QuerySet[User]:
    """Those to whom the plan had been sent: the chair, or the contact person."""
    return (chairs if step.from_state == PlanState.AWAITING_CHAIR else contact_persons)(revision, step)


@dataclass(frozen=True)
class Letter:
    """What a step is told with, and to whom. `step_name`: the button that the link leads to, else to the plan."""

    to: Callable[[PlanRevision, TransitionLog], QuerySet[User]]
    subject: str
    text: str
    link: str
    step_name: str = ""


SUBMITTED = Letter(
    contact_persons,
    "Handleplan indsendt: {names}",
    "{names} har indsendt {plan}. Nu er det din tur: læs den, skriv kommentarer, og godkend den eller "
    "send den tilbage.",
    "Åbn planen",
)
LETTERS: dict[str, tuple[Letter, ...]] = {
    "submit": (SUBMITTED,),
    "ask_chair": (
        Letter(
            chairs,
            "En handleplan venter på dig: {names}",
            "{plan} for {names} er skrevet færdig og venter på, at bestyrelsen siger god for den. Læs den, og "
            "send den "
            "videre til kommunen eller tilbage til ressourcepersonen.",
            "Godkend for bestyrelsen",
            step_name="endorse",
        ),
    ),
    "endorse": (
        SUBMITTED,
        Letter(
            submitter,
            "Handleplanen er sendt til kommunen",
            "Bestyrelsen har sagt god for {plan}, og den er sendt til kommunen. Du skal ikke gøre noget nu. Du får "
            "besked, når kommunen har læst den.",
            "Se planen",
        ),
    ),
    "give_back": (
        Letter(
            submitter,
            "Handleplanen er givet tilbage af bestyrelsen",
            "Bestyrelsen har givet {plan} tilbage og skrevet hvorfor. Planen er en kladde igen, så du kan rette "
            "i den og "
            "sende den på ny.",
            "Se, hvad der skal ændres",
        ),
    ),
    "withdraw": (
        Letter(
            whoever_waited,
            "Handleplan trukket tilbage: {names}",
            "{names} har trukket {plan} tilbage for at skrive videre på den. Du skal ikke gøre noget. Du får "
            "besked, når "
            "den kommer igen.",
            "Se planen",
        ),
    ),
    "return": (
        Letter(
            own_people,
            "I har fået kommentarer til handleplanen",
            "Kommunen har læst {plan} og sendt den tilbage med kommentarer. Læs dem, ret i planen, hvor I er "
            "enige, svar, "
            "hvor I ikke er, og indsend den igen.",
            "Læs kommentarerne",
        ),
    ),
    "approve": (
        Letter(
            own_people,
            "Jeres handleplan er godkendt",
            "Kommunen har godkendt {plan}. Tillykke med den. Den er nu bilag til tilskudsaftalen og kan hentes "
            "som PDF. "
            "I kan skrive fremgang på målene, når I har noget at fortælle.",
            "Se planen",
        ),
    ),
}


def tell(revision: PlanRevision, by: User | None, _comment: str) -> None:
    """The effect of a step: a row for everybody who must know but the one who took it, sent when it is committed."""
    step = log_of(revision).order_by("-pk")[0]
    users = {user for letter in LETTERS[step.transition] for user in letter.to(revision, step) if user != by}
    rows = [PlanMail(revision=revision, step=step, user=user) for user in sorted(users, key=lambda user: user.pk)]
    for row in PlanMail.objects.bulk_create(rows):
        transaction.on_commit(partial(mail_queue.send_task, SEND_PLAN_MAIL, mail_id=row.pk), robust=True)


def waiting() -> list[int]:
    """Mails that have not gone: the worker was killed, or the mail server was away."""
    rows = PlanMail.objects.to_send().filter(requested_at__gt=timezone.now() - GIVE_UP_AFTER)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def send_plan_mail(mail_id: int) -> bool:
    """Sends the mail unless it has gone; the row stays locked meanwhile, so that two workers send one.

    A mail server that is away leaves the row unsent and says so on it.
    """
    try:
        return _send(mail_id)
    except MAIL_ERRORS:
        logger.exception("the mail %s about a plan could not be sent", mail_id)
        PlanMail.objects.filter(pk=mail_id, sent_at=None).update(failed_at=timezone.now())
        return False


@transaction.atomic
def _send(mail_id: int) -> bool:
    rows = PlanMail.objects.to_send().select_related("user", "step", "revision__plan__partnership")
    mail = rows.select_for_update(skip_locked=True, of=("self",)).filter(pk=mail_id).first()
    if mail is None:
        return False
    if not has_permission(mail.user, Permission.VIEW_PLAN, mail.revision):  # has left since, or the account is closed
        mail.dropped_at = timezone.now()
        mail.save(update_fields=["dropped_at"])
        return False
    mail.sent_at, mail.failed_at = timezone.now(), None
    mail.save(update_fields=["sent_at", "failed_at"])
    message_of(mail).send()
    return True


def message_of(mail: PlanMail) -> EmailMessage:
    """The message to one person about one step."""
    revision, letter = mail.revision, _letter_for(mail)
    rows = Association.objects.filter(pk__in=revision.association_ids()).order_by("sort_key", "pk")
    words = {
        "names": " og ".join(rows.values_list("name", flat=True)),
        "plan": f"handleplan {revision.plan.number}, revision {revision.number}",
    }
    if letter.step_name:
        path = reverse("actionplans:revision-transition", args=[revision.pk, letter.step_name])
    else:
        path = reverse("actionplans:revision-detail", args=[revision.pk])
    text = letter.text.format(**words)
    return plain_mail(
        to=mail.user.email,
        name=mail.user.name,
        subject=letter.subject.format(**words),
        paragraphs=[text[:1].upper() + text[1:], f"{letter.link}:\n{absolute(path)}"],
        message_id=f"plan-step-{mail.pk}-{mail.requested_at:%Y%m%d%H%M%S%f}",
    )


def _letter_for(mail: PlanMail) -> Letter:
    """The step's letter for this person: where KFF and the association both get one, that of the person's side."""
    letters = LETTERS[mail.step.transition]
    is_own = bool(roles_towards(mail.user, mail.revision) & {Role.BOARD, Role.RESOURCE_PERSON})
    return next((letter for letter in letters if (letter.to is not contact_persons) == is_own), letters[0])
