"""The last contact in the association list's downloads, for those alone who may read the journal (R19)."""

from datetime import date

import pytest

from tests.factories import AssociationFactory, BoardMemberFactory, JournalEntryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_today")]


def last_contacts(client) -> dict[str, str]:
    """The column of the CSV by association."""
    response = client.get("/foreninger/eksport.csv", {"kontaktperson": ""})
    head, *rows = [line.split(";") for line in response.content.decode("utf-8-sig").splitlines()]
    return {row[0]: row[head.index("Seneste kontakt")] for row in rows}


def test_last_contact_stands_beside_the_contact_person(client_for, consultant, manager):
    called, silent, own = (AssociationFactory(name=name) for name in ("Ajax", "Bella", "Cirkel"))
    JournalEntryFactory(association=called, held_on=date(2023, 3, 20))
    JournalEntryFactory(association=called, held_on=date(2023, 2, 20))
    JournalEntryFactory(association=silent, note=True)
    JournalEntryFactory(association=own)
    BoardMemberFactory(association=own, member=True, person__user=consultant)
    assert last_contacts(client_for(consultant)) == {"Ajax": "20-03-2023", "Bella": "", "Cirkel": ""}
    assert last_contacts(client_for(manager)) == {"Ajax": "20-03-2023", "Bella": "", "Cirkel": "01-03-2023"}
