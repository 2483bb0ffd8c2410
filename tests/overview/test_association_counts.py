"""Medlemstal: the table of years, what is missing, and the downloads."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from associations.models import AgeBand
from core.periods import Period
from overview.domain.association_counts import association_counts, bands_of_grid, expected_years
from tests.factories import AssociationFactory, MemberCountFactory, PartnershipFactory, age_band

DAY = date(2023, 3, 31)


@pytest.fixture
def association(db, demo_today):
    association = AssociationFactory(name="Boldklubben Hekla")
    PartnershipFactory(association=association, start=date(2020, 7, 1))
    return association


def page(client, association) -> str:
    return client.get(reverse("overview:association-counts", args=[association.pk])).content.decode()


def test_association_counts_names_the_missing_years(client_for, consultant, association):
    MemberCountFactory(association=association, year=2021, under_25=400)
    MemberCountFactory(association=association, year=2022, cells={(7, "female"): 4})

    counts = association_counts(association, DAY)
    shown = page(client_for(consultant), association)

    assert counts.missing == [2020, 2022]
    assert "Der mangler medlemstal" in shown
    assert "Ingen tal for 2020" in shown
    assert "Skriv medlemstal for 2022" in shown


def test_association_counts_tells_partial_numbers_from_whole_ones(association):
    MemberCountFactory(
        association=association, cells={(0, "female"): 3, (7, "female"): 4, (7, "male"): 0, (13, "other"): 2}
    )

    row = association_counts(association, DAY).rows[0]

    shown = [(number.members, number.is_partial) for number in row.bands[:4]]
    assert shown == [(3, True), (4, False), (2, True), (None, False)]


def test_association_counts_has_a_column_for_every_band_that_was_used(association):
    sixties, seventies = AgeBand.objects.create(lower=60, upper=69, in_use=False), AgeBand(lower=70, in_use=False)
    seventies.save()
    old = MemberCountFactory(association=association, year=2015)
    old.cells.create(age_band=sixties, gender="male", members=5)

    bands = [str(band) for band in association_counts(association, DAY).bands]

    assert bands[-3:] == ["40–59 år", "60–69 år", "60+ år"]


def test_association_counts_shows_years_without_a_partnership_too(association):
    MemberCountFactory(association=association, year=2016, under_25=300)

    rows = association_counts(association, DAY).rows

    assert [row.year for row in rows] == [2022, 2021, 2020, 2019, 2018, 2017, 2016]
    assert [row.year for row in rows if row.count] == [2016]


def test_association_counts_links_to_every_year_for_those_who_may_edit(
    client_for, own_association, chair_user, manager
):
    MemberCountFactory(association=own_association, year=2021, under_25=300)
    edit_url = reverse("overview:membercount-edit", args=[own_association.pk, 2021])

    assert edit_url in page(client_for(chair_user), own_association)
    assert edit_url not in page(client_for(manager), own_association)


def test_association_counts_says_when_the_running_year_can_be_written(client_for, consultant, association):
    assert "Tallene for 2023 kan skrives fra 31. december 2023." in page(client_for(consultant), association)


@pytest.mark.parametrize(
    ("agreements", "day", "years"),
    [
        ([("2020-07-01", "2024-06-30")], "2023-03-31", {2020, 2021, 2022}),
        ([("2020-07-01", "2024-06-30")], "2022-12-31", {2020, 2021, 2022}),
        ([("2020-07-01", "2021-12-30")], "2023-03-31", {2020}),
        ([("2012-01-01", "2013-12-31"), ("2018-01-01", "2018-12-31")], "2023-03-31", {2012, 2013, 2018}),
        ([("2023-01-01", "2026-12-31")], "2023-03-31", set()),
        ([], "2023-03-31", set()),
    ],
)
def test_expected_years_are_those_that_ended_inside_a_partnership(agreements, day, years):
    periods = [Period(date.fromisoformat(start), date.fromisoformat(end)) for start, end in agreements]

    assert expected_years(periods, date.fromisoformat(day)) == years


def test_bands_of_grid_leaves_out_bands_that_overlap_used_ones(db):
    sixties = AgeBand.objects.create(lower=60, upper=69, in_use=False)
    every = list(AgeBand.objects.all())

    assert age_band(60) in bands_of_grid(every, set())
    assert age_band(60) not in bands_of_grid(every, {sixties.pk})
    assert sixties in bands_of_grid(every, {sixties.pk})


def test_association_counts_export_gives_every_number_to_excel(client_for, consultant, association):
    MemberCountFactory(association=association, year=2021, cells={(7, "female"): 44, (7, "male"): 0}, note="=1+1")
    url = reverse("overview:association-counts-export", kwargs={"pk": association.pk, "extension": "xlsx"})

    book = openpyxl.load_workbook(io.BytesIO(client_for(consultant).get(url).content))

    head, newest, row, oldest = list(book.worksheets[0].iter_rows(values_only=True))
    found = dict(zip(head, row, strict=True))
    assert (found["Forening"], found["År"]) == ("Boldklubben Hekla", 2021)
    assert (found["Kvinder 7-12"], found["Mænd 7-12"], found["Andet 7-12"]) == (44, 0, None)
    assert (found["Under 25 år"], found["I alt"], found["Bemærkning"]) == (None, 44, "=1+1")
    assert (newest[1], oldest[1]) == (2022, 2020)


def test_association_counts_export_gives_the_same_as_csv(client_for, consultant, association):
    MemberCountFactory(association=association, year=2022, under_25=1234, note="=1+1")
    url = reverse("overview:association-counts-export", kwargs={"pk": association.pk, "extension": "csv"})

    text = client_for(consultant).get(url).content.decode("utf-8-sig")

    row = next(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert (row["År"], row["Under 25 år"], row["Andet 7-12"], row["Bemærkning"]) == ("2022", "1234", "", "'=1+1")


def test_association_counts_export_is_hidden_from_other_associations_people(client_for, other_association, chair_user):
    url = reverse("overview:association-counts-export", kwargs={"pk": other_association.pk, "extension": "csv"})

    response = client_for(chair_user).get(url)

    assert response.status_code == 404
    assert "En Anden Forening" not in response.content.decode()
