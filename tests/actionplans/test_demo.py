"""The demo's plans: every state on its day, texts of one club only, nothing of the future, always the same."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

import pytest
from django.core.management import call_command
from django.db.models import Count
from django.utils import timezone

from actionplans.demo import seed
from actionplans.demo.prose import INTRODUCTIONS, LASTING, NEWS, NOTES, QUESTIONS, REASONS, SIGNS, SITUATIONS
from actionplans.demo.wishes import WISHES
from actionplans.demo.words import CRAFTS
from actionplans.domain.documents import areas_of, build_plan, checksum
from actionplans.domain.missing import missing_in, steps_of
from actionplans.domain.periods import tells_of_lasting_changes
from actionplans.enums import FROZEN, GoalStatus, PlanState
from actionplans.models import (
    ActionPlan,
    AreaText,
    Comment,
    DraftSnapshot,
    Goal,
    PlanRevision,
    Progress,
    Thread,
)
from workflow.models import AuditEvent, TransitionLog

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded(demo_today) -> date:
    call_command("seed_demo", verbosity=0)
    return demo_today


def newest() -> dict[str, PlanRevision]:
    """The newest revision of the newest plan of each association."""
    rows = PlanRevision.objects.select_related("plan__partnership").order_by("plan__start", "number")
    names = rows.values_list("pk", "plan__partnership__participations__association__name")
    by_key = {row.pk: row for row in rows}
    return {name: by_key[pk] for pk, name in names}


def test_every_state_stands_where_the_demo_shows_it(seeded):
    found = newest()

    assert len(found) == 25
    assert set(PlanRevision.objects.values_list("state", flat=True)) == set(PlanState.values)
    assert Counter(row.state for row in found.values()) == {
        PlanState.APPROVED: 14, PlanState.SUBMITTED: 3, PlanState.RETURNED: 2, PlanState.DRAFT: 4,
        PlanState.AWAITING_CHAIR: 1, PlanState.CLOSED: 1,
    }  # fmt: skip
    assert found["B1908"].state == PlanState.AWAITING_CHAIR
    assert found["Nørrebro United"].state == PlanState.RETURNED
    assert found["Siam Athlete Nation"].state == PlanState.CLOSED
    assert {name for name, row in found.items() if row.state == PlanState.SUBMITTED} == {
        "BK Skjold", "BK Union", "Amager SK",
    }  # fmt: skip


def test_five_areas_before_2020_and_six_from_then(seeded):
    counts = PlanRevision.objects.annotate(n=Count("areas")).values_list("plan__start__year", "n")

    assert {(year < 2020, n) for year, n in counts} == {(True, 5), (False, 6)}


def test_lasting_changes_stand_where_the_rules_ask_for_them_and_nowhere_else(seeded):
    rows = PlanRevision.objects.exclude(state=PlanState.DRAFT).select_related("plan__partnership")

    for row in rows:
        asked = tells_of_lasting_changes(row.plan.partnership.start, row.plan.start)
        assert bool(row.lasting_changes) == asked, row
    assert sum(row.plan.start == date(2021, 1, 1) and bool(row.lasting_changes) for row in rows) >= 5


def test_approved_texts_are_whole_and_bear_their_checksum(seeded):
    rows = list(PlanRevision.objects.filter(state__in=FROZEN).select_related("plan__partnership"))

    assert len(rows) > 50
    for row in rows:
        assert row.text_hash == checksum(build_plan(row))
        assert row.approved_by is not None
        assert missing_in(row, steps_of(areas_of(row))) == []


def test_everything_handed_in_is_complete_and_drafts_are_not(seeded):
    found = newest()

    ready = found.pop("SheZone")  # a second revision, ready to be handed in
    assert (ready.state, missing_in(ready, steps_of(areas_of(ready)))) == (PlanState.DRAFT, [])
    for row in found.values():
        missing = missing_in(row, steps_of(areas_of(row)))
        assert bool(missing) == (row.state == PlanState.DRAFT), (row, missing)
    begun = steps_of(areas_of(found["Street Society"]))
    assert Counter(step.progress for step in begun)["not_begun"] >= 4


def test_new_plan_goes_on_with_unfinished_goals_of_the_last_one(seeded):
    lines = Goal.objects.values("line").annotate(plans=Count("area_text__revision__plan", distinct=True))
    carried = [row["line"] for row in lines if row["plans"] > 1]

    assert len(carried) >= 5
    for line in carried:
        earlier = Progress.objects.filter(line=line, plan__end__lt=date(2023, 1, 1)).order_by("on").last()
        assert earlier is None or earlier.status not in {GoalStatus.ACHIEVED, GoalStatus.DROPPED}


def written() -> Iterator[tuple[int, str]]:
    """Every text with the partnership that it belongs to."""
    yield from PlanRevision.objects.values_list("plan__partnership", "introduction")
    yield from PlanRevision.objects.values_list("plan__partnership", "lasting_changes")
    yield from AreaText.objects.values_list("revision__plan__partnership", "situation")
    yield from AreaText.objects.values_list("revision__plan__partnership", "reason_not")
    yield from Goal.objects.values_list("line__partnership", "aim")
    yield from Goal.objects.values_list("line__partnership", "sign")
    yield from Comment.objects.values_list("thread__plan__partnership", "text")
    yield from Progress.objects.values_list("plan__partnership", "note")


def test_no_two_associations_share_a_paragraph(seeded):
    owners = defaultdict(set)
    for partnership, text in written():
        for paragraph in filter(None, text.split("\n\n")):
            owners[paragraph].add(partnership)

    assert len(owners) > 1500
    assert [text for text, found in owners.items() if len(found) > 1] == []
    assert [text for text in owners if "{" in text or "  " in text or text != text.strip()] == []


def test_threads_and_progress_of_every_kind(seeded):
    assert set(Progress.objects.values_list("status", flat=True)) == set(GoalStatus.values)
    assert Progress.objects.exclude(number=None).exclude(note="").count() > 200
    threads = Thread.objects.all()
    kinds = {(t.focus_area_id is not None, t.line_id is not None, t.is_open) for t in threads}
    assert kinds >= {(False, False, True), (True, False, False), (True, True, False), (True, True, True)}
    assert {"Konsulent", "Ressourcepersonen"} <= set(Comment.objects.values_list("role", flat=True))
    for row in PlanRevision.objects.filter(state=PlanState.RETURNED):
        assert row.threads.filter(resolved_at=None).count() >= 2


def test_nothing_lies_after_the_demos_day_and_steps_stand_in_order(seeded):
    assert not Progress.objects.filter(on__gt=seeded).exists()
    steps = TransitionLog.objects.filter(model="actionplans.planrevision")
    for model, column in (
        (Comment.objects, "at"),
        (steps, "at"),
        (PlanRevision.objects, "state_since"),
        (AreaText.objects, "saved_at"),
    ):
        latest = model.exclude(**{column: None}).order_by(f"-{column}").values_list(column, flat=True)[0]
        assert timezone.localtime(latest).date() <= seeded, model
    for row in PlanRevision.objects.all():
        log = list(TransitionLog.objects.filter(model="actionplans.planrevision", object_id=row.pk).order_by("pk"))
        assert [step.at for step in log] == sorted(step.at for step in log), row
        assert (log[-1].to_state if log else PlanState.DRAFT) == row.state
        assert [step.from_state for step in log[1:]] == [step.to_state for step in log[:-1]]


def test_nobody_approved_what_they_handed_in(seeded):
    for row in PlanRevision.objects.exclude(approved_by=None):
        assert row.approved_by_id not in {row.submitted_by_id, row.endorsed_by_id}
        assert row.approved_by.staff_role == "consultant"


def test_seeding_again_changes_nothing(seeded):
    before = AuditEvent.objects.count(), Goal.objects.count(), TransitionLog.objects.count()

    seed()

    assert (AuditEvent.objects.count(), Goal.objects.count(), TransitionLog.objects.count()) == before
    assert not DraftSnapshot.objects.exists()


def test_seed_without_the_demos_associations_does_nothing(demo_today):
    seed()

    assert not ActionPlan.objects.exists()


def test_every_brace_of_the_texts_is_known():
    known = {*next(iter(CRAFTS.values())).__dataclass_fields__, "club", "near", "group", "partner", "other", "n",
             "months", "few", "month", "season"}  # fmt: skip
    parts = [*INTRODUCTIONS, *LASTING, *NEWS, *QUESTIONS, *REASONS, SIGNS]
    parts += [part for parts in (*SITUATIONS.values(), *NOTES.values()) for part in parts]
    texts = [text for part in parts for text in part]
    texts += [text for wishes in WISHES.values() for wish in wishes for text in (wish.aim, wish.sign, wish.counted)]

    for text in texts:
        assert "{" not in text.lower().format_map(dict.fromkeys(known, ""))
