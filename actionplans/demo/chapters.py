"""One club's plans, chapter by chapter: the texts, the sparring, the steps and the progress until the demo's day."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.enums import Role, StaffRole
from accounts.models import User
from actionplans.demo.cast import Cast
from actionplans.demo.pen import Pen
from actionplans.demo.prose import ANSWERS, NEWS, NOTES, QUESTIONS
from actionplans.demo.rows import Rows, at
from actionplans.demo.story import Chapter
from actionplans.demo.wishes import WISHES
from actionplans.domain.content import AreaContent, GoalContent
from actionplans.domain.periods import tells_of_lasting_changes
from actionplans.domain.sparring import ROLE_NAMES
from actionplans.enums import FINISHED, GoalStatus, PlanState
from actionplans.models import ActionPlan, Comment, FocusArea, PlanRevision, Progress, Thread
from core import clock
from core.periods import DAY
from partnerships.models import Partnership

Content = dict[FocusArea, AreaContent]
# Sparring before then was not written down here.
SPARRING_SINCE = 2018
# In the middle of spring and of autumn, as the status meetings lie.
LOOKS = ((5, 9), (11, 14))
HALF = 0.5


@dataclass
class Book:
    """The plans of one partnership while they are written. `last` are the goals of the plan before, with their end."""

    partnership: Partnership
    pen: Pen
    cast: Cast
    rows: Rows
    focus_areas: Sequence[FocusArea]
    last: list[tuple[FocusArea, GoalContent, GoalStatus | None]] = field(default_factory=list)

    def add(self, chapter: Chapter) -> None:
        """The plan of a chapter with its revisions."""
        number = sum(plan.partnership == self.partnership for plan in self.rows.plans) + 1
        plan = ActionPlan(partnership=self.partnership, number=number, start=chapter.start, end=chapter.end)
        self.rows.plans.append(plan)
        content = self._content(chapter)
        lasting = tells_of_lasting_changes(self.partnership.start, plan.start)
        texts = (self.pen.introduction(), self.pen.lasting_changes() if lasting else "")
        if chapter.first:
            earlier = self._revision(plan, 1, chapter.first - timedelta(days=30), texts, content)
            self._approved(earlier, chapter.first, content)
            self._follow(plan, content, chapter.first)
            newer = self._changed(content, chapter)
            revision = self._revision(plan, 2, _writing_day(chapter), texts, newer)
            self._walk(revision, chapter, newer)
            if revision.state == PlanState.APPROVED:
                self.rows.step(earlier, "supersede", chapter.since, None)
                self.rows.keep(earlier, "state_since", at(chapter.since))
            return
        written = _part(content, chapter.written) if chapter.state == PlanState.DRAFT else content
        revision = self._revision(plan, 1, _writing_day(chapter), texts, written)
        self._walk(revision, chapter, written)
        if revision.approved_on:
            self._follow(plan, content, revision.approved_on)

    # --- Texts -----------------------------------------------------------------------------------------------------

    def _content(self, chapter: Chapter) -> Content:
        areas = [row for row in self.focus_areas if row.first_year is None or row.first_year <= chapter.start.year]
        out = {int(self.pen.chance.random() * len(areas)) for _ in range(self.pen.pick((1, 2, 2, 3)))}
        carried = self.last if chapter.carries else []
        unfinished = [(area, goal) for area, goal, status in carried if status not in FINISHED]
        found = {}
        for place, area in enumerate(areas):
            own = [replace(goal, activities=()) for where, goal in unfinished if where == area]
            if chapter.written == 1:
                own = [self._planned_anew(goal, area, chapter) for goal in own]
            in_focus = bool(own) or place not in out
            found[area] = self.pen.area(area.key, chapter.start, chapter.end, in_focus=in_focus, carried=own)
        return found

    def _planned_anew(self, goal: GoalContent, area: FocusArea, chapter: Chapter) -> GoalContent:
        wish = self.pen.pick(WISHES[area.key])
        return replace(goal, activities=self.pen.activities(wish, self.pen.words(), chapter.start, chapter.end))

    def _changed(self, content: Content, chapter: Chapter) -> Content:
        """The text of a second revision: another number, another activity, a new goal, and a sentence more."""
        focused = [area for area in content if content[area].in_focus]
        first, second = focused[0], focused[-1]
        goal = content[first].goals[0]
        raised = replace(
            goal, target=goal.target + 2 if goal.target is not None else None, activities=goal.activities[:-1]
        )
        new = self.pen.goal(second.key, _writing_day(chapter), chapter.end)
        situation = f"{content[first].situation} {self.pen.paragraph(NEWS, goal)}"
        return {
            **content,
            first: replace(content[first], situation=situation, goals=(raised, *content[first].goals[1:])),
            second: replace(content[second], goals=(*content[second].goals, new)),
        }

    def _revision(
        self, plan: ActionPlan, number: int, day: date, texts: tuple[str, str], content: Content
    ) -> PlanRevision:
        by = self.cast.writer(day)
        revision = PlanRevision(plan=plan, number=number, introduction=texts[0], lasting_changes=texts[1], saved_by=by)
        self.rows.keep(revision, "saved_at", at(day))
        if all(area.is_empty for area in content.values()):
            revision.introduction = revision.lasting_changes = ""
        self.rows.revisions.append(revision)
        for place, (area, text) in enumerate(content.items()):
            self.rows.area(revision, area, text, min(day + timedelta(days=place), clock.today()), by)
        return revision

    # --- Steps and sparring ----------------------------------------------------------------------------------------

    def _walk(self, revision: PlanRevision, chapter: Chapter, content: Content) -> None:
        """Brings the newest revision to where it stands on the demo's day."""
        state, since = chapter.state, chapter.since
        writer = self.cast.writer(since)
        if state == PlanState.CLOSED:
            self._approved(revision, since, content)
            self.rows.step(revision, "close", chapter.end + DAY, None)
            since = chapter.end + DAY
        elif state == PlanState.APPROVED:
            self._approved(revision, since, content)
        elif state == PlanState.AWAITING_CHAIR:
            self.rows.step(revision, "ask_chair", since, writer)
        elif state == PlanState.SUBMITTED:
            self.rows.step(revision, "submit", since, writer)
            if (clock.today() - since).days > 21:
                self._thread(revision, content, since + timedelta(days=9), is_settled=False, answers=1)
        elif state == PlanState.RETURNED:
            self.rows.step(revision, "submit", since - timedelta(days=12), writer)
            for place in range(4):
                self._thread(revision, content, since - timedelta(days=1), is_settled=place == 1, answers=place % 3)
            self.rows.step(revision, "return", since, self.cast.consultant(since), minute=90)
        else:
            self._thread(revision, content, since, is_settled=False, answers=1)
        self.rows.keep(revision, "state_since", at(since))

    def _approved(self, revision: PlanRevision, day: date, content: Content) -> None:
        """Handed in, perhaps sent back once and handed in again, and approved on the day."""
        writer, consultant = self.cast.writer(day), self.cast.consultant(day)
        handed_in = day - timedelta(days=26)
        self.rows.step(revision, "submit", handed_in, writer)
        if day.year >= SPARRING_SINCE:
            back = day - timedelta(days=17)
            for place in range(self.pen.number(1, 3)):
                self._thread(revision, content, back, is_settled=True, answers=1 + place % 2)
            self.rows.step(revision, "return", back, consultant, minute=60)
            self.rows.step(revision, "submit", day - timedelta(days=8), writer)
        self.rows.step(revision, "approve", day, consultant)
        revision.approved_on = day
        self.rows.keep(revision, "state_since", at(day))

    def _thread(self, revision: PlanRevision, content: Content, day: date, *, is_settled: bool, answers: int) -> None:
        """A question of the contact person with answers of the resource person."""
        consultant, writer = self.cast.consultant(day), self.cast.writer(day)
        if consultant is None or writer is None:
            return
        focused = [area for area in content if content[area].in_focus]
        area = self.pen.pick(focused) if focused and self.pen.is_so(0.8) else None
        goal = self.pen.pick(content[area].goals) if area and content[area].goals and self.pen.is_so(HALF) else None
        thread = Thread(
            plan=revision.plan,
            revision=revision,
            focus_area=area,
            line=self.rows.line(self.partnership, goal, day) if goal else None,
            resolved_at=at(day + timedelta(days=7), 30) if is_settled else None,
            resolved_by=consultant if is_settled else None,
        )
        self.rows.threads.append(thread)
        minute = self.pen.number(0, 50)
        self.rows.keep(thread, "opened_at", at(day, minute))
        self._comment(
            thread, consultant, str(StaffRole.CONSULTANT.label), self.pen.paragraph(QUESTIONS, goal), at(day, minute)
        )
        for place in range(answers):
            later = min(day + timedelta(days=2 + place * 2), clock.today())
            role = ROLE_NAMES[Role.RESOURCE_PERSON] if writer != self.cast.chair(day) else ROLE_NAMES[Role.BOARD]
            self._comment(thread, writer, role, self.pen.paragraph(ANSWERS, goal), at(later, minute + 20))

    def _comment(self, thread: Thread, author: User, role: str, text: str, moment: datetime) -> None:
        comment = Comment(thread=thread, text=text, author=author, role=role)
        self.rows.comments.append(comment)
        self.rows.keep(comment, "at", moment)

    # --- Progress --------------------------------------------------------------------------------------------------

    def _follow(self, plan: ActionPlan, content: Content, approved: date) -> None:
        """Looks at the goals in spring and autumn, as far as there was time before the plan ended."""
        self.last = []
        days = [
            day
            for year in range(plan.start.year, plan.end.year + 1)
            for month, of_month in LOOKS
            if max(approved, plan.start) < (day := date(year, month, of_month)) <= min(plan.end, clock.today())
        ]
        if plan.start.year < clock.today().year <= plan.end.year:
            days.append(date(clock.today().year, 3, 7))
        for area, text in content.items():
            for goal in text.goals:
                self.last.append((area, goal, self._looks(plan, goal, days, is_over=plan.end < clock.today())))

    def _looks(self, plan: ActionPlan, goal: GoalContent, days: Sequence[date], *, is_over: bool) -> GoalStatus | None:
        status: GoalStatus | None = None
        for place, day in enumerate(days, start=1):
            if status in FINISHED or self.pen.is_so(0.25):
                continue
            status = self._next_status(status, place, len(days), is_over=is_over)
            row = Progress(
                line=self.rows.line(self.partnership, goal, day),
                plan=plan,
                on=day,
                status=status,
                note=self.pen.paragraph(NOTES[status], goal) if self.pen.is_so(0.75) else "",
                number=_number(goal, status, place / len(days)),
                by=self.cast.writer(day),
            )
            self.rows.progress.append(row)
            self.rows.keep(row, "created_at", at(day, place))
        return status

    def _next_status(self, before: GoalStatus | None, place: int, many: int, *, is_over: bool) -> GoalStatus:
        """On its way in the beginning, settled towards the end; a few are changed or dropped."""
        if before is None and self.pen.is_so(0.3):
            return GoalStatus.NOT_STARTED
        if place >= (many if is_over else many + 1) - 1 and self.pen.is_so(0.55 if is_over else 0.3):
            return GoalStatus.ACHIEVED
        if place > 1 and self.pen.is_so(0.15):
            return GoalStatus.CHANGED if self.pen.is_so(0.6) else GoalStatus.DROPPED
        return GoalStatus.UNDER_WAY


def _writing_day(chapter: Chapter) -> date:
    """When most of the newest revision was written."""
    return chapter.since if chapter.state == PlanState.DRAFT else chapter.since - timedelta(days=40)


def _number(goal: GoalContent, status: GoalStatus, way: float) -> Decimal | None:
    """The count on the way from the first number to the wanted one."""
    if goal.baseline is None or goal.target is None or status == GoalStatus.DROPPED:
        return None
    share = {GoalStatus.ACHIEVED: 1.0, GoalStatus.NOT_STARTED: 0.0}.get(status, way * 0.8)
    return Decimal(round(float(goal.baseline) + float(goal.target - goal.baseline) * share))


def _part(content: Content, written: float) -> Content:
    """A draft: so much of it stands; what is being written right now is not finished."""
    found: Content = {}
    many = round(written * len(content))
    for place, (area, text) in enumerate(content.items(), start=1):
        if place <= many:
            found[area] = text
        elif place == many + 1 and text.goals:
            begun = replace(text.goals[0], sign="", measure="", baseline=None, target=None, activities=())
            found[area] = replace(text, goals=(begun,))
        else:
            found[area] = AreaContent()
    return found
