"""Pages of one grant: what it is, its instalments and its account. Everybody of the partnership reads them (R19)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.enums import Permission
from accounts.permissions import has_permission, require_permission
from core import clock
from core.formats import date_text, kroner, plural
from partnerships import forms_grants as forms
from partnerships.domain import accounts
from partnerships.domain import instalments as domain
from partnerships.domain.amounts import change_amount
from partnerships.domain.grant_page import grant_page
from partnerships.domain.shares import proportional_amount
from partnerships.models import Grant, GrantAccount, Instalment, Partnership
from partnerships.views_agreements import form_page, user_of
from partnerships.views_preview import ChangePage, answer
from workflow.editing import attempt


def visible_grant(request: HttpRequest, pk: int) -> Grant:
    """The grant with what its pages read. Raises `Http404`, `PermissionDenied`."""
    partnerships = Partnership.objects.visible_to(request.user).order_by().values("pk")
    rows = Grant.objects.filter(partnership__in=partnerships)
    rows = rows.select_related("partnership", "programme_year", "funding_line")
    grant = get_object_or_404(rows.prefetch_related("partnership__participations__association"), pk=pk)
    require_permission(request.user, Permission.VIEW_ASSOCIATION, grant)
    return grant


def editable_grant(request: HttpRequest, pk: int) -> Grant:
    """The grant, for somebody who may change its money."""
    grant = visible_grant(request, pk)
    require_permission(request.user, Permission.EDIT_PARTNERSHIPS, grant)
    return grant


def editable_instalment(request: HttpRequest, pk: int) -> Instalment:
    """The instalment, for somebody who may change it."""
    row = get_object_or_404(Instalment.objects.visible_to(request.user), pk=pk)
    row.grant = editable_grant(request, row.grant_id)
    return row


def grant_context(grant: Grant) -> dict[str, Any]:
    """What every page about one grant shows of it."""
    rows = sorted(grant.partnership.participations.all(), key=lambda row: (row.association.sort_key, row.start))
    return {
        "grant": grant,
        "year": grant.programme_year.year,
        "participations": rows,
        "partnership": grant.partnership,
        "home_url": reverse("overview:association-partnership", args=[rows[0].association_id]),
        "grant_url": reverse("partnerships:grant-detail", args=[grant.pk]),
    }


@require_safe
def grant_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One year's grant in plain words, with its instalments and its account."""
    grant = visible_grant(request, pk)
    context = {
        **grant_context(grant),
        "page": grant_page(grant, clock.today()),
        "may_edit": has_permission(request.user, Permission.EDIT_PARTNERSHIPS, grant),
        "may_see_list": has_permission(request.user, Permission.VIEW_REGISTER),
        "day": clock.today(),
    }
    return render(request, "partnerships/grant_detail.html", context)


@form_page
def grant_amount(request: HttpRequest, pk: int) -> HttpResponse:
    """Another amount than the rule gives, or back to it: shown first, like every change of a grant."""
    grant = editable_grant(request, pk)
    context = grant_context(grant)
    usual = proportional_amount(grant.programme_year.default_grant, grant.months)
    form = forms.GrantAmountForm(
        request.POST or None,
        usual=usual,
        initial={"amount": grant.amount, "reason": grant.override_reason},
        cancel_url=context["grant_url"],
    )
    page = ChangePage(
        heading=f"Ret tilskuddet for {context['year']}",
        confirm_label="Ret tilskuddet",
        act=lambda: change_amount(
            grant=grant,
            amount=form.cleaned_data["amount"],
            reason=form.cleaned_data["reason"],
            by=user_of(request),
        ),
        done=lambda _: f"Tilskuddet for {context['year']} er rettet.",
        target=lambda _: context["grant_url"],
        context={**context, "home_url": context["grant_url"], "lead": f"Tilskuddet er nu {kroner(grant.amount)}"},
    )
    return answer(request, form, page)


def _form_answer(request: HttpRequest, grant: Grant, form: Any, heading: str, lead: str = "") -> HttpResponse:
    context = {**grant_context(grant), "form": form, "heading": heading, "lead": lead}
    return render(request, "partnerships/grant_form.html", context, status=getattr(form, "status", 200))


@require_POST
def instalments_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Plans the proposed instalments."""
    grant = editable_grant(request, pk)
    rows = domain.plan_proposed(grant=grant, by=user_of(request))
    if rows:
        messages.success(request, f"{plural(len(rows), 'rate er planlagt', 'rater er planlagt')}.")
    else:
        messages.info(request, "Hele tilskuddet er allerede planlagt.")
    return redirect("partnerships:grant-detail", pk=grant.pk)


@form_page
def instalments_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more instalment of the grant."""
    grant = editable_grant(request, pk)
    context = grant_context(grant)
    proposal = next(iter(domain.proposed(grant, grant.instalments.all())), None)
    initial = {"due_on": proposal.due_on, "amount": proposal.amount} if proposal else {}
    new = Instalment(grant=grant)
    form = forms.InstalmentForm(request.POST or None, instance=new, initial=initial, cancel_url=context["grant_url"])
    if attempt(form, lambda: domain.save_instalment(new, by=user_of(request))):
        messages.success(request, f"Raten på {kroner(new.amount)} er planlagt.")
        return redirect("partnerships:grant-detail", pk=grant.pk)
    return _form_answer(request, grant, form, "Ny rate")


@form_page
def instalment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A planned instalment's day and amount."""
    row = editable_instalment(request, pk)
    grant = row.grant
    form = forms.InstalmentForm(request.POST or None, instance=row, cancel_url=grant_context(grant)["grant_url"])
    if attempt(form, lambda: domain.save_instalment(row, based_on=form.based_on, by=user_of(request))):
        messages.success(request, "Raten er gemt.")
        return redirect("partnerships:grant-detail", pk=grant.pk)
    return _form_answer(request, grant, form, "Ret raten")


@require_POST
def instalment_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a planned instalment away."""
    row = editable_instalment(request, pk)
    try:
        domain.remove_instalment(instalment=row, by=user_of(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"Raten på {kroner(row.amount)} er fjernet.")
    return redirect("partnerships:grant-detail", pk=row.grant_id)


@form_page
def instalment_pay(request: HttpRequest, pk: int) -> HttpResponse:
    """The day on which it was paid."""
    row = editable_instalment(request, pk)
    grant = row.grant
    form = forms.InstalmentPayForm(
        request.POST or None,
        initial={"paid_on": min(row.due_on, clock.today())},
        cancel_url=grant_context(grant)["grant_url"],
    )
    if attempt(
        form, lambda: domain.mark_paid(instalment=row, paid_on=form.cleaned_data["paid_on"], by=user_of(request))
    ):
        messages.success(request, f"Raten på {kroner(row.amount)} er registreret som betalt.")
        return redirect("partnerships:grant-detail", pk=grant.pk)
    lead = f"{kroner(row.amount)}, der skulle betales {date_text(row.due_on)}. En betalt rate kan ikke ændres."
    return _form_answer(request, grant, form, "Raten er betalt", lead)


@form_page
def instalment_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Money of a paid instalment comes back."""
    row = editable_instalment(request, pk)
    grant = row.grant
    form = forms.InstalmentReverseForm(
        request.POST or None,
        initial={"amount": row.amount, "on": clock.today()},
        cancel_url=grant_context(grant)["grant_url"],
    )
    if attempt(form, lambda: domain.reverse(instalment=row, by=user_of(request), **form.cleaned_data)):
        messages.success(request, f"{kroner(form.cleaned_data['amount'])} er ført tilbage.")
        return redirect("partnerships:grant-detail", pk=grant.pk)
    lead = f"{kroner(row.amount)}, der blev betalt {date_text(row.paid_on)}."
    return _form_answer(request, grant, form, "Før en betalt rate tilbage", lead)


@form_page
def account_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The grant's account."""
    grant = editable_grant(request, pk)
    known = GrantAccount.objects.filter(grant=grant).first()
    account = known or GrantAccount(grant=grant, received_on=clock.today(), other_spent=0)
    form = forms.GrantAccountForm(
        request.POST or None, instance=account, grant=grant, cancel_url=grant_context(grant)["grant_url"]
    )
    if attempt(form, lambda: accounts.save_account(account, based_on=form.based_on, by=user_of(request))):
        messages.success(request, f"Regnskabet for {grant.programme_year.year} er gemt.")
        return redirect("partnerships:grant-detail", pk=grant.pk)
    lead = (
        f"Tilskuddet for {grant.programme_year.year} er {kroner(grant.amount)} Alt skal gå til løn til "
        "ressourcepersoner. Resten skal betales tilbage eller overføres."
    )
    return _form_answer(request, grant, form, f"Regnskab for {grant.programme_year.year}", lead)
