"""The meeting's pages open for those who may see them."""

import pytest
from django.urls import reverse

from tests.factories import InviteeFactory, MeetingFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultant(client):
    user = UserFactory(consultant=True)
    client.force_login(user)
    return user


def test_meeting_page_shows_time_place_and_invited(client, consultant):
    row = InviteeFactory(meeting=MeetingFactory(invited=True), coming=True)

    page = client.get(row.meeting.get_absolute_url()).content.decode()

    assert "14. april 2023 kl. 13.00–14.30" in page
    assert "Nørre Allé 7" in page
    assert f"{row.person.name}: kommer" in page


def test_lists_show_the_meeting(client, consultant):
    meeting = MeetingFactory()

    for url in (
        reverse("meetings:meeting-list"),
        reverse("meetings:association-meetings", args=[meeting.association_id]),
    ):
        assert meeting.title in client.get(url).content.decode()


def test_a_step_asks_before_it_is_taken(client, consultant):
    meeting = MeetingFactory(past=True)
    url = reverse("meetings:meeting-transition", args=[meeting.pk, "hold"])

    asked = client.get(url).content.decode()
    client.post(url)

    meeting.refresh_from_db()
    assert "Mødet er afholdt" in asked
    assert meeting.state == "held"
