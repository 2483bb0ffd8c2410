"""The main job from file to PDF, with a real worker: a changed register file delivers changed reports."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from pypdf import PdfReader

from reporting.models import ReportJob, ReportRun, StatusReport
from tests.acceptance.conftest import changed_workbook

pytestmark = [pytest.mark.celery_worker, pytest.mark.django_db(transaction=True)]
CLUB = "Nørrebro United"


def deliver() -> ReportRun:
    """Runs the reports of 2022 to their end, as the operator does."""
    call_command("render_reports", year=2022, wait=True, stdout=io.StringIO())
    return ReportRun.objects.latest("pk")


def words(report: StatusReport) -> str:
    with report.file.open("rb") as file:
        return " ".join(page.extract_text() for page in PdfReader(file).pages)


def newest(name: str | None) -> StatusReport:
    return StatusReport.objects.filter(association__name=name, year=2022).latest("version")


@pytest.mark.usefixtures("demo_register", "celery_worker_process")
def test_changed_register_file_delivers_changed_reports(tmp_path: Path):
    first = deliver()
    assert first.jobs.filter(state="done").count() == 26
    assert StatusReport.objects.count() == 26
    assert "1.392 medlemmer under 25 år" in " ".join(words(newest(CLUB)).split())
    file = changed_workbook(
        tmp_path / "register.xlsx",
        sheet="Medlemstal",
        row_is={"Forening": CLUB, "År": 2022},
        column="Kvinder 7-12",
        value=242,
    )

    call_command("import_register", str(file), stdout=io.StringIO())
    second = deliver()

    outcomes = ReportJob.objects.filter(run=second, outcome="rendered").values_list("association__name", flat=True)
    assert set(outcomes) == {CLUB, None}  # the club's own report and the programme's; 24 were not made again
    assert StatusReport.objects.count() == 28
    assert "1.492 medlemmer under 25 år" in " ".join(words(newest(CLUB)).split())
    assert "18.440" in words(newest(None))
    assert newest(CLUB).version == 2
