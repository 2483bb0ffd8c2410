"""Each rule about resource persons in all its forms: one, several, none, part of the year."""

import pytest

from reporting.domain import sentences_people as rules
from tests.reporting.builders import facts, post

ALL_YEAR = [post("Amina Holm", "2020-02-01")]
CHANGE = [post("Amina Holm", "2020-01-01", "2022-05-31"), post("Jonas Berg", "2022-08-01")]
NO_GAP = [post("Amina Holm", "2020-01-01", "2022-05-31"), post("Jonas Berg", "2022-06-01", hours="25")]


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        (ALL_YEAR, "Amina Holm har været ressourceperson i Nørrebro United hele 2022."),
        ([post("Amina Holm", "2022-03-01")], "Amina Holm var ressourceperson i Nørrebro United fra 1. marts."),
        (
            [post("Amina Holm", "2020-03-01", "2022-05-31")],
            ("Amina Holm var ressourceperson i Nørrebro United til 31. maj."),
        ),
        (
            [post("Amina Holm", "2022-03-01", "2022-05-31")],
            "Amina Holm var ressourceperson i Nørrebro United fra 1. marts til 31. maj.",
        ),
        (
            CHANGE,
            (
                "Nørrebro United har i 2022 haft to ressourcepersoner: Amina "
                "Holm (til 31. maj) og Jonas Berg (fra 1. august)."
            ),
        ),
        ([], "Nørrebro United har ikke haft nogen ressourceperson ansat i 2022."),
        (
            [post(name, f"2022-{2 * i + 1:02}-01", f"2022-{2 * i + 2:02}-28") for i, name in enumerate("ABCDEF")],
            (
                "Nørrebro United har i 2022 haft seks ressourcepersoner, senest C (fra 1. maj til 28. juni), "
                "D (fra 1. juli til 28. august), E (fra 1. september til 28. "
                "oktober) og F (fra 1. november til 28. december)."
            ),
        ),
    ],
)
def test_employed_in_year(posts, expected):
    assert rules.employed_in_year(facts(posts=posts)) == expected


def test_employed_in_year_of_a_partnership_that_began_in_july():
    f = facts(
        2020, start="2020-07-01", first_end="2024-06-30", end="2024-06-30", posts=[post("Amina Holm", "2020-07-01")]
    )

    expected = "Amina Holm har været ressourceperson i Nørrebro United i den del af 2020, hvor partnerskabet varede."
    assert rules.employed_in_year(f) == expected


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        (ALL_YEAR, ""),
        (NO_GAP, "Skiftet skete, uden at stillingen stod tom."),
        (CHANGE, "Stillingen stod tom i 61 dage, fra 1. juni til 31. juli."),
        (
            [post("Amina Holm", "2020-01-01", "2022-05-31"), post("Jonas Berg", "2022-06-02")],
            "Stillingen stod tom i én dag, den 1. juni.",
        ),
        (
            [post("Amina Holm", "2020-01-01", "2022-10-31")],
            "Siden 1. november har stillingen stået tom, i alt 61 dage ved årets udgang.",
        ),
        (
            [post("A", "2020-01-01", "2022-01-31"), post("B", "2022-03-01", "2022-03-31"), post("C", "2022-05-01")],
            "Stillingen stod tom i 58 dage fordelt på to perioder.",
        ),
        (
            [post("A", "2022-02-01", "2022-03-31")],
            "Stillingen stod tom i 306 dage fordelt på to perioder, og den var ledig ved årets udgang.",
        ),
        ([], "Stillingen stod tom i alle 365 dage, aftalen gjaldt i årets løb."),
    ],
)
def test_vacancy_in_year(posts, expected):
    assert rules.vacancy_in_year(facts(posts=posts)) == expected


@pytest.mark.parametrize(
    ("posts", "required", "expected"),
    [
        (ALL_YEAR, "20", "Arbejdstiden er 20 timer om ugen, præcis som krævet."),
        (
            [post("A", "2020-01-01", hours="25")],
            "20",
            ("Arbejdstiden er 25 timer om ugen, 5 timer mere end kravet på 20."),
        ),
        (
            [post("A", "2020-01-01", hours="21")],
            "20",
            ("Arbejdstiden er 21 timer om ugen, én time mere end kravet på 20."),
        ),
        (
            [post("A", "2020-01-01", hours="12.5")],
            "20",
            ("Arbejdstiden er 12,5 timer om ugen, 7,5 timer mindre end kravet på 20."),
        ),
        (
            NO_GAP,
            "20",
            ("Arbejdstiden er i årets løb sat op fra 20 timer til 25 timer om ugen, 5 timer mere end kravet på 20."),
        ),
        (
            [post("A", "2020-01-01", "2022-05-31", hours="25"), post("A", "2022-06-01", hours="20")],
            "20",
            "Arbejdstiden er i årets løb sat ned fra 25 timer til 20 timer om ugen, præcis som krævet.",
        ),
        ([post("A", "2020-01-01", "2022-10-31")], "20", "Arbejdstiden var 20 timer om ugen, præcis som krævet."),
        (ALL_YEAR, None, "Arbejdstiden er 20 timer om ugen; der er ikke fastsat et timekrav for 2022."),
        ([], "20", ""),
    ],
)
def test_hours_against_requirement(posts, required, expected):
    assert rules.hours_against_requirement(facts(posts=posts, required=required)) == expected


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        (ALL_YEAR, ""),
        ([post("A", "2020-01-01", hours="15")], "Timekravet har ikke været opfyldt på noget tidspunkt i året."),
        (
            [post("A", "2020-01-01", "2022-01-31", hours="15"), post("A", "2022-02-01")],
            "I 31 dage af året var arbejdstiden under kravet.",
        ),
        (
            [post("A", "2020-01-01", "2022-01-01", hours="15"), post("A", "2022-01-02")],
            "I én dag af året var arbejdstiden under kravet.",
        ),
    ],
)
def test_days_under_requirement(posts, expected):
    assert rules.days_under_requirement(facts(posts=posts)) == expected


def test_days_under_requirement_are_not_told_without_a_requirement():
    assert rules.days_under_requirement(facts(posts=[post("A", "2020-01-01", hours="15")], required=None)) == ""


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        (ALL_YEAR, ""),
        (
            [*ALL_YEAR, post("Bo", "2022-01-01", hours="1", primary=False)],
            (
                "Ved årets udgang deler to personer arbejdet: Amina Holm med 20 timer og Bo med én time, "
                "og Amina Holm er primær kontakt til kommunen."
            ),
        ),
        (
            [post("Bo", "2022-01-01", hours="5", primary=False), post("Cy", "2022-01-01", hours="9", primary=False)],
            "Ved årets udgang deler to personer arbejdet: Cy med 9 timer og Bo med 5 timer.",
        ),
        ([], ""),
    ],
)
def test_several_in_post(posts, expected):
    assert rules.several_in_post(facts(posts=posts)) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2019-09-01", "Amina Holm har været i stillingen i tre år og fire måneder, siden 1. september 2019."),
        ("2022-01-01", "Amina Holm har været i stillingen i ét år, siden 1. januar 2022."),
        ("2022-12-01", "Amina Holm har været i stillingen i én måned, siden 1. december 2022."),
        ("2022-12-20", "Amina Holm har været i stillingen i under en måned, siden 20. december 2022."),
        ("2022-12-31", "Amina Holm begyndte på årets sidste dag."),
    ],
)
def test_tenure(start, expected):
    assert rules.tenure(facts(posts=[post("Amina Holm", start)])) == expected


def test_tenure_counts_earlier_employments_that_touch():
    posts = [post("Amina Holm", "2021-01-01", "2021-12-31"), post("Amina Holm", "2022-01-01", hours="25")]

    assert "i to år, siden 1. januar 2021" in rules.tenure(facts(posts=posts))


def test_tenure_says_nothing_in_a_vacancy():
    assert rules.tenure(facts(posts=[])) == ""


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        (ALL_YEAR, "Foreningen har haft den samme ressourceperson, siden partnerskabet begyndte i 2018."),
        (CHANGE, "To personer har i alt haft opgaven siden 2018."),
        ([], ""),
    ],
)
def test_which_in_a_row(posts, expected):
    assert rules.which_in_a_row(facts(posts=posts)) == expected


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        (ALL_YEAR, ""),
        (CHANGE, "Ét ansættelsesforhold sluttede i årets løb: Amina Holm 31. maj."),
        (
            [post("A", "2020-01-01", "2022-05-31"), post("B", "2022-06-01", "2022-08-31"), post("C", "2022-09-01")],
            "To ansættelsesforhold sluttede i årets løb: A 31. maj og B 31. august.",
        ),
        ([post("A", "2020-01-01", "2022-05-31"), post("A", "2022-06-01", hours="25")], ""),
    ],
)
def test_turnover_does_not_count_a_change_of_hours_as_an_end(posts, expected):
    assert rules.turnover(facts(posts=posts)) == expected
