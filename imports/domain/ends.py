"""An imported end of an employment opens its handover, like one that is written on the page (R6)."""

from collections.abc import Iterable

from accounts.models import User
from handovers.domain.handovers import open_for
from imports.domain.planning import Planned


def open_handovers(employments: Iterable[Planned], *, by: User | None) -> None:
    """For each employment whose end the file brings. Call it when people and boards are written.

    Ends that are more than 60 days past cost nothing: `open_for` says which are worth a handover.
    """
    for record in employments:
        if record.kind and any(change["field"] == "end" and change["to"] for change in record.changes):
            open_for(record.obj, by=by)
