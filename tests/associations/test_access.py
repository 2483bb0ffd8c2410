"""Access through employment and board seat, only while it lasts (R19)."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.enums import Role
from accounts.models import User
from associations.access import current_roles, visible_association_ids
from associations.models import Association, BoardMember, Employment, MemberCount, Person
from partnerships.models import Partnership
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    EmploymentFactory,
    MemberCountFactory,
    PartnershipFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def visible_to(user) -> set[str]:
    return {association.name for association in Association.objects.visible_to(again(user))}


def again(user):
    """The user of the next request: roles are read once for each."""
    return User.objects.get(pk=user.pk) if isinstance(user, User) else user


@pytest.mark.parametrize("factory", [EmploymentFactory, BoardMemberFactory])
@pytest.mark.parametrize(
    ("start", "end", "has_access"),
    [
        (-10, -1, False),  # ended yesterday
        (-10, 0, True),  # the last day is today
        (-10, 1, True),
        (-10, None, True),
        (0, None, True),  # the first day is today
        (0, 0, True),
        (1, None, False),  # begins tomorrow
    ],
)
def test_access_holds_on_both_days_and_between(demo_today, factory, start, end, has_access):
    row = factory(
        start=demo_today + start * DAY,
        end=None if end is None else demo_today + end * DAY,
        person__signs_in=True,
        association__name="Klubben",
    )
    assert visible_to(row.person.user) == ({"Klubben"} if has_access else set())
    assert bool(current_roles(row.person.user)) is has_access


def test_today_is_the_demos_in_the_demo_and_the_real_one_outside(settings):
    person = EmploymentFactory(start=date(2018, 1, 1), end=date(2023, 3, 31), person__signs_in=True).person
    settings.DEMO_MODE, settings.DEMO_TODAY = True, date(2023, 3, 31)
    assert len(visible_to(person.user)) == 1
    settings.DEMO_TODAY = date(2023, 4, 1)
    assert visible_to(person.user) == set()
    settings.DEMO_TODAY = date(2023, 3, 31)
    settings.DEMO_MODE = False
    assert visible_to(person.user) == set()


def test_ended_employment_and_present_board_seat_leave_the_seat(demo_today):
    person = PersonFactory(signs_in=True)
    club = EmploymentFactory(person=person, ended=True).association
    BoardMemberFactory(association=club, person=person, member=True)
    assert current_roles(person.user) == {club.pk: frozenset({Role.BOARD})}


def test_person_in_two_clubs_sees_both_with_a_role_in_each(demo_today):
    person = PersonFactory(signs_in=True)
    first = EmploymentFactory(person=person).association
    second = BoardMemberFactory(person=person).association
    AssociationFactory()
    assert current_roles(person.user) == {
        first.pk: frozenset({Role.RESOURCE_PERSON}),
        second.pk: frozenset({Role.BOARD}),
    }
    assert visible_association_ids(person.user) == {first.pk, second.pk}


def test_user_follows_the_link_to_the_person_at_once(demo_today):
    person, user = EmploymentFactory().person, UserFactory()
    assert visible_to(user) == set()
    person.user = user
    person.save()
    assert len(visible_to(user)) == 1


def test_staff_see_all_and_administrators_none(consultant, manager, administrator):
    AssociationFactory.create_batch(2)
    assert visible_association_ids(consultant) is None
    assert visible_association_ids(manager) is None
    assert visible_association_ids(administrator) == set()
    assert (len(visible_to(consultant)), len(visible_to(administrator))) == (2, 0)


def test_strangers_and_closed_accounts_see_none(demo_today):
    closed = EmploymentFactory(person__user=UserFactory(inactive=True)).person.user
    assert visible_association_ids(AnonymousUser()) == visible_association_ids(closed) == set()
    assert visible_to(AnonymousUser()) == visible_to(closed) == set()


def test_everything_of_another_association_is_out_of_sight(demo_today, resource_person_user, own_association):
    shown, hidden = [], []
    for club, rows in ((own_association, shown), (AssociationFactory(), hidden)):
        rows += [
            EmploymentFactory(association=club, helper=True),
            BoardMemberFactory(association=club),
            MemberCountFactory(association=club),
            PartnershipFactory(association=club),
        ]
        rows += [rows[0].person, rows[1].person]
    for model in (Employment, BoardMember, MemberCount, Partnership, Person):
        seen = set(model.objects.visible_to(resource_person_user))
        assert {row for row in shown if isinstance(row, model)} <= seen
        assert not seen & {row for row in hidden if isinstance(row, model)}


def test_row_of_two_associations_is_seen_once(demo_today, own_association, resource_person_user):
    person = resource_person_user.person
    other = BoardMemberFactory(person=person).association
    partnership = PartnershipFactory(associations=[own_association, other])
    assert list(Partnership.objects.visible_to(again(resource_person_user))) == [partnership]
    assert list(Person.objects.visible_to(again(resource_person_user))) == [person]
