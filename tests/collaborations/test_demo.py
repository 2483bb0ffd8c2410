"""The demo's collaborations: every state, kind and precision in it, some missing, always the same, and fast."""

from time import perf_counter

import pytest
from django.core.management import call_command

from associations.models import Association
from collaborations import demo
from collaborations.domain.chain import link_counts, parts
from collaborations.enums import CollaborationState, PartnerKind, Precision
from collaborations.models import Collaboration, ContactUnit, InitiativeParticipation, Partner
from core.cpr import has_cpr_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded(demo_today):
    call_command("seed_demo", verbosity=0)
    return demo_today


def test_everything_that_the_pages_know_occurs(seeded):
    states = set(Collaboration.objects.values_list("state", flat=True))
    clubs = Collaboration.objects.order_by().values("association").distinct().count()

    assert states == set(CollaborationState.values)
    assert set(Partner.objects.values_list("kind", flat=True)) == set(PartnerKind.values)
    assert set(Collaboration.objects.values_list("precision", flat=True)) == set(Precision.values)
    assert 15 <= clubs < Association.objects.open().count()
    assert InitiativeParticipation.objects.filter(number=None).exists()
    assert InitiativeParticipation.objects.filter(number__gt=0).exists()
    assert {row.is_stale(seeded) for row in ContactUnit.objects.all()} == {True, False}
    assert not any(has_cpr_number(f"{row.about} {row.note}") for row in Collaboration.objects.all())


def test_chain_of_2022_counts_every_partnership_in_its_fourth_link(seeded):
    counts = {row.link: row.associations for row in link_counts(parts([2022]))}

    assert counts[4] == 25
    assert all(counts[link] for link in (1, 2, 3, None))


def test_again_changes_nothing_and_it_is_fast(seeded):
    before = list(Collaboration.objects.order_by("pk").values_list("pk", "about", "state", "start"))
    demo.seed()
    assert list(Collaboration.objects.order_by("pk").values_list("pk", "about", "state", "start")) == before

    Collaboration.objects.all().delete()
    InitiativeParticipation.objects.all().delete()
    Partner.objects.all().delete()
    ContactUnit.objects.all().delete()
    started = perf_counter()
    demo.seed()
    assert perf_counter() - started < 6  # about 1.5 s on a quiet machine
    assert [row[1:] for row in Collaboration.objects.order_by("pk").values_list("pk", "about", "state", "start")] == [
        row[1:] for row in before
    ]


def test_without_the_demos_people_nothing_is_made(demo_today):
    demo.seed()
    assert not Collaboration.objects.exists()
