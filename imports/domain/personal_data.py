"""The imports that somebody made: what is held on the person, and for how long files and results are kept (R20)."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import User
from core.formats import date_text
from core.periods import years_after
from core.registry import Expired, Held, PersonalData, Retention, Subject, personal_data, retentions
from imports.domain.jobs import forget_files
from imports.models import ImportJob

HISTORY = "Hvornår der er indlæst hvad, hører til registrets historik. Det bliver stående uden navn."
WAITING = (
    "Filerne er ikke gemt i registret endnu og kan nævne personen. Deres indhold slettes senest efter 14 dage, "
    "og gemmes de inden da, kommer oplysningerne igen."
)


def held(subject: Subject) -> Iterator[Held]:
    """The person's own imports, and files of others that wait to be saved."""
    own = ImportJob.objects.filter(by=subject.user_id) if subject.user_id else ImportJob.objects.none()
    lines = [_line(job) for job in own.prefetch_related("files").order_by("queued_at", "pk")]
    if lines:
        yield Held("Indlæsninger", tuple(lines), stays_because=HISTORY)
    waiting = ImportJob.objects.exclude(files__content="").filter(files__isnull=False).distinct()
    names = [_line(job) for job in waiting.prefetch_related("files").order_by("queued_at", "pk")]
    if names:
        yield Held("Filer, der venter på at blive gemt", tuple(names), stays_because=WAITING)


def _line(job: ImportJob) -> str:
    return f"{date_text(timezone.localdate(job.queued_at))}: {job.names()}"


def keep(subject: Subject, by: User | None) -> None:
    """The rows stay; the name goes with the account, and names in the result go with every other text."""


def expired(years: int, day: date) -> Iterator[Expired]:
    """Imports that were asked for more than `years` years ago."""
    for job in ImportJob.objects.filter(queued_at__date__lt=years_after(day, -years)).prefetch_related("files"):
        asked = timezone.localdate(job.queued_at)
        yield Expired(job.pk, f"Indlæsning {date_text(asked)}", years_after(asked, years))


def carry_out(ids: Collection[int], by: Any) -> None:
    """Deletes rows with their results, and what is left of their files."""
    for job in ImportJob.objects.filter(pk__in=ids):
        forget_files(job)
        job.delete()


def register() -> None:
    """Called once, when the apps are ready."""
    personal_data.register(PersonalData("imports", "Indlæsninger", 70, held, keep))
    retentions.register(
        Retention("imports", "Indlæsninger med filer og resultat", 50, "IMPORT_RETENTION_YEARS", expired, carry_out)
    )
