"""The sheets »Personer«, »Ansættelser« and »Bestyrelse« (R4)."""

from collections import defaultdict
from typing import Any

from associations.domain.employment import without_primary_contact
from associations.enums import BoardRole
from associations.models import BoardMember, Employment, Person
from core.formats import date_text, period_text
from core.periods import Period
from imports.columns import Sheet
from imports.domain.addresses import AddressIndex, plan_sign_in
from imports.domain.employment_funding import COLUMNS, plan_funding
from imports.domain.planning import OPEN_END, Plan, Planned, Seen, check_fields, check_order, fill, overlapping, planned
from imports.domain.register import AssociationIndex, PeopleIndex
from imports.parsers import key_of
from imports.reading.tables import Row
from imports.sheets import BOARD, EMPLOYMENTS, PEOPLE


def plan_people(plan: Plan, associations: AssociationIndex, people: PeopleIndex) -> None:
    """Plans »Personer«: by e-mail, else by name in the associations that the file names the person with."""
    named_in = _associations_by_name(plan, associations)
    known = AddressIndex(plan, associations, people)
    seen = Seen(plan)
    for row in plan.rows(PEOPLE):
        person, is_clear = known.known_as(row)
        if is_clear and person is None:
            person = _matching(plan, people, row, named_in[key_of(row.get("name"))])
        if person is None:
            continue
        old_email = person.email if person.pk else None
        identity = person.pk or (person.email or "", key_of(person.name))
        if seen.is_repeated(row, identity, f"Personen »{person.name}«"):
            continue
        record = plan.add(PEOPLE, planned(person, row))
        fill(plan, record, ("email", "phone"))
        if key_of(person.name) != key_of(row.get("name")):
            person.name = row.get("name")
        people.add(person)
        check_fields(plan, record)
        plan_sign_in(plan, row, person, old_email or "")


def _associations_by_name(plan: Plan, associations: AssociationIndex) -> defaultdict[str, set[int]]:
    """For each name or e-mail in »Ansættelser« and »Bestyrelse«: the `id()` of the associations it stands with."""
    result: defaultdict[str, set[int]] = defaultdict(set)
    for sheet in (EMPLOYMENTS, BOARD):
        for row in plan.rows(sheet):
            text = row.get("association")
            found = [associations.by_cvr[text]] if text in associations.by_cvr else associations.named(text)
            result[key_of(row.get("person"))].update(id(association) for association in found)
    return result


def _matching(plan: Plan, people: PeopleIndex, row: Row, named_in: set[int]) -> Person | None:
    email, name = row.get("email"), key_of(row.get("name"))
    if email and email in people.by_email:
        return people.by_email[email]
    if named_in:
        linked = {key: person for one in named_in for key, person in people.linked_by_name[one, name].items()}
        found = list((linked or people.unlinked[name]).values())
    else:
        found = list(people.all_by_name[name].values())
    if email:  # an unknown e-mail: somebody known without one gets it, somebody with another one is not the same
        found = [person for person in found if not person.email]
    if len(found) > 1:
        plan.problem(row, f"Der er flere, der hedder »{row.get('name')}«. Skriv personens e-mail.", "name")
        return None
    return found[0] if found else Person(name=row.get("name"), email=email)


def plan_employments(plan: Plan, associations: AssociationIndex, people: PeopleIndex) -> None:
    """Plans »Ansættelser« and checks R4 for each association: one primary contact, and never none."""
    records = _plan_links(plan, associations, people, EMPLOYMENTS, people.employments)
    plan_funding(plan, records)
    for record in records:
        check_fields(plan, record)
        if record.row and record.obj.end_reason and not record.obj.end:
            plan.problem(record.row, "Skriv også slutdatoen, når der er en årsag til ophør.", "end")
    for rows, here in _by_association(people.employments, records):
        _check_once(plan, rows, here, "Personen er allerede ansat i foreningen i perioden")
        _check_primary(plan, rows, here)


def plan_board(plan: Plan, associations: AssociationIndex, people: PeopleIndex) -> None:
    """Plans »Bestyrelse«; an association has one chair at a time."""
    records = _plan_links(plan, associations, people, BOARD, people.board)
    for record in records:
        check_fields(plan, record)
    for rows, here in _by_association(people.board, records):
        for role in (BoardRole.TREASURER, BoardRole.MEMBER):
            same = [row for row in rows if row.role == role]
            _check_once(plan, same, here, "Personen har allerede den post i perioden")
        chairs = [row for row in rows if row.role == BoardRole.CHAIR]
        for first, second in overlapping(chairs):
            _tell(plan, here, (second, first), f"Foreningen har allerede en formand i perioden: {_who(first, second)}.")


def _plan_links(
    plan: Plan, associations: AssociationIndex, people: PeopleIndex, sheet: Sheet, stored: list[Any]
) -> list[Planned]:
    """Records of a person in an association since a date; new ones join `stored`."""
    model = Employment if sheet is EMPLOYMENTS else BoardMember
    known = {(id(row.association), id(row.person), row.start): row for row in stored}
    seen, records = Seen(plan), []
    for row in plan.rows(sheet):
        association = associations.of(row)
        person = people.of(row, association) if association else None
        if association is None or person is None:
            continue
        identity = (id(association), id(person), row.get("start"))
        if seen.is_repeated(row, identity, f"{person.name} i {association.name} fra {row.get('start'):%d-%m-%Y}"):
            continue
        obj = known.get(identity) or model(association=association, person=person, start=row.get("start"))
        record = planned(obj, row)
        keys = {column.key for column in sheet.columns} - {"association", "person", "start", *COLUMNS}
        if fill(plan, record, keys) and check_order(plan, record):
            records.append(plan.add(sheet, record))
            if identity not in known:
                stored.append(obj)
    return records


def _by_association(stored: list[Any], records: list[Planned]) -> list[tuple[list[Any], dict[int, Planned]]]:
    """For each association with records: all its rows, and the records by the `id()` of their row."""
    touched: defaultdict[int, dict[int, Planned]] = defaultdict(dict)
    for record in records:
        touched[id(record.obj.association)][id(record.obj)] = record
    rows: defaultdict[int, list[Any]] = defaultdict(list)
    for row in stored:
        if id(row.association) in touched:
            rows[id(row.association)].append(row)
    return [(rows[key], touched[key]) for key in touched]


def _tell(plan: Plan, here: dict[int, Planned], concerned: tuple[Any, ...], text: str, key: str = "") -> None:
    """The problem at the first concerned row that stands in the file; both may be stored and fine."""
    for obj in concerned:
        record = here.get(id(obj))
        if record and record.row:
            plan.problem(record.row, text, key)
            return


def _check_once(plan: Plan, rows: list[Any], here: dict[int, Planned], text: str) -> None:
    """Nobody has the same post twice at once."""
    by_person: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_person[id(row.person)].append(row)
    for own in by_person.values():
        for first, second in overlapping(own):
            _tell(plan, here, (second, first), f"{text}: {period_text(first.start, first.end)}.")


def _who(first: Any, second: Any) -> str:
    other = first.person.name if first.person is not second.person else "samme person"
    return f"{other}, {period_text(first.start, first.end)}"


def _check_primary(plan: Plan, rows: list[Employment], here: dict[int, Planned]) -> None:
    for first, second in overlapping([row for row in rows if row.is_primary_contact]):
        text = f"Foreningen har allerede en primær kontakt i perioden: {_who(first, second)}. Der kan kun være én."
        _tell(plan, here, (second, first), text, "is_primary_contact")
    within = Period(min(row.start for row in rows), OPEN_END)
    for missing in without_primary_contact(rows, within):
        employed = [row for row in rows if row.start <= missing.end and (row.end or OPEN_END) >= missing.start]
        text = (
            f"Foreningen har ansatte, men ingen primær kontakt fra {date_text(missing.start)}. "
            "Skriv ja i »Primær kontakt« ved en af dem."
        )
        _tell(plan, here, (*employed, *rows), text, "is_primary_contact")
