"""Scheduled jobs leave a trace of their last run, so that the health page shows a job that silently stopped."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from celery import current_app
from django.utils import timezone

from core.models import ScheduledJobRun

Result = TypeVar("Result")
ERROR_LENGTH = 500


def scheduled_job(name: str) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Record start, end and error of each run under `name`, which is also the job's key in `CELERY_BEAT_SCHEDULE`.

    Stands between `@shared_task` and the function. An error is recorded and raised again.
    """

    def decorate(function: Callable[..., Result]) -> Callable[..., Result]:
        @functools.wraps(function)
        def run(*args: Any, **kwargs: Any) -> Result:
            _record(name, last_started_at=timezone.now())
            try:
                result = function(*args, **kwargs)
            except Exception as error:
                _record(name, last_finished_at=timezone.now(), last_error=_describe(error))
                raise
            _record(name, last_finished_at=timezone.now(), last_error="")
            return result

        run.scheduled_job = name  # type: ignore[attr-defined]
        return run

    return decorate


def register_scheduled_jobs() -> None:
    """Make a row for every job of the schedule that has none: one that never starts is late from then on."""
    names = set(current_app.conf.beat_schedule or ())
    missing = names - set(ScheduledJobRun.objects.filter(name__in=names).values_list("name", flat=True))
    ScheduledJobRun.objects.bulk_create([ScheduledJobRun(name=name) for name in missing], ignore_conflicts=True)


def _record(name: str, **values: Any) -> None:
    ScheduledJobRun.objects.update_or_create(name=name, defaults=values)


def _describe(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:ERROR_LENGTH].replace("\0", "")
