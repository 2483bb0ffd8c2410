"""Five thousand rows: each arrives as it was written. (How long it takes is measured by hand, docs/import.md.)"""

import pytest

from associations.models import Association, MemberCount, MemberCountCell
from tests.imports.files import counted, import_files, texts, workbook
from workflow.models import AuditEvent

CLUBS, YEARS = 500, range(2013, 2022)
BANDS = ("0-6", "7-12", "13-18", "19-24")


def number(club: int, year: int, band: int, gender: int) -> int:
    """A different number for every cell of a club."""
    return (club * 7 + year * 3 + band * 2 + gender) % 900


@pytest.mark.slow
@pytest.mark.django_db
def test_five_thousand_rows_arrive_as_written(demo_today):
    names = [f"Klub {n:03}" for n in range(CLUBS)]
    counts = [
        {"Forening": name, "År": year}
        | {
            f"{gender} {band}": number(n, year, b, g)
            for b, band in enumerate(BANDS)
            for g, gender in enumerate(("Kvinder", "Mænd"))
        }
        for n, name in enumerate(names)
        for year in YEARS
    ]
    content = workbook(Foreninger=[{"Navn": name} for name in names], Medlemstal=counts)

    first, second = (import_files(("register.xlsx", content)) for _ in range(2))

    assert texts(first) == texts(second) == []
    assert counted(first) == {"Foreninger": (500, 0, 0), "Medlemstal": (4500, 0, 0)}
    assert counted(second) == {"Foreninger": (0, 0, 500), "Medlemstal": (0, 0, 4500)}
    assert MemberCountCell.objects.count() == 4500 * 8
    some = MemberCount.objects.get(association__name="Klub 321", year=2017)
    wanted = [number(321, 2017, b, g) for b in range(4) for g in range(2)]
    assert [cell.members for cell in some.cells.order_by("age_band__lower", "gender")] == wanted
    assert some.under_25 == sum(wanted)
    assert AuditEvent.objects.count() == 5000 == Association.objects.count() + MemberCount.objects.count()
