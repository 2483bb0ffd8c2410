"""Reports as HTML and PDF: the context that the body partials need, and the PDF's skin around them."""

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import get_template, render_to_string

from core import chart_shapes, charts, formats, lifeline, lifeline_shapes
from core.charts import Chart, Series, line_chart, stacked_bar_chart
from core.context_processors import current_site
from core.pdf import Pdf, drawing_fingerprint, render_pdf
from reporting.domain.association_report import AssociationReport
from reporting.domain.programme_report import ProgrammeReport
from reporting.models import PROGRAMME_NAME
from reporting.templatetags import reporting as template_filters

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
        return Skin(
            "reporting/_association_report.html", report.name, f"Socialt partnerskab med {settings.SITE_MUNICIPALITY}"
        )
    return Skin("reporting/_programme_report.html", PROGRAMME_NAME, f"Programmet i {settings.SITE_MUNICIPALITY}")


def report_context(report: Report) -> dict[str, Any]:
    """What a body partial needs: the report and its charts."""
    return {"report": report, "charts": charts_of(report), "body": skin_of(report).body}


def charts_of(report: Report) -> dict[str, Chart]:
    """The members' development as a chart, by age where it is known. The table beside it holds the same numbers."""
    members = report.members
    labels = [str(year) for year in members.years]
    name = f" i {report.name}" if isinstance(report, AssociationReport) else ""
    caption = f"Medlemmer under 25 år{name}, {labels[0]}–{labels[-1]}"
    young = [row for row in members.bands if _is_young(row.label)]
    if young:
        series = [Series(row.label, row.values) for row in young]
        return {"members": stacked_bar_chart(key="members", caption=caption, labels=labels, series=series)}
    series = [Series("Under 25 år", members.under_25)]
    return {"members": line_chart(key="members", caption=caption, labels=labels, series=series)}


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


def content_hash(data: str, report: Report) -> str:
    """What decides whether a delivered PDF still holds: the content's checksum and how it is drawn."""
    return hashlib.sha256(f"{data} {_drawing_hash()} {_section_hash(report)}".encode()).hexdigest()


@functools.cache
def _drawing_hash() -> str:
    """The checksum of everything that draws a report: templates, charts, formats, stylesheet, fonts, WeasyPrint."""
    digest = hashlib.sha256(drawing_fingerprint(PDF_STYLESHEET).encode())
    templates = [Path(folder) for folder in settings.TEMPLATES[0]["DIRS"]]
    files = [
        file
        for folder in templates
        for part in ("reporting", "charts")
        for file in sorted((folder / part).glob("*.html"))
    ]
    drawing = (chart_shapes, charts, formats, lifeline, lifeline_shapes, template_filters)
    modules = [Path(str(module.__file__)) for module in drawing]
    for file in (*files, *modules, Path(__file__)):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _section_hash(report: Report) -> str:
    """The checksum of the templates that other capabilities draw their sections with."""
    sections = report.sections if isinstance(report, AssociationReport) else ()
    return hashlib.sha256("".join(_source(section.template) for section in sections).encode()).hexdigest()


@functools.cache
def _source(template: str) -> str:
    return Path(str(get_template(template).template.origin)).read_text()  # type: ignore[attr-defined]  # Django's own engine
