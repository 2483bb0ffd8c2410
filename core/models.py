"""The one table of the floor: when each scheduled job last ran."""

from django.db import models


class ScheduledJobRun(models.Model):
    """The last run of the job with this key in `CELERY_BEAT_SCHEDULE`. The stamps are real time, not demo time."""

    name = models.CharField("job", max_length=100, unique=True)
    known_since = models.DateTimeField("kendt siden", auto_now_add=True)
    last_started_at = models.DateTimeField("sidst startet", null=True, blank=True)
    last_finished_at = models.DateTimeField("sidst afsluttet", null=True, blank=True)
    # Empty when the last run went well.
    last_error = models.TextField("sidste fejl", blank=True)

    class Meta:
        verbose_name = "planlagt job"
        verbose_name_plural = "planlagte job"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
