"""What goes wrong outside: libraries, storage, templates, broker, database. The user gets a reason and a way on."""

import errno
import time

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError
from django.template import TemplateSyntaxError
from kombu.exceptions import OperationalError as BrokerAway

from core.leases import JobState
from core.pdf import PdfLibraryMissingError
from reporting.domain import delivery, failures, queue
from reporting.models import ReportJob, StatusReport
from reporting.tasks import send_again
from tests.reporting.register import club, start, work_all

pytestmark = pytest.mark.django_db


def refuse(error: Exception):
    def raising(*args, **kwargs):
        raise error

    return raising


@pytest.mark.parametrize(
    "trouble",
    [
        ("reporting.documents.render_pdf", PdfLibraryMissingError("libpango"), failures.LIBRARY_MISSING),
        ("reporting.documents.render_pdf", TemplateSyntaxError("x"), failures.TEMPLATE_TROUBLE),
        ("reporting.documents.render_pdf", RuntimeError("x"), failures.UNKNOWN),
        ("django.core.files.storage.FileSystemStorage._save", OSError(errno.ENOSPC, "full"), failures.STORAGE_FULL),
        ("django.core.files.storage.FileSystemStorage._save", OSError(errno.EROFS, "ro"), failures.STORAGE_READ_ONLY),
        ("django.core.files.storage.FileSystemStorage._save", OSError(errno.EACCES, "no"), failures.STORAGE_READ_ONLY),
        ("django.core.files.storage.FileSystemStorage._save", OSError(errno.EIO, "io"), failures.STORAGE_TROUBLE),
    ],
)  # fmt: skip
def test_a_failure_is_kept_with_a_readable_reason(consultant, sent, monkeypatch, trouble):
    place, error, reason = trouble
    club("Ajax")
    monkeypatch.setattr(place, refuse(error))

    run = work_all(start(by=consultant))

    assert {(job.state, job.error) for job in run.jobs.all()} == {(JobState.FAILED, reason)}
    assert run.finished_at is not None
    assert not StatusReport.objects.exists()


def test_missing_pango_is_told_apart_from_other_trouble(monkeypatch):
    from core import pdf

    monkeypatch.setattr("builtins.__import__", _without_weasyprint(__import__))

    with pytest.raises(PdfLibraryMissingError, match="libpango"):
        pdf._libraries()


def _without_weasyprint(original):
    def importing(name, *args, **kwargs):
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return original(name, *args, **kwargs)

    return importing


def test_a_failed_report_leaves_no_file(consultant, sent, monkeypatch):
    club("Ajax")
    monkeypatch.setattr("reporting.domain.delivery._new_version", refuse(RuntimeError("x")))

    work_all(start(by=consultant))

    assert default_storage.listdir("statusrapporter/2022")[1] == []


def test_a_database_that_is_away_is_no_failure_of_the_report(consultant, sent, monkeypatch):
    ajax = club("Ajax")
    from reporting.enums import Scope

    run = start(by=consultant, scope=Scope.ASSOCIATION, association=ajax)
    monkeypatch.setattr("reporting.jobs.build", refuse(OperationalError("away")))

    with pytest.raises(OperationalError):
        work_all(run)

    assert run.jobs.get().state == JobState.RUNNING  # the lease runs out, and the job is sent again


def test_start_while_the_broker_is_away_keeps_the_row_and_beat_sends_it(
    consultant, client_for, monkeypatch, django_capture_on_commit_callbacks
):
    club("Ajax")
    monkeypatch.setattr("reporting.domain.queue.current_app.send_task", refuse(BrokerAway("away")), raising=False)

    with django_capture_on_commit_callbacks(execute=True):
        response = client_for(consultant).post("/rapporter/start/", {"year": "2022", "scope": "all"}, follow=True)

    assert "Rapporterne er sat i gang." in response.text
    assert set(ReportJob.objects.values_list("state", "sent_at")) == {(JobState.QUEUED, None)}

    sent: list[int] = []
    monkeypatch.setattr(queue, "_send", lambda _task, **arguments: not sent.extend(arguments.values()))
    from datetime import timedelta

    from django.utils import timezone

    ReportJob.objects.update(queued_at=timezone.now() - timedelta(seconds=21))
    send_again()
    assert len(sent) == 2


def test_a_real_broker_that_refuses_the_connection_costs_no_more_than_seconds(settings, caplog):
    from celery import Celery

    app = Celery("nowhere", broker="redis://127.0.0.1:9/0")
    app.conf.update(task_publish_retry=False, broker_transport_options=settings.CELERY_BROKER_TRANSPORT_OPTIONS)
    began = time.monotonic()

    with pytest.raises((BrokerAway, OSError)):
        app.send_task("x", ignore_result=True)

    assert time.monotonic() - began < 10


def test_sweep_removes_old_orphans_only(consultant, sent, monkeypatch):
    club("Ajax")
    work_all(start(by=consultant))
    orphan = delivery.save_file(2022, b"%PDF- nobody knows me")

    assert delivery.sweep_orphans() == 0
    monkeypatch.setattr(delivery, "ORPHAN_AGE", delivery.ORPHAN_AGE * 0)
    assert delivery.sweep_orphans() == 1

    assert not default_storage.exists(orphan)
    assert all(default_storage.exists(report.file.name) for report in StatusReport.objects.all())


def test_sweep_of_an_empty_storage_does_nothing():
    assert delivery.sweep_orphans() == 0
