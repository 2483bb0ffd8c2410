"""Reports as HTML and PDF: the context that the body partials need, and the PDF's skin around them."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from core.charts import Chart, Series, line_chart, stacked_bar_chart
from core.context_processors import current_site
from core.pdf import Pdf, render_pdf
from reporting.domain.association_report import AssociationReport
from reporting.domain.programme_report import ProgrammeReport
from reporting.models import PROGRAMME_NAME

PDF_STYLESHEET = "css/report-pdf.css"
UNDER_25 = 25

Report = AssociationReport | ProgrammeReport


@dataclass(frozen=True)
class Skin:
    """How a kind of report is introduced."""

    body: str
    heading: str
    lead: str


def skin_of(report: Report) -> Skin:
    """The body partial and the words above it."""
    if isinstance(report, AssociationReport):
        return Skin("reporting/_association_report.html", report.name, "Socialt partnerskab med Københavns Kommune")
    return Skin("reporting/_programme_report.html", PROGRAMME_NAME, "Programmet i Københavns Kommune")


def report_context(report: Report) -> dict[str, Any]:
    """What a body partial needs: the report and its charts."""
    return {"report": report, "charts": charts_of(report), "body": skin_of(report).body}


def charts_of(report: Report) -> dict[str, Chart | None]:
    """The members' development as charts; the tables beside them hold the same numbers."""
    members = report.members
    labels = [str(year) for year in members.years]
    name = report.name if isinstance(report, AssociationReport) else "programmet"
    charts: dict[str, Chart | None] = {
        "under_25": line_chart(
            key=f"under-25-{report.year}",
            caption=f"Medlemmer under 25 år i {name}, {labels[0]}–{labels[-1]}",
            labels=labels,
            series=[Series("Under 25 år", members.under_25)],
        ),
        "bands": None,
    }
    if isinstance(report, AssociationReport) and any(members.under_25):
        young = [row for row in members.bands if _is_young(row.label)]
        charts["bands"] = stacked_bar_chart(
            key=f"bands-{report.year}",
            caption=f"Medlemmer under 25 år i {name} efter alder",
            labels=labels,
            series=[Series(row.label, row.values) for row in young],
        )
    return charts


def _is_young(label: str) -> bool:
    """The bands under 25 by their label `7–12 år`; `60 år og derover` is none."""
    upper = label.partition("–")[2].removesuffix(" år")
    return upper.isdigit() and int(upper) < UNDER_25


def report_title(report: Report) -> str:
    """The document's title and the file's name: `Statusrapport 2022 – Nørrebro United`."""
    return f"Statusrapport {report.year} – {skin_of(report).heading}"


def report_html(report: Report) -> str:
    """The PDF's whole document as HTML."""
    skin = skin_of(report)
    context = {
        **report_context(report),
        "site": current_site(),
        "is_demo": settings.DEMO_MODE,
        "title": report_title(report),
        "heading": skin.heading,
        "lead": skin.lead,
        "description": f"{skin.lead}, {report.year}",
    }
    return render_to_string("reporting/pdf.html", context)


def report_pdf(report: Report) -> Pdf:
    """The report as PDF/UA-1."""
    return render_pdf(report_html(report), stylesheet=PDF_STYLESHEET)
