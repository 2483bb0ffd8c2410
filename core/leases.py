"""A background job's truth is a database row with a lease, never the broker (ADR 6).

A worker claims a queued row, or one whose lease ran out because its worker was killed; it renews the lease while it
works; what it delivers is saved only while it still holds the lease. Beat sends queued rows again, so a broker that
was away, or a killed worker, costs seconds and not the job.
"""

import logging
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import ClassVar, Self

from django.db import close_old_connections, connection, models
from django.db.models import F, Q
from django.utils import timezone

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=20)
RENEW_EVERY_SECONDS = 5.0
# A row sent this long ago and not begun is sent again. Sending twice is harmless: only one claim succeeds.
RESEND_AFTER = timedelta(seconds=20)
MOST_ATTEMPTS = 5


class LeaseLost(Exception):
    """Another worker has taken the job over; this one must not deliver."""


class JobState(models.TextChoices):
    """Where a job is in its life."""

    QUEUED = "queued", "i kø"
    RUNNING = "running", "i gang"
    DONE = "done", "færdig"
    FAILED = "failed", "mislykket"


class LeasedJob(models.Model):
    """State, lease, attempts and times of one piece of background work. `error` is a Danish text for the user."""

    state = models.CharField("tilstand", max_length=10, choices=JobState, default=JobState.QUEUED)
    lease_token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField("forsøg", default=0)
    error = models.TextField("fejl", blank=True)
    queued_at = models.DateTimeField("sat i kø", default=timezone.now)
    sent_at = models.DateTimeField(null=True, editable=False)
    started_at = models.DateTimeField("begyndt", null=True)
    finished_at = models.DateTimeField("færdig", null=True)

    audit_exclude: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    @classmethod
    def claimable(cls) -> Q:
        """Queued, or running on a lease that has run out."""
        return Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=timezone.now())

    @classmethod
    def claim(cls, pk: int) -> Self | None:
        """Takes the job for this worker, or None when it is taken or over. One statement, so two never succeed."""
        now = timezone.now()
        token = uuid.uuid4()
        taken = cls._default_manager.filter(cls.claimable(), pk=pk).update(
            state=JobState.RUNNING,
            lease_token=token,
            lease_until=now + LEASE,
            attempts=F("attempts") + 1,
            started_at=now,
            finished_at=None,
            error="",
        )
        return cls._default_manager.get(pk=pk) if taken else None

    @contextmanager
    def renewed(self) -> Iterator[None]:
        """Renews the lease from a thread of its own while the block runs."""
        stop = threading.Event()
        thread = threading.Thread(target=self._renew_until, args=(stop,), name=f"lease-{self.pk}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def _renew_until(self, stop: threading.Event) -> None:
        try:
            while not stop.wait(RENEW_EVERY_SECONDS):
                close_old_connections()
                self._holding().update(lease_until=timezone.now() + LEASE)
        except Exception:
            logger.exception("lease of %s could not be renewed", self)
        finally:
            connection.close()

    def _holding(self) -> models.QuerySet[Self]:
        """The row, if this worker still holds it."""
        return type(self)._default_manager.filter(pk=self.pk, state=JobState.RUNNING, lease_token=self.lease_token)

    def hold_for_delivery(self) -> None:
        """Locks the row until the surrounding transaction ends. Raises `LeaseLost` when another worker has it."""
        if self._holding().order_by("pk").select_for_update().first() is None:
            raise LeaseLost(str(self.pk))

    def finish(self, **fields: object) -> None:
        """Marks the job done. Raises `LeaseLost` when another worker has taken it over."""
        self._end(JobState.DONE, **fields)

    def fail(self, error: str, **fields: object) -> None:
        """Marks the job failed with a readable Danish reason. Raises `LeaseLost` likewise."""
        self._end(JobState.FAILED, error=error, **fields)

    def _end(self, state: JobState, **fields: object) -> None:
        done = self._holding().update(
            state=state, lease_until=None, lease_token=None, finished_at=timezone.now(), **fields
        )
        if not done:
            raise LeaseLost(str(self.pk))
        self.refresh_from_db()

    @classmethod
    def to_send_again(cls) -> models.QuerySet[Self]:
        """Rows that nobody works on: queued and sent too long ago or never, or running on a lease that ran out."""
        stale = timezone.now() - RESEND_AFTER
        queued = Q(state=JobState.QUEUED) & (Q(sent_at=None, queued_at__lt=stale) | Q(sent_at__lt=stale))
        expired = Q(state=JobState.RUNNING, lease_until__lt=timezone.now())
        return cls._default_manager.filter(queued | expired).order_by("pk")
