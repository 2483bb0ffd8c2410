"""Cohorts (*årgang*): when a first partnership began."""

from dataclasses import dataclass
from datetime import date, timedelta

MID_YEAR = 7  # a cohort that starts in July or later is named `medio`


@dataclass(frozen=True, order=True)
class Cohort:
    """When an association's first partnership began: a year, or the second half of one (*årgang*)."""

    year: int
    is_mid_year: bool

    @classmethod
    def of(cls, start: date) -> "Cohort":
        """The cohort of an association whose first participation began on the day."""
        return cls(start.year, start.month >= MID_YEAR)

    @classmethod
    def from_key(cls, key: str) -> "Cohort":
        """The cohort that `key` names. Raises `ValueError` for anything else."""
        return cls(int(key.removesuffix("-medio")), key.endswith("-medio"))

    @property
    def key(self) -> str:
        """What stands in an address: `2018` or `2020-medio`."""
        return f"{self.year}-medio" if self.is_mid_year else str(self.year)

    @property
    def label(self) -> str:
        return f"medio {self.year}" if self.is_mid_year else str(self.year)

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day on which a first participation of this cohort can begin."""
        if self.is_mid_year:
            return date(self.year, MID_YEAR, 1), date(self.year, 12, 31)
        return date(self.year, 1, 1), date(self.year, MID_YEAR, 1) - timedelta(days=1)
