"""The diagram of a plan's life in ARCHITECTURE.md says what the table of steps says."""

import re
from pathlib import Path

from django.conf import settings

from accounts.enums import Permission
from actionplans.domain.workflow import TRANSITIONS
from actionplans.enums import PlanState

TEXT = Path(settings.BASE_DIR, "ARCHITECTURE.md").read_text(encoding="utf-8")
DIAGRAM = TEXT.partition("## The life of an action plan")[2].partition("```mermaid")[2].partition("```")[0]
WHO = {
    Permission.WRITE_PLAN: "association",
    Permission.ENDORSE_PLAN: "board",
    Permission.REVIEW_PLAN: "KFF",
    None: "system",
}


def test_every_step_is_drawn_and_nothing_else():
    drawn = re.findall(r"^ +(\w+) --> (\w+): (\w+) \((\w+)\)$", DIAGRAM, re.MULTILINE)

    assert sorted(drawn) == sorted(
        (source, str(step.target), step.name, WHO[step.permission]) for step in TRANSITIONS for source in step.sources
    )


def test_every_state_is_drawn_with_where_it_begins_and_ends():
    ends = set(re.findall(r"^ +(\w+) --> \[\*\]$", DIAGRAM, re.MULTILINE))

    assert re.findall(r"^ +\[\*\] --> (\w+)$", DIAGRAM, re.MULTILINE) == ["draft"]
    assert ends == set(PlanState.values) - {source for step in TRANSITIONS for source in step.sources}
