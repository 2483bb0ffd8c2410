"""Each rule about members in all its forms: several, one, none, missing."""

import pytest

from reporting.domain import sentences_members as rules
from tests.reporting.builders import cells, count, facts


@pytest.mark.parametrize(
    ("under_25", "expected"),
    [
        (
            {2021: 389, 2022: 412},
            ("Ved udgangen af 2022 havde Nørrebro United 412 medlemmer under 25 år, 23 flere end året før."),
        ),
        (
            {2021: 413, 2022: 412},
            ("Ved udgangen af 2022 havde Nørrebro United 412 medlemmer under 25 år, ét færre end året før."),
        ),
        (
            {2021: 411, 2022: 412},
            ("Ved udgangen af 2022 havde Nørrebro United 412 medlemmer under 25 år, ét flere end året før."),
        ),
        (
            {2021: 412, 2022: 412},
            ("Ved udgangen af 2022 havde Nørrebro United 412 medlemmer under 25 år, lige så mange som året før."),
        ),
        ({2022: 1412}, "Ved udgangen af 2022 havde Nørrebro United 1.412 medlemmer under 25 år."),
        ({2021: 3, 2022: 1}, "Ved udgangen af 2022 havde Nørrebro United ét medlem under 25 år, 2 færre end året før."),
        (
            {2021: 1, 2022: 0},
            ("Ved udgangen af 2022 havde Nørrebro United ingen medlemmer under 25 år, ét færre end året før."),
        ),
        (
            {},
            (
                "Nørrebro United har ikke indberettet medlemstal for 2022, så "
                "antallet af medlemmer under 25 år kendes ikke."
            ),
        ),
        (
            {2022: None},
            (
                "Nørrebro United har kun indberettet en del af medlemstallene for "
                "2022, så antallet af medlemmer under 25 år kendes ikke."
            ),
        ),
        (
            {2019: 350},
            (
                "Nørrebro United har ikke indberettet medlemstal for 2022, så antallet af medlemmer under 25 år "
                "kendes ikke. Det seneste kendte tal er 350 ved udgangen af 2019."
            ),
        ),
    ],
)
def test_members_under_25_and_change(under_25, expected):
    assert rules.members_under_25(facts(under_25=under_25)) == expected


def test_members_under_25_of_a_name_that_ends_in_a_number_keeps_the_two_numbers_apart():
    assert "havde B1908 i alt 521 medlemmer" in rules.members_under_25(facts(name="B1908", under_25={2022: 521}))


@pytest.mark.parametrize(
    ("under_25", "expected"),
    [
        ({2022: 412}, "Tallet for 2021 er ikke indberettet, så udviklingen siden da kendes ikke."),
        ({2021: 389, 2022: 412}, ""),
        ({2021: 0, 2022: 412}, ""),
        ({}, ""),
    ],
)
def test_number_before_missing(under_25, expected):
    assert rules.number_before_missing(facts(under_25=under_25)) == expected


@pytest.mark.parametrize(
    ("under_25", "total", "expected"),
    [
        (412, 528, "Det svarer til 78 procent af foreningens 528 medlemmer i alle aldre."),
        (412, 412, "Foreningen har ingen ældre medlemmer."),
        (0, 30, ""),
        (412, None, ""),
        (None, 30, ""),
    ],
)
def test_share_under_25(under_25, total, expected):
    assert rules.share_under_25(facts(counts=[count(2022, under_25, total)])) == expected


@pytest.mark.parametrize(
    ("under_25", "expected"),
    [
        ({2019: 300, 2020: 310, 2021: 320, 2022: 330}, "Antallet er nu steget tre år i træk: i 2019 var det 300."),
        ({2020: 330, 2021: 320, 2022: 310}, "Antallet er nu faldet to år i træk: i 2020 var det 330."),
        ({2019: 300, 2020: 310, 2021: 320, 2022: 315}, "Dermed vendte udviklingen efter to år med fremgang."),
        ({2019: 320, 2020: 310, 2021: 300, 2022: 315}, "Dermed vendte udviklingen efter to år med tilbagegang."),
        ({2021: 320, 2022: 330}, ""),
        ({2020: 300, 2021: 320, 2022: 320}, ""),
        ({2019: 300, 2021: 320, 2022: 330}, ""),
        ({}, ""),
    ],
)
def test_growth_in_a_row_stops_at_a_missing_year(under_25, expected):
    assert rules.growth_in_a_row(facts(under_25=under_25)) == expected


@pytest.mark.parametrize(
    ("under_25", "expected"),
    [
        ({2018: 300, 2022: 330}, "Siden udgangen af 2018, hvor partnerskabet begyndte, er der 30 flere (10 procent)."),
        ({2018: 300, 2022: 299}, "Siden udgangen af 2018, hvor partnerskabet begyndte, er der ét færre."),
        ({2018: 300, 2022: 300}, "Siden udgangen af 2018, hvor partnerskabet begyndte, er antallet det samme."),
        ({2018: 0, 2022: 5}, "Siden udgangen af 2018, hvor partnerskabet begyndte, er der 5 flere."),
        ({2022: 300}, ""),
        ({2018: 300}, ""),
    ],
)
def test_change_since_start(under_25, expected):
    assert rules.change_since_start(facts(under_25=under_25)) == expected


def test_change_since_start_is_not_told_in_the_first_two_years():
    assert rules.change_since_start(facts(2019, under_25={2018: 300, 2019: 310})) == ""


@pytest.mark.parametrize(
    ("under_25", "given", "expected"),
    [
        (180, cells(_7=(48, 60), _13=(30, 42)), "Den største gruppe er 7–12 år med 108 medlemmer."),
        (144, cells(_7=(30, 42), _13=(30, 42)), "De største grupper er 7–12 år og 13–18 år med 72 medlemmer i hver."),
        (1, cells(_7=(1, 0), _13=(0, 0)), "Den største gruppe er 7–12 år med ét medlem."),
        (0, cells(_7=(0, 0)), ""),
        (None, {}, ""),
    ],
)
def test_largest_age_band(under_25, given, expected):
    assert rules.largest_age_band(facts(counts=[count(2022, under_25, cells=given)])) == expected


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ((40, 30), (54, 31), "Den største ændring er i gruppen 7–12 år, som har fået 14 medlemmer flere."),
        ((40, 30), (41, 30), "Den største ændring er i gruppen 7–12 år, som har fået ét medlem mere."),
        ((40, 30), (40, 21), "Den største ændring er i gruppen 13–18 år, som har mistet 9 medlemmer."),
        ((40, 30), (40, 29), "Den største ændring er i gruppen 13–18 år, som har mistet ét medlem."),
        ((40, 30), (40, 30), "Ingen af aldersgrupperne har ændret størrelse siden året før."),
    ],
)
def test_largest_change_of_age_band(before, now, expected):
    counts = [
        count(year, sum(numbers), cells=cells(_7=(numbers[0],), _13=(numbers[1],)))
        for year, numbers in ((2021, before), (2022, now))
    ]

    assert rules.largest_change_of_age_band(facts(counts=counts)) == expected


def test_largest_change_of_age_band_says_nothing_when_a_year_is_missing():
    assert rules.largest_change_of_age_band(facts(counts=[count(2022, 70, cells=cells(_7=(70,)))])) == ""


@pytest.mark.parametrize(
    ("under_25", "given", "expected"),
    [
        (100, cells(_7=(38, 62)), "Piger og unge kvinder udgør 38 af medlemmerne under 25 år, altså 38 procent."),
        (50, cells(_7=(1, 49)), "Der er én pige eller ung kvinde blandt medlemmerne under 25 år."),
        (50, cells(_7=(0, 50)), "Der er ingen piger eller unge kvinder blandt medlemmerne under 25 år."),
        (50, cells(_7=(50, 0)), "Alle medlemmer under 25 år er piger og unge kvinder."),
        (
            53,
            cells(_7=(20, 30, 3)),
            (
                "Piger og unge kvinder udgør 20 af medlemmerne under 25 år, "
                "altså 38 procent, og 3 er registreret under andet."
            ),
        ),
        (0, cells(_7=(0, 0)), ""),
        (None, {}, ""),
        (50, cells(_7=(None, 50)), ""),
    ],
)
def test_gender_balance(under_25, given, expected):
    assert rules.gender_balance(facts(counts=[count(2022, under_25, cells=given)])) == expected


def test_gender_balance_counts_only_members_under_25():
    given = cells(_7=(10, 10), _40=(500, 0))

    assert "udgør 10 af" in rules.gender_balance(facts(counts=[count(2022, 20, 520, cells=given)]))


@pytest.mark.parametrize(("rule", "said"), [("once", False), ("per_activity", True)])
def test_counted_per_activity(rule, said):
    assert bool(rules.counted_per_activity(facts(counts=[count(2022, 412, rule=rule)]))) is said
