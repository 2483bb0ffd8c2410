"""What may happen to the logs' rows: a person's values go, and what is past its time (R20)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests.factories import PersonFactory
from workflow import audit, logs, reads
from workflow.models import AuditEvent, ReadEvent

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=400)


@pytest.fixture
def event(consultant, monkeypatch) -> AuditEvent:
    with monkeypatch.context() as clock:
        clock.setattr("django.utils.timezone.now", lambda: LONG_AGO)
        audit.save(PersonFactory.build(name="Rikke", email="rikke@example.org", phone=""), by=consultant)
    return AuditEvent.objects.get()


@pytest.fixture
def read(consultant) -> ReadEvent:
    reads.log_read(consultant, "Personer")
    return ReadEvent.objects.get()


def without_rikke(text: str) -> str:
    return "Slettet person 1" if text == "Rikke" else text


def test_erasure_takes_the_texts_and_leaves_the_event(event):
    assert logs.erase_texts(AuditEvent.objects.all(), without_rikke) == 1
    event.refresh_from_db()
    assert event.object_label == "Slettet person 1"
    assert event.changes == [
        {"field": "name", "from": "", "to": "Slettet person 1"},
        {"field": "email", "from": "", "to": "rikke@example.org"},
    ]
    assert (event.actor_name, event.kind) == ("Mette Konsulent", "created")
    assert logs.erase_texts(AuditEvent.objects.all(), without_rikke) == 0


def test_erasure_reaches_the_actor_in_both_logs(event, read, consultant):
    logs.erase_actor(consultant.pk, "Slettet bruger 7")
    assert set(AuditEvent.objects.values_list("actor_name", flat=True)) == {"Slettet bruger 7"}
    assert ReadEvent.objects.get().actor_name == "Slettet bruger 7"


@pytest.mark.parametrize(
    "change",
    [
        {"at": LONG_AGO + timedelta(1)},
        {"actor_id": 0},
        {"kind": "deleted"},
        {"object_id": 0},
        {"association_ids": [1]},
        {"changes": []},
    ],
)
def test_erasure_cannot_change_what_happened(event, change):
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        switched("erasure", lambda: AuditEvent.objects.update(**change))


@pytest.mark.parametrize("change", [{"at": LONG_AGO}, {"page": "Andet"}, {"person_ids": [1]}])
def test_erasure_cannot_change_what_was_read(read, change):
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        switched("erasure", lambda: ReadEvent.objects.update(**change))


def test_erasure_can_delete_nothing(event, read):
    for model in (AuditEvent, ReadEvent):
        with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
            switched("erasure", model.objects.all().delete)


@pytest.mark.parametrize(
    "tamper",
    [lambda: ReadEvent.objects.update(actor_name="En anden"), lambda: ReadEvent.objects.all().delete()],
)
def test_log_of_reads_refuses_change_and_deletion(read, tamper):
    with pytest.raises(IntegrityError, match="the log of reads only grows"), transaction.atomic():
        tamper()


def test_retention_deletes_what_is_old(event):
    assert logs.forget(AuditEvent, [event.pk]) == 1
    assert not AuditEvent.objects.exists()


def test_retention_cannot_delete_what_is_less_than_a_year_old(read):
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        logs.forget(ReadEvent, [read.pk])
    assert ReadEvent.objects.exists()


def test_what_was_allowed_is_not_afterwards(event):
    logs.erase_actor(event.actor_id, "Slettet bruger 7")
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.update(actor_name="En anden")


def switched(what, action):
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL medspil.{what} = 'on'")
    action()
