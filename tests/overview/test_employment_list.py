"""Ansættelser: all employments and vacant posts, their filters and downloads, and the programme's turnover."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from associations.domain.tenure import tenure_start
from associations.models import Association, Employment
from overview.domain.employment_list import employment_rows
from overview.domain.programme_turnover import programme_turnover
from reporting.domain.facts import year_facts
from reporting.domain.loading import load_register
from reporting.domain.programme_year import ProgrammeFacts
from tests.factories import (
    AssociationFactory,
    ContactPersonFactory,
    EmploymentFactory,
    EmploymentFundingFactory,
    PartnershipFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 31)


@pytest.fixture
def register(demo_today, consultant):
    """Four associations: one in good order, one with few hours, one vacant, one without a partnership."""
    good, few, vacant = (AssociationFactory(name=name) for name in ("Ajax", "Bella", "Cykel"))
    for club in (good, few, vacant):
        PartnershipFactory(association=club, extended=True)
    ContactPersonFactory(association=good, consultant=consultant)
    anna = EmploymentFactory(
        association=good, person__name="Anna Bech", person__email="anna@example.org", weekly_hours=28, funded_hours=20
    )
    EmploymentFundingFactory(employment=anna)
    EmploymentFactory(association=few, person__name="Bo Holm", start=date(2023, 1, 1), weekly_hours=8, funded_hours=8)
    EmploymentFactory(
        association=vacant, person__name="Carl Juul", end=date(2022, 6, 30), end_reason="study", weekly_hours=15
    )
    EmploymentFactory(association__name="Dans", person__name="Dorte Kaas", start=date(2023, 5, 1))


def names(client, **chosen) -> list[str]:
    table = client.get(reverse("overview:employment-list"), chosen).context["table"]
    return [getattr(row.record, "person", row.record).name for row in table.page.object_list]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, ["Anna Bech", "Bo Holm"]),
        ({"vis": "alle"}, ["Anna Bech", "Bo Holm", "Carl Juul", "Dorte Kaas"]),
        ({"vis": "ophoert"}, []),
        ({"vis": "ophoert", "aar": "2022"}, ["Carl Juul"]),
        ({"vis": "kommende"}, ["Dorte Kaas"]),
        ({"vis": "ledige"}, ["Cykel"]),
        ({"vis": "ledige", "soeg": "ajax"}, []),
        ({"vis": "ledige", "kontaktperson": "mine"}, []),
        ({"soeg": "anna@"}, ["Anna Bech"]),
        ({"soeg": "bella holm"}, ["Bo Holm"]),
        ({"timer": "under10"}, ["Bo Holm"]),
        ({"timer": "10-20", "vis": "alle"}, ["Carl Juul"]),
        ({"timer": "20"}, ["Anna Bech"]),
        ({"betaler": "kun-tilskud"}, ["Bo Holm"]),
        ({"betaler": "andet"}, ["Anna Bech"]),
        ({"betaler": "get2sport"}, ["Anna Bech"]),
        ({"betaler": "own"}, []),
        ({"betaler": "ikke-oplyst", "vis": "alle"}, ["Carl Juul", "Dorte Kaas"]),
        ({"tid": "halvt"}, ["Bo Holm"]),
        ({"tid": "fem", "vis": "alle"}, ["Carl Juul"]),
        ({"tid": "flere"}, ["Anna Bech"]),
        ({"vis": "alle", "partnerskab": "ja"}, ["Anna Bech", "Bo Holm", "Carl Juul"]),
        ({"kontaktperson": "mine"}, ["Anna Bech"]),
        ({"sort": "-in_post"}, ["Anna Bech", "Bo Holm"]),
        ({"sort": "weekly_hours"}, ["Bo Holm", "Anna Bech"]),
        ({"timer": "mange"}, ["Anna Bech", "Bo Holm"]),
    ],
)
def test_list_shows_what_the_address_asks_for(client_for, consultant, register, chosen, expected):
    assert names(client_for(consultant), **chosen) == expected


def test_page_tells_tenure_hours_and_who_pays(client_for, consultant, register):
    shown = client_for(consultant).get(reverse("overview:employment-list")).content.decode()

    assert "5 år og 3 måneder" in shown
    assert "8 fra DIF get2sport" in shown
    assert "2 ansættelser" in shown


def test_vacant_posts_tell_since_when(client_for, consultant, register):
    shown = client_for(consultant).get(reverse("overview:employment-list"), {"vis": "ledige"}).content.decode()

    assert "01-07-2022" in shown
    assert "274 dage" in shown
    assert "1 ledig stilling" in shown


def test_nothing_found_says_what_to_do(client_for, consultant, register):
    shown = client_for(consultant).get(reverse("overview:employment-list"), {"soeg": "ukendt"}).content.decode()

    assert "Ingen ansættelser passer til det, du har valgt." in shown


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"betaler": "get2sport"}, [["Ajax", "Anna Bech"]]),
        ({"vis": "alle", "sort": "-weekly_hours", "timer": "10-20"}, [["Cykel", "Carl Juul"]]),
        ({"vis": "ledige"}, [["Cykel", "2022-07-01"]]),
    ],
)
def test_excel_has_the_rows_of_the_page(client_for, consultant, register, chosen, expected):
    response = client_for(consultant).get(reverse("overview:employment-export", kwargs={"extension": "xlsx"}), chosen)
    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]

    assert sheet.title.startswith("Ledige stillinger" if chosen.get("vis") == "ledige" else "Ansættelser")
    found = [[cell.value for cell in row[:2]] for row in sheet.iter_rows(min_row=2)]
    assert [[str(value).removesuffix(" 00:00:00") for value in row] for row in found] == expected


def test_csv_tells_each_source_by_itself(client_for, consultant, register):
    response = client_for(consultant).get(
        reverse("overview:employment-export", kwargs={"extension": "csv"}), {"soeg": "anna"}
    )

    head, row = response.content.decode("utf-8-sig").splitlines()[:2]
    told = dict(zip(head.split(";"), row.split(";"), strict=True))
    assert (told["Timer om ugen"], told["Timer fra tilskuddet"], told["Timer fra DIF get2sport"]) == (
        "28,0",
        "20,0",
        "8,0",
    )
    assert (told["Timer, ikke oplyst"], told["Dage i stillingen"]) == ("0,0", "1916")


def test_time_in_post_goes_over_changes_of_hours_as_in_the_reports(consultant, demo_today):
    first = EmploymentFactory(start=date(2020, 1, 1), end=date(2021, 6, 30), end_reason="continued")
    person, club = first.person, first.association
    EmploymentFactory(association=club, person=person, start=date(2021, 7, 1), end=date(2022, 6, 30))
    EmploymentFactory(association=club, person=person, start=date(2022, 8, 1), weekly_hours=Decimal("12.5"))
    EmploymentFactory(person=person, start=date(2015, 1, 1))
    every = list(Employment.objects.filter(association=club))

    rows = {row.pk: row for row in employment_rows(consultant, DAY).filter(association=club)}

    assert [rows[row.pk].since for row in every] == [tenure_start(every, row) for row in every]
    assert sorted(rows[row.pk].in_post.days for row in every) == [243, 547, 912]


def test_hours_that_changed_are_no_end(client_for, consultant, demo_today):
    first = EmploymentFactory(end=date(2022, 6, 30), end_reason="continued", person__name="Anna")
    EmploymentFactory(association=first.association, person=first.person, start=date(2022, 7, 1))

    assert names(client_for(consultant), vis="ophoert", aar="2022") == []


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("case", [({}, 7), ({"vis": "ledige"}, 5)], ids=["employed", "vacant"])
def test_list_reads_in_a_constant_number_of_queries(client_for, manager, rows, case, django_assert_num_queries):
    chosen, queries = case
    for _ in range(rows):
        EmploymentFundingFactory()
        PartnershipFactory(extended=True)
    client = client_for(manager)
    client.get(reverse("overview:employment-list"), chosen)

    with django_assert_num_queries(queries):
        client.get(reverse("overview:employment-list"), chosen)


def test_turnover_is_the_reports(client_for, consultant, register):
    """One left in 2022; on average 1 + 180/365 + (nobody else) were employed in the three with a partnership."""
    found = {row.year: row for row in programme_turnover(DAY)}[2022]

    assert (found.associations, found.ended) == (3, 1)
    assert found.average == pytest.approx(1 + 181 / 365)
    assert found.percent == 67
    loaded = load_register(Association.objects.all(), years=[2022])
    facts = [f for history in loaded.histories if (f := year_facts(history, 2022, loaded))]
    report = ProgrammeFacts(2022, facts, None)
    assert (report.ended, report.turnover) == (found.ended, found.percent)


def test_turnover_page_links_each_figure_to_its_rows(client_for, consultant, register):
    client = client_for(consultant)

    shown = client.get(reverse("overview:turnover")).content.decode()

    assert 'href="/foreninger/ansaettelser/?vis=ophoert&amp;aar=2022&amp;partnerskab=ja"' in shown
    assert "67 %" in shown
    assert names(client, vis="ophoert", aar="2022", partnerskab="ja") == ["Carl Juul"]
    csv = client.get(reverse("overview:turnover-export", kwargs={"extension": "csv"})).content.decode("utf-8-sig")
    assert "2022;3;1;1,50;67" in csv.splitlines()


def test_turnover_without_partnerships_says_so(client_for, consultant, demo_today):
    assert "Der er ingen år at vise endnu" in client_for(consultant).get(reverse("overview:turnover")).content.decode()
