"""Each rule about the partnership in all its forms."""

import pytest

from reporting.domain import sentences_partnership as rules
from tests.reporting.builders import contact, extension, facts, grant


@pytest.mark.parametrize(
    ("grants", "expected"),
    [
        ([grant(2022)], "Nørrebro United fik 200.000 kr. i tilskud for hele 2022."),
        ([grant(2022, 100_000, 6)], "Nørrebro United fik 100.000 kr. i tilskud for seks måneder af 2022."),
        ([grant(2022, 16_667, 1)], "Nørrebro United fik 16.667 kr. i tilskud for én måned af 2022."),
        ([grant(2022, 0)], "Tilskuddet til Nørrebro United for 2022 er fastsat til 0 kr."),
        ([grant(2021)], "Der er ikke registreret et tilskud til Nørrebro United for 2022."),
    ],
)
def test_grant_of_year(grants, expected):
    assert rules.grant_of_year(facts(grants=grants)) == expected


@pytest.mark.parametrize(
    ("reason", "expected"), [("Kun halvt hold.", "Beløbet er fastsat særskilt: Kun halvt hold."), ("", "")]
)
def test_grant_set_apart(reason, expected):
    assert rules.grant_set_apart(facts(grants=[grant(2022, reason=reason)])) == expected


@pytest.mark.parametrize(
    ("start", "year", "expected"),
    [
        ("2018-01-01", 2022, "Det var partnerskabets femte år; det begyndte 1. januar 2018."),
        ("2022-01-01", 2022, "Året var det første i partnerskabet."),
        ("2022-07-01", 2022, "Året var det første i partnerskabet, og det begyndte 1. juli."),
        ("2005-01-01", 2022, "Det var partnerskabets 18. år; det begyndte 1. januar 2005."),
    ],
)
def test_age_of_partnership(start, year, expected):
    assert rules.age_of_partnership(facts(year, start=start, first_end="2025-12-31")) == expected


def test_extended_in_year():
    f = facts(2021, extensions=[extension("2021-12-31", "2025-12-31", "2021-06-14")])

    assert rules.extended_in_year(f) == (
        "Den 14. juni blev aftalen forlænget til 31. december 2025 (besluttet af Kultur- og Fritidsudvalget)."
    )


def test_extended_in_year_a_second_time():
    extensions = [
        extension("2015-12-31", "2021-12-31", "2015-06-14"),
        extension("2021-12-31", "2025-12-31", "2021-06-14"),
    ]

    text = rules.extended_in_year(facts(2021, start="2012-01-01", first_end="2015-12-31", extensions=extensions))

    assert text.startswith("Den 14. juni blev aftalen igen forlænget til 31. december 2025")


def test_extended_in_year_says_nothing_about_other_years():
    assert rules.extended_in_year(facts(2022)) == ""


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2019, "Aftalen løber til 31. december 2021."),
        (2020, "2021 er aftalens sidste år: den udløber 31. december 2021."),
        (2022, "Aftalen løber til 31. december 2025 efter én forlængelse."),
    ],
)
def test_end_of_agreement_as_it_was_known_in_the_year(year, expected):
    assert rules.end_of_agreement(facts(year)) == expected


def test_end_of_agreement_that_ran_out_without_an_extension():
    f = facts(2021, end="2021-12-31")

    assert rules.end_of_agreement(f) == (
        "Aftalen udløb 31. december 2021, og ingen forlængelse var besluttet ved årets udgang."
    )


def test_end_of_agreement_before_its_time():
    f = facts(2020, end="2020-09-30", ended_early="2020-08-15")

    assert rules.end_of_agreement(f) == "Partnerskabet sluttede før tid 30. september: Afdelingen lukkede."


@pytest.mark.parametrize(
    ("contacts", "expected"),
    [
        ([contact("Mette", "2018-01-01")], "Mette har været kontaktperson hele året."),
        ([contact("Mette", "2022-03-01")], "Mette har været kontaktperson siden 1. marts."),
        (
            [contact("Jonas", "2018-01-01", "2022-07-31"), contact("Mette", "2022-08-01")],
            "Mette overtog opgaven som kontaktperson efter Jonas 1. august.",
        ),
        (
            [contact("Jonas", "2018-01-01", "2022-07-31")],
            ("Jonas var kontaktperson til 31. juli; siden har der ikke været nogen."),
        ),
        ([], "Foreningen har ikke haft en kontaktperson i kommunen i årets løb."),
        (
            [contact("Jonas", "2018-01-01", "2021-07-31")],
            ("Foreningen har ikke haft en kontaktperson i kommunen i årets løb."),
        ),
    ],
)
def test_contact_person(contacts, expected):
    assert rules.contact_person(facts(contacts=contacts)) == expected


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (("2019-01-01", None), "Foreningen støttes sammen med DIF get2sport, som det har været siden 2019."),
        (("2022-03-01", None), "Foreningen støttes sammen med DIF get2sport, og det begyndte 1. marts."),
        (("2019-01-01", "2022-06-30"), "Støtten sammen med DIF get2sport sluttede 30. juni."),
        (("2019-01-01", "2021-06-30"), ""),
        ((None, None), ""),
    ],
)
def test_get2sport(period, expected):
    assert rules.get2sport(facts(get2sport=period)) == expected


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, "Foreningen tilbyder fodbold i bydelen Nørrebro."),
        (
            {"areas": ["Mjølnerparken", "Aldersrogade"]},
            ("Foreningen tilbyder fodbold i bydelen Nørrebro nær Mjølnerparken og Aldersrogade."),
        ),
        (
            {"district": None, "activities": ["Svømning", "Vandpolo"]},
            ("Foreningen tilbyder svømning og vandpolo i hele byen."),
        ),
        ({"activities": []}, "Foreningen holder til i bydelen Nørrebro."),
    ],
)
def test_place_and_activity(arguments, expected):
    assert rules.place_and_activity(facts(**arguments)) == expected
