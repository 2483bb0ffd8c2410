"""The scheduled look finds delivered reports whose numbers have changed, and builds only what may have."""

from datetime import date

import pytest

from partnerships.models import ProgrammeYear
from reporting.domain import freshness
from reporting.models import ReportCheck, StatusReport
from reporting.tasks import look_again
from tests.reporting.register import programme, start, work_all
from workflow import audit

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivered(demo_today, django_capture_on_commit_callbacks):
    """Two clubs with delivered reports of 2022, looked at once."""
    clubs = programme("Ajax", "Bella")
    work_all(start())
    assert freshness.look_again() == 2
    return clubs


def changed() -> dict[str, date | None]:
    rows = ReportCheck.objects.values_list("report__association__name", "changed_on")
    return dict(rows)


def correct(club, under_25_more: int = 1) -> None:
    cell = club.member_counts.get(year=2022).cells.first()
    cell.members += under_25_more
    cell.save()
    audit.event(obj=cell.member_count, kind="changed", changes=[], by=None).save()


def test_look_finds_what_a_correction_has_changed_and_builds_no_other(delivered):
    ajax, _ = delivered
    correct(ajax)

    assert freshness.look_again() == 1
    assert changed() == {"Ajax": date(2023, 3, 31), "Bella": None}
    assert freshness.look_again() == 0


def test_taking_the_correction_back_makes_it_hold_again(delivered):
    ajax, _ = delivered
    correct(ajax)
    look_again()
    correct(ajax, -1)
    look_again()

    assert changed() == {"Ajax": None, "Bella": None}


def test_change_of_the_programme_year_is_looked_for_everywhere(delivered):
    year = ProgrammeYear.objects.get(year=2022)
    year.required_weekly_hours = 30
    audit.save(year, by=None)

    assert freshness.look_again() == 2


def test_look_takes_a_bounded_number_at_a_time(delivered, monkeypatch):
    for club in delivered:
        correct(club)
    monkeypatch.setattr(freshness, "MOST_LOOKED_AT", 1)

    assert [freshness.look_again(), freshness.look_again(), freshness.look_again()] == [1, 1, 0]
    assert all(changed().values())


def test_new_version_starts_with_a_look_of_its_own(delivered):
    ajax, _ = delivered
    correct(ajax)
    look_again()
    work_all(start())

    assert freshness.look_again() == 1
    newest = StatusReport.objects.get(association=ajax, version=2)
    assert newest.check_row.changed_on is None
