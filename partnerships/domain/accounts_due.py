"""What is due about accounts, and the managers' traffic light for them. Definitions: docs/figures.md."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from core.addresses import address
from core.formats import kroner
from core.registry import DueItem, DueRule, DueState, Light, Requirement, Signal, Turn
from core.sharing import shared_read
from partnerships.domain.accounts import AccountState, due_day, grants_that_need_one, with_accounts
from partnerships.models import Grant

MISSING, OPEN = "account_missing", "account_open"
YEARS_BACK = 2  # older years without an account are from before the register
DAYS_TO_SETTLE = timedelta(days=60)
LINK = "Se regnskabet"


def _rows(association_ids: Collection[int] | None, years: range, day: date) -> QuerySet[Any]:
    """The grants of the years, once for each association that took part in the year."""
    in_year = Q()
    for year in years:
        in_year |= Q(
            programme_year__year=year,
            partnership__participations__start__lte=date(year, 12, 31),
            partnership__participations__end__gte=date(year, 1, 1),
        )
    if association_ids is not None:
        in_year &= Q(partnership__participations__association__any_of=association_ids)
    rows = grants_that_need_one(Grant.objects.filter(in_year))
    annotated: QuerySet[Any] = with_accounts(rows, day).annotate(
        of_association=F("partnership__participations__association"), year=F("programme_year__year")
    )
    return annotated.order_by("of_association", "year").values_list(
        "pk", "of_association", "year", "account_state", "difference", "account__received_on", named=True
    )


@shared_read
def _recent_rows(association_ids: Collection[int] | None, day: date) -> list[Any]:
    """Those of the running year and the two before it that lack or are not settled; both rules read them, once."""
    lacks = Q(account=None, programme_year__year__lt=day.year)
    rows = _rows(association_ids, range(day.year - YEARS_BACK, day.year + 1), day)
    return list(rows.filter(lacks | Q(account__settled_on=None, difference__gt=0)))


def missing_accounts(association_ids: Collection[int] | None, day: date) -> Iterable[DueItem]:
    """The accounts of the last two ended years that have not been received."""
    for row in _recent_rows(association_ids, day):
        if row.account_state == AccountState.MISSING:
            due = due_day(row.year)
            overdue = day > due
            yield DueItem(
                key=MISSING,
                association_id=row.of_association,
                what=f"Regnskabet for {row.year} mangler.",
                due_on=due,
                state=DueState.OVERDUE if overdue else DueState.DUE if day >= date(due.year, 3, 1) else DueState.COMING,
                turn=Turn.CONSULTANT if overdue else Turn.BOARD,
                url=address("partnerships:grant-detail", row.pk),
                link=LINK,
                since=date(row.year + 1, 1, 1),
            )


def open_accounts(association_ids: Collection[int] | None, day: date) -> Iterable[DueItem]:
    """Accounts with a difference that nobody has settled."""
    for row in _recent_rows(association_ids, day):
        if row.account_state == AccountState.FLAGGED:
            due = row.account__received_on + DAYS_TO_SETTLE
            yield DueItem(
                key=OPEN,
                association_id=row.of_association,
                what=f"Regnskabet for {row.year} har en forskel på {kroner(row.difference)}, der skal afgøres.",
                due_on=due,
                state=DueState.OVERDUE if day > due else DueState.DUE,
                turn=Turn.CONSULTANT,
                url=address("partnerships:grant-detail", row.pk),
                link=LINK,
                since=row.account__received_on,
            )


def account_signals(association_ids: Collection[int], year: int, day: date) -> Mapping[int, Signal]:
    """Green: in order or settled. Yellow: missing before the day. Red: missing after it, or not settled."""
    found = {}
    for row in _rows(association_ids, range(year, year + 1), day):
        found[row.of_association] = _signal(row, year, day, address("partnerships:grant-detail", row.pk))
    reason = f"Foreningen har intet tilskud i {year}."
    return {
        pk: found.get(pk)
        or Signal(Light.GREY, "Intet tilskud", reason, address("overview:association-partnership", pk))
        for pk in association_ids
    }


def _signal(row: Any, year: int, day: date, url: str) -> Signal:
    state = AccountState(row.account_state)
    if state == AccountState.WAITING:
        return Signal(Light.GREY, "Ikke endnu", f"{year} er ikke slut.", url)
    if state == AccountState.MISSING and day <= due_day(year):
        return Signal(Light.YELLOW, "Mangler", "Regnskabet skal være her senest 1. april.", url)
    if state == AccountState.MISSING:
        return Signal(Light.RED, "Mangler", "Regnskabet skulle have været her senest 1. april.", url)
    if state == AccountState.FLAGGED:
        reason = f"{kroner(row.difference)} er ikke brugt til løn og skal betales tilbage eller overføres."
        return Signal(Light.RED, "Forskel", reason, url)
    if state == AccountState.SETTLED:
        return Signal(Light.GREEN, "Afgjort", f"Forskellen på {kroner(row.difference)} er afgjort.", url)
    return Signal(Light.GREEN, "I orden", "Hele tilskuddet er brugt til løn.", url)


RULES = (
    DueRule(MISSING, "Regnskab mangler", 60, missing_accounts),
    DueRule(OPEN, "Regnskab med forskel", 61, open_accounts),
)
REQUIREMENT = Requirement("account", "Regnskab", 60, account_signals)
