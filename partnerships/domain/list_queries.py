"""The rows of the list of partnerships, and what it can be narrowed by. Dates are inclusive."""

from datetime import date
from enum import StrEnum
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import CharField, Count, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from accounts.permissions import AnyUser
from core.ordering import danish_key, danish_key_of
from partnerships.domain.accounts import grants_that_need_one, with_accounts
from partnerships.domain.cohorts import Cohort
from partnerships.domain.periods import months_before
from partnerships.models import ContactPerson, Extension, Grant, Participation, Partnership

Rows = QuerySet[Any, Any]


class Status(StrEnum):
    """A choice of the filter; its values are words of the address."""

    IN_FORCE = "i-kraft"
    ENDING_12 = "udloeber-12"
    ENDING_6 = "udloeber-6"
    ENDING_3 = "udloeber-3"
    ENDED = "afsluttet"
    LATER = "senere"


LABELS = {
    Status.IN_FORCE: "I kraft",
    Status.ENDING_12: "Udløber inden 12 mdr.",
    Status.ENDING_6: "Udløber inden 6 mdr.",
    Status.ENDING_3: "Udløber inden 3 mdr.",
    Status.ENDED: "Afsluttet",
    Status.LATER: "Begynder senere",
}
MONTHS = {Status.ENDING_12: 12, Status.ENDING_6: 6, Status.ENDING_3: 3}


def list_rows(user: AnyUser, day: date) -> Rows:
    """The partnerships that the user may see, with what the list shows.

    Adds `names` and `name_key` (the associations, in Danish order), `associations` (how many), `first_association`,
    `extensions_count`, `granted` (kroner in all) and `contact_name` (the contact person on the day of the first one).
    """
    own = Participation.objects.filter(partnership=OuterRef("pk")).order_by().values("partnership")
    order = ("association__sort_key", "pk")
    names = own.annotate(found=StringAgg("association__name", " og ", order_by=order))
    keys = own.annotate(found=StringAgg("association__sort_key", " ", order_by=order))
    first = Participation.objects.filter(partnership=OuterRef("pk")).order_by(*order)
    contact = ContactPerson.objects.filter(
        Q(start__lte=day) & (Q(end=None) | Q(end__gte=day)), association=OuterRef("first_association")
    )
    rows: Rows = Partnership.objects.visible_to(user).annotate(
        names=Subquery(names.values("found"), output_field=CharField()),
        name_key=Subquery(keys.values("found"), output_field=CharField(db_collation="C")),
        associations=Subquery(own.annotate(found=Count("association", distinct=True)).values("found")),
        first_association=Subquery(first.values("association")[:1]),
        extensions_count=_number_of(Extension),
        granted=Subquery(
            Grant.objects.filter(partnership=OuterRef("pk")).order_by().values("partnership").annotate(
                found=Sum("amount")
            ).values("found")
        ),
    )  # fmt: skip
    complete: Rows = rows.annotate(contact_name=Subquery(contact.values("consultant__name")[:1]))
    return complete.order_by("name_key", "start", "pk")


def _number_of(model: Any) -> Coalesce:
    rows = model.objects.filter(partnership=OuterRef("pk")).order_by().values("partnership")
    return Coalesce(Subquery(rows.annotate(found=Count("pk")).values("found")), 0)


def status_condition(status: Status, day: date) -> Q:
    """What a choice of the filter means on the day."""
    if status == Status.ENDED:
        return Q(end__lt=day)
    if status == Status.LATER:
        return Q(start__gt=day)
    in_force = Q(start__lte=day, end__gte=day)
    months = MONTHS.get(status)
    return in_force & Q(end__lte=months_before(day, -months)) if months else in_force


def status_label(start: date, end: date, day: date) -> str:
    """How a partnership stands on the day."""
    if start > day:
        return LABELS[Status.LATER]
    return LABELS[Status.ENDED] if end < day else LABELS[Status.IN_FORCE]


def searched(rows: Rows, text: str, *, path: str = "pk") -> Rows:
    """The rows where every word of the text stands in the name, another name or the CVR number of an association.

    `path` leads from a row to its partnership.
    """
    other_names = danish_key_of(Func(F("association__other_names"), Value(" "), function="array_to_string"))
    members = Participation.objects.filter(partnership=OuterRef(path)).order_by().alias(other_names_key=other_names)
    for word in text.split():
        key = danish_key(word)
        holds = Q(association__sort_key__contains=key) | Q(other_names_key__contains=key)
        rows = rows.filter(Exists(members.filter(holds | Q(association__cvr__startswith=word))))
    return rows


def in_cohort(rows: Rows, cohort: Cohort) -> Rows:
    """Partnerships that began in the cohort's span."""
    return rows.filter(start__range=cohort.span)


def cohorts() -> list[Cohort]:
    """The cohorts of the partnerships' own first days, the oldest first."""
    starts = Partnership.objects.order_by().values_list("start", flat=True).distinct()
    return sorted({Cohort.of(start) for start in starts})


def account_rows(user: AnyUser, year: int, day: date) -> Rows:
    """The year's grants that need an account, with `paid`, `difference`, `account_state` and the associations' `names`.

    And `first_association`, `contact_name` like `list_rows`.
    """
    partnerships = Partnership.objects.visible_to(user).order_by().values("pk")
    taking_part = Participation.objects.filter(partnership=OuterRef("partnership"))
    taking_part = taking_part.filter(start__year__lte=year, end__year__gte=year)
    order = ("association__sort_key", "pk")
    grouped = taking_part.order_by().values("partnership")
    names = grouped.annotate(found=StringAgg("association__name", " og ", order_by=order))
    keys = grouped.annotate(found=StringAgg("association__sort_key", " ", order_by=order))
    contact = ContactPerson.objects.filter(
        Q(start__lte=day) & (Q(end=None) | Q(end__gte=day)), association=OuterRef("first_association")
    )
    rows = grants_that_need_one(Grant.objects.filter(partnership__in=partnerships, programme_year__year=year))
    found = with_accounts(rows, day).annotate(
        names=Subquery(names.values("found"), output_field=CharField()),
        name_key=Subquery(keys.values("found"), output_field=CharField(db_collation="C")),
        first_association=Subquery(taking_part.order_by(*order).values("association")[:1]),
    )
    complete: Rows = found.annotate(contact_name=Subquery(contact.values("consultant__name")[:1]))
    return complete.select_related("account").order_by("name_key", "pk")
