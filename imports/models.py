"""One upload and what became of it: the truth of the background job, for the page to show."""

import uuid
from pathlib import PurePath
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from accounts.permissions import AnyUser
from core.constraints import one_of
from core.leases import JobState, LeasedJob


class Phase(models.TextChoices):
    """What the job is about next, or what came of it."""

    CHECK = "check", "kontrolleres"
    PREVIEWED = "previewed", "klar til at gemme"
    REFUSED = "refused", "kan ikke indlæses"
    SAVE = "save", "gemmes"
    SAVED = "saved", "gemt"


class ImportJobQuerySet(models.QuerySet["ImportJob"]):
    """Uploads that somebody may see."""

    def visible_to(self, user: AnyUser) -> "ImportJobQuerySet":
        """The user's own: a preview shows personal data of sheets that a colleague may have no right to."""
        return self.filter(by=user.pk)


class ImportJob(LeasedJob):
    """An upload of one or more files: checked in the background, shown, and saved when the user says so.

    The lease is about the phase that runs: `CHECK` and `SAVE` are worked on; `state` FAILED means that Medspil gave
    up, not that the file is wrong (that is `REFUSED`). `rows_done` of `rows_total` is the phase's progress.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="indlæst af")
    phase = models.CharField("trin", max_length=10, choices=Phase, default=Phase.CHECK)
    rows_total = models.PositiveIntegerField("rækker", default=0)
    rows_done = models.PositiveIntegerField("rækker behandlet", default=0)
    # As `imports.domain.summary` and `imports.problems` write them.
    summary = models.JSONField("resultat", default=list)
    problems = models.JSONField("fejl i filen", default=list)
    problem_count = models.PositiveIntegerField("antal fejl", default=0)
    saved_at = models.DateTimeField("gemt den", null=True)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        verbose_name = "indlæsning"
        verbose_name_plural = "indlæsninger"
        ordering = ("-queued_at", "-pk")
        constraints = (
            one_of(name="imports_importjob_phase_known", field="phase", values=Phase.values),
            one_of(name="imports_importjob_state_known", field="state", values=JobState.values),
        )

    def __str__(self) -> str:
        return f"Indlæsning af {self.names()}"

    def association_ids(self) -> tuple[int, ...]:
        return ()

    def names(self) -> str:
        """The names of the files as the user knows them."""
        return ", ".join(file.name for file in self.files.all())

    @property
    def is_under_way(self) -> bool:
        """Whether the page should look again soon."""
        return self.state in {JobState.QUEUED, JobState.RUNNING}

    @property
    def waits_for_broker(self) -> bool:
        """Queued, but not sent: the service that runs background work is away. It begins when that is back."""
        return self.state == JobState.QUEUED and self.sent_at is None


def storage_name(file: "ImportFile", _name: str) -> str:
    """A place in the private storage that nobody can guess, and that no file name can lead astray."""
    return f"imports/{uuid.uuid4().hex}{PurePath(file.name).suffix.lower()[:5]}"


class ImportFile(models.Model):
    """One uploaded file. Its content is removed when it is no longer needed: it may hold personal data (R20)."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="files", verbose_name="indlæsning")
    name = models.CharField("filnavn", max_length=200)
    content = models.FileField("indhold", upload_to=storage_name, blank=True)

    audit_exclude: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        verbose_name = "fil"
        verbose_name_plural = "filer"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the name within its column; a path before it is the uploader's own business."""
        self.name = PurePath(self.name.replace("\\", "/").replace("\0", "")).name[-200:] or "fil"
        super().save(*args, **kwargs)
