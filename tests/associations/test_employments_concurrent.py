"""Two people change one association's posts at the same moment, on two connections."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from associations.domain.board import add_member
from associations.domain.employments import start_employment, switch_primary_contact
from associations.domain.people import Named
from associations.models import Association, BoardMember, Employment, Person
from tests.factories import AssociationFactory, BoardMemberFactory, EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count: int, action) -> list[str]:
    """What each of `count` connections that begin together gets for `action(place)`: the sorted answers."""
    barrier = Barrier(count)

    def run(place: int) -> str:
        barrier.wait(timeout=10)
        try:
            action(place)
        except ValidationError as refusal:
            return refusal.messages[0]
        except IntegrityError as refusal:
            return str(refusal.__cause__.diag.constraint_name)
        finally:
            connection.close()
        return "saved"

    with ThreadPoolExecutor(count) as pool:
        return sorted(pool.map(run, range(count)))


def test_one_of_four_primary_contacts_at_once_wins_and_the_others_are_told(demo_today):
    club = AssociationFactory()

    def start(place: int) -> None:
        start_employment(
            association=club,
            who=Named(f"Person {place} Prøve", f"prøve{place}@example.org".replace("ø", "oe")),
            start=date(2023, 4, 1),
            weekly_hours=Decimal(20),
            is_primary_contact=True,
            by=None,
        )

    answers = at_once(4, start)

    told = "Foreningen har allerede en primær kontakt i perioden. Der kan kun være én ad gangen."
    assert answers == [told, told, told, "saved"]
    assert Employment.objects.count() == Person.objects.count() == 1


def test_database_refuses_the_second_primary_contact_where_nobody_locks(demo_today):
    club, people = AssociationFactory(), PersonFactory.create_batch(2)

    answers = at_once(
        2,
        lambda place: Employment.objects.create(
            association=club, person=people[place], start=date(2023, 4, 1), weekly_hours=20
        ),
    )

    assert answers == ["associations_employment_one_primary_contact", "saved"]


def test_two_who_switch_to_different_people_at_once_leave_one_primary_contact(demo_today):
    club = AssociationFactory()
    EmploymentFactory(association=club)
    helpers = EmploymentFactory.create_batch(2, association=club, helper=True)

    at_once(2, lambda place: switch_primary_contact(to=helpers[place], start=date(2023, 4, 1), by=None))

    primary = Employment.objects.filter(association=club, is_primary_contact=True, end=None)
    assert primary.count() == 1
    assert Employment.objects.filter(association=club, end=None).count() == 3


def test_two_new_chairs_at_once_are_not_both_chair(demo_today):
    seat = BoardMemberFactory()
    club = Association.objects.get(pk=seat.association_id)

    answers = at_once(
        2,
        lambda place: add_member(
            association=club, who=Named(f"Person {place} Prøve"), role="chair", start=date(2023, 4, 1), by=None
        ),
    )

    assert answers.count("saved") == 1
    assert BoardMember.objects.filter(association=club, role="chair", end=None).count() == 1
