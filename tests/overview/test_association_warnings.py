"""The warnings are defined twice: in SQL for the list, in Python for one association. Both must always say the same."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from associations.domain.warnings import MissingCount, UnderHours, Vacancy, warnings_on
from associations.models import Association
from overview.domain.association_queries import agreements_of, employments_of, participations_of
from overview.domain.list_queries import list_rows, with_last_employment
from overview.domain.list_rows import WarningKind, vacant_since, warnings_of
from tests.factories import (
    AssociationFactory,
    EmploymentFactory,
    MemberCountFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
    cells_under_25,
)

pytestmark = pytest.mark.django_db
KINDS = {Vacancy: WarningKind.VACANCY, UnderHours: WarningKind.TOO_FEW_HOURS, MissingCount: WarningKind.MISSING_COUNT}
FIRST, LAST = date(2018, 1, 1), date(2022, 12, 31)


def random_association(chance: random.Random) -> Association:
    """An association with a partnership, employments and counts that begin and end on any days."""
    association = AssociationFactory()
    if chance.random() < 0.9:
        start = FIRST + timedelta(days=chance.randrange(900))
        PartnershipFactory(
            association=association, start=start, first_end=start + timedelta(days=chance.randrange(1500))
        )
    day = FIRST + timedelta(days=chance.randrange(600))
    for _ in range(chance.randrange(4)):
        end = day + timedelta(days=chance.randrange(500))
        hours = Decimal(chance.choice(["8", "12.5", "20", "30"]))
        is_open = chance.random() < 0.3
        EmploymentFactory(
            association=association,
            start=day,
            end=None if is_open else end,
            weekly_hours=hours,
            is_primary_contact=False,
        )
        day = end + timedelta(days=chance.choice([-60, 1, 2, 90]))
    for year in range(2018, 2023):
        if chance.random() < 0.6:
            cells = dict(cells_under_25(80))
            if chance.random() < 0.3:
                cells.popitem()
            MemberCountFactory(association=association, year=year, cells=cells)
    return association


def in_python(association: Association, day: date, required: Decimal | None) -> tuple[list[WarningKind], date | None]:
    """The warnings of one association, and since when the post is vacant."""
    found = warnings_on(
        employments=employments_of(association),
        agreements=agreements_of(participations_of(association)),
        required=required,
        counted_years=set(
            association.member_counts.exclude(under_25=None).values_list("year", flat=True),
        ),
        day=day,
    )
    since = next((warning.since for warning in found if isinstance(warning, Vacancy)), None)
    return [KINDS[type(warning)] for warning in found], since


def test_warnings_of_the_list_and_of_the_page_agree_on_any_day(consultant):
    chance = random.Random(20230331)
    for year in range(2018, 2022):  # 2022 has not been opened: no requirement of hours
        ProgrammeYearFactory(year=year, required_weekly_hours=Decimal(20))
    associations = {association.pk: association for association in (random_association(chance) for _ in range(40))}
    days = [FIRST, LAST, date(2019, 12, 31), date(2020, 1, 1)]
    days += [FIRST + timedelta(days=chance.randrange(1826)) for _ in range(8)]

    compared = 0
    for day in days:
        required = None if day.year == 2022 else Decimal(20)
        for row in with_last_employment(list_rows(consultant, day), day):
            kinds = warnings_of(row)
            since = vacant_since(row) if WarningKind.VACANCY in kinds else None
            assert (kinds, since) == in_python(associations[row.pk], day, required), (row.pk, day)
            compared += len(kinds)

    assert compared > 100
