"""Two at the same moment: each step is taken once, each text is either saved or told to be stale, none in between."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from accounts.models import User
from actionplans.domain.content import content_of
from actionplans.domain.documents import build_plan, checksum
from actionplans.domain.planning import start_plan, start_revision
from actionplans.domain.workflow import APPROVE, SUBMIT
from actionplans.domain.writing import StaleText, save_area
from actionplans.enums import PlanState
from actionplans.models import ActionPlan, AreaText, PlanRevision
from core.periods import Period, whole_year
from tests.factories import (
    ActionPlanFactory,
    EmploymentFactory,
    PartnershipFactory,
    PlanRevisionFactory,
    ProgrammeYearFactory,
    UserFactory,
    in_force,
)
from workflow.transitions import log_of, perform

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*actions: Callable[[], object]) -> list[str]:
    """What came of each: "done", or the kind of refusal."""
    barrier, found = threading.Barrier(len(actions)), [""] * len(actions)

    def run(place: int, action: Callable[[], object]) -> None:
        try:
            barrier.wait()
            action()
            found[place] = "done"
        except (ValidationError, StaleText) as refusal:
            found[place] = type(refusal).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.fixture
def writer(demo_today, own_association) -> User:
    ProgrammeYearFactory(year=2023)
    return EmploymentFactory(association=own_association, person__signs_in=True).person.user


@pytest.fixture
def revision(writer, own_association) -> PlanRevision:
    partnership = PartnershipFactory(association=own_association, extended=True)
    return PlanRevisionFactory(plan=ActionPlanFactory(partnership=partnership), written=True)


def other_text(area: AreaText, text: str, by: User) -> AreaText:
    found = AreaText.objects.get(pk=area.pk)
    return save_area(area=found, content=replace(content_of(found), situation=text), version=area.version, by=by)


def test_two_consultants_approve_once(revision, writer):
    submitted = perform(SUBMIT, revision, by=writer)
    consultants = UserFactory.create_batch(2, consultant=True)

    found = at_once(*(lambda user=user: perform(APPROVE, submitted, by=user) for user in consultants))

    assert sorted(found) == ["NotInState", "done"]
    assert [row.transition for row in log_of(revision)] == ["submit", "approve"]


def test_double_click_hands_in_once(revision, writer):
    found = at_once(*(lambda: perform(SUBMIT, revision, by=writer) for _ in range(2)))

    assert sorted(found) == ["NotInState", "done"]
    assert log_of(revision).count() == 1


def test_two_who_save_the_same_area_at_once(revision, writer):
    area = revision.areas.all()[0]
    other = UserFactory()

    found = at_once(lambda: other_text(area, "Den ene.", writer), lambda: other_text(area, "Den anden.", other))

    assert sorted(found) == ["StaleText", "done"]
    assert AreaText.objects.get(pk=area.pk).situation == ["Den ene.", "Den anden."][found.index("done")]


def test_text_that_is_saved_while_the_plan_is_handed_in_is_in_it_or_refused(revision, writer):
    area = revision.areas.all()[0]

    saved, handed_in = at_once(
        lambda: other_text(area, "I sidste øjeblik.", writer), lambda: perform(SUBMIT, revision, by=writer)
    )

    stands = AreaText.objects.get(pk=area.pk).situation == "I sidste øjeblik."
    assert handed_in == "done"
    assert (saved, stands) in {("done", True), ("NotWritable", False)}
    approved = perform(APPROVE, revision, by=UserFactory(consultant=True))
    assert checksum(build_plan(PlanRevision.objects.get(pk=approved.pk))) == approved.text_hash


def test_new_revision_is_begun_once(revision, writer):
    in_force(revision)

    found = at_once(*(lambda: start_revision(plan=revision.plan, by=writer) for _ in range(2)))

    assert sorted(found) == ["ValidationError", "done"]
    assert PlanRevision.objects.filter(state=PlanState.DRAFT).count() == 1


def test_new_plan_is_begun_once(writer, own_association):
    partnership = PartnershipFactory(association=own_association, extended=True)
    period = Period(whole_year(2023).start, whole_year(2025).end)

    found = at_once(*(lambda: start_plan(partnership=partnership, period=period, by=writer) for _ in range(2)))

    assert sorted(found) == ["ValidationError", "done"]
    assert ActionPlan.objects.count() == 1
