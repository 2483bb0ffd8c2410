"""The programme's figures of one year. Missing counts are never 0: sums say how many associations they cover."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from associations.domain.turnover import average_employed, ended_in, turnover_percent
from core.periods import whole_year
from partnerships.domain.funding import YearMoney
from reporting.domain import figures
from reporting.domain.facts import YearFacts


@dataclass(frozen=True)
class ProgrammeFacts:
    """`rows`: the associations with a partnership on at least one day; `money` None: the year is not opened."""

    year: int
    rows: Sequence[YearFacts]
    money: YearMoney | None

    @cached_property
    def at_end(self) -> list[YearFacts]:
        """The associations with a partnership on 31 December."""
        return [f for f in self.rows if f.last_day == date(self.year, 12, 31)]

    @cached_property
    def under_25(self) -> int | None:
        """Members under 25 on 31 December in all, over the associations that have reported; None when none has."""
        return self._under_25[0] if self._under_25[1] else None

    @property
    def reported(self) -> int:
        """How many of `at_end` have a complete number."""
        return self._under_25[1]

    @cached_property
    def _under_25(self) -> tuple[int, int]:
        return figures.sum_known([f.under_25 for f in self.at_end])

    @property
    def citywide(self) -> int:
        return sum(f.history.association.citywide for f in self.at_end)

    @property
    def get2sport(self) -> int:
        """Associations of 31 December that were supported together with DIF get2sport in the year."""
        return sum(f.get2sport for f in self.at_end)

    @cached_property
    def consultants(self) -> int:
        """Different contact persons on 31 December."""
        return len({f.contact_at_end.consultant_id for f in self.at_end if f.contact_at_end})

    @property
    def vacant_at_end(self) -> int:
        return sum(not f.at_end for f in self.at_end)

    @property
    def vacancy_days(self) -> int:
        """Days without a resource person, over all associations and the whole year."""
        return sum(f.vacancy_days for f in self.rows)

    @property
    def employed_at_end(self) -> int:
        """Different people employed on 31 December."""
        return len({post.employment.person_id for f in self.at_end for post in f.at_end})

    @property
    def hours_at_end(self) -> Decimal:
        return sum((f.hours_at_end for f in self.at_end), start=Decimal(0))

    @property
    def under_hours_at_end(self) -> int:
        """Associations with somebody employed on 31 December, but under the requirement."""
        last = date(self.year, 12, 31)
        return sum(bool(f.under_hours) and f.under_hours[-1].period.end == last for f in self.at_end)

    @property
    def ended(self) -> int:
        """Employments that ended in the year."""
        span = whole_year(self.year)
        return sum(len(ended_in(f.history.employments, span)) for f in self.rows)

    @property
    def turnover(self) -> int | None:
        """R6 over the whole programme, in percent."""
        average = sum(average_employed(f.history.employments, self.year) for f in self.rows)
        return turnover_percent(self.ended, average)

    @property
    def growing(self) -> int:
        return sum((figures.change(f.under_25, f.under_25_before) or 0) > 0 for f in self.at_end)

    @property
    def shrinking(self) -> int:
        return sum((figures.change(f.under_25, f.under_25_before) or 0) < 0 for f in self.at_end)
