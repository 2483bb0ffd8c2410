"""What the plans hold on one person (R20): steps taken, writing, comments, progress, mails, and mentions in the texts.

Names of those who acted come from the account, and go with it. Names that somebody wrote into a text are taken out of
drafts, comments and notes by the eraser; approved text is frozen and stays as long as the plan is kept.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from actionplans.enums import FROZEN
from actionplans.models import Activity, AreaText, Comment, DraftSnapshot, PlanMail, PlanRevision, Progress, Thread
from actionplans.models.plans import KEPT_ON_ERASURE
from associations.models import Person
from core.formats import date_text
from core.registry import Held, Subject
from workflow.models import TransitionLog

ACTS_STAY = (
    "Hvem der indsendte, godkendte og fulgte planen hvornår, hører til foreningens og kommunens aftale. Navnet kommer "
    "fra brugerkontoen og forsvinder med den."
)
TEXTS_STAY = (
    "Samtaler og fremgang hører til foreningens plan og slettes med den. Navnet følger brugerkontoen og forsvinder med "
    "den. Står navn, e-mail eller telefon i selve teksten, tages de ud."
)
_CLUB = "partnership__participations__association"


def held(subject: Subject) -> Iterator[Held]:
    """Everything by account, then where the person is named as the one who does something."""
    if subject.user_id is not None:
        yield from _by_account(subject.user_id)
    yield from _mentions(subject)


def _by_account(user: int) -> Iterator[Held]:
    for heading, lines, stays in (
        ("Skridt i handleplaner", _steps(user), ACTS_STAY),
        ("Skrevet i handleplaner", _written(user), ACTS_STAY),
        ("Kommentarer til handleplaner", _comments(user), TEXTS_STAY),
        ("Afsluttede samtaler om handleplaner", _settled(user), ACTS_STAY),
        ("Fremgang på mål", _progress(user), TEXTS_STAY),
        ("Mails om handleplaner", _mails(user), ""),
    ):
        found = tuple(lines)
        if found:
            yield Held(heading, found, stays)


def _steps(user: int) -> Iterator[str]:
    model = PlanRevision._meta.label_lower
    steps = list(TransitionLog.objects.filter(model=model, actor_id=user).order_by("pk"))
    revisions = _by_key(PlanRevision.objects.filter(pk__in={step.object_id for step in steps}))
    for step in steps:
        if step.object_id in revisions:
            said = f": {step.comment}" if step.comment else ""
            yield f"{date_text(timezone.localdate(step.at))}, {revisions[step.object_id]}: {step.told}{said}"


def _written(user: int) -> Iterator[str]:
    """The revisions in which the person was the last, or an earlier, hand on a part."""
    keys = chain(
        PlanRevision.objects.filter(saved_by=user).values_list("pk", flat=True),
        AreaText.objects.filter(saved_by=user).values_list("revision", flat=True),
        DraftSnapshot.objects.filter(saved_by=user).values_list("revision", flat=True),
    )
    yield from _by_key(PlanRevision.objects.filter(pk__in=set(keys))).values()


def _comments(user: int) -> Iterator[str]:
    rows = Comment.objects.filter(author=user).select_related("thread__revision__plan").order_by("at", "pk")
    names = _names(row.thread.revision for row in rows)
    for row in rows:
        yield f"{date_text(timezone.localdate(row.at))}, {names[row.thread.revision_id]}: {row.text}"


def _settled(user: int) -> Iterator[str]:
    rows = Thread.objects.filter(resolved_by=user).exclude(resolved_at=None).order_by("resolved_at", "pk")
    names = _names(row.revision for row in rows.select_related("revision__plan"))
    for row in rows:
        if row.resolved_at is not None:
            yield f"{date_text(timezone.localdate(row.resolved_at))}, {names[row.revision_id]}"


def _progress(user: int) -> Iterator[str]:
    for row in Progress.objects.filter(by=user).select_related("plan").order_by("on", "pk"):
        yield f"{date_text(row.on)}, {row.plan}: {row.get_status_display()}{f', {row.note}' if row.note else ''}"


def _mails(user: int) -> Iterator[str]:
    rows = PlanMail.objects.filter(user=user).select_related("step", "revision__plan").order_by("pk")
    names = _names(row.revision for row in rows)
    for row in rows:
        yield f"{date_text(timezone.localdate(row.requested_at))}, {names[row.revision_id]}: {row.step.told}"


def _mentions(subject: Subject) -> Iterator[Held]:
    """Activities that name the person as the one who does them: the draft's loses the name, approved text keeps it."""
    names = {
        *Person.objects.filter(pk=subject.person_id or 0).values_list("name", flat=True),
        *User.objects.filter(pk=subject.user_id or 0).values_list("name", flat=True),
    }
    if not names:
        return
    named = Q()
    for name in names:
        named |= Q(who__icontains=name)
    rows = Activity.objects.filter(named).select_related("goal__area_text__revision__plan").order_by("pk")
    said = _names(row.goal.area_text.revision for row in rows)
    for heading, is_frozen, stays in (
        ("Nævnt i godkendte handleplaner", True, KEPT_ON_ERASURE),
        ("Nævnt i handleplaner, der skrives på", False, ""),
    ):
        lines = tuple(
            f"{said[row.goal.area_text.revision_id]}: {row.what} ({row.who})"
            for row in rows
            if (row.goal.area_text.revision.state in FROZEN) == is_frozen
        )
        if lines:
            yield Held(heading, lines, stays)


def _by_key(revisions: Any) -> dict[int, str]:
    return _names(revisions.select_related("plan").order_by("plan__start", "number", "pk"))


def _names(revisions: Iterable[PlanRevision]) -> dict[int, str]:
    """The revisions by key, each called by its associations and its number; one query for the associations."""
    rows = {row.pk: row for row in revisions}
    clubs: dict[int, list[str]] = {}
    pairs = PlanRevision.objects.filter(pk__in=rows).order_by(f"plan__{_CLUB}__sort_key")
    for pk, name in pairs.values_list("pk", f"plan__{_CLUB}__name"):
        if name not in clubs.setdefault(pk, []):
            clubs[pk].append(name)
    return {pk: f"{' og '.join(clubs[pk])}, {row}" for pk, row in rows.items()}


def erase(subject: Subject, _by: Any) -> None:
    """The mails about steps go; what else is held stays, for the reasons given."""
    if subject.user_id is not None:
        PlanMail.objects.filter(user=subject.user_id).delete()
