"""The demo's sign-ins: one list for the sign-in page and for what `seed_demo` prints. Used in demo mode only.

`associations` registers who there is in the associations, since this app knows none.
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.enums import StaffRole
from accounts.models import User

DEMO_PASSWORD = "medspil-demo-2023"  # noqa: S105 — printed on the demo's sign-in page; production has no demo mode
STAFF_ORDER = (StaffRole.CONSULTANT, StaffRole.MANAGER, StaffRole.ADMINISTRATOR)


@dataclass(frozen=True)
class DemoSignIn:
    """An account of the demo: all of them have `DEMO_PASSWORD`."""

    name: str
    email: str
    description: str


_people: list[Callable[[], list[DemoSignIn]]] = []


def register_demo_people(people: Callable[[], list[DemoSignIn]]) -> None:
    """Registers the function that lists the associations' people worth trying."""
    _people[:] = [people]


def demo_sign_ins() -> list[DemoSignIn]:
    """Staff by role, then people of associations, read from the database."""
    staff = User.objects.able_to_sign_in().exclude(staff_role="")
    in_order = sorted(staff, key=lambda user: (STAFF_ORDER.index(StaffRole(user.staff_role)), user.sort_key, user.pk))
    rows = [DemoSignIn(user.name, user.email, user.role_label) for user in in_order]
    return rows + [person for people in _people for person in people()]
