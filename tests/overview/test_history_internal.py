"""Historik hides from the association's people what is for staff alone, on the page and in both downloads (R19)."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from documents.domain.document import add_document, edit_document, remove_document
from documents.enums import DocumentKind
from tests.documents.files import PDF, PNG, upload
from tests.factories import BoardMemberFactory
from workflow import audit
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db
SECRET = "Notat om vanskelig sag"


def addresses(association) -> list[str]:
    own = {"pk": association.pk}
    return [
        reverse("overview:association-history", kwargs=own),
        reverse("overview:association-history", kwargs=own) + "?slags=dokument",
        reverse("overview:association-history-export", kwargs=own | {"extension": "xlsx"}),
        reverse("overview:association-history-export", kwargs=own | {"extension": "csv"}),
        reverse("overview:association-history-export", kwargs=own | {"extension": "csv"}) + "?slags=dokument",
    ]


def text_of(response) -> str:
    if response["Content-Type"].startswith("application/vnd"):
        book = load_workbook(io.BytesIO(response.content))
        return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    return response.content.decode()


def seen(client, association) -> list[str]:
    return [text_of(client.get(address)) for address in addresses(association)]


def kept(association, **more):
    values = {"kind": DocumentKind.OTHER, "title": SECRET, "file": upload(PDF, "x.pdf"), "is_internal": True}
    return add_document(association=association, **{**values, **more})


@pytest.fixture
def internal(own_association, consultant):
    """An internal document that was added, renamed and removed: three events."""
    document = kept(own_association, by=consultant)
    document.title = f"{SECRET} 2"
    edit_document(document=document, file=None, by=consultant)
    remove_document(document=document, by=consultant)
    own_association.phone = "11 22 33 44"
    audit.save(own_association, by=None)


def test_staff_sees_internal_events_marked(internal, client_for, consultant, manager, own_association):
    for user in (consultant, manager):
        page, narrowed, *downloads = seen(client_for(user), own_association)
        assert page.count("Kun KFF</span>") == narrowed.count("Kun KFF</span>") == 3
        assert all(SECRET in download for download in downloads)


@pytest.mark.parametrize("who", ["chair_user", "resource_person_user"])
def test_association_sees_none_of_it(internal, client_for, request, own_association, who):
    texts = seen(client_for(request.getfixturevalue(who)), own_association)
    assert not any(SECRET in text or "Kun KFF" in text for text in texts)
    assert not any("Mette Konsulent" in text for text in texts)  # not even as a choice of the filter
    page, _, excel, text, _ = texts
    assert all("11 22 33 44" in found for found in (page, excel, text))
    assert "1 ændring" in page
    assert 'value="dokument"' not in page
    assert [row[4] for row in csv.reader(io.StringIO(text), delimiter=";")] == ["Felt", "Telefon"]


def test_consultant_on_the_board_sees_none_of_it(internal, client_for, consultant, own_association):
    BoardMemberFactory(association=own_association, member=True, person__user=consultant)
    assert not any(SECRET in text for text in seen(client_for(consultant), own_association))


def test_document_that_is_shared_later_does_not_tell_what_it_was_called(
    client_for, chair_user, consultant, own_association
):
    document = kept(own_association, by=consultant)
    document.title, document.is_internal = "Aftale", False
    edit_document(document=document, file=None, by=consultant)
    document.title = "Aftale 2023"
    edit_document(document=document, file=None, by=consultant)
    texts = seen(client_for(chair_user), own_association)
    assert not any(SECRET in text for text in texts)
    assert all("Aftale 2023" in text for text in texts)


def test_document_that_becomes_internal_tells_no_more(client_for, chair_user, consultant, own_association):
    document = kept(own_association, title="Åben", is_internal=False, by=consultant)
    document.title, document.is_internal = SECRET, True
    edit_document(document=document, file=None, by=consultant)
    remove_document(document=document, by=consultant)
    texts = seen(client_for(chair_user), own_association)
    assert not any(SECRET in text for text in texts)
    assert all("Åben" in text for text in texts)


def test_documents_of_both_kinds_at_once_are_told_apart(client_for, chair_user, consultant, own_association):
    kept(own_association, by=consultant)
    kept(own_association, title="Åben", file=upload(PNG, "y.png"), is_internal=False, by=consultant)
    assert list(AuditEvent.objects.order_by("pk").values_list("object_label", "is_internal")) == [
        (SECRET, True),
        ("Åben", False),
    ]
    assert not any(SECRET in text for text in seen(client_for(chair_user), own_association))


def test_many_at_once_are_marked_too(own_association):
    record = kept(own_association, by=None)
    audit.trace_many([audit.Draft(record, before=None)], by=None)
    audit.delete_many([record], by=None)
    assert list(AuditEvent.objects.values_list("is_internal", flat=True)) == [True, True, True]
