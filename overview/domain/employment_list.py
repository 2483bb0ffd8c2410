"""The rows of Ansættelser: every employment, or every vacant post, for the page and its downloads alike.

Annotations read a few rows of one person or association by an index. Definitions: docs/figures.md.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import (
    Case,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least

from accounts.permissions import AnyUser
from associations.enums import FundingSource
from associations.models import Employment
from core.ordering import danish_key
from core.periods import DAY
from overview.domain.list_conditions import vacancy_on
from overview.domain.list_queries import list_rows, with_details
from partnerships.models import ContactPerson, Participation

Rows = QuerySet[Any, Any]  # rows with annotations, which their class does not know
SAME = {"person": OuterRef("person"), "association": OuterRef("association")}


class Show(StrEnum):
    """What the list shows, by the word of the address."""

    CURRENT = "nu"
    ENDED = "ophoert"
    TO_COME = "kommende"
    EVERY = "alle"
    VACANT = "ledige"


SHOW_LABELS = {
    Show.CURRENT: "Ansat i dag",
    Show.ENDED: "Stoppet i året",
    Show.TO_COME: "Begynder senere",
    Show.EVERY: "Alle ansættelser",
    Show.VACANT: "Ledige stillinger",
}
HOURS = {"under10": (None, 10), "10-20": (10, 20), "20": (20, None)}
HOURS_LABELS = {"under10": "Under 10", "10-20": "10 til under 20", "20": "20 eller flere"}
TENURES = {
    "halvt": (None, timedelta(days=182)),
    "to": (timedelta(days=183), timedelta(days=730)),
    "fem": (timedelta(days=731), timedelta(days=1826)),
    "flere": (timedelta(days=1827), None),
}
"""Days in post, both ends included, by the word of the address."""
TENURE_LABELS = {
    "halvt": "Under et halvt år",
    "to": "Et halvt til to år",
    "fem": "To til fem år",
    "flere": "Over fem år",
}
GRANT_ONLY, ANY_OTHER, UNTOLD = "kun-tilskud", "andet", "ikke-oplyst"
FUNDING_LABELS = {
    GRANT_ONLY: "Kun tilskuddet",
    ANY_OTHER: "Også anden finansiering",
    **{source.value: str(source.label) for source in FundingSource if source != FundingSource.OTHER},
    UNTOLD: "Ikke oplyst",
}


def employment_rows(user: AnyUser, day: date) -> Rows:
    """Every employment that the user may see, in the order of associations.

    Adds `since`, the first day of the person's unbroken time in post, and `in_post`, the time from it to the last day
    or the day asked, both included; None before it begins.
    """
    before = ExpressionWrapper(OuterRef("start") - Value(DAY), output_field=DateField())
    earlier = Employment.objects.filter(**SAME, start__lt=OuterRef("start")).filter(Q(end=None) | Q(end__gte=before))
    heads = Employment.objects.filter(**SAME, start__lte=OuterRef("start")).exclude(Exists(earlier.order_by()))
    until = Least(Coalesce("end", Value(day)), Value(day))
    elapsed = ExpressionWrapper(until - F("since") + Value(DAY), output_field=DurationField())
    rows: Rows = (
        Employment.objects.visible_to(user)
        .select_related("association", "person")
        .prefetch_related("other_funding")
        .annotate(since=Subquery(heads.order_by("-start", "-pk").values("start")[:1]))
        .annotate(in_post=Case(When(since__lte=day, then=elapsed), default=None, output_field=DurationField()))
        .order_by("association__sort_key", "association_id", "start", "pk")
    )
    return rows


def shown(rows: Rows, what: Show, *, day: date, year: int) -> Rows:
    """The rows of one kind; `year` counts for those that ended in it."""
    if what == Show.CURRENT:
        return rows.filter(Q(start__lte=day) & (Q(end=None) | Q(end__gte=day)))
    if what == Show.TO_COME:
        return rows.filter(start__gt=day)
    if what == Show.ENDED:
        return rows.filter(end__year=year).exclude(Exists(_taken_over()))
    return rows


def _taken_over() -> QuerySet[Employment]:
    """The same person's next employment in the association, which goes on where the outer one ends."""
    after = ExpressionWrapper(OuterRef("end") + Value(DAY), output_field=DateField())
    return Employment.objects.filter(**SAME, start__gt=OuterRef("start"), start__lte=after).order_by()


def with_partnership(rows: Rows, *, first: date, last: date) -> Rows:
    """The rows whose association had a partnership on one of the days."""
    agreed = Participation.objects.filter(association=OuterRef("association"), start__lte=last, end__gte=first)
    return rows.filter(Exists(agreed.order_by()))


def with_hours(rows: Rows, word: str) -> Rows:
    """The rows with so many weekly hours."""
    least, below = HOURS[word]
    rows = rows if least is None else rows.filter(weekly_hours__gte=least)
    return rows if below is None else rows.filter(weekly_hours__lt=below)


def with_tenure(rows: Rows, word: str) -> Rows:
    """The rows with so long a time in post."""
    least, most = TENURES[word]
    rows = rows.filter(in_post__gte=least) if least else rows.filter(in_post__isnull=False)
    return rows if most is None else rows.filter(in_post__lte=most)


def paid_by(rows: Rows, word: str) -> Rows:
    """The rows whose hours are paid so."""
    if word == GRANT_ONLY:
        return rows.filter(funded_hours=F("weekly_hours"))
    if word == UNTOLD:
        return rows.filter(funded_hours=None, other_funding=None)
    if word == ANY_OTHER:
        return rows.filter(other_funding__isnull=False).distinct()
    return rows.filter(other_funding__source=word)


def of_contact(rows: Rows, consultant: int, day: date, *, path: str = "association") -> Rows:
    """The rows whose association has this contact person on the day."""
    holds = Q(start__lte=day) & (Q(end=None) | Q(end__gte=day))
    serving = ContactPerson.objects.filter(holds, association=OuterRef(path), consultant=consultant)
    return rows.filter(Exists(serving.order_by()))


def searched(rows: Rows, text: str) -> Rows:
    """The rows where every word stands in the association's or the person's name, or the person's e-mail."""
    for word in text.split():
        key = danish_key(word)
        rows = rows.filter(
            Q(association__sort_key__contains=key)
            | Q(person__sort_key__contains=key)
            | Q(person__email__contains=word.lower())
        )
    return rows


def vacant_rows(user: AnyUser, day: date) -> Rows:
    """The associations with a vacancy on the day, as rows of the association list with their details."""
    return with_details(list_rows(user, day).filter(vacancy_on(day)), day)
