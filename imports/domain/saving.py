"""Writes a plan: first every row, in the order in which they point to each other, then the whole trace."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model, prefetch_related_objects

from accounts.models import User
from associations.enums import BoardRole
from associations.models import Association, BoardMember, Employment, MemberCountCell, Person
from imports.domain.addresses import SIGN_INS, tell_new_addresses
from imports.domain.associations import AREAS, DISTRICTS, KINDS
from imports.domain.counts import BANDS
from imports.domain.employment_funding import write_funding
from imports.domain.ends import tell_ends
from imports.domain.partnerships import PARTICIPATIONS
from imports.domain.planning import Plan, Planned
from imports.domain.programme import new_user
from imports.sheets import (
    ASSOCIATIONS,
    BOARD,
    CONTACT_PERSONS,
    DECLARATIONS,
    EMPLOYMENTS,
    EXTENSIONS,
    FUNDING_AMOUNTS,
    FUNDING_LINES,
    MEMBER_COUNTS,
    PARTNERSHIPS,
    PEOPLE,
    PROGRAMME_YEARS,
    RESERVED_POSTS,
    SECTIONS,
    STAFF,
)
from workflow import audit
from workflow.models import AuditEvent

# (heading, relations that a trace row reads)
ORDER: tuple[tuple[str, tuple[str, ...]], ...] = (
    (PROGRAMME_YEARS.name, ()),
    (FUNDING_LINES.name, ()),
    (FUNDING_AMOUNTS.name, ()),
    (RESERVED_POSTS.name, ()),
    (STAFF.name, ()),
    (DISTRICTS, ()),
    (KINDS, ()),
    (AREAS, ()),
    (ASSOCIATIONS.name, ()),
    (PEOPLE.name, ("employments", "board_seats")),
    (EMPLOYMENTS.name, ()),
    (BOARD.name, ()),
    (PARTNERSHIPS.name, ("participations__association",)),
    (PARTICIPATIONS, ("partnership__participations__association",)),
    (EXTENSIONS.name, ("partnership__participations__association",)),
    (CONTACT_PERSONS.name, ()),
    (BANDS, ()),
    (MEMBER_COUNTS.name, ()),
    (SECTIONS.name, ()),
    (DECLARATIONS.name, ()),
)


def save_plan(plan: Plan, *, tick: Callable[[int], None]) -> None:
    """Writes and traces all records; `tick(rows)` tells how many rows are done. Runs in the caller's transaction."""
    for heading, _ in ORDER:
        records = plan.of(heading)
        _write(heading, records)
        tick(len(records) // 2)
    _open_sign_ins(plan)
    tell_ends(plan.of(EMPLOYMENTS), by=plan.by)
    for heading, relations in ORDER:
        records = plan.of(heading)
        real = [record for record in records if record.kind]
        _forget_prefetched([record.obj for record in real], relations)
        prefetch_related_objects([record.obj for record in real], *relations)
        audit.trace_many(real, by=plan.by)
        tick(len(records) - len(records) // 2)


def _write(heading: str, records: Sequence[Planned]) -> None:
    """Rows that give something up before those that take it: constraints look at every single row."""
    also = ("version",) if heading == MEMBER_COUNTS.name else ()
    for record in records:
        if also and record.before is not None and record.kind:
            record.obj.version += 1
    for giving_up in (True, False):
        audit.write_many([record for record in records if _gives_up(record.obj) is giving_up], also=also)
    if heading == EMPLOYMENTS.name:
        write_funding(records)
    if heading == ASSOCIATIONS.name:
        _write_many_to_many(records)
    if heading == MEMBER_COUNTS.name:
        _write_cells(records)


def _gives_up(obj: Model) -> bool:
    """Whether the row leaves room for another one that may be primary contact or chair in its place."""
    return getattr(obj, "is_primary_contact", True) is False or getattr(obj, "role", BoardRole.CHAIR) != BoardRole.CHAIR


def _write_many_to_many(records: Iterable[Planned]) -> None:
    for name in ("activities", "areas"):
        changed = [record for record in records if name in record.many]
        field = Association._meta.get_field(name)
        through: Any = field.remote_field.through  # type: ignore[union-attr]
        source, target = field.m2m_field_name(), field.m2m_reverse_field_name()  # type: ignore[union-attr]
        wanted = {(record.obj.pk, entry.pk) for record in changed for entry in record.many[name]}
        rows = through.objects.filter(**{f"{source}__in": [record.obj for record in changed]})
        stored = {(row[0], row[1]): row[2] for row in rows.values_list(f"{source}_id", f"{target}_id", "pk")}
        through.objects.filter(pk__in=[pk for pair, pk in stored.items() if pair not in wanted]).delete()
        pairs = sorted(wanted - stored.keys())
        through.objects.bulk_create([through(**{f"{source}_id": a, f"{target}_id": b}) for a, b in pairs])


def _write_cells(records: Iterable[Planned]) -> None:
    """Numbers of new counts by COPY, as there may be hundreds of thousands; changed ones by an upsert."""
    new: list[tuple[int, int, str, int]] = []
    changed: list[tuple[int, int, str, int]] = []
    for record in records:
        target = new if record.before is None else changed
        target += [(record.obj.pk, band.pk, gender, members) for band, gender, members in record.cells]
    statement = "COPY associations_membercountcell (member_count_id, age_band_id, gender, members) FROM STDIN"
    if new:
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in new:
                copy.write_row(row)
    MemberCountCell.objects.bulk_create(
        [MemberCountCell(member_count_id=a, age_band_id=b, gender=c, members=d) for a, b, c, d in changed],
        batch_size=5000,
        update_conflicts=True,
        unique_fields=["member_count", "age_band", "gender"],
        update_fields=["members"],
    )


def _open_sign_ins(plan: Plan) -> None:
    """Everybody with an e-mail who is or was employed or on a board gets an account, or the one of that address.

    What the account may do follows from the employment or seat alone (R19).
    """
    everybody = [record.obj.person for sheet in (EMPLOYMENTS, BOARD) for record in plan.of(sheet)]
    everybody += [record.obj for record in plan.of(PEOPLE)]
    without = {person.pk: person for person in everybody if person.email and person.user_id is None}
    linked = set(Employment.objects.filter(person__in=without).values_list("person", flat=True))
    linked.update(BoardMember.objects.filter(person__in=without).values_list("person", flat=True))
    people = [person for pk, person in without.items() if pk in linked]
    taken = set(Person.objects.exclude(user=None).values_list("user__email", flat=True))
    users = {user.email: user for user in User.objects.filter(email__in=[person.email for person in people])}
    for person in people:
        if person.email not in users:
            users[person.email] = _account_of(person)
            plan.add(SIGN_INS, Planned(obj=users[person.email], before=None))
        if person.email not in taken:
            person.user = users[person.email]
    created = plan.of(SIGN_INS)
    audit.save_many(created, by=plan.by)
    tell_new_addresses(plan)
    linked_now = [person for person in people if person.user]
    Person.objects.bulk_update(linked_now, ["user"], batch_size=500)
    _trace_sign_ins(linked_now, by=plan.by)


def _trace_sign_ins(people: Sequence[Person], *, by: User | None) -> None:
    """A sign-in can give access, so it leaves a trace of its own beside the rows that the file changed."""
    prefetch_related_objects(people, "employments", "board_seats")
    events = [
        audit.event(
            obj=person,
            kind=AuditEvent.Kind.CHANGED,
            changes=[{"field": "user", "from": "", "to": str(person.user)}],
            by=by,
        )
        for person in people
    ]
    AuditEvent.objects.bulk_create(events, batch_size=2000)


def _account_of(person: Person) -> User:
    user = new_user(str(person.email))
    user.name, user.phone = person.name, person.phone
    return user


def _forget_prefetched(objs: Iterable[Any], relations: Sequence[str]) -> None:
    """Drops what was prefetched before new rows were written."""
    for obj in objs:
        for relation in relations:
            first = relation.split("__")[0]
            holder = obj if first != "partnership" else obj.partnership
            for name in ("participations", "employments", "board_seats"):
                getattr(holder, "_prefetched_objects_cache", {}).pop(name, None)
