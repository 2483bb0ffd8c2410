"""The sheets of funding lines, their years, reserved posts and grants (R15a, R16)."""

from datetime import date

import pytest

from partnerships.models import FundingAmount, FundingLine, Grant, ProgrammeYear, ReservedPost
from tests.factories import (
    AssociationFactory,
    EmploymentFactory,
    FundingAmountFactory,
    FundingLineFactory,
    GrantFactory,
    PartnershipFactory,
    PersonFactory,
    ProgrammeYearFactory,
    ReservedPostFactory,
)
from tests.imports.files import counted, import_sheets, texts

pytestmark = pytest.mark.django_db
YEARS = [{"År": year, "Tilskud pr. partnerskab": 200_000, "Timer pr. uge": 20} for year in (2020, 2021)]
LINE = {
    "Navn": "Medio 2020", "Fra": date(2020, 7, 1), "Til": date(2021, 12, 31), "Beløb for et helt år": 400_000
}  # fmt: skip
PERMANENT = {"Navn": "Varig", "Fra": date(2020, 1, 1), "Varig": "ja", "Beløb for et helt år": 1_000_000}
AMOUNTS = [{"Bevilling": "Medio 2020", "År": 2020}, {"Bevilling": "medio 2020", "År": 2021, "Beløb": 400_000}]


def test_lines_and_their_years_are_imported_and_recognised():
    sheets = {"Programår": YEARS, "Bevillinger": [LINE, PERMANENT], "Bevillingsår": AMOUNTS}

    first, second = import_sheets(**sheets), import_sheets(**sheets)

    assert texts(first) == texts(second) == []
    rows = FundingAmount.objects.order_by("programme_year__year").values_list("programme_year__year", "amount")
    assert list(rows) == [(2020, 200_000), (2021, 400_000)]
    assert {line.name: (line.kind, line.end) for line in FundingLine.objects.all()} == {
        "Medio 2020": ("temporary", date(2021, 12, 31)), "Varig": ("permanent", None)
    }  # fmt: skip
    assert counted(second)["Bevillinger"] == (0, 0, 2)
    assert counted(second)["Bevillingsår"] == (0, 0, 2)


def test_requirements_of_a_year_have_defaults_and_can_be_given():
    import_sheets(
        Programår=[YEARS[0], YEARS[1] | {"Statusmøder": 1, "Netværksmøder": 4, "Mindste antal medlemmer": 250}]
    )

    rows = ProgrammeYear.objects.order_by("year").values_list(
        "required_status_meetings", "required_network_meetings", "minimum_members"
    )
    assert list(rows) == [(2, 3, 150), (1, 4, 250)]


def test_conditional_line_is_confirmed_by_a_later_file():
    waiting = PERMANENT | {"Betinget": "ja", "Betingelse": "Budgettet vedtages"}
    import_sheets(Bevillinger=[waiting])
    before = FundingLine.objects.get().counts

    confirmed = {"Navn": "Varig", "Bekræftet den": date(2020, 1, 9), "Bekræftet af": "Borgerrepræsentationen"}
    outcome = import_sheets(Bevillinger=[confirmed])

    assert texts(outcome) == []
    assert (before, FundingLine.objects.get().counts) == (False, True)


@pytest.mark.parametrize(
    ("sheets", "text"),
    [
        ({"Bevillinger": [LINE | {"Til": None}]}, "Skriv den sidste dag, eller skriv ja i »Varig«."),
        ({"Bevillinger": [LINE | {"Varig": "ja"}]}, "En varig bevilling har ingen sidste dag."),
        ({"Bevillinger": [LINE | {"Til": date(2020, 6, 30)}]}, "Slutdatoen ligger før startdatoen"),
        ({"Bevillinger": [LINE | {"Betingelse": "Noget"}]}, "Kun en betinget bevilling har en betingelse"),
        (
            {"Bevillinger": [LINE | {"Betinget": "ja", "Bekræftet den": date(2020, 1, 1)}]},
            "Skriv både, hvornår bevillingen er bekræftet, og af hvem.",
        ),
        ({"Bevillinger": [LINE, LINE | {"Navn": "MEDIO 2020"}]}, "står også i række 2"),
        ({"Bevillinger": [{"Navn": "Uden dag", "Varig": "ja"}]}, "Cellen er tom."),
        ({"Bevillingsår": [{"Bevilling": "Ukendt", "År": 2020}]}, "Bevillingen »Ukendt« findes ikke."),
        (
            {"Bevillinger": [LINE], "Bevillingsår": [{"Bevilling": "Medio 2020", "År": 2030}]},
            "Programåret 2030 findes ikke.",
        ),
        (
            {
                "Programår": [YEARS[0] | {"År": 2019}],
                "Bevillinger": [LINE],
                "Bevillingsår": [{"Bevilling": "Medio 2020", "År": 2019}],
            },
            "»Medio 2020« gælder 1. juli 2020 – 31. december 2021, og altså ikke i 2019.",
        ),
        (
            {"Programår": YEARS, "Bevillinger": [LINE], "Bevillingsår": [AMOUNTS[0] | {"Beløb": 199_999}]},
            "Efter bevillingens måneder er beløbet 200.000 kr. Skriv, hvorfor det er et andet.",
        ),
        (
            {
                "Programår": YEARS,
                "Bevillinger": [LINE | {"Beløb for et helt år": None}],
                "Bevillingsår": [AMOUNTS[0]],
            },
            "Skriv beløbet, eller skriv bevillingens beløb for et helt år",
        ),
        (
            {"Programår": [YEARS[0] | {"Budget": 1}], "Bevillinger": [LINE], "Bevillingsår": [AMOUNTS[0]]},
            "Året har bevillinger. Slet cellen, og skriv deres beløb i »Bevillingsår«.",
        ),
        (
            {"Programår": YEARS, "Reserverede poster": [{"År": 2020, "Formål": "Kurser", "Beløb": 1}]},
            "2020 har ingen bevilling. Skriv navnet på den, pengene er sat af på.",
        ),
        (
            {
                "Programår": YEARS,
                "Bevillinger": [LINE, PERMANENT],
                "Bevillingsår": [AMOUNTS[0], {"Bevilling": "Varig", "År": 2020}],
                "Reserverede poster": [{"År": 2020, "Formål": "Kurser", "Beløb": 1}],
            },
            "2020 har flere bevillinger.",
        ),
        (
            {
                "Programår": YEARS,
                "Bevillinger": [LINE, PERMANENT],
                "Bevillingsår": [AMOUNTS[0]],
                "Reserverede poster": [{"År": 2020, "Bevilling": "Varig", "Formål": "Kurser", "Beløb": 1}],
            },
            "»Varig« har ingen penge i 2020. Tilføj beløbet i »Bevillingsår«.",
        ),
    ],
)
def test_bad_rows_are_told_and_nothing_is_saved(sheets, text):
    outcome = import_sheets(**sheets)

    assert any(text in one for one in texts(outcome)), texts(outcome)
    assert not FundingLine.objects.exists()


def test_older_file_with_a_budget_becomes_one_line():
    sheet = [row | {"Budget": 6_000_000 + row["År"]} for row in YEARS]

    first, second = import_sheets(Programår=sheet), import_sheets(Programår=sheet)
    earlier = import_sheets(Programår=[YEARS[0] | {"År": 2018, "Budget": 5}])

    assert texts(first) == texts(second) == texts(earlier) == []
    line = FundingLine.objects.get()
    assert (line.name, line.start, line.end) == ("Programmets bevilling", date(2018, 1, 1), None)
    rows = FundingAmount.objects.order_by("programme_year__year").values_list("amount", flat=True)
    assert list(rows) == [5, 6_002_020, 6_002_021]
    assert counted(second)["Bevillingsår"] == (0, 0, 2)


def test_consultant_does_not_change_a_budget_by_an_older_file(consultant):
    ProgrammeYearFactory(year=2020, budget=1_000_000)

    outcome = import_sheets(by=consultant, Programår=[{"År": 2020, "Budget": 2_000_000}])

    assert "Arket ændrer noget, som kun administratorer kan indlæse." in texts(outcome)[0]
    assert FundingAmount.objects.get().amount == 1_000_000


def test_reserved_posts_stand_on_the_line_they_name():
    year = ProgrammeYearFactory(year=2020)
    other = FundingLineFactory(name="Anden")
    FundingAmountFactory(funding_line=other, programme_year=year)
    ReservedPostFactory(programme_year=year, funding_line=other, title="Kurser", amount=5)

    outcome = import_sheets(**{"Reserverede poster": [
        {"År": 2020, "Bevilling": "anden", "Formål": "kurser", "Beløb": 7},
        {"År": 2020, "Bevilling": "Programmets bevilling", "Formål": "Kurser", "Beløb": 9},
    ]})  # fmt: skip

    assert texts(outcome) == []
    rows = ReservedPost.objects.order_by("amount").values_list("funding_line__name", "amount")
    assert list(rows) == [("Anden", 7), ("Programmets bevilling", 9)]


# --- Grants ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def club():
    """In a partnership 2018–2021, with money for 2020 on two lines."""
    club = AssociationFactory(name="Klub")
    PartnershipFactory(association=club)
    year = ProgrammeYearFactory(year=2020)
    FundingAmountFactory(funding_line=FundingLineFactory(name="Anden"), programme_year=year, amount=200_000)
    return club


def test_grant_stands_on_the_line_that_the_file_names(club):
    row = {"Forening": "Klub", "År": 2020, "Bevilling": "Anden"}

    first, second = import_sheets(Tilskud=[row]), import_sheets(Tilskud=[row])

    assert texts(first) == texts(second) == []
    grant = Grant.objects.get()
    assert (grant.funding_line.name, grant.amount) == ("Anden", 200_000)
    assert (counted(first)["Tilskud"], counted(second)["Tilskud"]) == ((1, 0, 0), (0, 0, 1))


def test_grant_of_a_new_partnership_in_the_same_file_takes_its_line_and_amount():
    ProgrammeYearFactory(year=2020)
    AssociationFactory(name="Klub")

    outcome = import_sheets(
        Partnerskaber=[{"Forening": "Klub", "Start": date(2020, 7, 1)}],
        Tilskud=[{"Forening": "Klub", "År": 2020, "Beløb": 90_000, "Begrundelse for andet beløb": "Efter aftale"}],
    )

    assert texts(outcome) == []
    assert list(Grant.objects.values_list("months", "amount", "override_reason")) == [(6, 90_000, "Efter aftale")]


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ({"Bevilling": "Ukendt"}, "Bevillingen »Ukendt« findes ikke."),
        ({"År": 2030}, "Klub har intet partnerskab i 2030."),
        ({"År": 2019}, "Programåret 2019 findes ikke."),
        ({"Beløb": 1}, "Efter årets tilskud og måneder er beløbet 200.000 kr. Skriv, hvorfor det er et andet."),
        ({"Beløb": 200_001, "Begrundelse for andet beløb": "Mere"}, "I 2020 mangler der 1 kr. på bevillingen »Anden«"),
    ],
)
def test_bad_grant_rows_are_told_and_nothing_is_saved(club, row, text):
    outcome = import_sheets(Tilskud=[{"Forening": "Klub", "År": 2020, "Bevilling": "Anden"} | row])

    assert any(text in one for one in texts(outcome)), texts(outcome)
    assert not Grant.objects.exists()


def test_consultant_of_the_clubs_own_does_not_choose_its_grant(club, consultant):
    EmploymentFactory(association=club, person=PersonFactory(user=consultant))
    GrantFactory(partnership=club.participations.get().partnership, programme_year=ProgrammeYearFactory(year=2020))

    outcome = import_sheets(by=consultant, Tilskud=[{"Forening": "Klub", "År": 2020, "Bevilling": "Anden"}])

    assert "Du er selv ansat eller i bestyrelsen i Klub." in texts(outcome)[0]
    assert Grant.objects.get().funding_line.name == "Programmets bevilling"
