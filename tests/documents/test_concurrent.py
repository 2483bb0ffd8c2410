"""Two who upload the same file at once: one document."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from documents.domain.document import add_document
from documents.enums import DocumentKind
from documents.models import Document
from tests.documents.files import PDF, upload
from tests.factories import AssociationFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_same_file_uploaded_twice_at_once_is_kept_once():
    association, outcomes, ready = AssociationFactory(), [], threading.Barrier(2)

    def send() -> None:
        try:
            ready.wait()
            file = upload(PDF, "a.pdf")
            add_document(association=association, kind=DocumentKind.OTHER, title="A", file=file, by=None)
            outcomes.append("kept")
        except ValidationError as refusal:
            outcomes.append(refusal.messages[0][:40])
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["Den samme fil ligger her allerede som »A", "kept"]
    assert Document.objects.count() == 1
