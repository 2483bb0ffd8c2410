"""An upload as a background job: sent, worked on once, survived by its row."""

from datetime import timedelta

import pytest
from celery import current_app
from django.core.files.base import ContentFile
from django.utils import timezone
from kombu.exceptions import OperationalError

from associations.models import Association
from core.leases import LEASE, JobState
from imports.domain import jobs
from imports.models import ImportJob, Phase
from imports.tasks import forget_files, send_again, work_on_import
from tests.factories import AssociationFactory
from tests.imports.files import workbook

ROWS = [{"Navn": "Klub"}, {"Navn": "Anden klub"}]


def started(user, *, sheet="Foreninger", rows=ROWS) -> ImportJob:
    return jobs.start(files=[ContentFile(workbook(**{sheet: rows}), name="register.xlsx")], by=user)


def stored_files(settings) -> list[str]:
    folder = settings.MEDIA_ROOT / "imports"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def checked(user, **kwargs) -> ImportJob:
    job = started(user, **kwargs)
    work_on_import(job_id=job.pk)
    job.refresh_from_db()
    return job


@pytest.mark.django_db
def test_check_shows_what_would_happen_and_keeps_the_file(consultant, settings):
    job = checked(consultant)

    assert (job.phase, job.state) == (Phase.PREVIEWED, JobState.DONE)
    assert (job.summary[0]["name"], job.summary[0]["created"]) == ("Foreninger", 2)
    assert job.rows_total == 4
    assert not Association.objects.exists()
    assert len(stored_files(settings)) == 1


@pytest.mark.django_db
def test_confirm_saves_and_forgets_the_file(consultant, settings):
    job = checked(consultant)

    assert jobs.confirm(job=job, by=consultant)
    work_on_import(job_id=job.pk)

    job.refresh_from_db()
    assert (job.phase, job.state, job.saved_at is not None) == (Phase.SAVED, JobState.DONE, True)
    assert Association.objects.count() == 2
    assert stored_files(settings) == []
    assert job.names() == "register.xlsx"


@pytest.mark.django_db
def test_confirm_twice_and_task_twice_save_once(consultant):
    job = checked(consultant)

    answers = [jobs.confirm(job=job, by=consultant) for _ in range(2)]
    for _ in range(2):
        work_on_import(job_id=job.pk)

    job.refresh_from_db()
    assert answers == [True, False]
    assert (job.phase, job.attempts) == (Phase.SAVED, 1)


@pytest.mark.django_db
def test_file_with_errors_is_refused_and_forgotten(consultant, settings):
    job = checked(consultant, rows=[{"Navn": "Klub", "CVR-nummer": "1"}])

    assert (job.phase, job.state, job.problem_count) == (Phase.REFUSED, JobState.DONE, 1)
    assert job.problems[0]["place"] == "Foreninger, række 2, CVR-nummer"
    assert stored_files(settings) == []
    assert not jobs.confirm(job=job, by=consultant)


@pytest.mark.django_db
def test_save_is_refused_when_the_register_has_changed_since_the_preview(consultant):
    job = checked(consultant, rows=[{"Navn": "Klub", "CVR-nummer": "12345674"}])
    AssociationFactory(name="Hurtigere", cvr="12345674", other_names=[])
    AssociationFactory(name="Klub")
    jobs.confirm(job=job, by=consultant)

    work_on_import(job_id=job.pk)

    job.refresh_from_db()
    assert (job.phase, job.state) == (Phase.REFUSED, JobState.DONE)
    assert "CVR-nummeret tilhører »Hurtigere«" in job.problems[0]["text"]
    assert job.saved_at is None


@pytest.mark.django_db
def test_file_with_nothing_new_cannot_be_saved(consultant):
    for name in ("Klub", "Anden klub"):
        AssociationFactory(name=name)

    job = checked(consultant)

    assert jobs.confirm_blockers(job) == ["Filen indeholder ikke noget nyt. Der er intet at gemme."]


@pytest.mark.django_db
def test_broker_away_loses_nothing(consultant, monkeypatch, django_capture_on_commit_callbacks):
    def refuse(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr(current_app, "send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        job = started(consultant)

    job.refresh_from_db()
    assert (job.state, job.sent_at) == (JobState.QUEUED, None)
    assert job.waits_for_broker


@pytest.mark.django_db
def test_beat_sends_what_nobody_works_on(consultant, monkeypatch):
    sent = []
    monkeypatch.setattr(current_app, "send_task", lambda _task, *, kwargs, **_: sent.append(kwargs["job_id"]))
    waiting, working, killed = started(consultant), started(consultant), started(consultant)
    long_ago = timezone.now() - timedelta(minutes=5)
    ImportJob.objects.filter(pk=waiting.pk).update(queued_at=long_ago)
    for job, until in ((working, timezone.now() + LEASE), (killed, long_ago)):
        ImportJob.objects.filter(pk=job.pk).update(state=JobState.RUNNING, lease_until=until)

    send_again()

    assert sent == [waiting.pk, killed.pk]


@pytest.mark.django_db
def test_job_that_kills_its_worker_is_given_up(consultant):
    job = started(consultant)
    ImportJob.objects.filter(pk=job.pk).update(attempts=5)

    work_on_import(job_id=job.pk)

    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, jobs.GAVE_UP)


@pytest.mark.django_db
def test_unexpected_error_is_told_and_saves_nothing(consultant, monkeypatch):
    job = checked(consultant)
    jobs.confirm(job=job, by=consultant)

    def break_down(*args, **kwargs):
        raise RuntimeError("boom")

    monkeypatch.setattr("imports.domain.importing.summary_of", break_down)
    with pytest.raises(RuntimeError, match="boom"):
        work_on_import(job_id=job.pk)

    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, jobs.GAVE_UP)
    assert not Association.objects.exists()


@pytest.mark.django_db
def test_worker_that_lost_its_lease_saves_nothing(consultant, monkeypatch):
    job = checked(consultant)
    jobs.confirm(job=job, by=consultant)
    mine = ImportJob.claim(job.pk)
    ImportJob.objects.filter(pk=job.pk).update(lease_token=None)

    jobs.work(mine)

    assert not Association.objects.exists()


@pytest.mark.django_db
def test_right_that_was_lost_meanwhile_stops_the_job(consultant):
    job = checked(consultant)
    jobs.confirm(job=job, by=consultant)
    consultant.is_active = False
    consultant.save()

    work_on_import(job_id=job.pk)

    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, jobs.NO_LONGER_ALLOWED)


@pytest.mark.django_db
def test_file_that_is_gone_is_asked_for_again(consultant):
    job = started(consultant)
    jobs.forget_files(job)

    work_on_import(job_id=job.pk)

    job.refresh_from_db()
    assert job.error == jobs.FILE_GONE


@pytest.mark.django_db
def test_old_previews_lose_their_files(consultant, settings):
    old, young = checked(consultant), checked(consultant)
    ImportJob.objects.filter(pk=old.pk).update(queued_at=timezone.now() - timedelta(days=15))

    forget_files()

    assert len(stored_files(settings)) == 1
    assert young.files.get().content
    assert not old.files.get().content


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["../../etc/passwd.xlsx", "C:\\Users\\mig\\fil.xlsx", "x" * 300 + ".xlsx", "\0fil.xlsx"]
)
def test_stored_name_follows_no_path(consultant, settings, name):
    from imports.models import ImportFile

    job = ImportJob.objects.create(by=consultant)
    file = ImportFile(job=job, name=name, content=ContentFile(b"x", name="x"))
    file.save()

    assert len(file.name) <= 200
    assert not set(file.name) & {"/", "\\", "\0"}
    assert [len(stored) for stored in stored_files(settings)] == [32 + len(".xlsx")]


@pytest.mark.celery_worker
def test_import_from_upload_to_register_with_a_real_worker(consultant, celery_worker_process):
    from dev.processes import wait_until

    def is_done(pk: int, phase: str) -> bool:
        return ImportJob.objects.filter(pk=pk, phase=phase, state=JobState.DONE).exists()

    job = started(consultant)
    assert wait_until(lambda: is_done(job.pk, Phase.PREVIEWED), seconds=60)
    jobs.confirm(job=job, by=consultant)

    assert wait_until(lambda: is_done(job.pk, Phase.SAVED), seconds=60)
    assert Association.objects.count() == 2
