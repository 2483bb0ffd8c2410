"""`manage.py render_reports`: starts a run, follows it, and says when nobody works on it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reporting.management.commands import render_reports
from reporting.models import ReportJob, ReportRun
from tests.reporting.register import club, programme, work_all

pytestmark = pytest.mark.django_db


def run_command(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("render_reports", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def worker_beside(monkeypatch):
    """Does the run's work while the command sleeps."""
    monkeypatch.setattr(render_reports.time, "sleep", lambda _seconds: work_all(ReportRun.objects.get()))


def test_render_reports_starts_a_run_of_all(sent):
    programme("Ajax")

    out, _ = run_command("--year", "2022")

    run = ReportRun.objects.get()
    assert out == f"Kørsel {run.pk} er sat i gang: Statusrapporter for 2022: alle foreninger og programmet.\n"
    assert (run.requested_by, run.jobs.count()) == (None, 2)


def test_render_reports_waits_to_the_end(sent, worker_beside):
    ajax, _ = programme("Ajax", "BK Skjold")

    out, _ = run_command("--year", "2022", "--association", "AJAX", "--wait")

    assert ReportRun.objects.get().association == ajax
    assert out.splitlines()[-1] == "1 færdige (0 uændrede), 0 mislykkede."


def test_render_reports_ends_with_an_error_when_a_report_failed(sent, worker_beside, monkeypatch):
    club("Ajax")
    monkeypatch.setattr("reporting.documents.report_pdf", lambda _report: 1 / 0)
    err = StringIO()

    with pytest.raises(CommandError, match="Nogle rapporter mislykkedes") as ended:
        call_command("render_reports", "--year", "2022", "--wait", stdout=StringIO(), stderr=err)

    assert ended.value.returncode == 1
    assert "Ajax: Noget uventet gik galt" in err.getvalue()


def test_render_reports_says_when_nobody_works_and_gives_up_in_the_end(sent, monkeypatch):
    club("Ajax")
    clock = iter(range(0, 10_000, 7))
    monkeypatch.setattr(render_reports.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(render_reports.time, "sleep", lambda _seconds: None)
    err = StringIO()

    with pytest.raises(CommandError, match="Der er ikke sket noget i 5 minutter") as ended:
        call_command("render_reports", "--year", "2022", "--wait", stdout=StringIO(), stderr=err)

    assert ended.value.returncode == 2
    assert err.getvalue().count("Er Celery startet?") == 1
    assert ReportJob.objects.filter(state="queued").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--year", "2009"], "ingen data for 2009"),
        (["--year", "2022", "--association", "Findes ikke"], "ingen forening, der hedder »Findes ikke«"),
    ],
)
def test_render_reports_refuses_with_the_reason(sent, arguments, message):
    club("Ajax")

    with pytest.raises(CommandError, match=message):
        run_command(*arguments)
