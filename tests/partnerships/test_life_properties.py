"""Rules of agreements over periods, months and money, whatever the dates (R1, R2)."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from associations.models import Association
from core.periods import Period, months_begun
from partnerships.domain.changes import carry_out
from partnerships.domain.partnerships import Decided, Member, add_participation, create_partnership, end_early, extend
from partnerships.domain.shares import proportional_amount
from partnerships.models import Grant, Instalment, Participation, Partnership
from tests.factories import AssociationFactory, InstalmentFactory, ProgrammeYearFactory, UserFactory

pytestmark = pytest.mark.django_db
DECIDED = Decided(date(2023, 3, 1), "Kultur- og Fritidsudvalget", "Gode erfaringer")
FIRST, LAST = date(2018, 1, 1), date(2027, 12, 31)
DAYS = st.dates(FIRST, LAST)
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _years(db, demo_today):
    for year in range(FIRST.year, LAST.year + 1):
        ProgrammeYearFactory(year=year)


@pytest.fixture
def by():
    return UserFactory(consultant=True)


def agreement(by, start: date, end: date) -> Partnership:
    club: Association = AssociationFactory()
    return create_partnership(start=start, end=end, members=[Member(club)], decided=DECIDED, by=by).partnership


def grants(partnership: Partnership) -> list[tuple[int, int, int, int]]:
    rows = Grant.objects.filter(partnership=partnership).order_by("programme_year__year")
    return [(row.programme_year.year, row.months, row.amount, row.funding_line_id) for row in rows]


@FEW
@given(st.lists(DAYS, min_size=2, max_size=2, unique=True))
def test_grants_are_the_months_of_all_years_in_twelfths(by, days):
    start, end = sorted(days)

    rows = grants(agreement(by, start, end))

    touched = (end.year - start.year) * 12 + end.month - start.month + 1
    assert sum(months for _, months, _, _ in rows) == touched
    assert abs(sum(amount for _, _, amount, _ in rows) - 200_000 * touched / 12) <= len(rows) / 2
    assert [row[1] for row in rows] == [months_begun(Period(start, end), row[0]) for row in rows]


@FEW
@given(st.lists(DAYS, min_size=3, max_size=3, unique=True))
def test_extension_then_shortening_gives_back_the_same_grants(by, days):
    start, end, later = sorted(days)
    partnership = agreement(by, start, end)
    before = grants(partnership)

    extend(partnership=partnership, new_end=later, decided=DECIDED, by=by)
    end_early(partnership=partnership, last_day=end, decided=DECIDED, by=by)

    assert grants(partnership) == before


@FEW
@given(st.lists(DAYS, min_size=3, max_size=3, unique=True))
def test_preview_changes_nothing_and_says_what_will_happen(by, days):
    start, end, later = sorted(days)
    partnership = agreement(by, start, end)
    before = grants(partnership)

    def act():
        return extend(partnership=partnership, new_end=later, decided=DECIDED, by=by)

    shown = carry_out(act).change
    assert grants(partnership) == before
    done = carry_out(act, expected=shown.fingerprint)

    assert done.done
    promised = {row.year: row.after for row in shown.grants if row.after is not None}
    assert {year: amount for year, _, amount, _ in grants(partnership)} == promised
    assert sum(row.difference for row in shown.grants) == sum(row.free_before - row.free_after for row in shown.money)


@FEW
@given(st.lists(DAYS, min_size=4, max_size=4, unique=True))
def test_shared_periods_stay_inside_whatever_happens(by, days):
    start, cut, end, later = sorted(days)
    partnership = agreement(by, start, end)
    guest = AssociationFactory()
    add_participation(partnership=partnership, member=Member(guest, start, cut), decided=DECIDED, by=by)

    extend(partnership=partnership, new_end=later, decided=DECIDED, by=by)
    assert Participation.objects.get(association=guest).end == cut  # who left before does not come back
    end_early(partnership=partnership, last_day=start, decided=DECIDED, by=by)

    partnership.refresh_from_db()
    assert {(row.start, row.end) for row in partnership.participations.all()} == {(start, start)}


@FEW
@given(st.lists(DAYS, min_size=3, max_size=3, unique=True), st.integers(0, 4), st.integers(1, 200_000))
def test_money_that_was_paid_never_disappears(by, days, paid_count, each):
    start, cut, end = sorted(days)
    partnership = agreement(by, start, end)
    for grant in Grant.objects.filter(partnership=partnership)[:paid_count]:
        amount = min(each, grant.amount)
        InstalmentFactory(grant=grant, amount=amount, paid=True)
        if grant.amount > amount:
            InstalmentFactory(grant=grant, amount=grant.amount - amount)
    paid = Instalment.objects.filter(grant__partnership=partnership, paid_on__isnull=False)
    before = sorted(paid.values_list("grant", "amount"))

    end_early(partnership=partnership, last_day=min(cut, end - timedelta(days=1)), decided=DECIDED, by=by)

    assert sorted(paid.values_list("grant", "amount")) == before
    for grant in Grant.objects.filter(partnership=partnership):
        rows = list(grant.instalments.all())
        assert sum(row.amount for row in rows) <= grant.amount or all(row.paid_on for row in rows)
        assert grant.amount == proportional_amount(200_000, grant.months)
