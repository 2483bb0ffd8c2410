"""What journal and documents hold on a person, and that old records go without leaving their words behind."""

from datetime import date
from pathlib import Path

import pytest

from core.periods import years_after
from core.registry import Subject, personal_data, retentions
from documents.domain.document import add_document
from documents.enums import DocumentKind
from documents.models import Document
from journal.models import JournalEntry
from tests.documents.files import PDF, upload
from tests.factories import DocumentFactory, JournalEntryFactory, PersonFactory
from workflow import audit
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db


def registered(registry, key):
    (entry,) = [entry for entry in registry if entry.key == key]
    return entry


def held(key: str, *, person=None, user=None):
    subject = Subject(person.pk if person else None, user.pk if user else None)
    return list(registered(personal_data, key).held(subject))


def test_what_somebody_wrote_and_uploaded_is_held_with_a_reason(consultant, own_association):
    JournalEntryFactory(association=own_association, author=consultant, text="Andet")
    DocumentFactory(association=own_association, uploaded_by=consultant, title="Aftale")
    (written,) = held("journal", user=consultant)
    assert written.lines == ("1. marts 2023, Telefon, Vores Forening",)
    (uploaded,) = held("documents", user=consultant)
    assert uploaded.lines == ("1. marts 2023, Vores Forening: Aftale",)
    assert written.stays_because
    assert uploaded.stays_because


def test_entries_that_name_somebody_are_held_whole(own_association):
    person = PersonFactory(name="Lars Sø")
    JournalEntryFactory(association=own_association, text="Talte med LARS SØ om haller", with_whom="Per")
    JournalEntryFactory(association=own_association, with_whom="Lars Sø, formand", text="Kort")
    JournalEntryFactory(association=own_association, text="Om en anden Lars")
    (named,) = held("journal", person=person)
    assert set(named.lines) == {
        "1. marts 2023, Telefon, Vores Forening: Per: Talte med LARS SØ om haller",
        "1. marts 2023, Telefon, Vores Forening: Lars Sø, formand: Kort",
    }
    assert "tages ud af dem" in named.stays_because


def test_nothing_is_held_on_others(consultant):
    person = PersonFactory(name="Ny Person")
    assert held("journal", person=person) == held("documents", person=person) == []
    assert held("journal", user=consultant) == held("documents", user=consultant) == []
    assert held("journal") == []


def test_erasing_leaves_what_stays(consultant, own_association):
    JournalEntryFactory(association=own_association, author=consultant)
    DocumentFactory(association=own_association, uploaded_by=consultant)
    for key in ("journal", "documents"):
        registered(personal_data, key).erase(Subject(None, consultant.pk), None)
    assert (JournalEntry.objects.count(), Document.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        (date(2023, 3, 31), 5, date(2028, 3, 31)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2024, 2, 29), -4, date(2020, 2, 29)),
    ],
)
def test_years_after(day, years, later):
    assert years_after(day, years) == later


@pytest.mark.parametrize(("day", "expired"), [(date(2028, 3, 1), 0), (date(2028, 3, 2), 1)])
def test_entry_is_proposed_the_day_after_its_time(own_association, day, expired):
    entry = JournalEntryFactory(association=own_association)
    retention = registered(retentions, "journal")
    found = list(retention.find(5, day))
    assert len(found) == expired
    if found:
        assert (found[0].object_id, found[0].kept_until) == (entry.pk, date(2028, 3, 1))
        assert found[0].label == "Telefon 1. marts 2023, Vores Forening"


def test_retention_settings_are_there(settings):
    years = {
        entry.key: getattr(settings, entry.setting) for entry in retentions if entry.key in {"journal", "documents"}
    }
    assert years == {"journal": 5, "documents": 10}


def test_old_entry_goes_and_its_words_go_from_the_trace(own_association, consultant):
    entry = audit.save(
        JournalEntryFactory.build(association=own_association, author=consultant, text="Ord"), by=consultant
    )
    other = audit.save(JournalEntryFactory.build(association=own_association, author=consultant, text="Andre"), by=None)
    registered(retentions, "journal").carry_out([entry.pk], consultant)
    assert list(JournalEntry.objects.all()) == [other]
    assert list(AuditEvent.objects.order_by("pk").values_list("kind", "object_label", "is_internal")) == [
        ("created", "Journalnotat", True),
        ("created", str(other), True),
        ("deleted", "Journalnotat", True),
    ]
    values = [change["to"] for event in AuditEvent.objects.filter(object_id=entry.pk) for change in event.changes]
    assert set(values) == {""}
    assert "Andre" in str(AuditEvent.objects.get(object_id=other.pk).changes)


def test_old_document_goes_with_its_file_and_leaves_no_words(
    own_association, consultant, settings, django_capture_on_commit_callbacks
):
    file = upload(PDF, "a.pdf")
    document = add_document(association=own_association, kind=DocumentKind.OTHER, title="Ord", file=file, by=consultant)
    Document.objects.update(uploaded_on=date(2010, 5, 1))
    retention = registered(retentions, "documents")
    (found,) = retention.find(10, date(2023, 3, 31))
    assert (found.object_id, found.label, found.kept_until) == (
        document.pk,
        "Ord, Vores Forening",
        date(2020, 5, 1),
    )
    with django_capture_on_commit_callbacks(execute=True):
        retention.carry_out([document.pk], consultant)
    assert not Document.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert "Ord" not in str(list(AuditEvent.objects.values()))


def test_forgetting_nothing_does_nothing(consultant):
    registered(retentions, "journal").carry_out([], consultant)
    assert not AuditEvent.objects.exists()
