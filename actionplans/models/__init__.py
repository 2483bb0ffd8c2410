"""The plans' tables, one module per part."""

from actionplans.models.areas import FocusArea
from actionplans.models.mails import PlanMail
from actionplans.models.plans import ActionPlan, PlanRevision
from actionplans.models.progress import Progress
from actionplans.models.texts import Activity, AreaText, DraftSnapshot, Goal, GoalLine
from actionplans.models.threads import Comment, Thread

__all__ = [
    "ActionPlan",
    "Activity",
    "AreaText",
    "Comment",
    "DraftSnapshot",
    "FocusArea",
    "Goal",
    "GoalLine",
    "PlanMail",
    "PlanRevision",
    "Progress",
    "Thread",
]
