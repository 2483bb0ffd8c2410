"""The demo's funding lines: temporary ones from 2012, 2018, 2020 and mid-2020, a permanent one from 2022 (R15a).

Only the 6 million kr. of 2022 are published; names, spans and the other amounts are invented. One line waits for a
decision, and one was confirmed when its condition was met.
"""

from dataclasses import dataclass, field
from datetime import date

from core.periods import Period, months_begun

YEARS = range(2012, 2024)
MONTHS = 12
RESERVED = "Reserveret (formålet er ikke offentliggjort)"
AGREED = "Ekstra til fælles kurser, aftalt i budgettet"
COUNCIL = "Borgerrepræsentationen"
Rows = list[dict[str, object]]


@dataclass(frozen=True)
class Line:
    """A line, what a whole year brings, and what is reserved of it by year. Amounts in whole kroner."""

    name: str
    start: date
    end: date | None
    yearly: int
    reference: str
    reserved: dict[int, int] = field(default_factory=dict)
    amounts: dict[int, int] = field(default_factory=dict)  # where another amount was agreed than the months give
    condition: str = ""
    confirmed_on: date | None = None


LINES = (
    Line(
        "Sociale partnerskaber 2012", date(2012, 1, 1), date(2021, 12, 31), 1_200_000, "Budget 2012",
        {**dict.fromkeys(range(2012, 2021), 100_000), 2021: 200_000},
    ),
    Line(
        "Sociale partnerskaber 2018", date(2018, 1, 1), date(2021, 12, 31), 2_200_000, "Budget 2018",
        {2018: 150_000, 2019: 150_000, 2020: 200_000, 2021: 200_000},
    ),
    Line(
        "Sociale partnerskaber 2020", date(2020, 1, 1), date(2021, 12, 31), 1_000_000, "Budget 2020",
        {2020: 100_000, 2021: 100_000}, {2020: 1_100_000, 2021: 1_100_000},
    ),
    Line(
        "Sociale partnerskaber medio 2020", date(2020, 7, 1), date(2021, 12, 31), 1_000_000, "Overførselssagen 2020",
        condition="Overførselssagen 2020 vedtages", confirmed_on=date(2020, 5, 14),
    ),
    Line(
        "Sociale partnerskaber, varig", date(2022, 1, 1), None, 6_000_000, "Budget 2022",
        {2022: 1_000_000, 2023: 1_000_000},
    ),
    Line(
        "To partnerskaber mere", date(2023, 8, 1), date(2024, 12, 31), 480_000, "Overførselssagen 2023",
        condition="Overførselssagen 2023 vedtages",
    ),
)  # fmt: skip


def line_rows() -> Rows:
    """The sheet »Bevillinger«."""
    return [
        {
            "Navn": line.name,
            "Fra": line.start,
            "Til": line.end,
            "Varig": "nej" if line.end else "ja",
            "Beløb for et helt år": line.yearly,
            "Beslutning": line.reference,
            "Betinget": "ja" if line.condition else "nej",
            "Betingelse": line.condition or None,
            "Bekræftet den": line.confirmed_on,
            "Bekræftet af": COUNCIL if line.confirmed_on else None,
        }
        for line in LINES
    ]


def amount_rows() -> Rows:
    """The sheet »Bevillingsår«."""
    return [
        {
            "Bevilling": line.name,
            "År": year,
            "Beløb": line.amounts.get(year, line.yearly * months // MONTHS),
            "Begrundelse for andet beløb": AGREED if year in line.amounts else None,
        }
        for line in LINES
        for year in YEARS
        if (months := months_begun(Period(line.start, line.end or date(2100, 12, 31)), year))
    ]


def reserved_rows() -> Rows:
    """The sheet »Reserverede poster«."""
    return [
        {"År": year, "Bevilling": line.name, "Formål": RESERVED, "Beløb": amount}
        for line in LINES
        for year, amount in line.reserved.items()
    ]
