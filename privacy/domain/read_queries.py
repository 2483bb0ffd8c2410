"""Who on the staff has read personal data: the rows of the log with names. Pure reads."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from associations.models import Association
from core.formats import date_text
from core.ordering import danish_key
from workflow.models import ReadEvent

Choice = tuple[str, str]
WHOLE_REGISTER = "Hele registret"
MOST_NAMED = 3


@dataclass(frozen=True)
class ReadRow:
    """One read; `people` is how many persons the page was about, 0 for nobody in particular."""

    at: datetime
    who: str
    page: str
    way: str
    associations: str
    people: int

    @property
    def when(self) -> str:
        """`3. marts 2023 kl. 14.03`."""
        local = timezone.localtime(self.at)
        return f"{date_text(local)} kl. {local:%H.%M}"


def reader_choices() -> list[Choice]:
    """Those who have read something: key and name, in Danish order."""
    readers = ReadEvent.objects.order_by("actor_id", "-at").distinct("actor_id").values_list("actor_id", "actor_name")
    return sorted(((str(pk), name) for pk, name in readers), key=lambda choice: (danish_key(choice[1]), choice[0]))


def reads(*, reader: str, association: str, first: date | None, last: date | None) -> QuerySet[ReadEvent]:
    """The newest first; an empty text or None narrows nothing. Both days are inclusive."""
    rows = ReadEvent.objects.order_by("-at", "-pk")
    if reader:
        rows = rows.filter(actor_id=int(reader))
    if association:
        named = Association.objects.filter(sort_key__contains=danish_key(association)).values_list("pk", flat=True)
        rows = rows.filter(association_ids__overlap=list(named) or [-1])
    if first:
        rows = rows.filter(at__date__gte=first)
    return rows.filter(at__date__lte=last) if last else rows


def read_rows(events: Iterable[ReadEvent], *, everything: bool = False) -> Iterator[ReadRow]:
    """The events with the associations' names: the first three of them, or all."""
    names = dict(Association.objects.values_list("pk", "name")) if everything else {}
    kept = list(events) if not everything else events
    if not everything:
        wanted = {pk for event in kept for pk in event.association_ids[:MOST_NAMED]}
        names = dict(Association.objects.filter(pk__in=wanted).values_list("pk", "name"))
    for event in kept:
        yield ReadRow(
            at=event.at,
            who=event.actor_name,
            page=event.page,
            way=event.get_kind_display(),
            associations=_names(event, names, None if everything else MOST_NAMED),
            people=len(event.person_ids),
        )


def _names(event: ReadEvent, names: dict[int, str], most: int | None) -> str:
    ids = event.association_ids
    if not ids:
        return "" if event.person_ids else WHOLE_REGISTER
    shown = [names.get(pk, f"Forening {pk} (slettet)") for pk in ids[:most]]
    more = f" og {len(ids) - most} mere" if most is not None and len(ids) > most else ""
    return ", ".join(shown) + more
