"""Addresses for thousands of rows are those of `reverse`."""

import pytest
from django.urls import NoReverseMatch, reverse

from core.addresses import address


def test_address_is_the_one_of_reverse():
    assert address("overview:association-people", 7) == reverse("overview:association-people", args=[7])
    assert address("overview:association-people", 70) == reverse("overview:association-people", args=[70])


def test_address_with_two_keys_keeps_their_order():
    assert address("overview:membercount-edit", 7, 2022) == reverse("overview:membercount-edit", args=[7, 2022])


def test_unknown_page_is_refused_each_time():
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            address("overview:no-such-page", 1)
