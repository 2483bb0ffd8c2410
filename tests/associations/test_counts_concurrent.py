"""Two people saving the same year at the same moment, on two connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from associations.domain.counts import StaleCountError, save_counts
from associations.models import MemberCount
from tests.factories import AssociationFactory, UserFactory, age_band
from workflow.models import AuditEvent


@pytest.mark.django_db(transaction=True)
def test_save_counts_lets_one_of_two_at_once_win_and_tells_the_other(demo_today):
    association, band = AssociationFactory(), age_band(7)
    people, start = [UserFactory(consultant=True) for _ in range(4)], Barrier(4)

    def save(members: int) -> str:
        start.wait(timeout=10)
        try:
            save_counts(
                association=association,
                year=2022,
                cells={(band.pk, "female"): members},
                counting_rule="once",
                source="register",
                note="",
                version=0,
                by=people[members],
            )
        except StaleCountError:
            return "stale"
        finally:
            connection.close()
        return "saved"

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(save, range(4)))

    assert answers == ["saved", "stale", "stale", "stale"]
    assert MemberCount.objects.get().cells.count() == 1
    assert AuditEvent.objects.filter(model="associations.membercount").count() == 1
