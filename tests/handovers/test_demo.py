"""The demo's handovers: every state occurs, and making them again changes nothing."""

import pytest
from django.core.management import call_command

from handovers.demo import seed
from handovers.domain.queries import standing
from handovers.enums import HandoverState
from handovers.models import Handover, HandoverItem
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded(demo_today):
    call_command("seed_demo", verbosity=0)
    return demo_today


def test_every_state_of_a_handover_occurs_in_the_demo(seeded):
    rows = list(Handover.objects.select_related("employment__association", "employment__person"))

    found = {(row.employment.association.name, standing(row, seeded).label) for row in rows}

    assert found == {
        ("Nørrebro United", "åben"),
        ("Siam Athlete Nation", "over tiden"),
        ("BK Vestia", "afsluttet"),
        ("Global Kidz", "afsluttet med mangler"),
    }
    assert HandoverItem.objects.filter(is_own=True, handover__state=HandoverState.OPEN).count() == 2
    assert not HandoverItem.objects.filter(done_on__gt=seeded).exists()
    open_ones = Handover.objects.filter(state=HandoverState.OPEN)
    assert all(0 < row.items.exclude(done_on=None).count() < row.items.count() for row in open_ones)


def test_seeding_again_changes_nothing(seeded):
    before = AuditEvent.objects.count()

    seed()

    assert AuditEvent.objects.count() == before


def test_seed_without_the_demos_associations_does_nothing(demo_today):
    seed()

    assert not Handover.objects.exists()
