"""An end of an employment that a file brings opens a handover; ten years of history open none (R6)."""

from datetime import date

import pytest

from handovers.models import Handover
from tests.factories import AssociationFactory, BoardMemberFactory, EmploymentFactory
from tests.imports.files import import_sheets, texts

pytestmark = pytest.mark.django_db
START = date(2018, 1, 1)


@pytest.fixture(autouse=True)
def _today(demo_today):
    """Every test happens on 31 March 2023."""


@pytest.fixture
def employment():
    club = AssociationFactory(name="Klub")
    return EmploymentFactory(association=club, person__email="ida@example.org", start=START)


def row(end: date | None, start: date = START, **more) -> dict:
    return {"Forening": "Klub", "Person": "ida@example.org", "Fra": start, "Til": end, "Timer": 20, **more}


def test_imported_end_opens_a_handover_that_the_chair_owns(employment):
    chair = BoardMemberFactory(association=employment.association)

    outcome = import_sheets(Ansættelser=[row(date(2023, 4, 30))])

    assert texts(outcome) == []
    handover = Handover.objects.get()
    assert (handover.employment, handover.owner) == (employment, chair)
    assert handover.items.count() == 12


def test_preview_opens_nothing(employment):
    import_sheets(save=False, Ansættelser=[row(date(2023, 4, 30))])

    assert not Handover.objects.exists()


def test_imported_history_opens_nothing(employment):
    import_sheets(Ansættelser=[row(date(2023, 1, 29)), row(date(2017, 5, 31), start=date(2016, 1, 1))])

    assert not Handover.objects.exists()


def test_same_file_again_opens_one(employment):
    for _ in range(2):
        import_sheets(Ansættelser=[row(date(2023, 4, 30))])

    assert Handover.objects.count() == 1


def test_person_who_goes_on_with_new_hours_hands_nothing_over(employment):
    import_sheets(Ansættelser=[row(date(2023, 3, 31)), row(None, start=date(2023, 4, 1))])

    assert not Handover.objects.exists()
