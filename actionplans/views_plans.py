"""The plans of an association, the start page of a revision, and the review page that is exactly the final text."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import has_permission, require_permission
from actionplans.domain import queries
from actionplans.domain.documents import areas_of, build_plan
from actionplans.domain.missing import missing_in, steps_of
from actionplans.domain.periods import Choice, possible_periods
from actionplans.domain.planning import start_plan, start_revision, unfinished_goals
from actionplans.domain.workflow import BY_NAME, TRANSITIONS
from actionplans.forms_plans import PlanStartForm, TransitionForm
from actionplans.models import ActionPlan, PlanRevision
from actionplans.plan_page import plan_context, visible_revision
from associations.association_page import page_context, visible_association
from associations.models import Association
from core import clock
from core.periods import Period
from partnerships.models import Partnership
from workflow.editing import attempt
from workflow.transitions import Offer, log_of, offers, perform


@require_safe
def association_plans(request: HttpRequest, pk: int) -> HttpResponse:
    """Handleplan: the plan in force and what is on its way, then the earlier plans."""
    day = clock.today()
    association = visible_association(request, pk)
    require_permission(request.user, Permission.VIEW_PLAN, association)
    cards = queries.plans_of(association, day)
    partnership = queries.partnership_on(association, day)
    may_write = has_permission(request.user, Permission.WRITE_PLAN, association)
    context = {
        **page_context(request, association),
        "cards": cards,
        "has_plan_today": any(card.is_now for card in cards),
        "has_earlier": any(card.is_over for card in cards),
        "may_write": may_write,
        "periods": _free_periods(partnership, cards) if may_write and partnership else [],
    }
    return render(request, "actionplans/association_plans.html", context)


def _free_periods(partnership: Partnership, cards: list[queries.PlanCard]) -> list[Choice]:
    taken = [Period(card.plan.start, card.plan.end) for card in cards if card.plan.partnership == partnership]
    return possible_periods(partnership, taken, clock.today())


@require_http_methods(["GET", "HEAD", "POST"])
def plan_start(request: HttpRequest, pk: int) -> HttpResponse:
    """A new plan: its period, and what it takes over from the last one."""
    association = visible_association(request, pk)
    require_permission(request.user, Permission.WRITE_PLAN, association)
    partnership = queries.partnership_on(association, clock.today())
    if partnership is None:
        raise Http404("no partnership to plan for")
    plans = list(partnership.action_plans.order_by("start"))
    form = PlanStartForm(
        request.POST or None,
        periods=possible_periods(partnership, [Period(plan.start, plan.end) for plan in plans], clock.today()),
        goals=unfinished_goals(plans[-1]) if plans else [],
        plans=plans,
    )
    revision = attempt(
        form,
        lambda: start_plan(
            partnership=partnership,
            period=form.chosen_period(),
            carried_over=form.carried_over(),
            copied_from=form.copied_from(),
            by=cast("User", request.user),
        ),
    )
    if revision:
        messages.success(request, "Planen er begyndt. Skriv lidt ad gangen: alt bliver gemt som kladde.")
        return redirect("actionplans:revision-detail", pk=revision.pk)
    context = {**page_context(request, association), "form": form}
    return render(request, "actionplans/plan_start.html", context)


@require_POST
def revision_start(request: HttpRequest, pk: int) -> HttpResponse:
    """A new revision of an approved plan; pk is the plan's."""
    plan = get_object_or_404(ActionPlan.objects.visible_to(request.user), pk=pk)
    require_permission(request.user, Permission.WRITE_PLAN, plan)
    try:
        revision = start_revision(plan=plan, by=cast("User", request.user))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("actionplans:association-plans", pk=_association_of(request, plan).pk)
    messages.success(request, "Der er lavet en ny kladde. Den godkendte plan gælder, til den nye er godkendt.")
    return redirect("actionplans:revision-detail", pk=revision.pk)


def _association_of(request: HttpRequest, plan: ActionPlan) -> Association:
    return Association.objects.visible_to(request.user).filter(pk__in=plan.association_ids())[0]


@require_safe
def revision_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How complete each area is, what is missing, whose turn it is, and the steps that can be taken."""
    revision = visible_revision(request, pk)
    steps = steps_of(areas_of(revision))
    context = {
        **plan_context(request, revision),
        "steps": steps,
        "missing": missing_in(revision, steps),
        "turn": queries.turn_of(revision),
        "days": queries.days_in_state(revision, clock.today()),
        "threads": queries.thread_counts(revision.plan),
        "offers": offers(TRANSITIONS, revision, cast("User", request.user)),
        "log": log_of(revision),
    }
    return render(request, "actionplans/revision_detail.html", context)


@require_safe
def revision_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole text as it will stand in the annex."""
    revision = visible_revision(request, pk)
    context = {
        **plan_context(request, revision),
        "document": build_plan(revision),
        "offers": offers(TRANSITIONS, revision, cast("User", request.user)),
    }
    return render(request, "actionplans/revision_review.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def revision_transition(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One step: a page with one button, which mails lead to, and where a comment is written."""
    revision = visible_revision(request, pk)
    transition = BY_NAME.get(name)
    if transition is None or transition.permission is None:
        raise Http404("no such step")
    require_permission(request.user, transition.permission, revision)
    sent = request.POST if request.method == "POST" else None
    form = TransitionForm(sent, transition=transition, revision=revision)
    taken = attempt(
        form,
        lambda: perform(
            transition, revision, by=cast("User", request.user), comment=form.cleaned_data.get("comment", "")
        ),
    )
    if taken:
        messages.success(request, f"Planen er {transition.told}.")
        return redirect("actionplans:revision-detail", pk=revision.pk)
    offer = _offer(request, revision, name)
    if offer is None and not form.errors:
        messages.info(request, "Det skridt kan ikke tages nu. Her er, hvordan planen står.")
        return redirect("actionplans:revision-detail", pk=revision.pk)
    context = {**plan_context(request, revision), "form": form, "transition": transition, "offer": offer}
    context["threads"] = queries.thread_counts(revision.plan)
    return render(request, "actionplans/revision_transition.html", context)


def _offer(request: HttpRequest, revision: PlanRevision, name: str) -> Offer[PlanRevision] | None:
    found = offers(TRANSITIONS, revision, cast("User", request.user))
    return next((offer for offer in found if offer.transition.name == name), None)
