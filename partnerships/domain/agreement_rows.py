"""The agreements of the running year and the one before it: the rules of declarations and of endings read them, once.

A pure read, one query. All dates are inclusive.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.expressions import Combinable

from associations.models import ChildProtectionDeclaration
from core.periods import whole_year
from core.sharing import shared_read
from partnerships.domain.periods import months_before
from partnerships.models import Participation

FIRST_NOTICE = 12  # months before the end
KEPT_AFTER = 3  # months after the end in which nobody has decided anything


@dataclass(frozen=True)
class AgreementRow:
    """An association's own period; `declared`: the two years for which it has a child-protection declaration.

    `runs_out`: it is the association's last one, ends within a year or ended in the last three months, and nobody has
    decided anything: ended early, or followed by another agreement, is decided.
    """

    association_id: int
    partnership_id: int
    start: date
    end: date
    is_closed: bool
    declared: tuple[int, ...]
    runs_out: bool


@shared_read
def agreement_rows(association_ids: Collection[int] | None, day: date) -> list[AgreementRow]:
    """Those with a day in the day's year or the year before, by their keys."""
    this, last = whole_year(day.year), whole_year(day.year - 1)
    own = OuterRef("association")
    made = ChildProtectionDeclaration.objects.filter(association=own, year__in=(this.start.year, last.start.year))
    rows = Participation.objects.filter(start__lte=this.end, end__gte=last.start).order_by("pk")
    if association_ids is not None:
        rows = rows.filter(association__any_of=association_ids)
    values = rows.annotate(
        declared=ArraySubquery(made.order_by().values("year")),
        runs_out=ExpressionWrapper(_runs_out(day), output_field=BooleanField()),
    ).values_list("association", "partnership", "start", "end", "association__closed_on", "declared", "runs_out")
    return [
        AgreementRow(association, partnership, start, end, closed_on is not None, tuple(declared), runs_out)
        for association, partnership, start, end, closed_on, declared, runs_out in values
    ]


def _runs_out(day: date) -> Combinable | Q:
    later = Participation.objects.filter(association=OuterRef("association"), start__gt=OuterRef("end")).order_by()
    ends = Q(end__gt=months_before(day, KEPT_AFTER), end__lte=months_before(day, -FIRST_NOTICE), start__lte=day)
    return ends & Q(partnership__ended_early_on=None, end=F("partnership__end")) & ~Exists(later)
