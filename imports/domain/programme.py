"""The administrators' sheets: »Programår«, »Reserverede poster« and »Medarbejdere« (R2, R16, R19)."""

from accounts.models import User
from imports.domain.planning import Plan, Planned, Seen, check_fields, fill, planned
from imports.parsers import key_of
from imports.sheets import PROGRAMME_YEARS, RESERVED_POSTS, STAFF
from partnerships.models import ProgrammeYear, ReservedPost


def plan_programme(plan: Plan) -> None:
    """Plans programme years, then the posts that belong to them."""
    years = {row.year: row for row in ProgrammeYear.objects.select_for_update().order_by("year")}
    seen = Seen(plan)
    for row in plan.rows(PROGRAMME_YEARS):
        year = row.get("year")
        if seen.is_repeated(row, year, f"Året {year}"):
            continue
        years.setdefault(year, ProgrammeYear(year=year))
        record = plan.add(PROGRAMME_YEARS, planned(years[year], row))
        if fill(plan, record, ("budget", "default_grant", "required_weekly_hours")):
            check_fields(plan, record)
    _plan_reserved(plan, years)


def _plan_reserved(plan: Plan, years: dict[int, ProgrammeYear]) -> None:
    stored = ReservedPost.objects.filter(programme_year__year__in=years) if plan.rows(RESERVED_POSTS) else []
    known = {}
    for post in stored:
        post.programme_year = next(year for year in years.values() if year.pk == post.programme_year_id)
        known[post.programme_year.year, key_of(post.title)] = post
    seen, broken = Seen(plan), plan.broken(PROGRAMME_YEARS, "year")
    for row in plan.rows(RESERVED_POSTS):
        year, title = row.get("year"), row.get("title")
        if year not in years:
            if year not in broken:
                text = f"Programåret {year} findes ikke. Tilføj det i »Programår«."
                plan.problem(row, text, "year")
            continue
        identity = (year, key_of(title))
        if seen.is_repeated(row, identity, f"»{title}« i {year}"):
            continue
        obj = known.get(identity) or ReservedPost(programme_year=years[year], title=title)
        record: Planned = plan.add(RESERVED_POSTS, planned(obj, row))
        if fill(plan, record, ("amount",)):
            check_fields(plan, record)


def plan_staff(plan: Plan) -> None:
    """Plans staff accounts by e-mail; a new one gets no password and sets it by the reset link."""
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
