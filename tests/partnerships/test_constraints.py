"""What the database itself refuses about partnerships (R1, R2): the last line, whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories import (
    AssociationFactory,
    ContactPersonFactory,
    ExtensionFactory,
    GrantFactory,
    ParticipationFactory,
    PartnershipFactory,
)

pytestmark = pytest.mark.django_db


def make_and_commit(make) -> None:
    """Has also checked what is checked at commit."""
    make()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refused(constraint: str, make) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_and_commit(make)


def test_one_association_is_never_in_two_partnerships_at_once():
    club = AssociationFactory()
    PartnershipFactory(association=club)

    refused(
        "partnerships_participation_never_overlap",
        lambda: PartnershipFactory(association=club, start=date(2021, 12, 31)),
    )


def test_partnerships_may_follow_each_other_day_by_day():
    club = AssociationFactory()
    PartnershipFactory(association=club)

    PartnershipFactory(association=club, start=date(2022, 1, 1))

    assert club.participations.count() == 2


@pytest.mark.parametrize(("start", "end"), [((2017, 12, 31), (2021, 12, 31)), ((2018, 1, 1), (2022, 1, 1))])
def test_participation_lies_inside_its_partnership(start, end):
    partnership = PartnershipFactory(participate=False)

    refused(
        "partnerships_participation_inside",
        lambda: ParticipationFactory(partnership=partnership, start=date(*start), end=date(*end)),
    )


def test_partnership_cannot_shrink_away_from_its_participations():
    partnership = PartnershipFactory()

    def shrink():
        partnership.end = date(2020, 12, 31)
        partnership.save()

    refused("partnerships_participation_inside", shrink)


def test_partnership_ends_on_its_first_day_or_later():
    refused(
        "partnerships_partnership_(first_)?period_in_order",
        lambda: PartnershipFactory(first_end=date(2017, 12, 31), participate=False),
    )


def test_early_end_has_a_reason():
    refused(
        "partnerships_partnership_early_end_has_reason",
        lambda: PartnershipFactory(ended_early_on=date(2020, 1, 1), participate=False),
    )


def test_extension_is_later_than_what_it_extends():
    refused(
        "partnerships_extension_is_later",
        lambda: ExtensionFactory(previous_end=date(2021, 12, 31), new_end=date(2021, 12, 31)),
    )


def test_one_grant_per_partnership_and_year():
    grant = GrantFactory()

    refused(
        "partnerships_grant_one_per_year",
        lambda: GrantFactory(partnership=grant.partnership, programme_year=grant.programme_year),
    )


def test_one_contact_person_at_a_time():
    first = ContactPersonFactory()

    refused(
        "partnerships_contactperson_one_at_a_time",
        lambda: ContactPersonFactory(association=first.association, start=date(2020, 1, 1)),
    )
