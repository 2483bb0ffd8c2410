"""The one-page dossier of a partnership: as a page, and as a PDF to take along."""

import logging

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.enums import Permission
from accounts.permissions import require_permission
from associations.association_page import page_context, visible_association
from core import clock
from core.exports import file_name
from core.pdf import PdfLibraryMissingError
from reporting.domain.dossier import build_dossier
from reporting.dossiers import dossier_context, dossier_pdf
from workflow.models import ReadEvent
from workflow.reads import log_read

logger = logging.getLogger(__name__)
PAGE = "Overblik på én side"


@require_safe
def dossier_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What the dossier says today, on a page."""
    association = visible_association(request, pk)
    require_permission(request.user, Permission.VIEW_REPORT, association)
    dossier = build_dossier(association.pk, clock.today())
    log_read(request.user, PAGE, associations=[association])
    return render(
        request, "reporting/dossier/preview.html", {**page_context(request, association), **dossier_context(dossier)}
    )


@require_safe
def dossier_download(request: HttpRequest, pk: int) -> HttpResponse:
    """The dossier as a PDF, drawn in the request.

    The house rule is that PDFs are jobs. This one is the exception: it is one page with bounded lists and texts, takes
    about a tenth of a second (four times that at worst, when it must be cut; one at a time in a process), and whoever
    presses the button wants it now, as it stands now. A row, a task and a page that waits would cost more than they
    save. Web processes load the engine when they start (`config/wsgi.py`).
    """
    association = visible_association(request, pk)
    require_permission(request.user, Permission.VIEW_REPORT, association)
    try:
        pdf = dossier_pdf(build_dossier(association.pk, clock.today()))
    except PdfLibraryMissingError:
        logger.exception("the dossier could not be drawn")
        messages.error(request, "PDF’en kan ikke laves lige nu. Her er det samme som side, som du kan udskrive.")
        return redirect("reporting:dossier-preview", pk=association.pk)
    log_read(request.user, PAGE, associations=[association], kind=ReadEvent.Kind.EXPORT)
    name = file_name(f"overblik {association.name}", "pdf")
    return HttpResponse(
        pdf.content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
