"""The administrators' sheets »Programår« and »Medarbejdere« (R2, R19); the money is in `imports.domain.funding`."""

from accounts.models import User
from imports.domain.funding import plan_funding
from imports.domain.planning import Plan, Seen, check_fields, fill, planned
from imports.sheets import PROGRAMME_YEARS, STAFF
from partnerships.models import ProgrammeYear

REQUIREMENTS = tuple(column.key for column in PROGRAMME_YEARS.columns if column.key not in {"year", "budget"})


def plan_programme(plan: Plan) -> None:
    """Plans programme years, then their money."""
    years = {row.year: row for row in ProgrammeYear.objects.select_for_update().order_by("year")}
    seen = Seen(plan)
    for row in plan.rows(PROGRAMME_YEARS):
        year = row.get("year")
        if seen.is_repeated(row, year, f"Året {year}"):
            continue
        years.setdefault(year, ProgrammeYear(year=year))
        record = plan.add(PROGRAMME_YEARS, planned(years[year], row))
        if fill(plan, record, REQUIREMENTS):
            check_fields(plan, record)
    plan_funding(plan, years)


def plan_staff(plan: Plan) -> None:
    """Plans staff accounts by e-mail; a new one gets no password until its owner is invited."""
    rows = plan.rows(STAFF)
    users = {user.email: user for user in User.objects.filter(email__in=[row.get("email") for row in rows])}
    seen = Seen(plan)
    for row in rows:
        email = row.get("email")
        if seen.is_repeated(row, email, f"»{email}«"):
            continue
        user = users.get(email) or new_user(email)
        record = plan.add(STAFF, planned(user, row))
        if fill(plan, record, ("name", "phone", "staff_role", "is_active")):
            check_fields(plan, record)


def new_user(email: str) -> User:
    """An unsaved account without a usable password."""
    user = User(email=email)
    user.set_unusable_password()
    return user
