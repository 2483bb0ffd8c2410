"""The demo's member counts 2012–2022: growth and decline, a dip in 2020–21, numbers somebody forgot to report."""

import random
from collections.abc import Sequence

from dev.demo_clubs import CLUBS, PROFILES, UNDER_25, Club

FIRST_YEAR, LAST_YEAR = 2012, 2022
YEARS_BEFORE_START = 4
YOUNG = ("0-6", "7-12", "13-18", "19-24")
OLDER = ("25-39", "40-59", "60+")
WOMEN, MEN, OTHER = "Kvinder", "Mænd", "Andet"
OTHER_SINCE = 2021
# How much smaller clubs were while halls and grounds were closed.
CORONA = {2020: 0.93, 2021: 0.95}
NEVER_REPORTED = {("IF Stadion", 2019), ("Street Society", 2018), ("Amager SK", 2020), ("SheZone", 2014)}
# Reported, but without the oldest of the young: then nobody knows how many are under 25.
HALF_REPORTED = {("BK Vestia", 2017), ("Rollespilsfabrikken", 2016)}
PER_ACTIVITY = {"SheZone", "Global Kidz", "Amager SK"}
NOTES = {
    ("Hovedstadens Svømmeklub", 2020): "Svømmehallerne var lukket en stor del af året.",
    ("Hovedstadens Svømmeklub", 2021): "To hold startede først igen efter sommerferien.",
    ("Nørrebro United", 2019): "Klubben åbnede fire nye hold for piger.",
    ("BK Union", 2021): "Holdet for de ældste drenge blev lagt sammen med et andet.",
    ("Valby IF-Gymnastik", 2022): "Der er venteliste på holdene for de mindste.",
    ("BK Vestia", 2017): "De 19-24-årige blev ikke talt med.",
    ("Rollespilsfabrikken", 2016): "De 19-24-årige blev ikke talt med.",
}


def shared_out(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to the weights whose sum is exactly `total` (largest remainders first)."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    result = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: (result[place] - exact[place], place))
    for place in by_remainder[: total - sum(result)]:
        result[place] += 1
    return result


def count_rows(chance: random.Random) -> list[dict[str, object]]:
    """The rows of »Medlemstal«."""
    latest = shared_out(UNDER_25, [club.size for club in CLUBS])
    return [row for club, young in zip(CLUBS, latest, strict=True) for row in _rows_of(club, young, chance)]


def _rows_of(club: Club, latest: int, chance: random.Random) -> list[dict[str, object]]:
    first = max(FIRST_YEAR, club.start.year - YEARS_BEFORE_START)
    rows = []
    for year in range(first, LAST_YEAR + 1):
        young = _young(club, latest, year, chance)
        row = _row(club, year, young, chance)
        if (club.name, year) in HALF_REPORTED:
            row |= {f"{WOMEN} 19-24": None, f"{MEN} 19-24": None}
        if (club.name, year) not in NEVER_REPORTED:
            rows.append(row)
    return rows


def _young(club: Club, latest: int, year: int, chance: random.Random) -> int:
    wobble = 1 + (chance.random() - 0.5) * 0.06
    if year == LAST_YEAR:
        return latest
    grown = latest / (1 + club.growth / 100) ** (LAST_YEAR - year)
    dip = CORONA.get(year, 1) if club.growth > 0 else 1  # those who shrink anyway do not grow in 2022 either
    return max(20, round(grown * wobble * dip))


def _row(club: Club, year: int, young: int, chance: random.Random) -> dict[str, object]:
    profile = PROFILES[club.activity]
    row: dict[str, object] = {"Forening": club.name, "År": year}
    other = int(chance.random() * 4) if year >= OTHER_SINCE else 0
    weights = [
        share * part * (1 + (chance.random() - 0.5) * 0.12)
        for share in profile.bands
        for part in (profile.women, 1 - profile.women)
    ]
    # Those of the third group are young as a rule: they are taken from the young before these are shared out.
    numbers = shared_out(young - other, weights)
    for place, ages in enumerate(YOUNG):
        row[f"{WOMEN} {ages}"], row[f"{MEN} {ages}"] = numbers[2 * place : 2 * place + 2]
    for ages, share in zip(OLDER, profile.older, strict=True):
        grown_ups = round(young * share * (1 + (chance.random() - 0.5) * 0.1))
        women = round(grown_ups * (profile.women + 0.05))
        row[f"{WOMEN} {ages}"], row[f"{MEN} {ages}"] = women, grown_ups - women
    if year >= OTHER_SINCE:
        others = dict.fromkeys((*YOUNG, *OLDER), 0) | {"13-18": other - other // 2, "19-24": other // 2}
        row |= {f"{OTHER} {ages}": members for ages, members in others.items()}
    per_activity = club.name in PER_ACTIVITY
    row["Optælling"] = "En person tælles i hver aktivitet" if per_activity else "Hver person tælles én gang"
    row["Kilde"] = "Foreningsregistret"
    row["Bemærkning"] = NOTES.get((club.name, year))
    return row
