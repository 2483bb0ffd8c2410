"""The demo's satellite sections and yearly declarations; invented, and without chance."""

from datetime import date, timedelta

from dev.demo_clubs import CLUBS

# (club, name, district, area, activity, from, to)
SECTIONS = (
    ("Nørrebro United", "Afdeling Nordvest", "Bispebjerg", "Bispeparken", "fodbold", date(2019, 8, 1), None),
    ("Global Kidz", "Tingbjerg-holdet", "Brønshøj-Husum", "Tingbjerg/Utterslevhuse", "dans", date(2021, 2, 1), None),
    ("Hovedstadens Svømmeklub", "Afdeling Valby", "Valby", None, "svømning", date(2018, 1, 1), None),
    ("Amager Judo Skole", "Judo i Hørgården", "Amager Øst", "Hørgården", "judo", date(2019, 1, 7), date(2021, 6, 30)),
)
LAST_YEAR = 2023
NOT_YET = ("BK Vestia", "Street Society", "Ajax København", "Valby IF-Gymnastik")
ONE_YEAR_LACKING = ("IF Stadion", 2022)


def section_rows() -> list[dict[str, object]]:
    """The sheet »Afdelinger«."""
    heads = ("Forening", "Afdeling", "Bydel", "Udsat byområde", "Aktivitet", "Fra", "Til")
    return [dict(zip(heads, row, strict=True)) for row in SECTIONS]


def declaration_rows(board: list[dict[str, object]], names: dict[object, object]) -> list[dict[str, object]]:
    """The sheet »Børneattester«: declared by the chair of the day, `names` by e-mail, within the first three months."""
    rows: list[dict[str, object]] = []
    for place, club in enumerate(CLUBS):
        for year in range(club.start.year, LAST_YEAR + 1):
            if (club.name, year) == ONE_YEAR_LACKING or (year == LAST_YEAR and club.name in NOT_YET):
                continue
            first = max(club.start, date(year, 1, 1))
            day = first + timedelta(days=12 + (7 * place + 11 * year) % 70)
            chair = _chair(board, club.name, day)
            rows.append({"Forening": club.name, "År": year, "Erklæret den": day, "Erklæret af": names[chair]})
    return rows


def _chair(board: list[dict[str, object]], club: str, day: date) -> object:
    """The e-mail of the club's chair on the day."""
    for row in board:
        start, end = row["Fra"], row["Til"]
        began = isinstance(start, date) and start <= day
        if row["Forening"] == club and row["Post"] == "Formand" and began and (not isinstance(end, date) or day <= end):
            return row["Person"]
    raise LookupError(f"{club} has no chair on {day}")
