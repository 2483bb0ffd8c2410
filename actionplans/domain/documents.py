"""A revision as a document: what the review page, the annex and the checksum all say. A pure read."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from actionplans.domain.content import AreaContent, as_json, content_of
from actionplans.models import Activity, AreaText, FocusArea, Goal, PlanRevision
from associations.models import Association


@dataclass(frozen=True)
class PlanArea:
    """One focus area and what the revision says about it."""

    key: str
    number: int
    name: str
    explanation: str
    content: AreaContent


@dataclass(frozen=True)
class PlanDocument:
    """The whole text of a revision; days inclusive. `approved_by` and `approved_on` are None before approval."""

    associations: tuple[str, ...]
    plan_number: int
    revision_number: int
    start: date
    end: date
    partnership_start: date
    introduction: str
    lasting_changes: str
    areas: tuple[PlanArea, ...]
    approved_on: date | None
    approved_by: str | None
    submitted_by: str | None
    endorsed_by: str | None
    text_hash: str

    @property
    def title(self) -> str:
        return f"Handleplan {self.plan_number} for {' og '.join(self.associations)}"


def areas_of(revision: PlanRevision) -> list[AreaText]:
    """The revision's areas in order, with focus area, goals, lines and activities: three queries, once per object."""
    read_areas([revision])
    return revision.loaded_areas or []


def read_areas(revisions: Collection[PlanRevision]) -> None:
    """Reads the areas of these revisions, as far as they have not been read, in the same three queries."""
    unread = [row for row in revisions if row.loaded_areas is None]
    if not unread:
        return
    goals = Goal.objects.select_related("line").order_by("position", "pk")
    activities = Activity.objects.order_by("position", "pk")
    rows = (
        AreaText.objects.filter(revision__in=unread)
        .select_related("focus_area", "saved_by")
        .prefetch_related(Prefetch("goals", goals), Prefetch("goals__activities", activities))
        .order_by("focus_area__number", "pk")
    )
    found = list(rows)
    for revision in unread:
        revision.loaded_areas = [area for area in found if area.revision_id == revision.pk]


def build_plan(revision: PlanRevision) -> PlanDocument:
    """The document of the revision as it stands."""
    plan = revision.plan
    names = Association.objects.filter(participations__partnership=plan.partnership_id).order_by("sort_key", "pk")
    return PlanDocument(
        associations=tuple(dict.fromkeys(names.values_list("name", flat=True))),
        plan_number=plan.number,
        revision_number=revision.number,
        start=plan.start,
        end=plan.end,
        partnership_start=plan.partnership.start,
        introduction=revision.introduction,
        lasting_changes=revision.lasting_changes,
        areas=tuple(_area(area.focus_area, content_of(area)) for area in areas_of(revision)),
        approved_on=revision.approved_on,
        approved_by=revision.approved_by.name if revision.approved_by else None,
        submitted_by=revision.submitted_by.name if revision.submitted_by else None,
        endorsed_by=revision.endorsed_by.name if revision.endorsed_by else None,
        text_hash=revision.text_hash,
    )


def _area(area: FocusArea, content: AreaContent) -> PlanArea:
    return PlanArea(area.key, area.number, area.name, area.explanation, content)


def text_of(document: PlanDocument) -> dict[str, Any]:
    """What is approved: the written text alone, with the period, as JSON values in a fixed order."""
    return {
        "plan": document.plan_number,
        "revision": document.revision_number,
        "start": document.start.isoformat(),
        "end": document.end.isoformat(),
        "introduction": document.introduction,
        "lasting_changes": document.lasting_changes,
        "areas": [{"key": area.key, **as_json(area.content)} for area in document.areas],
    }


def checksum(document: PlanDocument) -> str:
    """SHA-256 of the written text, in hexadecimal: the same text always gives the same."""
    return hashlib.sha256(
        json.dumps(text_of(document), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()
