"""Kontaktpersoner: who has which associations, transfers to a colleague and back, and one association's change."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import has_permission, require_permission
from associations.association_page import page_context, visible_association
from core import clock
from core.exports import Column, list_response
from core.formats import plural
from partnerships.domain import contacts, transfer_queries, transfers
from partnerships.domain.contacts import StalePlanError
from partnerships.domain.transfer_queries import TransferRow
from partnerships.forms_contacts import ContactAssignForm, ContactReturnForm, ContactTransferForm
from partnerships.models import ContactTransfer
from workflow.editing import attempt

OVERVIEW = "partnerships:contact-transfers"
CHANGED = "Kontaktpersonerne er ændret, siden du så siden. Her er, hvad der sker nu. Se det igennem, og bekræft igen."
COLUMNS: list[Column[TransferRow]] = [
    Column("Fra", lambda row: row.transfer.from_consultant.name, width=24),
    Column("Til", lambda row: row.transfer.to_consultant.name, width=24),
    Column("Gælder fra", lambda row: row.transfer.start),
    Column("Årsag", lambda row: row.transfer.get_reason_display(), width=20),
    Column("Foreninger", lambda row: row.associations),
    Column("Forventes ført tilbage", lambda row: row.transfer.planned_return),
    Column("Ført tilbage fra", lambda row: row.transfer.returned_on),
    Column("Ikke ført tilbage", lambda row: row.left if row.transfer.returned_on else None),
    Column("Tilstand", lambda row: row.state, width=14),
    Column("Overdraget af", lambda row: str(row.transfer.made_by or ""), width=24),
]


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)  # signed in: SignInRequiredMiddleware


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


@require_safe
def contact_transfers(request: HttpRequest) -> HttpResponse:
    """The consultants with their associations, and the transfers."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    day = clock.today()
    context = {
        "day": day,
        "loads": transfer_queries.loads(day),
        "transfers": transfer_queries.transfer_rows(request.user, day),
        "may_transfer": has_permission(request.user, Permission.TRANSFER_CONTACTS),
    }
    return render(request, "partnerships/contact_transfers.html", context)


@require_safe
def contact_transfers_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The transfers as `xlsx` or `csv`."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    rows = transfer_queries.transfer_rows(request.user, clock.today())
    return list_response(extension, name="overdragelser", title="Overdragelser", columns=COLUMNS, rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
def contacttransfer_add(request: HttpRequest, pk: int) -> HttpResponse:
    """The consultant's associations to choose from; then what would change; then it is done."""
    require_permission(request.user, Permission.TRANSFER_CONTACTS)
    consultant = get_object_or_404(User.objects.filter(pk__in=[load.consultant.pk for load in _loads()]), pk=pk)
    held = contacts.held_from(consultant, first=clock.today())
    form = ContactTransferForm(
        _sent(request),
        consultant=consultant,
        offered=list({row.association_id: row.association for row in held}.values()),
        cancel_url=reverse(OVERVIEW),
    )
    context: dict[str, Any] = {"consultant": consultant, "form": form, "has_associations": bool(held)}
    # A second click on the last button finds the associations gone: it leads to what the first has done.
    transfer = _sent_before(request)
    if transfer is None and "mark" in request.POST and "back" not in request.POST and form.is_valid():
        transfer = _transferred(request, form)
    if transfer:
        return redirect("partnerships:contacttransfer-detail", pk=transfer.pk)
    if not form.is_valid() or "back" in request.POST:
        return render(request, "partnerships/contacttransfer_add.html", context)
    plan = transfers.plan_transfer(form.wish, by=_user(request))
    if not plan.done:
        form.add_error("associations", _why_nothing(transfers.NOTHING, plan))
        return render(request, "partnerships/contacttransfer_add.html", context)
    return render(request, "partnerships/contacttransfer_confirm.html", {**context, "plan": plan, "wish": form.wish})


def _why_nothing(text: str, plan: transfers.Plan) -> str:
    return " ".join([text, *sorted({step.why_not for step in plan.left})])


def _loads() -> list[transfer_queries.Load]:
    return transfer_queries.loads(clock.today())


def _sent_before(request: HttpRequest) -> ContactTransfer | None:
    """The transfer that this form has made already, if it has."""
    try:
        key = uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None
    return ContactTransfer.objects.filter(made_by=_user(request), form_key=key).first()


def _transferred(request: HttpRequest, form: ContactTransferForm) -> ContactTransfer | None:
    """The transfer, carried out; None when it was refused (the form says why), or would now do something else."""
    key, mark, by = form.cleaned_data["form_key"], request.POST["mark"], _user(request)
    try:
        transfer = attempt(form, lambda: transfers.transfer_contacts(form.wish, by=by, mark=mark, form_key=key))
    except StalePlanError:
        messages.warning(request, CHANGED)
        return None
    if transfer:
        many = len({row.association_id for row in transfer.rows.all()})
        text = f"{plural(many, 'forening er', 'foreninger er')} overdraget til {transfer.to_consultant}."
        messages.success(request, text)
    return transfer


@require_safe
def contacttransfer_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One transfer with its associations, and what became of them."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    transfer = _transfer(request, pk)
    context = {
        "transfer": transfer,
        "rows": transfer_queries.transferred(transfer),
        "day": clock.today(),
        "may_transfer": has_permission(request.user, Permission.TRANSFER_CONTACTS),
        "reasons_against": transfers.return_blockers(transfer),
    }
    return render(request, "partnerships/contacttransfer_detail.html", context)


def _transfer(request: HttpRequest, pk: int) -> ContactTransfer:
    rows = ContactTransfer.objects.visible_to(request.user).select_related(
        "from_consultant", "to_consultant", "made_by", "returned_by"
    )
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def contacttransfer_return(request: HttpRequest, pk: int) -> HttpResponse:
    """From when to give back; then what would change; then it is done."""
    require_permission(request.user, Permission.TRANSFER_CONTACTS)
    transfer = _transfer(request, pk)
    if transfer.returned_on and request.method == "POST":
        messages.info(request, transfers.ALREADY)
        return redirect("partnerships:contacttransfer-detail", pk=transfer.pk)
    for reason in transfers.return_blockers(transfer):
        raise PermissionDenied(reason)
    detail = reverse("partnerships:contacttransfer-detail", args=[transfer.pk])
    form = ContactReturnForm(_sent(request), first=transfer.start, cancel_url=detail)
    context: dict[str, Any] = {"transfer": transfer, "form": form}
    if "mark" in request.POST and "back" not in request.POST and form.is_valid() and _returned(request, transfer, form):
        return redirect(detail)
    if not form.is_valid() or "back" in request.POST:
        return render(request, "partnerships/contacttransfer_return.html", context)
    start = form.cleaned_data["start"]
    plan = transfers.plan_return(transfer, start=start, by=_user(request))
    if not plan.done:
        form.add_error("start", _why_nothing(transfers.NOTHING_BACK, plan))
        return render(request, "partnerships/contacttransfer_return.html", context)
    return render(
        request, "partnerships/contacttransfer_return_confirm.html", {**context, "plan": plan, "start": start}
    )


def _returned(request: HttpRequest, transfer: ContactTransfer, form: ContactReturnForm) -> bool:
    """Whether it has been given back; not when it was refused (the form says why), or would now do something else."""
    start, mark, by = form.cleaned_data["start"], request.POST["mark"], _user(request)
    try:
        done = attempt(form, lambda: transfers.return_contacts(transfer=transfer, start=start, by=by, mark=mark))
    except StalePlanError:
        messages.warning(request, CHANGED)
        return False
    if done:
        messages.success(request, f"Foreningerne er ført tilbage til {transfer.from_consultant}.")
    return done is not None


@require_http_methods(["GET", "HEAD", "POST"])
def contactperson_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """One association's contact person from a day on."""
    association = visible_association(request, pk)
    require_permission(request.user, Permission.TRANSFER_CONTACTS, association)
    back = reverse("overview:association-partnership", args=[association.pk])
    mark = contacts.contact_mark(association)
    form = ContactAssignForm(_sent(request), mark=mark, cancel_url=back)
    is_stale = False
    try:
        saved = attempt(
            form,
            lambda: contacts.assign_contact(
                association=association,
                consultant=form.cleaned_data["consultant"],
                start=form.cleaned_data["start"],
                mark=form.cleaned_data["mark"],
                by=_user(request),
            ),
        )
    except StalePlanError:
        saved, is_stale = None, True
        data = request.POST.copy()
        data["mark"] = contacts.contact_mark(association)
        form = ContactAssignForm(data, mark=mark, cancel_url=back)
    if saved:
        messages.success(request, f"{saved.consultant} er kontaktperson for {association}.")
        return redirect(back)
    context = {
        **page_context(request, association),
        "form": form,
        "contacts": list(reversed(contacts.contacts_of(association))),
        "is_stale": is_stale,
    }
    return render(request, "partnerships/contactperson_assign.html", context, status=409 if is_stale else 200)
