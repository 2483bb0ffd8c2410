"""What is due for consultants alone is shown to nobody of the association, on no front page and in no list (R19)."""

import pytest
from django.urls import reverse

from tests.factories import BoardMemberFactory, ContactPersonFactory, JournalEntryFactory, PartnershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_today")]
PROMISE = "Vend tilbage efter telefon den 1. marts 2023."


@pytest.fixture
def promise(own_association, consultant):
    PartnershipFactory(association=own_association, running=True)
    ContactPersonFactory(association=own_association, consultant=consultant)
    return JournalEntryFactory(association=own_association, waiting=True)


def front(client) -> str:
    return client.get(reverse("overview:front-page")).content.decode()


def due(client) -> list[str]:
    return [
        client.get(reverse("overview:due-list") + "?kontaktperson=").content.decode(),
        client.get(reverse("overview:due-export", kwargs={"extension": "csv"}) + "?kontaktperson=").content.decode(),
    ]


def test_contact_person_is_reminded(promise, client_for, consultant):
    client = client_for(consultant)
    assert all(PROMISE in text for text in (front(client), *due(client)))


@pytest.mark.parametrize("who", ["chair_user", "resource_person_user"])
def test_association_is_not_told(promise, client_for, request, who):
    assert "Vend tilbage" not in front(client_for(request.getfixturevalue(who)))


def test_consultant_on_the_board_is_not_told(promise, client_for, consultant, own_association):
    BoardMemberFactory(association=own_association, member=True, person__user=consultant)
    client = client_for(consultant)
    assert not any(PROMISE in text for text in (front(client), *due(client)))
