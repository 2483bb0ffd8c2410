"""Two consultants at the same moment, on two connections: the last free krone is spent once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from partnerships.domain.instalments import save_instalment
from partnerships.domain.partnerships import Decided, Member, create_partnership, extend
from partnerships.models import Extension, Grant, Instalment, Partnership
from tests.factories import AssociationFactory, GrantFactory, PartnershipFactory, ProgrammeYearFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
DECIDED = Decided(date(2023, 3, 1), "Kultur- og Fritidsudvalget", "Gode erfaringer")


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What each of them answers, sorted: `done`, or the refusal."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        start.wait(timeout=10)
        try:
            act()
        except ValidationError as refusal:
            return " ".join(refusal.messages)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts), reverse=True)


def test_two_extensions_over_the_same_free_money_let_one_through(demo_today):
    for year in (2020, 2021, 2022, 2023):
        ProgrammeYearFactory(year=year)
    ProgrammeYearFactory(year=2024, budget=300_000)
    by = UserFactory.create_batch(2, consultant=True)
    rows = [PartnershipFactory(start=date(2020, 1, 1)) for _ in range(2)]

    answers = at_once(
        *(
            lambda n=n: extend(partnership=rows[n], new_end=date(2024, 12, 31), decided=DECIDED, by=by[n])
            for n in range(2)
        )
    )

    assert answers[0] == "done"
    assert answers[1].startswith("I 2024 mangler der 100.000 kr. på bevillingen »Programmets bevilling«")
    assert Extension.objects.count() == 1
    assert Grant.objects.filter(programme_year__year=2024).count() == 1
    assert sorted(Partnership.objects.values_list("end", flat=True)) == [date(2023, 12, 31), date(2024, 12, 31)]


def test_one_association_gets_one_agreement(demo_today):
    club, by = AssociationFactory(name="Hekla"), UserFactory.create_batch(2, consultant=True)

    answers = at_once(
        *(
            lambda n=n: create_partnership(
                start=date(2023, 1, 1 + n), end=None, members=[Member(club)], decided=DECIDED, by=by[n]
            )
            for n in range(2)
        )
    )

    assert answers[0] == "done"
    assert answers[1].startswith("Hekla har allerede et socialt partnerskab")
    assert Partnership.objects.count() == 1


def test_the_same_agreement_sent_twice_is_made_once(demo_today):
    club, by = AssociationFactory(), UserFactory(consultant=True)

    answers = at_once(
        *(
            lambda: create_partnership(start=date(2023, 1, 1), end=None, members=[Member(club)], decided=DECIDED, by=by)
            for _ in range(2)
        )
    )

    assert answers == ["done", "done"]
    assert Partnership.objects.count() == 1


def test_two_instalments_never_come_to_more_than_the_grant(demo_today):
    grant, by = GrantFactory(), UserFactory(consultant=True)

    answers = at_once(
        *(
            lambda n=n: save_instalment(Instalment(grant=grant, due_on=date(2022, n, 1), amount=150_000), by=by)
            for n in (1, 2)
        )
    )

    assert answers[0] == "done"
    assert answers[1] == "Tilskuddet er 200.000 kr., og der er 50.000 kr. tilbage at planlægge."
