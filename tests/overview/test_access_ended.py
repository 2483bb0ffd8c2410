"""Somebody without access today may sign in, and is told why and whom to call (R19)."""

import re
from datetime import date

import pytest
from django.test import RequestFactory
from django.utils.html import strip_tags

from overview.views_access import access_ended_page
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    ContactPersonFactory,
    EmploymentFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def page_for(user) -> str:
    request = RequestFactory().get("/")
    request.user = user
    return re.sub(r"\s+", " ", strip_tags(access_ended_page(request).content.decode()))


def test_ended_employment_is_told_with_the_contact_person(demo_today):
    club = AssociationFactory(name="Judoklubben")
    ContactPersonFactory(association=club, end=date(2020, 12, 31), consultant__name="Gamle Kontakt")
    ContactPersonFactory(
        association=club,
        start=date(2021, 1, 1),
        consultant__name="Mette Konsulent",
        consultant__phone="33 66 00 01",
        consultant__email="mette@example.org",
    )
    employment = EmploymentFactory(association=club, ended=True, person__signs_in=True)
    page = page_for(employment.person.user)
    assert "Du var ressourceperson i Judoklubben til og med 30. juni 2022." in page
    assert "Adgangen til foreningens sider følger ansættelsen eller posten i bestyrelsen" in page
    assert "ring eller skriv til Mette Konsulent" in page
    assert "33 66 00 01" in page
    assert "Gamle Kontakt" not in page


def test_latest_of_several_posts_counts(demo_today):
    person = PersonFactory(signs_in=True)
    EmploymentFactory(person=person, ended=True, association__name="Første Klub")
    BoardMemberFactory(person=person, association__name="Sidste Klub", end=date(2023, 3, 30), treasurer=True)
    assert "Du var kasserer i Sidste Klub til og med 30. marts 2023." in page_for(person.user)


def test_post_that_begins_later_is_announced(demo_today):
    employment = EmploymentFactory(start=date(2023, 4, 1), association__name="Judoklubben", person__signs_in=True)
    page = page_for(employment.person.user)
    assert "Din adgang begynder 1. april 2023" in page
    assert "Du begynder som ressourceperson i Judoklubben 1. april 2023." in page


def test_user_without_any_association_is_told_whom_to_write_to(demo_today, settings):
    settings.SITE_CONTACT_EMAIL = "hjaelp@example.org"
    page = page_for(UserFactory())
    assert "din bruger hører ikke til nogen forening" in page
    assert "skriv til hjaelp@example.org" in page


def test_closed_consultant_is_not_named(demo_today):
    employment = EmploymentFactory(ended=True, person__signs_in=True)
    ContactPersonFactory(association=employment.association, consultant__inactive=True, consultant__name="Væk")
    page = page_for(employment.person.user)
    assert "Væk" not in page
    assert "medspil@example.org" in page


def test_phone_number_dials(demo_today):
    contact = ContactPersonFactory(consultant__phone="33 66 00 01")
    employment = EmploymentFactory(association=contact.association, ended=True, person__signs_in=True)
    request = RequestFactory().get("/")
    request.user = employment.person.user
    assert 'href="tel:+4533660001"' in access_ended_page(request).content.decode()


def test_front_page_of_somebody_without_access_is_this_one(client_for, demo_today):
    employment = EmploymentFactory(ended=True, person__signs_in=True)
    response = client_for(employment.person.user).get("/")
    assert response.status_code == 200
    assert "Din adgang er slut" in response.content.decode()
