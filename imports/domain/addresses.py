"""A person of the file who is known with another e-mail: the same one with a new address, or somebody else?

Only the register's own rows can tell: when an employment or a seat in the file has the association and first day of
one that the known person has, it is the same person, and the sign-in follows. Otherwise the user is asked.
"""

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from associations.domain import addresses
from associations.models import Association, Person
from imports.domain.planning import Plan, planned
from imports.domain.register import AssociationIndex, PeopleIndex
from imports.parsers import key_of
from imports.reading.tables import Row
from imports.sheets import BOARD, EMPLOYMENTS, PEOPLE

SIGN_INS = "Brugere"


class AddressIndex:
    """What the file says of people and addresses, and which posts the register knows."""

    def __init__(self, plan: Plan, associations: AssociationIndex, people: PeopleIndex) -> None:
        self.plan, self.people = plan, people
        posts = [row for sheet in (EMPLOYMENTS, BOARD) for row in plan.rows(sheet)]
        self.in_file = {key_of(row.get("person")) for row in posts}
        self.in_file |= {row.get("email") for row in plan.rows(PEOPLE)}
        self.posts: dict[str, list[tuple[Association, Any]]] = {}
        for row in posts:
            for association in self._of(associations, row):
                self.posts.setdefault(key_of(row.get("person")), []).append((association, row.get("start")))

    @staticmethod
    def _of(associations: AssociationIndex, row: Row) -> list[Association]:
        text = row.get("association")
        return [associations.by_cvr[text]] if text in associations.by_cvr else associations.named(text)

    def known_as(self, row: Row) -> tuple[Person | None, bool]:
        """The person of the row under another address, and whether that is clear; a problem is noted when it is not."""
        email, name = row.get("email"), key_of(row.get("name"))
        if not email or email in self.people.by_email:
            return None, True
        posts = [*self.posts.get(key_of(email), ()), *self.posts.get(name, ())]
        found = {
            id(person): (person, association)
            for association, _ in posts
            for person in self.people.linked_by_name[id(association), name].values()
            if person.email and person.email not in self.in_file
        }
        same = [person for person, _ in found.values() if self._has_one_of(person, posts)]
        if len(same) == 1:
            return same[0], True
        if found:
            person, association = next(iter(found.values()))
            self.plan.problem(row, _question(person, association), "email")
        return None, not found

    def _has_one_of(self, person: Person, posts: Iterable[tuple[Association, Any]]) -> bool:
        held = {
            (id(row.association), row.start)
            for row in (*self.people.employments, *self.people.board)
            if row.person is person
        }
        return any((id(association), start) in held for association, start in posts)


def _question(person: Person, association: Association) -> str:
    return (
        f"{person.name} i {association} har e-mailen {person.email}. Har personen fået en ny, så ret den først på "
        f"personens side i Medspil. Er det en anden person, så tag også rækken med {person.email} med i »Personer«."
    )


def plan_sign_in(plan: Plan, row: Row, person: Person, old_email: str) -> None:
    """The account of a known person whose address the file changes; problems are told at the row."""
    user = person.user
    if user is None or not old_email or person.email == old_email:
        return
    if user.staff_role:
        plan.problem(row, f"{person.name} er ansat i forvaltningen. E-mailen ændres i »Medarbejdere«.", "email")
    elif User.objects.filter(email=person.email).exclude(pk=user.pk).exists():
        plan.problem(row, f"En anden bruger logger ind med {person.email}. Skriv en anden e-mail.", "email")
    else:
        record = planned(user, None)
        user.email = str(person.email)
        plan.add(SIGN_INS, record)


def tell_new_addresses(plan: Plan) -> None:
    """Open links to the old addresses die, and the old addresses are told; the accounts are saved."""
    for record in plan.of(SIGN_INS):
        if record.before is not None and record.kind:
            addresses.address_changed(record.obj, old_email=record.before["email"], by=plan.by)
