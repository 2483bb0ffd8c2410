"""The factories make what they say, within every constraint of the database."""

from datetime import date

import pytest

from associations.cvr import is_valid_cvr
from associations.models import Association
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    ContactPersonFactory,
    DisadvantagedAreaFactory,
    EmploymentFactory,
    GrantFactory,
    MemberCountFactory,
    PartnershipFactory,
    ReservedPostFactory,
    cvr_number,
    employments_with_vacancy,
)

pytestmark = pytest.mark.django_db


def test_cvr_numbers_are_valid_and_different():
    numbers = [cvr_number(n) for n in range(1000)]
    assert all(map(is_valid_cvr, numbers))
    assert len(set(numbers)) == 1000


def test_partnership_has_participations_and_extension():
    first, second = AssociationFactory.create_batch(2)
    partnership = PartnershipFactory(associations=[first, second], extended=True)
    assert set(partnership.association_ids()) == {first.pk, second.pk}
    assert (partnership.first_end, partnership.end) == (date(2021, 12, 31), date(2025, 12, 31))
    extension = partnership.extensions.get()
    assert (extension.previous_end, extension.new_end) == (date(2021, 12, 31), date(2025, 12, 31))


def test_partnership_of_four_years_has_no_extension():
    partnership = PartnershipFactory(start=date(2020, 7, 1))
    assert partnership.end == date(2024, 6, 30)
    assert not partnership.extensions.exists()


def test_member_count_gets_cells_and_totals():
    count = MemberCountFactory(under_25=413, cells={(25, "female"): 7})
    assert (count.under_25, count.total) == (413, 420)
    assert MemberCountFactory(year=2021, cells={(0, "female"): 3}).under_25 is None
    assert MemberCountFactory(year=2020).total is None


def test_vacancy_lies_between_two_employments():
    before, after = employments_with_vacancy(AssociationFactory(), first=date(2022, 3, 1), last=date(2022, 4, 30))
    assert (before.end, after.start) == (date(2022, 2, 28), date(2022, 5, 1))


def test_all_states_fit_the_constraints():
    club = AssociationFactory(is_citywide=True, get2sport=True, areas=[DisadvantagedAreaFactory()])
    EmploymentFactory(association=club, ended=True, person__signs_in=True)
    EmploymentFactory(association=club, helper=True)
    BoardMemberFactory(association=club, treasurer=True, ended=True)
    ContactPersonFactory(association=club)
    GrantFactory(half=True, partnership=PartnershipFactory(association=club, start=date(2020, 7, 1)))
    ReservedPostFactory()
    assert Association.objects.get().employments.count() == 2
