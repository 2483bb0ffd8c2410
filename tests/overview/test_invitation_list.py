"""Inviting everybody who is missing in the associations that the list finds."""

import io
import re

import openpyxl
import pytest
from django.contrib.messages import get_messages
from django.utils.html import strip_tags

from accounts.models import Invitation
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    ContactPersonFactory,
    EmploymentFactory,
    InvitationFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_today")]
URL = "/foreninger/invitationer/"


def words(response) -> str:
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


@pytest.fixture
def mine(consultant):
    """An association of the consultant's, with somebody to invite and somebody without an address."""
    club = ContactPersonFactory(consultant=consultant, association__name="Judoklubben").association
    EmploymentFactory(association=club, person__name="Nina Ny", person__email="nina@example.org")
    BoardMemberFactory(association=club, person__name="Uden Mail", person__email=None, treasurer=True)
    return club


def test_filter_of_the_list_decides_who_is_invited(client_for, consultant, mine):
    EmploymentFactory(association__name="Fodboldklubben", person__name="Ole Anden")
    client = client_for(consultant)
    everybody = words(client.get(URL))
    assert "Inviter 2 personer" in everybody
    assert "i alle foreninger" in everybody
    page = words(client.get(f"{URL}?kontaktperson=mine"))
    assert "i foreninger med Kontaktperson: Mine foreninger" in page
    assert re.search(r"Judoklubben Nina Ny Ressourceperson nina@example.org Ikke inviteret", page)
    assert re.search(r"Judoklubben Uden Mail Kasserer ikke oplyst Mangler e-mail", page)
    assert "Ole Anden" not in page

    answer = client.post(f"{URL}?kontaktperson=mine")

    assert answer.url == f"{URL}?kontaktperson=mine"
    assert [str(message) for message in get_messages(answer.wsgi_request)] == ["1 invitation er på vej."]
    assert Invitation.objects.get().email == "nina@example.org"
    assert "Der er ingen at invitere" in words(client.get(answer.url))


def test_association_in_which_the_consultant_has_a_part_is_left_to_others(client_for, consultant, mine):
    seat = BoardMemberFactory(association=mine, member=True, person__name="Mette Konsulent")
    seat.person.user = consultant
    seat.person.save()
    assert "Nina Ny" not in words(client_for(consultant).get(URL))


def test_words_that_are_no_filter_find_nobody(client_for, consultant, mine):
    page = words(client_for(consultant).get(f"{URL}?bydel=nix"))
    assert "Der er ingen at invitere" in page


def test_download_has_the_rows_of_the_page(client_for, consultant, mine):
    answer = client_for(consultant).get("/foreninger/invitationer/eksport.xlsx?kontaktperson=mine")
    book = openpyxl.load_workbook(io.BytesIO(answer.getvalue()))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[1] == ("Judoklubben", "Nina Ny", "Ressourceperson", "nina@example.org", "Ikke inviteret")
    assert rows[2] == ("Judoklubben", "Uden Mail", "Kasserer", None, "Mangler e-mail")
    assert len(rows) == 3


def test_list_leads_here_with_its_filters(client_for, consultant, manager, mine):
    page = client_for(consultant).get("/foreninger/?kontaktperson=mine").content.decode()
    assert f'href="{URL}?kontaktperson=mine"' in page
    assert URL not in client_for(manager).get("/foreninger/?kontaktperson=").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(client_for, consultant, rows, django_assert_num_queries):
    for _ in range(rows):
        club = AssociationFactory()
        EmploymentFactory(association=club)
        BoardMemberFactory(association=club, person__email=None)
        late = EmploymentFactory(association=club, helper=True).person
        late.user = InvitationFactory(expired=True).user
        late.save()
    client = client_for(consultant)
    # Session, user, the filter's choices (5), own roles, associations, employments, seats, invitations, and the trace
    # of the read (R20).
    with django_assert_num_queries(13):
        client.get(URL)
