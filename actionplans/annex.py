"""The annex: the approved text of a plan as PDF/UA-1, with number, approval, signature lines and checksum."""

from django.conf import settings
from django.template.loader import render_to_string

from actionplans.domain.documents import PlanDocument
from core.context_processors import current_site
from core.exports import ASCII
from core.pdf import Pdf, render_pdf

STYLESHEET = "css/report-pdf.css"


def annex_title(document: PlanDocument) -> str:
    """`Handleplan 3, revision 1 – Nørrebro United`."""
    names = " og ".join(document.associations)
    return f"Handleplan {document.plan_number}, revision {document.revision_number} – {names}"


def annex_pdf(document: PlanDocument) -> Pdf:
    """The document with its skin. Raises `PdfLibraryMissingError`."""
    context = {
        "document": document,
        "title": annex_title(document),
        "site": current_site(),
        "is_demo": settings.DEMO_MODE,
    }
    return render_pdf(render_to_string("actionplans/annex_pdf.html", context), stylesheet=STYLESHEET)


def annex_file_name(document: PlanDocument) -> str:
    """`handleplan-3-revision-1-noerrebro-united.pdf`, with the word demodata in it where the data are invented."""
    names = "-og-".join(document.associations).translate(ASCII)
    safe = "".join(c for c in names if c.isalnum() or c in "-.").lower()
    mark = "-demodata" if current_site().demo else ""
    return f"handleplan-{document.plan_number}-revision-{document.revision_number}-{safe}{mark}.pdf"
