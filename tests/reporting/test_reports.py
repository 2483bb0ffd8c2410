"""Contents of the reports: what an association's and the programme's year say, at a constant number of queries."""

import dataclasses
from datetime import date
from itertools import combinations

import pytest

from associations.models import Association
from core.registry import ReportSection, report_sections
from partnerships.models import ContactPerson
from reporting.domain.association_report import (
    NoPartnershipError,
    association_report,
    build_association_report,
)
from reporting.domain.hashing import data_hash
from reporting.domain.loading import in_partnership, load_register
from reporting.domain.programme_report import MOST_LINES, NoProgrammeError, build_programme_report
from reporting.domain.sentences import SentenceRules, rules
from tests.factories import EmploymentFactory, MemberCountFactory, PartnershipFactory, employments_with_vacancy
from tests.reporting.builders import contact, count, facts, grant, history, post, register
from tests.reporting.register import YEAR, club, demo, programme

AS_OF = date(2023, 3, 31)
EVERYTHING = ["Ledig stilling", "Medlemstal mangler", "Ingen kontaktperson", "Intet tilskud"]


@pytest.fixture
def demo_reports(db, demo_today):
    demo()
    loaded = load_register(in_partnership(YEAR), years=[YEAR])
    return [association_report(loaded, row.association.pk, YEAR, AS_OF) for row in loaded.histories]


def test_no_two_of_the_demo_reports_share_a_paragraph(demo_reports):
    assert len(demo_reports) == 25
    for first, second in combinations(demo_reports, 2):
        shared = {p.text for p in first.paragraphs} & {p.text for p in second.paragraphs}
        assert not shared, f"{first.name} and {second.name} share {shared}"


def test_every_demo_report_has_three_paragraphs_and_clean_sentences(demo_reports):
    for report in demo_reports:
        assert [p.title for p in report.paragraphs] == ["Børn og unge", "Ressourceperson", "Partnerskab"]
        for paragraph in report.paragraphs:
            assert paragraph.text.endswith((".", ".”"))
            assert not any(ugly in paragraph.text for ugly in ("  ", "..", " ,", "None", " ."))


def test_no_two_attention_texts_are_shared(demo_reports):
    texts = [item.text for report in demo_reports for item in report.attention]

    assert len(texts) == len(set(texts))


def test_there_are_at_least_twelve_sentence_rules():
    assert len(rules) >= 12


def test_a_registered_rule_is_told_in_its_place():
    own = SentenceRules()
    own.rule("members", 20)(lambda f: f"{f.name} igen.")

    @own.rule("members", 10)
    def first(f):
        return "Først."

    (paragraph,) = own.paragraphs(facts())
    assert paragraph.text == "Først. Nørrebro United igen."
    with pytest.raises(ValueError, match="registered already"):
        own.rule("people", 5)(first)


@pytest.mark.django_db
@pytest.mark.parametrize("clubs", [1, 3])
def test_association_report_takes_the_same_queries_however_many_clubs(django_assert_num_queries, demo_today, clubs):
    made = [club(f"Klub {number}") for number in range(clubs)]

    with django_assert_num_queries(21):
        build_association_report(made[0].pk, YEAR, AS_OF)


@pytest.mark.django_db
@pytest.mark.parametrize("clubs", [1, 3])
def test_programme_report_takes_the_same_queries_however_many_clubs(django_assert_num_queries, demo_today, clubs):
    programme(*(f"Klub {number}" for number in range(clubs)))

    with django_assert_num_queries(14):
        build_programme_report(YEAR, AS_OF)


@pytest.mark.django_db
def test_association_report_of_a_year_without_partnership_is_refused(demo_today):
    outside = PartnershipFactory(start=date(2018, 1, 1)).participations.get().association

    with pytest.raises(NoPartnershipError):
        build_association_report(outside.pk, YEAR, AS_OF)
    with pytest.raises(Association.DoesNotExist):
        build_association_report(0, YEAR, AS_OF)
    with pytest.raises(NoProgrammeError):
        build_programme_report(2009, AS_OF)


def test_as_of_is_no_content_but_everything_else_is():
    own = history(under_25={2022: 412})
    early = association_report(register(own), 7, YEAR, date(2023, 1, 2))
    late = association_report(register(own), 7, YEAR, date(2023, 9, 9))
    renamed = dataclasses.replace(late, name="Et andet navn")

    assert data_hash(early) == data_hash(late)
    assert data_hash(renamed) != data_hash(late)


def test_the_demo_mark_is_content(settings):
    report = association_report(register(history()), 7, YEAR, AS_OF)
    outside = data_hash(report)
    settings.DEMO_MODE = True

    assert data_hash(report) != outside


def test_members_show_five_years_or_more_and_missing_is_not_zero():
    report = association_report(register(history(under_25={2021: 5, 2022: 0})), 7, YEAR, AS_OF)

    assert report.members.years == (2018, 2019, 2020, 2021, 2022)
    assert report.members.under_25 == (None, None, None, 5, 0)


def test_members_show_six_years_when_they_are_known():
    known = {year: 100 + year - 2010 for year in range(2010, 2023)}

    report = association_report(
        register(history(start="2012-01-01", first_end="2021-12-31", under_25=known)), 7, YEAR, AS_OF
    )

    assert report.members.years == (2017, 2018, 2019, 2020, 2021, 2022)


def test_grants_are_those_of_the_present_agreement_and_the_sum_is_of_all():
    own = history(grants=[grant(year) for year in range(2018, 2024)])

    report = association_report(register(own), 7, YEAR, AS_OF)

    assert [row.year for row in report.grants] == [2022]
    assert (report.first_year, report.granted_in_all) == (2018, 1_000_000)


def test_people_are_those_since_the_start_as_they_stood_at_the_end_of_the_year():
    posts = [post("Amina Holm", "2018-01-01", "2020-05-31"), post("Jonas Berg", "2020-06-01", "2023-02-01")]

    report = association_report(register(history(posts=posts)), 7, YEAR, AS_OF)

    assert [(row.name, row.period, row.in_year) for row in report.people] == [
        ("Jonas Berg", "fra 1. juni 2020", True),
        ("Amina Holm", "1. januar 2018 – 31. maj 2020", False),
    ]


def test_turnover_is_ended_over_the_average_number_employed():
    posts = [post("A", "2018-01-01", "2022-06-30"), post("B", "2022-07-01")]

    report = association_report(register(history(posts=posts)), 7, YEAR, AS_OF)

    assert {fact.label: fact.value for fact in report.people_figures}["Udskiftning"] == "100 procent"


@pytest.mark.parametrize(
    ("arguments", "titles"),
    [
        ({}, EVERYTHING),
        ({"counts": [count(2022, None)], "district": None}, EVERYTHING),
        (
            {
                "posts": [post("A", "2018-01-01", hours="15")],
                "under_25": {2022: 0},
                "contacts": [contact("Mette", "2018-01-01")],
                "grants": [grant(2022)],
            },
            ["For få timer"],
        ),
        (
            {
                "posts": [post("A", "2018-01-01", "2022-03-31"), post("B", "2022-04-02")],
                "under_25": {2022: 10},
                "contacts": [contact("Mette", "2018-01-01")],
                "grants": [grant(2022)],
                "extensions": [],
                "first_end": "2023-12-31",
                "end": "2023-12-31",
            },
            ["Stillingen har stået tom", "Aftalen udløber"],
        ),
    ],
)  # fmt: skip
def test_attention_names_what_is_wrong(arguments, titles):
    report = association_report(register(history(**arguments)), 7, YEAR, AS_OF)

    assert [item.title for item in report.attention] == titles
    assert all("Nørrebro United" in item.text for item in report.attention)


def test_registered_sections_join_the_report(monkeypatch):
    monkeypatch.setattr(report_sections, "_entries", {})
    report_sections.register(ReportSection("plans", "Handleplan", 10, "reporting/_plan.html", lambda _ids, _years: {}))
    report_sections.register(ReportSection("none", "Intet", 5, "x.html", lambda _ids, _years: {}))
    loaded = dataclasses.replace(
        register(history()), sections={"plans": {(7, 2022): {"goals": 2022}, (8, 2022): {}}, "none": {}}
    )

    report = association_report(loaded, 7, YEAR, AS_OF)

    assert [(section.key, section.title, section.content) for section in report.sections] == [
        ("plans", "Handleplan", {"goals": 2022})
    ]


@pytest.mark.django_db
def test_programme_report_tells_the_year_against_the_year_before(demo_today):
    first, second = programme("Ajax", "BK Skjold")
    MemberCountFactory(association=club("Ny", under_25=None), year=2020)
    fresh = PartnershipFactory(start=date(2022, 1, 1), first_end=date(2025, 12, 31)).participations.get().association
    employments_with_vacancy(fresh, first=date(2022, 3, 1), last=date(2022, 3, 10))

    report = build_programme_report(YEAR, AS_OF)

    rows = {row.label: (row.before, row.now, row.change) for row in report.compared}
    assert rows["Foreninger pr. 31. december"] == ("3", "4", "+1")
    assert rows["Medlemmer under 25 år"] == ("1.167", "824", ""), "two sums that cover different clubs are not compared"
    assert rows["Foreninger, der har indberettet"] == ("3 af 3", "2 af 4", "")
    assert rows["Budget"] == ("ikke oplyst", "6.000.000 kr.", "")
    assert rows["Dage uden ressourceperson"] == ("0", "10", "+10")
    assert report.money is not None
    assert (report.money.budget, report.money.committed, report.money.reserved, report.money.free) == (
        6_000_000,
        600_000,
        1_000_000,
        4_400_000,
    )
    assert [(lack.days, lack.detail) for lack in report.vacancies] == [(10, "besat igen")]
    assert "2 af 4 har indberettet" in report.paragraphs[0].text
    assert (first.name, second.name) == (report.lines[0].name, report.lines[1].name)


@pytest.mark.django_db
def test_programme_report_of_the_demo_gives_the_published_figures(demo_today):
    demo()

    report = build_programme_report(YEAR, AS_OF)

    figures = {label: value for label, value, _ in report.key_figures}
    assert figures["Foreninger"] == "25"
    assert figures["Medlemmer under 25 år"] == "18.340"
    assert figures["Konsulenter"] == "3"
    assert figures["DIF get2sport"] == "8"
    assert [(group.name, group.associations) for group in report.cohorts] == [
        ("2012", 5), ("2018", 10), ("2020", 5), ("medio 2020", 5),
    ]  # fmt: skip
    assert [(group.name, group.associations) for group in report.districts if group.name == "Bydækkende"] == [
        ("Bydækkende", 3)
    ]
    assert sum(count for _, count in report.consultants) == 25


@pytest.mark.django_db
def test_programme_report_of_many_associations_has_no_line_for_each(demo_today):
    for number in range(MOST_LINES + 1):
        EmploymentFactory(association=PartnershipFactory(extended=True).participations.get().association,
                          person__name=f"Person {number}")  # fmt: skip

    report = build_programme_report(YEAR, AS_OF)

    assert (report.lines, report.associations) == ((), MOST_LINES + 1)


@pytest.mark.django_db
def test_consultants_of_the_programme_are_those_at_the_end_of_the_year(consultant, demo_today):
    ajax = club("Ajax", consultant=consultant)
    ContactPerson.objects.filter(association=ajax).update(end=date(2022, 6, 30))

    assert build_programme_report(YEAR, AS_OF).consultants == ()
