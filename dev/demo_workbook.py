"""The demo's workbook, `imports/demo/register.xlsx`: made by chance with a fixed seed, so that it is always the same.

    python -m dev.demo_workbook            writes it
    python -m dev.demo_workbook --check    tells whether the file is what this program writes (part of `make check`)

The clubs are real, every other figure is invented. It is imported by `manage.py seed_demo` like anybody's register.
"""

import random
import sys
import zipfile
from datetime import date, datetime
from io import BytesIO

import xlsxwriter

from dev.console import DevError, run_command, say
from dev.demo_clubs import CITYWIDE, CLUBS, GET2SPORT, MID_2020, POSTAL, YEAR_2012, YEAR_2018, YEAR_2020, Club
from dev.demo_counts import count_rows
from dev.demo_details import declaration_rows, section_rows
from dev.demo_employments import employment_rows
from dev.demo_funding import YEARS, amount_rows, line_rows, reserved_rows
from dev.demo_people import People, address_part, phone
from dev.paths import ROOT

WORKBOOK = ROOT / "imports" / "demo" / "register.xlsx"
SEED = 2023
STAMP = datetime(2023, 3, 31, 12)  # noqa: DTZ001 — a stamp inside the file, the same in every time zone
Rows = list[dict[str, object]]

CONSULTANTS = ("Mette Lindholt", "Yusuf Erdal", "Signe Brandbjerg")
STAFF = (
    *((name, "Konsulent") for name in CONSULTANTS),
    ("Henrik Vesterlund", "Leder"),
    ("Nadia Rosenkilde", "Leder"),
    ("Torben Askholm", "Administrator"),
)
# Association → until which day who had it, and who took over; recorded as transfers by `partnerships.demo`.
METTE, YUSUF, SIGNE = CONSULTANTS
AWAY_IN_2021 = ((date(2021, 8, 31), METTE, YUSUF), (date(2021, 12, 31), YUSUF, METTE))
TRANSFERS: dict[str, tuple[tuple[date, str, str], ...]] = {
    "Fremad Valby": AWAY_IN_2021,
    "SheZone": AWAY_IN_2021,
    "Valby IF-Gymnastik": ((date(2023, 2, 28), YUSUF, SIGNE),),
}
GRANT, HOURS = 200_000, 20
MINIMUM = {**dict.fromkeys(range(2012, 2018), 100), 2018: 250, 2019: 250}
COMMITTEE = "Kultur- og Fritidsudvalget"
FIRST_END = {
    YEAR_2012: date(2015, 12, 31), YEAR_2018: date(2021, 12, 31), YEAR_2020: date(2023, 12, 31),
    MID_2020: date(2024, 6, 30),
}  # fmt: skip
# When it was decided, the new end, and why, by the start of the partnership.
EXTENSIONS = {
    YEAR_2012: (
        (date(2015, 10, 22), date(2019, 12, 31), "Foreningen er nået godt i gang, og behovet i området består"),
        (date(2019, 11, 14), date(2023, 12, 31), "Indsatsen er blevet en fast del af foreningen"),
    ),
    YEAR_2018: ((date(2021, 11, 11), date(2025, 12, 31), "Gode erfaringer i den første periode"),),
}
README = (
    "Demodata til Medspil",
    "Foreningernes navne, årgange, bydele og aktiviteter er virkelige. Alt andet er opfundet: personer, tal, datoer,",
    "adresser, CVR-numre og telefonnumre. Ingen af tallene siger noget om de virkelige foreninger.",
    "Filen dannes af dev/demo_workbook.py og indlæses som en almindelig fil. Indlæsning ser bort fra dette ark.",
)


def demo_sheets() -> dict[str, Rows]:
    """The rows of every sheet, by column heading."""
    chance = random.Random(SEED)  # noqa: S311 — chance that repeats itself is the point
    people = People(chance)
    staff: Rows = [
        {"Navn": name, "E-mail": email_of(name), "Telefon": phone(chance), "Rolle": role} for name, role in STAFF
    ]
    people.used.update(name for name, _ in STAFF)
    associations: Rows = [_association(club, place, chance) for place, club in enumerate(CLUBS)]
    employments = employment_rows(chance, people)
    board = _board(chance, people)
    return {
        "Programår": [
            {
                "År": year,
                "Tilskud pr. partnerskab": GRANT,
                "Timer pr. uge": HOURS,
                "Statusmøder": 2,
                "Netværksmøder": 4 if year in {2018, 2019} else 3,
                "Mindste antal medlemmer": MINIMUM.get(year, 150),
            }
            for year in YEARS
        ],
        "Bevillinger": line_rows(),
        "Bevillingsår": amount_rows(),
        "Reserverede poster": reserved_rows(),
        "Medarbejdere": staff,
        "Foreninger": associations,
        "Personer": people.rows,
        "Ansættelser": employments,
        "Bestyrelse": board,
        "Partnerskaber": [
            {"Forening": club.name, "Start": club.start, "Slut": FIRST_END[club.start]} for club in CLUBS
        ],
        "Forlængelser": _extensions(),
        "Kontaktpersoner": _contact_persons(),
        "Medlemstal": count_rows(chance),
        "Afdelinger": section_rows(),
        "Børneattester": declaration_rows(board, {row["E-mail"]: row["Navn"] for row in people.rows}),
    }


def email_of(name: str) -> str:
    """The address that everybody of this name has in the demo."""
    return f"{address_part(name)}@example.org"


def _association(club: Club, place: int, chance: random.Random) -> dict[str, object]:
    postal_code, city = POSTAL[club.district]
    slug = address_part(club.name).replace(".", "-")
    supported = GET2SPORT.get(club.name, (None, None))
    return {
        "Navn": club.name,
        "Andre navne": club.other_names or None,
        "CVR-nummer": cvr(place),
        "Bydel": club.district or None,
        "Bydækkende": "ja" if club.district == CITYWIDE else "nej",
        "Aktiviteter": club.activity,
        "Udsatte byområder": club.areas or None,
        "Adresse": f"Demovej {2 * place + 1}",
        "Postnummer": postal_code,
        "By": city,
        "E-mail": f"{slug}@example.org",
        "Telefon": phone(chance),
        "Hjemmeside": f"https://{slug}.example.org",
        "Get2sport fra": supported[0],
        "Get2sport til": supported[1],
    }


def cvr(place: int) -> str:
    """An invented number with a right check digit, from a range that is not in use."""
    weights = (2, 7, 6, 5, 4, 3, 2)
    stem = 9_900_000 + 137 * place
    while True:
        check = -sum(int(digit) * weight for digit, weight in zip(str(stem), weights, strict=True)) % 11
        if check < 10:
            return f"{stem}{check}"
        stem += 1


def _board(chance: random.Random, people: People) -> Rows:
    """A chair for each, some of them after another one; a treasurer for most."""
    rows: Rows = []
    for place, club in enumerate(CLUBS):
        since = date(club.start.year - 1, 3, 1)
        if place % 4 == 0:
            until = date(club.start.year + 2, 2, 28)
            rows.append(
                {
                    "Forening": club.name,
                    "Person": people.new(club.staff_names),
                    "Post": "Formand",
                    "Fra": since,
                    "Til": until,
                }
            )
            since = date(until.year, 3, 1)
        rows.append(
            {
                "Forening": club.name,
                "Person": people.new(club.staff_names),
                "Post": "Formand",
                "Fra": since,
                "Til": None,
            }
        )
        if chance.random() < 0.6:
            seat = {
                "Forening": club.name,
                "Person": people.new(club.staff_names),
                "Post": "Kasserer",
                "Fra": date(2019, 3, 1),
            }
            rows.append({**seat, "Til": None})
    return rows


def _extensions() -> Rows:
    return [
        {
            "Forening": club.name,
            "Ny slutdato": new_end,
            "Besluttet den": decided,
            "Begrundelse": reason,
            "Besluttet af": COMMITTEE,
        }
        for club in CLUBS
        for decided, new_end, reason in EXTENSIONS.get(club.start, ())
    ]


def _contact_persons() -> Rows:
    """Mette had all associations until 2018; the others took over some of them, so that each now has eight or nine.

    Yusuf had two of Mette's while she was away in the autumn of 2021, and Signe has one of Yusuf's while he is: the
    transfers to it are in `partnerships.demo`.
    """
    mette, yusuf, signe = (email_of(name) for name in CONSULTANTS)
    rows: Rows = []
    for place, club in enumerate(CLUBS):
        now = (yusuf, mette, signe)[place % 3]
        since = club.start
        handover = {YEAR_2012: date(2018, 1, 1), YEAR_2018: date(2020, 8, 1)}.get(club.start)
        if handover and now != mette:
            day_before = date.fromordinal(handover.toordinal() - 1)
            rows.append({"Forening": club.name, "Konsulent": mette, "Fra": since, "Til": day_before})
            since = handover
        for until, holder, taker in TRANSFERS.get(club.name, ()):
            rows.append({"Forening": club.name, "Konsulent": email_of(holder), "Fra": since, "Til": until})
            since, now = date.fromordinal(until.toordinal() + 1), email_of(taker)
        rows.append({"Forening": club.name, "Konsulent": now, "Fra": since, "Til": None})
    return rows


def workbook_bytes() -> bytes:
    """The workbook, the same bytes at every call."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": "Demodata til Medspil", "created": STAMP})
        bold, day = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "dd-mm-yyyy"})
        notes = workbook.add_worksheet("Læs mig")
        notes.set_column(0, 0, 110)
        for number, line in enumerate(README):
            notes.write_string(number, 0, line, None if number else bold)
        for name, rows in demo_sheets().items():
            _write_sheet(workbook.add_worksheet(name), rows, bold=bold, day=day)
    return stream.getvalue()


def _write_sheet(sheet: xlsxwriter.worksheet.Worksheet, rows: Rows, *, bold: object, day: object) -> None:
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(headings) - 1, 14)
    sheet.set_column(0, 0, 32)
    sheet.write_row(0, 0, headings, bold)
    for number, row in enumerate(rows, start=1):
        for place, heading in enumerate(headings):
            value = row.get(heading)
            if isinstance(value, date):
                sheet.write_datetime(number, place, value, day)
            elif isinstance(value, str):
                sheet.write_string(number, place, value)
            elif value is not None:
                sheet.write(number, place, value)


def parts(content: bytes) -> dict[str, bytes]:
    """What is inside: the compression of the same parts may differ between machines."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def main() -> int:
    """Write the workbook, or with --check raise DevError when the file is another one."""
    content = workbook_bytes()
    if "--check" in sys.argv:
        if not WORKBOOK.exists() or parts(WORKBOOK.read_bytes()) != parts(content):
            raise DevError(f"{WORKBOOK.relative_to(ROOT)} is not up to date: run python -m dev.demo_workbook.")
        return 0
    WORKBOOK.parent.mkdir(exist_ok=True)
    WORKBOOK.write_bytes(content)
    say(f"Wrote {WORKBOOK.relative_to(ROOT)} ({len(content) // 1024} kB).")
    return 0


if __name__ == "__main__":
    run_command(main)
