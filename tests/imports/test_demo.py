"""The demo workbook: always the same, and with what the published report says."""

from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Q, Sum

from accounts.enums import StaffRole
from accounts.models import User
from associations import demo_closed
from associations.domain.employment import hours_on
from associations.models import Association, Employment, MemberCount, SatelliteSection
from core.registry import DueState
from dev import demo_workbook
from imports.domain.importing import run_import
from partnerships.domain.declarations import missing_declarations
from partnerships.domain.funding import money_of
from partnerships.models import ContactPerson, Grant, Participation, ProgrammeYear
from tests.imports.files import counted, read, texts
from workflow.models import AuditEvent

END_OF_2022 = date(2022, 12, 31)


def test_workbook_in_the_repository_is_what_the_program_makes():
    assert demo_workbook.parts(demo_workbook.WORKBOOK.read_bytes()) == demo_workbook.parts(
        demo_workbook.workbook_bytes()
    )


def test_workbook_marks_itself_as_demo_data():
    assert demo_workbook.README[0].startswith("Demodata")


@pytest.fixture
def demo(db, demo_today):
    call_command("seed_demo", stdout=StringIO())


@pytest.mark.usefixtures("demo")
def test_demo_has_the_published_associations_by_cohort():
    taking_part = Participation.objects.filter(start__lte=END_OF_2022, end__gte=END_OF_2022)

    starts = Counter(taking_part.values_list("start", flat=True))
    assert starts == {date(2012, 1, 1): 5, date(2018, 1, 1): 10, date(2020, 1, 1): 5, date(2020, 7, 1): 5}
    assert Association.objects.filter(citywide=True).count() == 3


@pytest.mark.usefixtures("demo")
def test_demo_money_of_2022_is_committed_and_reserved_to_the_last_krone():
    money = money_of(ProgrammeYear.objects.get(year=2022))

    assert (money.budget, money.committed, money.reserved, money.free) == (6_000_000, 5_000_000, 1_000_000, 0)


@pytest.mark.usefixtures("demo")
def test_demo_never_commits_more_than_a_years_budget():
    assert all(money_of(year).free >= 0 for year in ProgrammeYear.objects.all())
    assert set(ProgrammeYear.objects.values_list("year", flat=True)) == set(range(2012, 2024))


@pytest.mark.usefixtures("demo")
def test_demo_grants_of_mid_2020_are_half():
    halves = Grant.objects.filter(programme_year__year=2020, partnership__start=date(2020, 7, 1))

    assert [grant.amount for grant in halves] == [100_000] * 5


@pytest.mark.usefixtures("demo")
def test_demo_members_under_25_are_as_published_and_no_club_dominates():
    counts = MemberCount.objects.filter(year=2022)

    total = counts.aggregate(total=Sum("under_25"))["total"]
    assert (counts.filter(under_25__isnull=False).count(), total) == (25, 18_340)
    assert max(count.under_25 for count in counts) <= 0.15 * total


@pytest.mark.usefixtures("demo")
def test_demo_counts_the_third_group_from_2021_only():
    years = MemberCount.objects.filter(cells__gender="other").values_list("year", flat=True)

    assert set(years) == {2021, 2022}
    assert MemberCount.objects.filter(under_25=None).count() == 2


@pytest.mark.usefixtures("demo")
def test_demo_supports_eight_associations_with_get2sport():
    holds = Q(get2sport_end=None) | Q(get2sport_end__gte=END_OF_2022)

    assert Association.objects.filter(holds, get2sport_start__lte=END_OF_2022).count() == 8


@pytest.mark.usefixtures("demo")
def test_demo_has_three_consultants_with_eight_or_nine_associations_each():
    now = Counter(ContactPerson.objects.filter(end=None).values_list("consultant__email", flat=True))

    assert User.objects.filter(staff_role=StaffRole.CONSULTANT).count() == 3
    assert sorted(now.values()) == [8, 8, 9]
    assert ContactPerson.objects.exclude(end=None).exists()


@pytest.mark.usefixtures("demo")
def test_demo_has_one_vacancy_and_two_clubs_under_the_hours_today(demo_today):
    hours = {
        club.name: hours_on(club.employments.all(), demo_today)
        for club in Association.objects.open().prefetch_related("employments")
    }

    assert [name for name, sum_of_hours in hours.items() if not sum_of_hours] == ["Siam Athlete Nation"]
    assert sorted(name for name, week in hours.items() if 0 < week < 20) == ["Global Kidz", "Street Society"]
    assert Employment.objects.exclude(end=None).count() > 15


@pytest.mark.usefixtures("demo")
def test_demo_has_every_state_of_the_declaration(demo_today):
    items = list(missing_declarations(None, demo_today))

    assert Counter(item.state for item in items) == {DueState.DUE: 4, DueState.OVERDUE: 1}
    assert [Association.objects.get(pk=item.association_id).name for item in items if item.state == "overdue"] == [
        "IF Stadion"
    ]


@pytest.mark.usefixtures("demo")
def test_demo_has_sections_and_closed_associations():
    assert SatelliteSection.objects.count() == 4
    assert SatelliteSection.objects.exclude(end=None).count() == 1
    assert Association.objects.open().count() == 25
    closed = Association.objects.exclude(closed_on=None)
    assert (closed.count(), closed.exclude(merged_into=None).get().merged_into.name) == (3, "Amager SK")
    demo_closed.seed()
    assert Association.objects.count() == 28


@pytest.mark.usefixtures("demo")
def test_demo_imported_again_changes_nothing():
    events = AuditEvent.objects.count()
    tables, problems = read(("register.xlsx", demo_workbook.WORKBOOK.read_bytes()))

    outcome = run_import(tables, problems, by=None, save=True)

    assert texts(outcome) == []
    assert {(created, changed) for created, changed, _ in counted(outcome).values()} == {(0, 0)}
    assert AuditEvent.objects.count() == events


@pytest.mark.usefixtures("demo")
def test_demo_people_have_addresses_that_reach_nobody():
    addresses = User.objects.values_list("email", flat=True)

    assert all(address.endswith("@example.org") for address in addresses)
