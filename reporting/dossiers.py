"""The dossier as a page and as a PDF of exactly one page."""

import threading
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from core.context_processors import current_site
from core.pdf import Pdf, render_pdf
from reporting.domain.dossier import ROOMY, TIGHTER, Dossier, within

STYLESHEET = "css/dossier-pdf.css"
BODY = "reporting/dossier/_body.html"
# WeasyPrint and the garbage collector are shared by a process: its threads draw one after the other.
_one_at_a_time = threading.Lock()


def dossier_context(dossier: Dossier) -> dict[str, Any]:
    """What the body partial needs, cut to a page."""
    return {"dossier": within(dossier, ROOMY), "dossier_body": BODY}


def dossier_title(dossier: Dossier) -> str:
    """The document's title and the file's name."""
    return f"Overblik – {dossier.name}"


def dossier_html(dossier: Dossier) -> str:
    """The PDF's whole document as HTML."""
    context = {
        "dossier": dossier,
        "dossier_body": BODY,
        "site": current_site(),
        "is_demo": settings.DEMO_MODE,
        "title": dossier_title(dossier),
    }
    return render_to_string("reporting/dossier/pdf.html", context)


def dossier_pdf(dossier: Dossier) -> Pdf:
    """The dossier as PDF/UA-1 on one page: cut more tightly until it fits, at most four times. Raises `OverflowError`.

    The tightest limits fit whatever is recorded, so the error would be a fault of ours.
    """
    with _one_at_a_time:
        for limits in (ROOMY, *TIGHTER):
            pdf = render_pdf(dossier_html(within(dossier, limits)), stylesheet=STYLESHEET)
            if pdf.pages == 1:
                return pdf
    raise OverflowError(f"the dossier of {dossier.association_id} does not fit on a page")
