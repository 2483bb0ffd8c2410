"""An imported end of an employment opens its handover, like one that is recorded on the page (R6)."""

from collections.abc import Iterable

from accounts.models import User
from associations.domain.employments import on_end_recorded
from imports.domain.planning import Planned


def tell_ends(employments: Iterable[Planned], *, by: User | None) -> None:
    """Tells of each employment whose end the file brings. Call it when people and boards are written.

    History costs nothing: whoever is told passes over ends that are long past before it asks the database.
    """
    for record in employments:
        if record.kind and any(change["field"] == "end" and change["to"] for change in record.changes):
            on_end_recorded.call(record.obj, by=by)
