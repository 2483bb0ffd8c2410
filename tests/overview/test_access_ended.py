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


def test_last_day_still_gives_access_and_the_day_after_does_not(client_for, demo_today):
    last_day = EmploymentFactory(end=date(2023, 3, 31), person__signs_in=True)
    ended = EmploymentFactory(end=date(2023, 3, 30), person__signs_in=True)
    assert "Vores partnerskab" in client_for(last_day.person.user).get("/").content.decode()
    assert "Din adgang er slut" in client_for(ended.person.user).get("/").content.decode()
    assert client_for(last_day.person.user).get(f"/foreninger/{last_day.association_id}/").status_code == 200
    assert client_for(ended.person.user).get(f"/foreninger/{ended.association_id}/").status_code == 404


def test_access_that_begins_tomorrow_is_not_there_today(client_for, demo_today):
    employment = EmploymentFactory(start=date(2023, 4, 1), person__signs_in=True)
    client = client_for(employment.person.user)
    assert "Din adgang begynder 1. april 2023" in client.get("/").content.decode()
    assert client.get(f"/foreninger/{employment.association_id}/").status_code == 404


def test_one_of_two_clubs_ended_leaves_the_other(client_for, demo_today):
    person = PersonFactory(signs_in=True)
    ended = EmploymentFactory(person=person, ended=True, association__name="Forrige Klub")
    BoardMemberFactory(person=person, association__name="Nuværende Klub", treasurer=True)
    client = client_for(person.user)
    front = client.get("/").content.decode()
    assert "Nuværende Klub" in front
    assert "Forrige Klub" not in front
    assert "Din adgang er slut" not in front
    assert client.get(f"/foreninger/{ended.association_id}/").status_code == 404


def test_consultant_on_a_board_has_only_that_role_there(client_for, demo_today, consultant):
    club = BoardMemberFactory(person=PersonFactory(user=consultant)).association
    client = client_for(consultant)
    assert "Rapporter" in client.get("/foreninger/?kontaktperson=").content.decode()
    page = client.get(f"/foreninger/{club.pk}/personer/").content.decode()
    assert "Skriv til" in page  # what the association's own people read, not the consultants' hint
    assert "indlæsning" not in page


def test_consultant_whose_seat_ended_is_a_consultant_there_again(client_for, demo_today, consultant):
    club = BoardMemberFactory(person=PersonFactory(user=consultant), ended=True).association
    assert "indlæsning" in client_for(consultant).get(f"/foreninger/{club.pk}/personer/").content.decode()
