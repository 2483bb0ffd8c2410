"""Whatever anybody does in whatever order: approved text never changes, periods never overlap, and no text is lost."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations, count, pairwise
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.models import User
from actionplans.domain.content import content_of
from actionplans.domain.documents import build_plan, checksum
from actionplans.domain.planning import start_plan, start_revision, unfinished_goals
from actionplans.domain.sparring import add_comment, open_thread, reopen, settle
from actionplans.domain.workflow import TRANSITIONS, close_ended
from actionplans.domain.writing import StaleText, save_area, save_texts
from actionplans.enums import FROZEN, PlanState
from actionplans.models import ActionPlan, Activity, AreaText, DraftSnapshot, Goal, PlanRevision, Thread
from core.periods import Period
from partnerships.models import Partnership
from tests.factories import (
    ActionPlanFactory,
    BoardMemberFactory,
    EmploymentFactory,
    PartnershipFactory,
    PersonFactory,
    PlanRevisionFactory,
    ProgrammeYearFactory,
    UserFactory,
)
from workflow.transitions import offers, perform

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

STEPS = [transition for transition in TRANSITIONS if transition.permission]
AREAS = 2  # of the six, so that writers meet
Slot = tuple[int, int | None]  # a revision and its area; None: the revision's own texts
Frozen = dict[int, tuple[Any, ...]]


@dataclass
class World:
    """Everybody, what each of them saw last, and what has been saved since the beginning."""

    partnership: Partnership
    people: list[User]
    settings: Any
    seen: dict[tuple[int, Slot], int] = field(default_factory=dict)
    saved: dict[Slot, list[tuple[int, str]]] = field(default_factory=dict)
    frozen: Frozen = field(default_factory=dict)
    number: Iterator[int] = field(default_factory=lambda: count(1))

    def newest(self) -> PlanRevision:
        return PlanRevision.objects.filter(plan__partnership=self.partnership).order_by("-plan__start", "-number")[0]

    def user(self, who: int) -> User:
        """A fresh object, as with every request."""
        return User.objects.get(pk=self.people[who].pk)


# --- What people do. Each refusal is a `ValidationError` or `StaleText`: anything else fails the test ----------------


def look(world: World, who: int, what: int, _choice: int) -> None:
    """Opens the page: from now on the writer's saves are based on what stands there."""
    slot, record = slot_of(world, what)
    world.seen[who, slot] = record.version


def write(world: World, who: int, what: int, _choice: int) -> None:
    """Types another text over what stood there when the page was opened, and saves."""
    slot, record = slot_of(world, what)
    text = f"Tekst {next(world.number)}."
    version = world.seen.get((who, slot), record.version)
    if isinstance(record, AreaText):
        goals = tuple(replace(goal, sign=text) for goal in content_of(record).goals)
        content = replace(content_of(record), in_focus=True, situation=text, goals=goals)
        done: AreaText | PlanRevision = save_area(area=record, content=content, version=version, by=world.user(who))
    else:
        done = save_texts(revision=record, introduction=text, lasting_changes=text, version=version, by=world.user(who))
    world.seen[who, slot] = done.version
    world.saved.setdefault(slot, []).append((who, text))


def slot_of(world: World, what: int) -> tuple[Slot, AreaText | PlanRevision]:
    revision = world.newest()
    if what % (AREAS + 1) == AREAS:
        return (revision.pk, None), revision
    area = revision.areas.order_by("focus_area__number")[what % (AREAS + 1)]
    return (revision.pk, area.pk), area


def take(world: World, who: int, what: int, _choice: int) -> None:
    """Presses one of the buttons that can be used."""
    revision = world.newest()
    ready = [offer for offer in offers(TRANSITIONS, revision, world.user(who)) if not offer.blockers]
    if not ready:
        raise ValidationError("No button for this user now.")
    perform(ready[what % len(ready)].transition, revision, by=world.user(who), comment="Aftalt på mødet.")


def force(world: World, who: int, what: int, choice: int) -> None:
    """Sends a step to any revision, with or without the button, the role and the comment."""
    revisions = list(PlanRevision.objects.filter(plan__partnership=world.partnership).order_by("pk"))
    revision = revisions[choice % len(revisions)]
    perform(STEPS[what % len(STEPS)], revision, by=world.user(who), comment="Fordi." if choice % 2 else "")


def talk(world: World, who: int, what: int, choice: int) -> None:
    """Opens a thread, answers in one, settles one or opens it again."""
    revision, threads = world.newest(), list(Thread.objects.order_by("pk"))
    if not threads or what == 0:
        open_thread(revision=revision, text=f"Spørgsmål {next(world.number)}", by=world.user(who))
        return
    thread = threads[choice % len(threads)]
    if what == 1:
        add_comment(thread=thread, revision=revision, text=f"Svar {next(world.number)}", by=world.user(who))
    elif what == 2:
        settle(thread=thread, by=world.user(who))
    else:
        reopen(thread=thread, by=world.user(who))


def begin_revision(world: World, who: int, _what: int, _choice: int) -> None:
    start_revision(plan=world.newest().plan, by=world.user(who))


def begin_plan(world: World, who: int, what: int, choice: int) -> None:
    """Any years, offered or not, with or without the last plan's goals."""
    year, last = 2021 + what % 5, world.newest().plan
    start_plan(
        partnership=world.partnership,
        period=Period(date(year, 1, 1), date(min(year + 1 + choice % 2, 2025), 12, 31)),
        by=world.user(who),
        carried_over={goal.line.key for goal in unfinished_goals(last)} if choice < 2 else set(),
        copied_from=last if choice == 2 else None,
    )


def year_passes(world: World, _who: int, _what: int, _choice: int) -> None:
    """A new year, and what happens every night."""
    today = world.settings.DEMO_TODAY
    world.settings.DEMO_TODAY = today.replace(year=min(today.year + 1, 2025))
    close_ended()


Action = Callable[[World, int, int, int], None]
ACTIONS: tuple[Action, ...] = (
    look, write, write, write, take, take, take, force, force, talk, begin_revision, begin_plan, year_passes,
)  # fmt: skip
sequences = st.lists(
    st.tuples(st.sampled_from(ACTIONS), st.integers(0, 4), st.integers(0, 6), st.integers(0, 3)),
    min_size=8,
    max_size=24,
)


def act(world: World, action: Action, who: int, what: int, choice: int) -> bool:
    """Whether it was done; a refusal leaves nothing behind."""
    try:
        with transaction.atomic():
            action(world, who, what, choice)
    except (ValidationError, StaleText):
        return False
    return True


# --- What always holds ------------------------------------------------------------------------------------------------


def text_rows(revision: PlanRevision) -> tuple[Any, ...]:
    """Everything that is stored of the revision's text, and what was said of its approval."""
    return (
        revision.introduction,
        revision.lasting_changes,
        revision.text_hash,
        revision.approved_on,
        revision.approved_by_id,
        list(AreaText.objects.filter(revision=revision).order_by("pk").values_list()),
        list(Goal.objects.filter(area_text__revision=revision).order_by("pk").values_list()),
        list(Activity.objects.filter(goal__area_text__revision=revision).order_by("pk").values_list()),
    )


def assert_approved_texts_stand(world: World) -> None:
    now = {row.pk: row for row in PlanRevision.objects.filter(state__in=FROZEN).select_related("plan__partnership")}
    assert set(world.frozen) <= set(now), "an approved text never becomes a draft again"
    for pk, revision in now.items():
        rows = text_rows(revision)
        assert world.frozen.setdefault(pk, rows) == rows
        assert checksum(build_plan(revision)) == revision.text_hash


def assert_periods_apart(world: World) -> None:
    plans = list(ActionPlan.objects.filter(partnership=world.partnership))
    assert all(one.end < other.start or other.end < one.start for one, other in combinations(plans, 2))
    assert all(world.partnership.start <= plan.start <= plan.end <= world.partnership.end for plan in plans)
    states = list(PlanRevision.objects.values_list("plan", "state"))
    assert all(states.count((plan, PlanState.APPROVED)) <= 1 for plan, _ in states)


def assert_no_text_is_lost(world: World) -> None:
    """Each saved text stands there still, or was kept, or its own writer was the next to save."""
    for (revision, area), saves in world.saved.items():
        kept = json.dumps(
            list(DraftSnapshot.objects.filter(revision=revision, area_text=area).values_list("content", flat=True))
        )
        record = AreaText.objects.get(pk=area) if area else PlanRevision.objects.get(pk=revision)
        standing = record.situation if isinstance(record, AreaText) else record.introduction
        assert standing == saves[-1][1], "the last save stands"
        for (writer, text), (following, _) in pairwise(saves):
            assert f'"{text}"' in kept or writer == following, f"{text} of {writer} is lost"


def hold_everything(world: World) -> None:
    assert_approved_texts_stand(world)
    assert_periods_apart(world)
    assert_no_text_is_lost(world)


@pytest.fixture
def make_world(demo_today, settings, own_association) -> Callable[[], World]:
    """A complete draft of 2021–2023 of a partnership until 2025; two employees, the chair and two consultants."""
    for year in (2023, 2024, 2025):
        ProgrammeYearFactory(year=year, requires_endorsement=year == 2024)
    partnership = PartnershipFactory(association=own_association, extended=True)
    people = [
        EmploymentFactory(association=own_association, person=PersonFactory(signs_in=True)).person.user,
        EmploymentFactory(association=own_association, helper=True, person=PersonFactory(signs_in=True)).person.user,
        BoardMemberFactory(association=own_association, person=PersonFactory(signs_in=True)).person.user,
        UserFactory(consultant=True),
        UserFactory(consultant=True),
    ]
    PlanRevisionFactory(plan=ActionPlanFactory(partnership=partnership), written=True)

    def make() -> World:
        settings.DEMO_TODAY = demo_today
        return World(partnership, people, settings)

    return make


@given(sequence=sequences)
@hypothesis_settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_whatever_is_done_texts_and_periods_hold(make_world, sequence):
    world = make_world()
    with transaction.atomic():
        for step in sequence:
            act(world, *step)
            assert_approved_texts_stand(world)
        hold_everything(world)
        transaction.set_rollback(True)


def test_everything_that_the_sequences_are_made_of_happens(make_world):
    """One long story by hand, so that the property above is known to meet approval, conflict and a second plan."""
    world = make_world()
    first, second, chair, consultant, colleague = range(5)
    story = [
        (look, first, 0, 0, True),
        (look, second, 0, 0, True),
        (write, first, 0, 0, True),
        (write, second, 0, 0, False),  # had not seen it
        (look, second, 0, 0, True),
        (write, second, 0, 0, True),
        (write, second, 2, 0, True),
        (force, consultant, 6, 0, False),  # nobody has handed it in
        (take, first, 0, 0, True),
        (write, chair, 0, 0, False),
        (talk, consultant, 0, 0, True),
        (take, consultant, 0, 0, True),
        (write, chair, 1, 0, True),
        (take, chair, 0, 0, True),
        (take, colleague, 1, 0, True),
        (write, first, 0, 0, False),
        (begin_plan, first, 2, 0, False),  # overlaps
        (begin_revision, first, 0, 0, True),
        (write, first, 0, 0, True),
        (take, chair, 0, 0, True),
        (take, consultant, 1, 0, True),
        (begin_plan, first, 3, 0, True),
        (year_passes, first, 0, 0, True),
        (take, first, 0, 0, False),  # nothing but goals is written yet
    ]

    for action, who, what, choice, is_done in story:
        assert act(world, action, who, what, choice) is is_done, action
        hold_everything(world)

    assert list(
        PlanRevision.objects.order_by("plan__number", "number").values_list("plan__number", "number", "state")
    ) == [
        (1, 1, "superseded"),
        (1, 2, "closed"),
        (2, 1, "draft"),
    ]
    assert [text for _, text in world.saved[next(iter(world.saved))]] == ["Tekst 1.", "Tekst 3."]
    assert DraftSnapshot.objects.filter(content__situation="Tekst 1.").exists()
