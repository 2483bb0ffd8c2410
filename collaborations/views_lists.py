"""The staff's lists of collaborations and partners, and the page of one partner."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import has_permission, require_permission
from associations.models import Association
from collaborations.domain import partners as domain
from collaborations.domain.collaborations import collaboration_list as found_collaborations
from collaborations.exports import COLUMNS, PARTNER_COLUMNS
from collaborations.forms_collaborations import CollaborationFilterForm
from collaborations.forms_partners import PartnerEditForm, PartnerFilterForm
from collaborations.models import Collaboration, Partner
from collaborations.section import section_links, without_page
from collaborations.tables import CollaborationTable, PartnerTable
from core.exports import list_response
from core.tables import prepare
from workflow.editing import attempt

FORM_METHODS = ["GET", "HEAD", "POST"]


def _filtered(request: HttpRequest) -> tuple[CollaborationFilterForm, QuerySet[Collaboration]]:
    form = CollaborationFilterForm(request.GET or None, associations=Association.objects.visible_to(request.user))
    wanted = form.wanted
    rows = Collaboration.objects.none() if wanted is None else found_collaborations(request.user, wanted)
    return form, rows


@require_safe
def collaboration_list(request: HttpRequest) -> HttpResponse:
    """Samarbejder: all associations', or those that the address asks for."""
    require_permission(request.user, Permission.VIEW_COLLABORATIONS)
    form, rows = _filtered(request)
    context = {
        "sidenav": section_links(request),
        "form": form,
        "table": prepare(CollaborationTable(rows), request),
        "download_query": without_page(request),
    }
    return render(request, "collaborations/collaboration_list.html", context)


@require_safe
def collaboration_list_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The same rows in the same order as `xlsx` or `csv`."""
    require_permission(request.user, Permission.VIEW_COLLABORATIONS)
    table = CollaborationTable(_filtered(request)[1])
    RequestConfig(request, paginate=False).configure(table)
    return list_response(extension, name="samarbejder", title="Samarbejder", columns=COLUMNS, rows=table.data.data)


def _partners(request: HttpRequest) -> tuple[PartnerFilterForm, QuerySet[Partner]]:
    form = PartnerFilterForm(request.GET or None)
    wanted = form.wanted
    return form, Partner.objects.none() if wanted is None else domain.partner_list(**wanted)


@require_safe
def partner_list(request: HttpRequest) -> HttpResponse:
    """Samarbejdspartnere: the shared register."""
    require_permission(request.user, Permission.VIEW_COLLABORATIONS)
    form, rows = _partners(request)
    context = {
        "sidenav": section_links(request),
        "form": form,
        "table": prepare(PartnerTable(rows), request),
        "download_query": without_page(request),
    }
    return render(request, "collaborations/partner_list.html", context)


@require_safe
def partner_list_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The same rows in the same order as `xlsx` or `csv`."""
    require_permission(request.user, Permission.VIEW_COLLABORATIONS)
    table = PartnerTable(_partners(request)[1])
    RequestConfig(request, paginate=False).configure(table)
    return list_response(
        extension, name="samarbejdspartnere", title="Samarbejdspartnere", columns=PARTNER_COLUMNS, rows=table.data.data
    )


def _partner(pk: int) -> Partner:
    return get_object_or_404(Partner.objects.select_related("district", "administration"), pk=pk)


def _may_edit(request: HttpRequest) -> bool:
    """The register is shared: consultants change what stands there, associations only add to it."""
    return has_permission(request.user, Permission.EDIT_COLLABORATIONS)


@require_safe
def partner_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A partner with everybody's collaborations, and others of the same name."""
    require_permission(request.user, Permission.VIEW_COLLABORATIONS)
    partner = _partner(pk)
    rows = Collaboration.objects.visible_to(request.user).filter(partner=partner)
    context = {
        "sidenav": section_links(request),
        "partner": partner,
        "collaborations": rows.select_related("association", "partner").order_by("association__sort_key", "pk"),
        "others": domain.names_beside([partner])[partner.pk],
        "may_edit": _may_edit(request),
    }
    return render(request, "collaborations/partner_detail.html", context)


@require_http_methods(FORM_METHODS)
def partner_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A partner's details."""
    require_permission(request.user, Permission.EDIT_COLLABORATIONS)
    partner = _partner(pk)
    form = PartnerEditForm(
        request.POST if request.method == "POST" else None, instance=partner, cancel_url=partner.get_absolute_url()
    )
    if attempt(form, lambda: domain.edit_partner(partner, based_on=form.based_on, by=cast("User", request.user))):
        messages.success(request, f"{partner} er gemt.")
        return redirect(partner)
    context = {"sidenav": section_links(request), "partner": _partner(pk), "form": form}
    return render(request, "collaborations/partner_edit.html", context, status=form.status)


@require_http_methods(FORM_METHODS)
def partner_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Step one finds the partner to keep, step two (`med=`) shows what moves; sending it merges."""
    require_permission(request.user, Permission.EDIT_COLLABORATIONS)
    gone, kept = _partner(pk), _kept(request)
    if kept is not None and request.method == "POST":
        try:
            kept = domain.merge_partners(kept=kept, gone=gone, by=cast("User", request.user))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("collaborations:partner-list")
        messages.success(request, f"{gone} er lagt sammen med {kept}.")
        return redirect(kept)
    text = str(request.GET.get("soeg", gone.name))[:100].replace("\0", "")
    same = kept is not None and kept.pk == gone.pk
    context = {
        "sidenav": section_links(request),
        "partner": gone,
        "text": text,
        "hits": [row for row in domain.suggestions(text) if row.pk != gone.pk],
        "merger": domain.merger(kept=kept, gone=gone) if kept and not same else None,
        "refused": domain.ITSELF if same else "",
    }
    return render(request, "collaborations/partner_merge.html", context)


def _kept(request: HttpRequest) -> Partner | None:
    """The partner that the address or the form names. Raises `Http404`."""
    key = str((request.POST if request.method == "POST" else request.GET).get("med", ""))
    return _partner(int(key)) if key.isascii() and key.isdigit() and len(key) < 12 else None
