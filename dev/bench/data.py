"""An invented, deterministic register of any size for the benchmarks: `fill(associations=2500, years=10)`.

Bulk inserts into an empty, migrated database; Django must be set up. 2,500 associations take some ten seconds.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.utils import timezone

from accounts.enums import StaffRole
from accounts.models import User
from associations.cvr import is_valid_cvr
from associations.enums import BoardRole, EndReason
from associations.models import (
    ActivityKind,
    Association,
    BoardMember,
    ChildProtectionDeclaration,
    District,
    Employment,
    MemberCount,
    Person,
)
from core import clock
from core.leases import JobState
from partnerships.enums import FundingKind
from partnerships.models import (
    ContactPerson,
    Extension,
    FundingAmount,
    FundingLine,
    Grant,
    GrantAccount,
    Participation,
    Partnership,
    ProgrammeYear,
    ReservedPost,
)
from reporting.enums import Outcome, Scope
from reporting.models import ReportJob, ReportRun, StatusReport

CONSULTANTS = 3
DEFAULT_GRANT = 200_000
REQUIRED_HOURS = 20
LINE = "Programmets bevilling"
DISTRICTS = ("Amager Vest", "Amager Øst", "Bispebjerg", "Brønshøj-Husum", "Indre By", "Nørrebro", "Valby", "Østerbro")
ACTIVITIES = ("Badminton", "Basketball", "Boksning", "Dans", "Fodbold", "Håndbold", "Judo", "Rollespil", "Svømning")
FIRST_NAMES = ("Aase", "Bo", "Cecilie", "Dines", "Ebbe", "Frida", "Gry", "Hassan", "Ida", "Jørgen", "Karen", "Åse")
LAST_NAMES = ("Andersen", "Bæk", "Dahl", "Friis", "Holm", "Iversen", "Kjær", "Lund", "Møller", "Nygaard", "Østergaard")
CELLS = """
    INSERT INTO associations_membercountcell (member_count_id, age_band_id, gender, members)
    SELECT c.id, b.id, g.gender, (c.id * 7 + b.id * 31 + c.year * 3 + length(g.gender)) % 90
    FROM associations_membercount c
    CROSS JOIN associations_ageband b
    CROSS JOIN (VALUES ('female'), ('male')) AS g(gender)
"""
EVENTS = """
    INSERT INTO workflow_auditevent
        (at, actor_id, actor_name, kind, model, object_id, object_label, association_ids, changes, is_internal)
    SELECT make_timestamptz(c.year, 1 + (c.id % 12)::int, 1, 12, 0, 0), u.id, u.name, 'changed',
        'associations.membercount', c.id, 'Medlemstal ' || c.year, ARRAY[c.association_id],
        '[{"field": "note", "from": "", "to": "Rettet efter aftale"}]'::jsonb, false
    FROM associations_membercount c
    CROSS JOIN (SELECT id, name FROM accounts_user WHERE staff_role = 'consultant' ORDER BY id LIMIT 1) u
"""


@transaction.atomic
def fill(associations: int, years: int) -> None:
    """Make `associations` of them with `years` ended years of history up to today.

    Every eighth has a vacancy, every ninth too few hours, every tenth no count and no account of the last ended year,
    every fifth no declaration of the running one. Makes three
    consultants, a manager and an administrator (`konsulent1@example.org` …, without passwords) and gives the first
    resource person a sign-in (`ressourceperson@example.org`).
    """
    luck = random.Random(2012)  # noqa: S311 — invented data must be the same every time
    today = clock.today()
    first_year = today.year - years
    staff = _staff()
    programme = _programme_years(first_year, today.year, associations)
    rows = _associations(associations, luck)
    _partnerships(rows, programme, first_year, today)
    _contact_persons(rows, staff, first_year, luck)
    _people(rows, first_year, today, luck)
    _counts(rows, range(first_year, today.year))
    _accounts(today)
    _declarations(rows, range(first_year, today.year + 1), today)
    with connection.cursor() as cursor:
        cursor.execute(CELLS)
        cursor.execute(EVENTS)


def main(associations: int, years: int) -> None:
    """Fill the database, add a run that is half done, and print a session cookie for each user: `leder=…`."""
    fill(associations, years)
    add_run(clock.today().year - 1)
    analyse()
    for user in User.objects.order_by("pk"):
        print(f"{user.email.partition('@')[0]}={session_of(user)}")


def session_of(user: User) -> str:
    """The key of a new session in which the user is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def add_run(year: int) -> ReportRun:
    """A run of all associations' reports, half of them delivered; the files themselves are not made."""
    run = ReportRun.objects.create(year=year, scope=Scope.ALL)
    now = timezone.now()
    ids = list(Association.objects.order_by("pk").values_list("pk", flat=True))
    reports = StatusReport.objects.bulk_create(
        StatusReport(
            association_id=pk, year=year, version=1, data_hash="0", content_hash="0", as_of=clock.today(),
            file=f"reports/{pk}.pdf", sha256="0", size=40_000, pages=4, is_demo=True,
        )
        for pk in ids[: len(ids) // 2]
    )  # fmt: skip
    ReportJob.objects.bulk_create(
        ReportJob(run=run, association_id=report.association_id, report=report, state=JobState.DONE, started_at=now,
            finished_at=now, outcome=Outcome.RENDERED, attempts=1)
        for report in reports
    )  # fmt: skip
    ReportJob.objects.bulk_create(ReportJob(run=run, association_id=pk) for pk in [*ids[len(ids) // 2 :], None])
    return run


def analyse() -> None:
    """Let PostgreSQL look at what it got, as autovacuum would within a minute. Not inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _staff() -> list[User]:
    """The consultants; manager and administrator are made beside them."""
    for role, email in ((StaffRole.MANAGER, "leder"), (StaffRole.ADMINISTRATOR, "administrator")):
        User.objects.create_user(f"{email}@example.org", name=f"{email.capitalize()} Bæk", staff_role=role)
    return [
        User.objects.create_user(
            f"konsulent{n}@example.org",
            name=f"{FIRST_NAMES[n]} Konsulent",
            phone="33 66 33 66",
            staff_role="consultant",
        )
        for n in range(1, CONSULTANTS + 1)
    ]


def _programme_years(first: int, last: int, associations: int) -> dict[int, ProgrammeYear]:
    budget = DEFAULT_GRANT * associations + 1_000_000
    made = ProgrammeYear.objects.bulk_create(
        ProgrammeYear(year=year, default_grant=DEFAULT_GRANT, required_weekly_hours=REQUIRED_HOURS)
        for year in range(first, last + 1)
    )
    line = FundingLine.objects.create(name=LINE, kind=FundingKind.PERMANENT, start=date(first, 1, 1))
    FundingAmount.objects.bulk_create(FundingAmount(funding_line=line, programme_year=y, amount=budget) for y in made)
    ReservedPost.objects.bulk_create(
        ReservedPost(funding_line=line, programme_year=y, title="Reserve", amount=1_000_000) for y in made
    )
    return {year.year: year for year in made}


def _associations(number: int, luck: random.Random) -> list[Association]:
    districts = District.objects.bulk_create(District(name=name) for name in DISTRICTS)
    kinds = ActivityKind.objects.bulk_create(ActivityKind(name=name) for name in ACTIVITIES)
    numbers = _cvr_numbers()
    rows = Association.objects.bulk_create(_association(n, districts, next(numbers)) for n in range(1, number + 1))
    links = Association.activities.through
    links.objects.bulk_create(
        links(association_id=row.pk, activitykind_id=kind.pk)
        for row in rows
        for kind in luck.sample(kinds, luck.randint(1, 3))
    )
    return rows


def _association(number: int, districts: list[District], cvr: str) -> Association:
    citywide = number % 8 == 0
    district = districts[number % len(districts)]
    return Association(
        name=f"{ACTIVITIES[number % len(ACTIVITIES)]}klubben {LAST_NAMES[number % len(LAST_NAMES)]} {number:04}",
        other_names=[f"KB {number}"],
        cvr=cvr,
        district=None if citywide else district,
        citywide=citywide,
        address=f"Klubvej {number}",
        postal_code="2400",
        city="København NV",
        email=f"klub{number}@example.org",
        phone="12 34 56 78",
        get2sport_start=date(2018, 1, 1) if number % 3 == 0 else None,
    )


def _cvr_numbers() -> Iterator[str]:
    return (text for number in range(10_000_000, 99_999_999) if is_valid_cvr(text := str(number)))


def _partnerships(rows: list[Association], programme: dict[int, ProgrammeYear], first_year: int, today: date) -> None:
    """Half of them from the beginning with two extensions, the others four years later; each with its yearly grants."""
    end = date(today.year + 2, 12, 31)
    made = Partnership.objects.bulk_create(
        Partnership(start=(start := _start(n, first_year)), first_end=date(start.year + 3, 12, 31), end=end)
        for n in range(len(rows))
    )
    Participation.objects.bulk_create(
        Participation(partnership=p, association=row, start=p.start, end=p.end)
        for p, row in zip(made, rows, strict=True)
    )
    Extension.objects.bulk_create(
        Extension(
            partnership=p, previous_end=p.first_end, new_end=p.end, decided_on=p.first_end, reason="Godt samarbejde",
            decided_by="Kultur- og Fritidsudvalget",
        )
        for p in made
        if p.end > p.first_end
    )  # fmt: skip
    line = FundingLine.objects.get(name=LINE)
    Grant.objects.bulk_create(
        Grant(partnership=p, programme_year=year, funding_line=line, months=12, amount=DEFAULT_GRANT)
        for p in made
        for number, year in programme.items()
        if number >= p.start.year
    )


def _start(number: int, first_year: int) -> date:
    return date(first_year, 1, 1) if number % 2 == 0 else date(first_year + 4, 1 if number % 4 == 1 else 7, 1)


def _contact_persons(rows: list[Association], staff: list[User], first_year: int, luck: random.Random) -> None:
    middle = date(first_year + 5, 6, 30)
    ContactPerson.objects.bulk_create(
        part
        for n, row in enumerate(rows)
        for part in (
            ContactPerson(association=row, consultant=luck.choice(staff), start=date(first_year, 1, 1), end=middle),
            ContactPerson(association=row, consultant=staff[n % CONSULTANTS], start=middle + timedelta(days=1)),
        )
    )


def _people(rows: list[Association], first_year: int, today: date, luck: random.Random) -> None:
    """A chair and a treasurer each, and a new resource person about every third year."""
    needed = range(5 * len(rows))
    people = iter(
        Person.objects.bulk_create(
            Person(
                name=f"{luck.choice(FIRST_NAMES)} {luck.choice(LAST_NAMES)}",
                email=f"person{n}@example.org",
                phone="20 20 20 20",
            )
            for n in needed
        )
    )
    seats: list[BoardMember] = []
    jobs: list[Employment] = []
    for n, row in enumerate(rows):
        seats += [
            BoardMember(association=row, person=next(people), role=role, start=date(first_year, 3, 1))
            for role in (BoardRole.CHAIR, BoardRole.TREASURER)
        ]
        jobs += _employments(n, row, people, first_year, today)
    BoardMember.objects.bulk_create(seats)
    Employment.objects.bulk_create(jobs)
    first = jobs[2].person
    first.user = User.objects.create_user("ressourceperson@example.org", name=first.name)
    first.save()


def _employments(
    number: int, row: Association, people: Iterator[Person], first_year: int, today: date
) -> Iterator[Employment]:
    """Three in a row; the last one has ended where the stilling is vacant, and is short of hours in some."""
    start = _start(number, first_year)
    length = (today - start) / 3
    for turn in range(3):
        is_last = turn == 2
        begin, end = start + turn * length, start + (turn + 1) * length - timedelta(days=30)
        has_ended = not is_last or number % 8 == 3
        yield Employment(
            association=row,
            person=next(people),
            start=begin,
            end=end if has_ended else None,
            weekly_hours=15 if is_last and number % 9 == 5 else 20 + turn,
            end_reason=EndReason.NEW_JOB if has_ended else "",
        )


def _counts(rows: list[Association], years: range) -> None:
    last = years[-1]
    MemberCount.objects.bulk_create(
        MemberCount(association=row, year=year)
        for n, row in enumerate(rows)
        for year in years
        if not (year == last and n % 10 == 7)
    )


def _accounts(today: date) -> None:
    """All money went to wages; every tenth of the last ended year lacks."""
    grants = Grant.objects.filter(programme_year__year__lt=today.year).order_by("pk")
    GrantAccount.objects.bulk_create(
        GrantAccount(grant_id=pk, received_on=date(year + 1, 3, 1), wages_spent=amount, other_spent=0)
        for n, (pk, year, amount) in enumerate(grants.values_list("pk", "programme_year__year", "amount"))
        if not (year == today.year - 1 and n % 10 == 3)
    )


def _declarations(rows: list[Association], years: range, today: date) -> None:
    """Each year's on its second of January; every fifth of the running year lacks."""
    ChildProtectionDeclaration.objects.bulk_create(
        ChildProtectionDeclaration(association=row, year=year, declared_on=date(year, 1, 2), declared_by="Formanden")
        for n, row in enumerate(rows)
        for year in years
        if not (year == today.year and n % 5 == 1)
    )
