"""What has happened to the plans of the demo's clubs until its day, 31 March 2023: every state occurs."""

from dataclasses import dataclass
from datetime import date

from actionplans.enums import PlanState

DRAFT, WAITING, SUBMITTED = PlanState.DRAFT, PlanState.AWAITING_CHAIR, PlanState.SUBMITTED
RETURNED, APPROVED, CLOSED = PlanState.RETURNED, PlanState.APPROVED, PlanState.CLOSED


@dataclass(frozen=True)
class Chapter:
    """One plan. `state` is that of its newest revision, since `since`; `first`: when an earlier revision was approved.

    `written` is how much of a draft stands; `carries` takes over goals of the plan before.
    """

    start: date
    end: date
    state: PlanState
    since: date
    first: date | None = None
    written: float = 1.0
    carries: bool = False


def over(first_year: int, last_year: int, approved: date, *, begins: date | None = None) -> Chapter:
    """A plan whose years are gone."""
    return Chapter(begins or date(first_year, 1, 1), date(last_year, 12, 31), CLOSED, approved)


def runs(last: date, state: PlanState, since: date, *, year: int = 2023, **more: object) -> Chapter:
    """A plan of today from 1 January of the year."""
    return Chapter(date(year, 1, 1), last, state, since, **more)  # type: ignore[arg-type]  # its own fields


END_23, END_24, END_25 = date(2023, 12, 31), date(2024, 6, 30), date(2025, 12, 31)
FIVE_AREAS = over(2018, 2020, date(2018, 4, 12))
FROM_2012 = (over(2012, 2014, date(2012, 4, 17)), over(2015, 2017, date(2014, 12, 9)),
             over(2018, 2020, date(2017, 12, 12)))  # fmt: skip
FROM_2018 = (FIVE_AREAS, over(2021, 2022, date(2020, 12, 3)))
FROM_2020 = over(2020, 2022, date(2020, 3, 24))
MID_2020 = date(2020, 7, 1)
FROM_MID_2020 = over(2020, 2022, date(2020, 10, 6), begins=MID_2020)


STORIES: dict[str, tuple[Chapter, ...]] = {
    "Brønshøj Boldklub": (*FROM_2012, runs(END_23, APPROVED, date(2020, 12, 8), year=2021)),
    "Fremad Valby": (*FROM_2012, runs(END_23, APPROVED, date(2022, 3, 22), year=2021, first=date(2020, 12, 10))),
    "Nørrebro Taekwondo Klub": (*FROM_2012, runs(END_23, APPROVED, date(2021, 1, 14), year=2021, carries=True)),
    "Nørrebro United": (*FROM_2012, runs(END_23, RETURNED, date(2023, 3, 16), year=2021, first=date(2020, 12, 15))),
    "SheZone": (*FROM_2012, runs(END_23, DRAFT, date(2023, 3, 2), year=2021, first=date(2020, 11, 26))),
    "Amager Judo Skole": (FIVE_AREAS, runs(END_23, APPROVED, date(2020, 12, 1), year=2021)),
    "BK Skjold": (*FROM_2018, runs(END_25, SUBMITTED, date(2023, 3, 20), carries=True)),
    "BK Union": (*FROM_2018, runs(END_25, SUBMITTED, date(2023, 2, 27))),
    "BK Vestia": (FIVE_AREAS, runs(END_23, APPROVED, date(2021, 2, 4), year=2021)),
    "Copenhagen Floorball Club": (*FROM_2018, runs(END_25, DRAFT, date(2023, 2, 13), written=0.5, carries=True)),
    "Global Kidz": (*FROM_2018, runs(END_25, RETURNED, date(2023, 3, 6))),
    "Hovedstadens Basketball Fællesskab": (
        FIVE_AREAS, runs(END_23, APPROVED, date(2022, 9, 6), year=2021, first=date(2020, 12, 17)),
    ),
    "Hovedstadens Svømmeklub": (*FROM_2018, runs(END_25, APPROVED, date(2023, 1, 24), carries=True)),
    "Rollespilsfabrikken": (*FROM_2018, runs(END_25, APPROVED, date(2022, 12, 15))),
    "Stevnsgade Basketball": (FIVE_AREAS, runs(END_23, APPROVED, date(2020, 12, 11), year=2021)),
    "B1908": (FROM_2020, runs(END_23, WAITING, date(2022, 12, 19))),
    "DUI København": (FROM_2020, runs(END_23, DRAFT, date(2023, 1, 30), written=0.6, carries=True)),
    "Fremad Amager": (FROM_2020, runs(END_23, APPROVED, date(2022, 12, 8))),
    "IF Stadion": (over(2020, 2021, date(2020, 5, 5)), runs(END_23, APPROVED, date(2021, 12, 7), year=2022)),
    "Street Society": (FROM_2020, runs(END_25, DRAFT, date(2023, 3, 27), written=0.15)),
    "Ajax København": (Chapter(MID_2020, END_23, APPROVED, date(2020, 10, 13)),),
    "Amager SK": (FROM_MID_2020, runs(END_24, SUBMITTED, date(2023, 3, 29))),
    "Boldklubben Hellas": (Chapter(MID_2020, END_23, APPROVED, date(2022, 5, 17), first=date(2020, 9, 29)),),
    # Nobody is employed, and nobody has begun: the light is red.
    "Siam Athlete Nation": (FROM_MID_2020,),
    "Valby IF-Gymnastik": (Chapter(MID_2020, END_23, APPROVED, date(2020, 11, 3)),),
}  # fmt: skip

# The board had the word before KFF in this year only; the plan that waits for the chair is from then.
ASKED_THE_CHAIR = 2022
