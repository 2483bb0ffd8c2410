"""The demo's resource persons: turnover, vacancies, shared jobs, and three clubs that a warning is shown for."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from dev.demo_clubs import CLUBS, GET2SPORT, Club
from dev.demo_people import People, pick

TODAY = date(2023, 3, 31)
REASONS = ("Nyt job", "Nyt job", "Nyt job", "Uddannelse", "Uddannelse", "Barsel", "Andet", "Pension")
# Nobody is employed today: the last one left then.
VACANT_SINCE = {"Siam Athlete Nation": date(2023, 1, 31)}
# Fewer hours than the programme asks for today.
FEW_HOURS = {"Street Society": 15, "Global Kidz": 18}
# One full post beside a second, smaller one, or one post split in two.
SECOND_POST = {
    "SheZone": (12, 8), "BK Skjold": (25, 10), "Nørrebro United": (20, 12), "Hovedstadens Svømmeklub": (20, 8),
    "Rollespilsfabrikken": (12, 10),
}  # fmt: skip
FULL_HOURS = (20, 20, 20, 20, 22, 25, 30)
# The first one is still there: long tenure exists too.
LOYAL = {"Brønshøj Boldklub", "Amager Judo Skole", "Fremad Amager", "Boldklubben Hellas"}
# The grant pays this many hours a week of an association's posts; the rest comes from one of these.
GRANT_HOURS = 20
OTHER_SOURCES = ("Timer fra egne midler", "Timer fra pulje eller fond", "Timer fra andet")
FIRST_TOLD = 2016  # nobody wrote down who paid before
SHORTEST, LONGEST = 300, 1500  # days in post
LONGEST_GAP = 130


@dataclass
class Builder:
    """Collects the rows of »Ansættelser«."""

    chance: random.Random
    people: People
    rows: list[dict[str, object]]

    def between(self, least: int, most: int) -> int:
        return least + int(self.chance.random() * (most - least + 1))

    def add(self, club: Club, start: date, end: date | None, hours: float, *, primary: bool) -> None:
        # One post is paid by the grant as far as it goes; a second one by what is left of it.
        taken = 0.0 if primary else float(SECOND_POST[club.name][0])
        funded = min(hours, max(GRANT_HOURS - taken, 0))
        is_told = start.year >= FIRST_TOLD
        source = OTHER_SOURCES[len(self.rows) % len(OTHER_SOURCES)]
        if club.name in GET2SPORT and start >= GET2SPORT[club.name][0]:
            source = "Timer fra DIF get2sport"
        self.rows.append(
            {
                "Forening": club.name,
                "Person": self.people.new(club.staff_names),
                "Fra": start,
                "Til": end,
                "Timer": hours,
                "Timer fra tilskuddet": funded if is_told else None,
                source: hours - funded if is_told and hours > funded else None,
                "Primær kontakt": "ja" if primary else "nej",
                "Årsag": pick(self.chance, REASONS) if end else None,
            }
        )


def employment_rows(chance: random.Random, people: People) -> list[dict[str, object]]:
    """The rows of »Ansættelser« in the order of the clubs."""
    builder = Builder(chance, people, [])
    for club in CLUBS:
        _first_posts(builder, club)
        _second_post(builder, club)
    return builder.rows


def _first_posts(builder: Builder, club: Club) -> None:
    """One primary contact after the other, with a vacancy between most of them."""
    start = club.start + timedelta(days=builder.between(0, 75))
    last_end = VACANT_SINCE.get(club.name)
    while True:
        hours = float(pick_hours(builder))
        end = start + timedelta(days=builder.between(SHORTEST, LONGEST))
        gap = builder.between(0, LONGEST_GAP)
        is_last = club.name in LOYAL or end > (last_end or TODAY) - timedelta(days=250)
        if is_last:
            today = SECOND_POST.get(club.name, (FEW_HOURS.get(club.name, hours),))[0]
            builder.add(club, start, last_end, float(today), primary=True)
            return
        builder.add(club, start, end, hours, primary=True)
        start = end + timedelta(days=gap if gap > 20 else 1)


def pick_hours(builder: Builder) -> int:
    """The weekly hours of a post that fills the programme's requirement."""
    return FULL_HOURS[int(builder.chance.random() * len(FULL_HOURS))]


def _second_post(builder: Builder, club: Club) -> None:
    """Somebody beside the primary contact, since the first day of the one who is there today."""
    if club.name not in SECOND_POST:
        return
    current = next(row for row in builder.rows if row["Forening"] == club.name and row["Til"] is None)
    start = current["Fra"]
    if isinstance(start, date):
        builder.add(club, start, None, float(SECOND_POST[club.name][1]), primary=False)
