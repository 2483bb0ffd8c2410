"""What the register holds already of what a file tells about, read in a few queries and kept by what it is known by.

Every record is one Python object here, so that new rows can point to records that have no key yet.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from associations.models import Association, BoardMember, Employment, Person
from imports.domain.planning import Plan
from imports.parsers import key_of
from imports.reading.tables import Row
from imports.sheets import ASSOCIATIONS, BOARD, EMPLOYMENTS, PEOPLE


class AssociationIndex:
    """Associations by CVR and by every name. The rows that the file is about are locked until the import is over."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.by_pk: dict[int, Association] = {}
        self.by_cvr: dict[str, Association] = {}
        self.by_name: dict[str, Association] = {}
        self._by_other_name: defaultdict[str, list[Association]] = defaultdict(list)
        self._broken = {key_of(name) for name in plan.broken(ASSOCIATIONS, "name") if name}
        self._broken |= {str(cvr) for cvr in plan.broken(ASSOCIATIONS, "cvr") if cvr}
        rows = Association.objects.select_related("district").prefetch_related("activities", "areas")
        for association in rows:
            self.by_pk[association.pk] = association
            self.add(association)

    def add(self, association: Association) -> None:
        self.by_name.setdefault(key_of(association.name), association)
        if association.cvr:
            self.by_cvr[association.cvr] = association
        for name in association.other_names:
            self._by_other_name[key_of(name)].append(association)

    def named(self, name: str) -> list[Association]:
        """Those called so: by name, else by other names; several when it is not clear which."""
        key = key_of(name)
        if key in self.by_name:
            return [self.by_name[key]]
        return list({id(found): found for found in self._by_other_name.get(key, ())}.values())

    def of(self, row: Row, key: str = "association") -> Association | None:
        """The association that the row's cell names, or None with a problem noted."""
        text = row.get(key)
        if text in self.by_cvr:
            return self.by_cvr[text]
        found = self.named(text)
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(f"»{association.name}«" for association in found)
            self.plan.problem(row, f"»{text}« kan være flere foreninger: {names}. Skriv det fulde navn.", key)
        elif key_of(text) not in self._broken:
            self.plan.problem(row, f"»{text}« findes ikke. Ret navnet, eller tilføj foreningen i »Foreninger«.", key)
        return None

    def mentioned(self) -> list[int]:
        """The keys of the stored associations that any row is about, in order."""
        found = set()
        for table in self.plan.tables.values():
            for row in table.rows:
                for text in (row.get("association"), row.get("shared_with"), row.get("cvr"), row.get("name")):
                    if text and text in self.by_cvr:
                        found.add(self.by_cvr[text].pk)
                    elif text:
                        found.update(association.pk for association in self.named(text))
        return sorted(pk for pk in found if pk)


class PeopleIndex:
    """The people the file may be about: by e-mail, by name, and by their links to associations."""

    def __init__(self, plan: Plan, associations: AssociationIndex, mentioned: list[int]) -> None:
        self.plan, self.associations = plan, associations
        self.by_email: dict[str, Person] = {}
        self.linked: defaultdict[int, dict[int, Person]] = defaultdict(dict)  # by id() of the association
        self.linked_by_name: defaultdict[tuple[int, str], dict[int, Person]] = defaultdict(dict)
        self.unlinked: defaultdict[str, dict[int, Person]] = defaultdict(dict)
        self.in_file: defaultdict[str, dict[int, Person]] = defaultdict(dict)
        self.all_by_name: defaultdict[str, dict[int, Person]] = defaultdict(dict)
        people = self._read(mentioned)
        self.employments = list(self._of_associations(Employment, mentioned, people))
        self.board = list(self._of_associations(BoardMember, mentioned, people))

    def _read(self, mentioned: list[int]) -> dict[int, Person]:
        emails, names = self._wanted()
        employed = Employment.objects.filter(person=OuterRef("pk"))
        seated = BoardMember.objects.filter(person=OuterRef("pk"))
        here = Q(employments__association__in=mentioned) | Q(board_seats__association__in=mentioned)
        rows = (
            Person.objects.select_related("user")
            .annotate(lower_name=Lower("name"), has_links=Exists(employed) | Exists(seated))
            .filter(Q(email__in=emails) | Q(lower_name__in=names) | Q(pk__in=Person.objects.filter(here).values("pk")))
            .order_by("pk")
        )
        people = {person.pk: person for person in rows}
        for person in people.values():
            self.all_by_name[key_of(person.name)][id(person)] = person
            if person.email:
                self.by_email[person.email.lower()] = person
            if not person.has_links:  # type: ignore[attr-defined]
                self.unlinked[key_of(person.name)][id(person)] = person
        return people

    def _wanted(self) -> tuple[set[str], set[str]]:
        """E-mails and lower-case names that the file mentions."""
        texts = {row.get("person") for sheet in (EMPLOYMENTS, BOARD) for row in self.plan.rows(sheet)}
        people = self.plan.rows(PEOPLE)
        emails = {text.lower() for text in texts if "@" in text} | {row.get("email") for row in people}
        names = {text.lower() for text in texts if "@" not in text} | {row.get("name").lower() for row in people}
        return {email for email in emails if email}, names

    def _of_associations(self, model: Any, mentioned: list[int], people: dict[int, Person]) -> Iterator[Any]:
        rows = model.objects.filter(association__in=mentioned).select_for_update().order_by("pk")
        for row in rows.prefetch_related("other_funding") if model is Employment else rows:
            row.association = self.associations.by_pk[row.association_id]
            row.person = people[row.person_id]
            self.link(row.association, row.person)
            yield row

    def link(self, association: Association, person: Person) -> None:
        self.linked_by_name[id(association), key_of(person.name)][id(person)] = person

    def add(self, person: Person) -> None:
        """A person of the sheet »Personer«, new or known."""
        self.in_file[key_of(person.name)][id(person)] = person
        if person.email:
            self.by_email[person.email] = person

    def of(self, row: Row, association: Association) -> Person | None:
        """The person that the row's cell names towards the association, or None with a problem noted."""
        text: str = row.get("person")
        if "@" in text:
            found = [self.by_email[text.lower()]] if text.lower() in self.by_email else []
        else:
            found = self._called(key_of(text), association)
        if len(found) == 1:
            self.link(association, found[0])
            return found[0]
        if found:
            self.plan.problem(row, f"Der er flere, der hedder »{text}«. Skriv personens e-mail.", "person")
        elif not self._is_broken(text):
            self.plan.problem(row, f"»{text}« findes ikke. Ret den, eller tilføj personen i »Personer«.", "person")
        return None

    def _called(self, name: str, association: Association) -> list[Person]:
        """Those of the association, else those of the file's »Personer«, else those who belong nowhere yet."""
        for candidates in (self.linked_by_name.get((id(association), name)), self.in_file.get(name)):
            if candidates:
                return list(candidates.values())
        return list(self.unlinked.get(name, {}).values())

    def _is_broken(self, text: str) -> bool:
        names = {key_of(name) for name in self.plan.broken(PEOPLE, "name") if name}
        return key_of(text) in names | {str(email) for email in self.plan.broken(PEOPLE, "email")}


def lock(associations: Iterable[int]) -> None:
    """Locks the rows in key order until the transaction ends; counts are saved under the same lock."""
    rows = Association.objects.filter(pk__in=list(associations)).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk", flat=True))
