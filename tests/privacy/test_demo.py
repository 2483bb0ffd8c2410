"""The demo shows every state: reads of each kind, an erased person, proposals."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from associations.models import Person
from privacy.models import RetentionProposal
from workflow.models import AuditEvent, ReadEvent

pytestmark = pytest.mark.django_db


def test_demo_has_reads_an_erased_person_and_proposals(demo_today):
    call_command("seed_demo", stdout=StringIO())
    reads = ReadEvent.objects.all()
    assert {read.kind for read in reads} == {"page", "export"}
    assert all(date(2023, 3, 11) <= read.at.date() <= date(2023, 3, 31) for read in reads)
    assert len({read.actor_id for read in reads}) >= 3
    [erased] = Person.objects.filter(name__startswith="Slettet person ")
    assert AuditEvent.objects.get(kind="erased").object_id == erased.pk
    assert RetentionProposal.objects.get(key="people").count > 0
