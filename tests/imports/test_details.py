"""The sheets »Afdelinger« and »Børneattester«."""

from datetime import date

import pytest

from associations.models import ChildProtectionDeclaration, SatelliteSection
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    ChildProtectionDeclarationFactory,
    DistrictFactory,
    SatelliteSectionFactory,
)
from tests.imports.files import counted, import_sheets, texts
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db
SECTION = {"Forening": "Klub", "Afdeling": "Afdeling Nord", "Bydel": "Valby", "Fra": date(2021, 8, 1)}
DECLARATION = {"Forening": "Klub", "År": 2023, "Erklæret den": date(2023, 2, 15), "Erklæret af": "Finn Formand"}


@pytest.fixture(autouse=True)
def club(db, demo_today):
    return AssociationFactory(name="Klub", cvr="12345674")


def test_sections_and_declarations_come_in_with_their_trace_and_again_change_nothing(club):
    DistrictFactory(name="Valby")
    sections = [SECTION | {"Udsat byområde": "Hørgården", "Aktivitet": "judo", "Til": date(2022, 6, 30)}]

    outcome = import_sheets(Afdelinger=sections, Børneattester=[DECLARATION])
    again = import_sheets(Afdelinger=sections, Børneattester=[DECLARATION])

    assert texts(outcome) == []
    section, declaration = SatelliteSection.objects.get(), ChildProtectionDeclaration.objects.get()
    assert (section.association, section.name, section.place, str(section.activity), section.end) == (
        club,
        "Afdeling Nord",
        "Hørgården, Valby",
        "judo",
        date(2022, 6, 30),
    )
    assert (declaration.year, declaration.declared_on, declaration.declared_by) == (
        2023,
        date(2023, 2, 15),
        "Finn Formand",
    )
    assert AuditEvent.objects.filter(model="associations.satellitesection", association_ids=[club.pk]).count() == 1
    assert {row[:2] for row in counted(again).values()} == {(0, 0)}


def test_known_section_and_declaration_are_changed(club):
    SatelliteSectionFactory(association=club, name="Afdeling nord", start=date(2021, 8, 1))
    ChildProtectionDeclarationFactory(association=club, year=2023)

    outcome = import_sheets(Afdelinger=[SECTION | {"Til": date(2023, 1, 31)}], Børneattester=[DECLARATION])

    assert texts(outcome) == []
    assert SatelliteSection.objects.get().end == date(2023, 1, 31)
    assert ChildProtectionDeclaration.objects.get().declared_on == date(2023, 2, 15)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (SECTION | {"Bydel": None},
         "Bydel: Skriv bydelen eller det udsatte byområde, så man kan se, hvor afdelingen er."),
        (
            SECTION | {"Til": date(2021, 7, 31)},
            "Til: Slutdatoen ligger før startdatoen (01-08-2021). Ret en af dem.",
        ),
        (SECTION | {"Forening": "Ukendt"},
         "Forening: »Ukendt« findes ikke. Ret navnet, eller tilføj foreningen i »Foreninger«."),
    ],
)  # fmt: skip
def test_section_that_says_too_little_is_told_where(row, problem):
    outcome = import_sheets(Afdelinger=[row])

    assert texts(outcome) == [f"Afdelinger, række 2, {problem}"]
    assert not SatelliteSection.objects.exists()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"Erklæret den": date(2023, 4, 1)},
         "Erklæret den: Datoen ligger i fremtiden. Skriv den dag, foreningen erklærede."),
        ({"Erklæret den": date(2022, 12, 31)},
         "Erklæret den: Datoen ligger før 2023. Ret datoen eller året."),
        ({"Erklæret af": None}, "Erklæret af: Cellen er tom. Skriv navnet på den fra foreningen, der erklærede."),
    ],
)  # fmt: skip
def test_wrong_declaration_is_told_where(change, problem):
    outcome = import_sheets(Børneattester=[DECLARATION | change])

    assert texts(outcome) == [f"Børneattester, række 2, {problem}"]
    assert not ChildProtectionDeclaration.objects.exists()


def test_repeated_rows_are_told():
    outcome = import_sheets(Afdelinger=[SECTION, SECTION], Børneattester=[DECLARATION, DECLARATION])

    assert sorted(texts(outcome)) == [
        "Afdelinger, række 3: Afdeling Nord i Klub fra 01-08-2021 står også i række 2. Slet den ene række.",
        "Børneattester, række 3: Klub i 2023 står også i række 2. Slet den ene række.",
    ]


def test_consultant_on_the_board_does_not_declare_by_import(consultant, club):
    BoardMemberFactory(association=club, person__user=consultant)

    outcome = import_sheets(by=consultant, Børneattester=[DECLARATION])

    assert "Lad en anden konsulent indlæse rækken." in texts(outcome)[0]
    assert not ChildProtectionDeclaration.objects.exists()
