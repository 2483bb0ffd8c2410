"""The demo has every state of documents, journal and transfers, and making it again changes nothing."""

from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from core.registry import Subject, demo_parts, personal_data, retentions
from documents.domain.content import inspected
from documents.enums import DocumentKind
from documents.models import Document
from journal.domain.due import follow_ups
from journal.models import JournalEntry
from partnerships.domain.transfers import plan_return
from partnerships.models import ContactPerson, ContactTransfer
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db
TODAY = date(2023, 3, 31)
OURS = {"documents", "journal", "contact-transfers"}


@pytest.fixture
def demo(demo_today):
    call_command("seed_demo", stdout=StringIO())


def test_states_all_occur(demo):
    assert set(Document.objects.values_list("kind", flat=True)) == set(DocumentKind.values)
    assert Counter(Document.objects.values_list("is_internal", flat=True))[True] == 2
    assert {item.state for item in follow_ups(None, TODAY)} == {"coming", "due", "overdue"}
    assert JournalEntry.objects.filter(followed_up_on__isnull=False).count() == 1
    assert JournalEntry.objects.values("author").distinct().count() == 3
    assert [transfer.returned_on for transfer in ContactTransfer.objects.all()] == [None, date(2022, 1, 1)]
    expired = {entry.key: len(list(entry.find(years, TODAY))) for entry in retentions for key, years in
               (("documents", 10), ("journal", 5)) if entry.key == key}  # fmt: skip
    assert expired == {"documents": 1, "journal": 1}


def test_files_are_what_they_are_kept_as(demo):
    for document in Document.objects.all():
        with document.file.open("rb") as file:
            content = inspected(file)
        assert (content.file_type, content.size, content.sha256) == (
            document.file_type,
            document.size,
            document.sha256,
        )
        assert document.uploaded_by


def test_transfer_in_force_can_be_returned(demo):
    transfer = ContactTransfer.objects.get(returned_on=None)
    plan = plan_return(transfer, start=TODAY, by=None)
    assert [(step.association.name, step.after, step.why_not) for step in plan.steps] == [
        ("Valby IF-Gymnastik", "fra 31-03-2023", "")
    ]


def test_again_changes_nothing(demo):
    before = [AuditEvent.objects.count(), ContactPerson.objects.count(), Document.objects.count()]
    for part in demo_parts:
        if part.key in OURS:
            part.seed()
    assert [AuditEvent.objects.count(), ContactPerson.objects.count(), Document.objects.count()] == before


def test_nothing_is_made_where_the_register_is_empty(demo_today):
    for part in demo_parts:
        if part.key in OURS:
            part.seed()
    assert [model.objects.count() for model in (Document, JournalEntry, ContactTransfer)] == [0, 0, 0]


def test_what_is_held_on_a_consultant_names_the_transfers(demo):
    (held,) = [entry.held for entry in personal_data if entry.key == "contact-transfers"]
    transfer = ContactTransfer.objects.get(returned_on=None)
    (transfers,) = held(Subject(None, transfer.to_consultant_id))
    assert transfers.lines == ("Overdragelse fra Yusuf Erdal til Signe Brandbjerg, fra 1. marts 2023: Orlov",)
    assert list(held(Subject(1, None))) == list(held(Subject(None, 10**9))) == []
