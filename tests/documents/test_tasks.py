"""The sweep runs on the schedule and leaves a trace of its run."""

import pytest
from django.conf import settings

from core.models import ScheduledJobRun
from documents import tasks


@pytest.mark.django_db
def test_sweep_is_scheduled_and_recorded():
    assert settings.CELERY_BEAT_SCHEDULE[tasks.SWEEP]["task"] == "documents.tasks.sweep"
    tasks.sweep()
    assert ScheduledJobRun.objects.get(name=tasks.SWEEP).last_error == ""
