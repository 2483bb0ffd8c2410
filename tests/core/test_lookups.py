"""`any_of`: the rows of `__in`, with one parameter for all keys."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from associations.models import Association, MemberCount
from tests.factories import AssociationFactory, MemberCountFactory

pytestmark = pytest.mark.django_db


def test_any_of_finds_rows_by_their_own_key():
    one, two, _ = AssociationFactory.create_batch(3)

    found = Association.objects.filter(pk__any_of={two.pk, one.pk, 10**12})

    assert {row.pk for row in found} == {one.pk, two.pk}


def test_any_of_finds_rows_by_the_key_they_lead_to():
    one, other = MemberCountFactory.create_batch(2)

    assert list(MemberCount.objects.filter(association__any_of=[one.association_id])) == [one]
    assert list(MemberCount.objects.exclude(association__any_of=(one.association_id,))) == [other]


def test_any_of_nothing_is_nothing():
    AssociationFactory()

    assert not Association.objects.filter(pk__any_of=[]).exists()


def test_any_of_takes_numbers_alone():
    with pytest.raises(ValueError, match="invalid literal"):
        Association.objects.filter(pk__any_of=["1}'::bigint[]) OR true --"])


def test_keys_travel_as_one_parameter():
    with CaptureQueriesContext(connection) as queries:
        list(Association.objects.filter(pk__any_of=range(1, 1001)).values_list("pk"))

    assert "= ANY('{1,2,3," in queries.captured_queries[0]["sql"]
