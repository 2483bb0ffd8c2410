"""Agreements, employments and vacancies in the livslinje, as they are and as they were known on a day."""

from datetime import date

import pytest

from core.formats import date_text
from partnerships.domain.lifeline import agreement_spans, association_lifeline, report_lifelines, with_extensions
from partnerships.models import Participation
from tests.factories import (
    AssociationFactory,
    EmploymentFactory,
    ExtensionFactory,
    ParticipationFactory,
    PartnershipFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(demo_today):
    """Every test happens on 31 March 2023."""


def agreements(association, known_on=None) -> list[tuple[str, str, str]]:
    rows = with_extensions(Participation.objects.filter(association=association))
    return [
        (span.label, date_text(span.start), date_text(span.end))
        for row in rows
        for span in agreement_spans(row, known_on)
    ]


def test_extensions_follow_the_first_agreement_day_by_day():
    partnership = PartnershipFactory(start=date(2012, 1, 1), end=date(2023, 12, 31), first_end=date(2015, 12, 31))
    partnership.extensions.all().delete()
    ExtensionFactory(partnership=partnership, new_end=date(2019, 12, 31))
    ExtensionFactory(partnership=partnership, previous_end=date(2019, 12, 31), new_end=date(2023, 12, 31))

    assert agreements(partnership.participations.get().association) == [
        ("Første aftale", "1. januar 2012", "31. december 2015"),
        ("1. forlængelse", "1. januar 2016", "31. december 2019"),
        ("2. forlængelse", "1. januar 2020", "31. december 2023"),
    ]


def test_extension_decided_later_is_not_known_before():
    partnership = PartnershipFactory(extended=True)
    club = partnership.participations.get().association

    assert agreements(club, date(2020, 12, 31)) == [("Første aftale", "1. januar 2018", "31. december 2021")]
    assert agreements(club, date(2021, 12, 31))[1] == ("Forlængelse", "1. januar 2022", "31. december 2025")


def test_early_end_says_so_from_the_day_it_was_decided():
    club = PartnershipFactory(ended_early=True).participations.get().association

    assert agreements(club) == [("Første aftale, ophørt før tid", "1. januar 2018", "31. december 2020")]
    assert agreements(club, date(2019, 12, 31)) == [("Første aftale", "1. januar 2018", "31. december 2021")]


def test_association_that_left_a_shared_partnership_has_its_own_end():
    partnership = PartnershipFactory(extended=True)
    leaver = ParticipationFactory(partnership=partnership, start=date(2019, 1, 1), end=date(2020, 6, 30)).association

    assert agreements(leaver) == [("Første aftale", "1. januar 2019", "30. juni 2020")]


def test_association_that_joined_during_the_extension_has_no_first_agreement():
    partnership = PartnershipFactory(extended=True)
    late = ParticipationFactory(partnership=partnership, start=date(2023, 1, 1)).association

    assert agreements(late) == [("Forlængelse", "1. januar 2023", "31. december 2025")]


def line_of(association):
    rows = with_extensions(Participation.objects.filter(association=association))
    return association_lifeline(association.pk, rows, today=date(2023, 3, 31))


def test_lifeline_names_the_employed_and_the_vacancies_between_and_now():
    club = AssociationFactory()
    PartnershipFactory(association=club, extended=True)
    EmploymentFactory(association=club, person__name="Amina Holm", end=date(2020, 5, 31))
    EmploymentFactory(
        association=club, person__name="Bo Dahl", helper=True, start=date(2019, 1, 1), end=date(2020, 6, 30)
    )
    EmploymentFactory(association=club, person__name="Ceren Juul", start=date(2020, 8, 1), end=date(2023, 1, 31))

    rows = [(row.label, row.when) for row in line_of(club).rows if row.lane == "Ressourcepersoner"]

    assert rows == [
        ("Amina Holm", "1. januar 2018 – 31. maj 2020"),
        ("Bo Dahl", "1. januar 2019 – 30. juni 2020"),
        ("Ledig", "1. juli 2020 – 31. juli 2020"),
        ("Ceren Juul", "1. august 2020 – 31. januar 2023"),
        ("Ledig", "fra 1. februar 2023"),
    ]


def test_vacancy_across_an_extension_is_one():
    club = AssociationFactory()
    PartnershipFactory(association=club, extended=True)
    EmploymentFactory(association=club, end=date(2021, 10, 31))

    assert [(row.label, row.when) for row in line_of(club).rows if row.label == "Ledig"] == [
        ("Ledig", "fra 1. november 2021")
    ]


def test_coming_partnership_has_no_vacancy_yet():
    club = AssociationFactory()
    PartnershipFactory(association=club, start=date(2024, 1, 1))

    assert [row.label for row in line_of(club).rows] == ["Første aftale"]


def test_association_without_partnership_has_no_lifeline():
    assert line_of(AssociationFactory()) is None


def test_report_shows_what_was_known_at_the_end_of_its_year():
    club = AssociationFactory()
    PartnershipFactory(association=club, extended=True)
    EmploymentFactory(association=club, person__name="Amina Holm", end=date(2021, 3, 31))
    EmploymentFactory(association=club, person__name="Bo Dahl", start=date(2021, 6, 1))

    lines = report_lifelines([club.pk], [2020, 2021])

    assert [(row.label, row.when) for row in lines[club.pk, 2020].rows] == [
        ("Første aftale", "1. januar 2018 – 31. december 2021"),
        ("Amina Holm", "fra 1. januar 2018"),
    ]
    assert [(row.label, row.when) for row in lines[club.pk, 2021].rows] == [
        ("Første aftale", "1. januar 2018 – 31. december 2021"),
        ("Forlængelse", "1. januar 2022 – 31. december 2025"),
        ("Amina Holm", "1. januar 2018 – 31. marts 2021"),
        ("Ledig", "1. april 2021 – 31. maj 2021"),
        ("Bo Dahl", "fra 1. juni 2021"),
    ]
    assert lines[club.pk, 2021].mark == date(2021, 12, 31)


@pytest.mark.parametrize("clubs", [1, 3])
def test_report_lifelines_read_in_three_queries(django_assert_num_queries, clubs):
    rows = [PartnershipFactory(extended=True).participations.get().association for _ in range(clubs)]
    for club in rows:
        EmploymentFactory(association=club)

    with django_assert_num_queries(3):
        lines = report_lifelines([club.pk for club in rows], [2021, 2022])

    assert len(lines) == 2 * clubs
