"""An upload from file to register: start it, work on it in the background, confirm it, and tidy up after it."""

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import timedelta
from functools import partial

from celery import current_app
from django.core.files import File
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import has_permission
from core.leases import MOST_ATTEMPTS, JobState, LeaseLost
from imports.domain.importing import Outcome, run_import
from imports.domain.progress import Progress
from imports.models import ImportFile, ImportJob, Phase
from imports.problems import Problems
from imports.reading.files import UploadedFile, read_tables

logger = logging.getLogger(__name__)
TASK = "imports.tasks.work_on_import"
# A message that nobody took for this long has been sent again by then.
EXPIRES_SECONDS = 600
GAVE_UP = (
    "Medspil kunne ikke blive færdig med filen. Prøv igen, og sig det til en administrator, hvis det gentager sig."
)
NO_LONGER_ALLOWED = "Du har ikke længere adgang til at indlæse. Spørg en administrator."
FILE_GONE = "Filen er ikke længere gemt i Medspil. Vælg den igen under Indlæsning."
KEPT = timedelta(days=14)


def may_import(user: User) -> bool:
    """Whether the user may import any sheet at all."""
    return has_permission(user, Permission.IMPORT_REGISTER) or has_permission(user, Permission.IMPORT_PROGRAMME)


@transaction.atomic
def start(*, files: "Sequence[File[bytes]]", by: User) -> ImportJob:
    """Keeps the files, and has them checked in the background. The caller has checked their size and the right."""
    job = ImportJob.objects.create(by=by)
    for file in files:
        ImportFile(job=job, name=str(file.name), content=file).save()
    transaction.on_commit(partial(send, job.pk))
    return job


def confirm_blockers(job: ImportJob) -> list[str]:
    """Why the previewed import cannot be saved, in words for the button."""
    if job.phase == Phase.REFUSED:
        return ["Ret fejlene i filen, og indlæs den igen."]
    if job.phase == Phase.PREVIEWED and not any(text["created"] or text["changed"] for text in job.summary):
        return ["Filen indeholder ikke noget nyt. Der er intet at gemme."]
    if job.phase != Phase.PREVIEWED or job.state != JobState.DONE:
        return ["Filen er ved at blive kontrolleret."]
    return []


@transaction.atomic
def confirm(*, job: ImportJob, by: User) -> bool:
    """Has a previewed import saved in the background; False when that is under way or done already (a double click).

    It is checked once more when it is saved: what others have changed since the preview counts.
    """
    locked = ImportJob.objects.select_for_update().get(pk=job.pk, by=by)
    if confirm_blockers(locked):
        return False
    locked.phase, locked.state, locked.attempts, locked.rows_done = Phase.SAVE, JobState.QUEUED, 0, 0
    locked.queued_at, locked.sent_at = timezone.now(), None
    locked.save()
    transaction.on_commit(partial(send, locked.pk))
    return True


def send(job_id: int) -> None:
    """Puts the job into the queue. When the broker is away the row stays queued, and beat sends it later."""
    try:
        current_app.send_task(TASK, kwargs={"job_id": job_id}, expires=EXPIRES_SECONDS, ignore_result=True)
    except (BrokerAway, OSError) as error:
        logger.warning("The broker does not take import %s: %s", job_id, error)
        return
    ImportJob.objects.filter(pk=job_id, state=JobState.QUEUED).update(sent_at=timezone.now())


def work(job: ImportJob) -> None:
    """Checks or saves the claimed job. What is wrong with the file stands on the row; nothing is raised for it."""
    if job.attempts > MOST_ATTEMPTS:
        job.fail(GAVE_UP)
        return
    if not (job.by.is_active and may_import(job.by)):
        job.fail(NO_LONGER_ALLOWED)
        return
    try:
        _work(job)
    except LeaseLost:
        logger.info("import %s is somebody else's now", job.pk)
    except (OperationalError, InterfaceError):
        logger.exception("import %s: the database is away; it is tried again when the lease runs out", job.pk)
        raise
    except FileNotFoundError:
        job.fail(FILE_GONE)
    except Exception:
        logger.exception("import %s failed", job.pk)
        job.fail(GAVE_UP)
        raise


def _work(job: ImportJob) -> None:
    saving = job.phase == Phase.SAVE
    with job.renewed():
        problems = Problems()
        with ExitStack() as stack:
            files = [UploadedFile(file.name, stack.enter_context(file.content.open("rb"))) for file in _kept(job)]
            tables = read_tables(files, problems)
        total = sum(len(table.rows) for table in tables.values())
        ImportJob.objects.filter(pk=job.pk).update(rows_total=2 * total, rows_done=0)

        def deliver(outcome: Outcome) -> None:
            """Inside the import's transaction: the register and the job's row change together, or not at all."""
            job.hold_for_delivery()
            job.finish(**_result(outcome, Phase.SAVED), saved_at=timezone.now())

        with Progress(job) as progress:
            outcome = run_import(tables, problems, by=job.by, save=saving, tick=progress.tick, before_commit=deliver)
    if not outcome.saved:
        job.finish(**_result(outcome, Phase.REFUSED if problems else Phase.PREVIEWED))
    if outcome.saved or problems:
        forget_files(job)


def _kept(job: ImportJob) -> list[ImportFile]:
    files = list(job.files.all())
    if not files or not all(file.content for file in files):
        raise FileNotFoundError(str(job.pk))
    return files


def _result(outcome: Outcome, phase: Phase) -> dict[str, object]:
    return {
        "phase": phase,
        "summary": outcome.summary,
        "problems": [{"place": problem.place, "text": problem.text} for problem in outcome.problems],
        "problem_count": outcome.problems.count,
    }


def forget_files(job: ImportJob) -> None:
    """Removes the content of the job's files; their names stay."""
    for file in job.files.exclude(content=""):
        file.content.delete(save=True)


def forget_old_files() -> int:
    """Removes files of previews that nobody has saved for two weeks; returns how many jobs that were."""
    old = ImportJob.objects.filter(queued_at__lt=timezone.now() - KEPT).exclude(files__content="").distinct()
    jobs = [job for job in old if not job.is_under_way and job.files.exists()]
    for job in jobs:
        forget_files(job)
    return len(jobs)
