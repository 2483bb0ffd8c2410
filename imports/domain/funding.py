"""The sheets »Bevillinger«, »Bevillingsår«, »Reserverede poster«, and the budget of older files (R15a, R16)."""

from dataclasses import dataclass, field
from datetime import date

from core.formats import kroner, period_text
from imports.domain.planning import Plan, Planned, Seen, check_fields, check_order, fill, planned
from imports.parsers import key_of
from imports.reading.tables import Row
from imports.sheets import FUNDING_AMOUNTS, FUNDING_LINES, PROGRAMME_YEARS, RESERVED_POSTS
from partnerships.domain.funding import proposed_amount
from partnerships.enums import FundingKind
from partnerships.models import FundingAmount, FundingLine, ProgrammeYear, ReservedPost

ONLY_LINE = "Programmets bevilling"
Years = dict[int, ProgrammeYear]


@dataclass
class FundingIndex:
    """The lines by name and the amounts by line and year, stored and planned alike."""

    lines: dict[str, FundingLine] = field(default_factory=dict)
    amounts: dict[tuple[str, int], FundingAmount] = field(default_factory=dict)

    def with_money(self, year: int) -> list[FundingLine]:
        """The lines that have an amount in the year."""
        return [self.lines[name] for name, of_year in self.amounts if of_year == year]


def plan_funding(plan: Plan, years: Years) -> None:
    """Plans lines, their amounts, and the reserved posts on them; `years` are stored and planned by number."""
    index = FundingIndex()
    for line in FundingLine.objects.select_for_update().order_by("pk"):
        index.lines[key_of(line.name)] = line
    by_pk = {line.pk: line for line in index.lines.values()}
    year_by_pk = {year.pk: year for year in years.values()}
    for entry in FundingAmount.objects.order_by("pk"):
        entry.funding_line, entry.programme_year = by_pk[entry.funding_line_id], year_by_pk[entry.programme_year_id]
        index.amounts[key_of(entry.funding_line.name), entry.programme_year.year] = entry
    _plan_lines(plan, index)
    _plan_amounts(plan, index, years)
    _plan_budgets(plan, index, years)
    _plan_reserved(plan, index, years)


def _plan_lines(plan: Plan, index: FundingIndex) -> None:
    seen = Seen(plan)
    keys = [column.key for column in FUNDING_LINES.columns if column.key not in {"name", "permanent"}]
    for row in plan.rows(FUNDING_LINES):
        name = row.get("name")
        if seen.is_repeated(row, key_of(name), f"»{name}«"):
            continue
        obj = index.lines.setdefault(key_of(name), FundingLine(name=name))
        record = plan.add(FUNDING_LINES, planned(obj, row))
        if fill(plan, record, keys) and _settle_kind(plan, record) and check_order(plan, record):
            _check_condition(plan, record)
            check_fields(plan, record)


def _settle_kind(plan: Plan, record: Planned) -> bool:
    """Permanent or with a last day: one of them, never both. False when the row does not say."""
    line, row = record.obj, record.row
    assert row is not None  # noqa: S101 — every record of this sheet comes from a row
    permanent = row.get("permanent")
    if permanent and row.get("end"):
        plan.problem(row, "En varig bevilling har ingen sidste dag. Slet datoen, eller skriv nej i »Varig«.", "end")
        return False
    if permanent:
        line.end = None
    elif line.end is None and (record.before is None or permanent is False):
        plan.problem(row, "Skriv den sidste dag, eller skriv ja i »Varig«.", "end")
        return False
    line.kind = FundingKind.PERMANENT if line.end is None else FundingKind.TEMPORARY
    return True


def _check_condition(plan: Plan, record: Planned) -> None:
    line, row = record.obj, record.row
    if row is None:
        return
    if not line.conditional and (line.condition or line.confirmed_on):
        plan.problem(row, "Kun en betinget bevilling har en betingelse og kan bekræftes. Skriv ja.", "conditional")
    if bool(line.confirmed_on) != bool(line.confirmed_by):
        key = "confirmed_by" if line.confirmed_on else "confirmed_on"
        plan.problem(row, "Skriv både, hvornår bevillingen er bekræftet, og af hvem.", key)


def _line_of(plan: Plan, index: FundingIndex, row: Row) -> FundingLine | None:
    """The line that the row names, or None with a problem noted."""
    name = row.get("funding_line")
    line = index.lines.get(key_of(name))
    if line is None and name not in plan.broken(FUNDING_LINES, "name"):
        plan.problem(row, f"Bevillingen »{name}« findes ikke. Tilføj den i »Bevillinger«.", "funding_line")
    return line if line and getattr(line, "start", None) else None  # one without its first day is told already


def _year_of(plan: Plan, years: Years, row: Row) -> ProgrammeYear | None:
    year = row.get("year")
    if year not in years and year not in plan.broken(PROGRAMME_YEARS, "year"):
        plan.problem(row, f"Programåret {year} findes ikke. Tilføj det i »Programår«.", "year")
    return years.get(year)


def _plan_amounts(plan: Plan, index: FundingIndex, years: Years) -> None:
    seen = Seen(plan)
    for row in plan.rows(FUNDING_AMOUNTS):
        line, year = _line_of(plan, index, row), _year_of(plan, years, row)
        if line is None or year is None:
            continue
        identity = (key_of(line.name), year.year)
        if seen.is_repeated(row, identity, f"»{line.name}« i {year.year}"):
            continue
        if not line.months_in(year.year):
            span = period_text(line.start, line.end)
            plan.problem(row, f"»{line.name}« gælder {span}, og altså ikke i {year.year}. Ret en af dem.", "year")
            continue
        entry = index.amounts.setdefault(identity, FundingAmount(funding_line=line, programme_year=year))
        record = plan.add(FUNDING_AMOUNTS, planned(entry, row))
        fill(plan, record, ("amount", "override_reason"))
        _settle_amount(plan, record, line, year.year)


def _settle_amount(plan: Plan, record: Planned, line: FundingLine, year: int) -> None:
    """The amount by the line's months, unless the row gives another one with its reason."""
    entry, row = record.obj, record.row
    assert row is not None  # noqa: S101 — every record of this sheet comes from a row
    proposed = proposed_amount(line, year)
    if entry.amount is None:
        entry.amount = proposed
    if entry.amount is None:
        plan.problem(row, "Skriv beløbet, eller skriv bevillingens beløb for et helt år i »Bevillinger«.", "amount")
    elif proposed is not None and entry.amount != proposed and not entry.override_reason:
        text = f"Efter bevillingens måneder er beløbet {kroner(proposed)} Skriv, hvorfor det er et andet."
        plan.problem(row, text, "override_reason")
    else:
        check_fields(plan, record)


def _plan_budgets(plan: Plan, index: FundingIndex, years: Years) -> None:
    """A budget in »Programår«, as older files have it, is the one line of its year."""
    name = key_of(ONLY_LINE)
    rows = [row for row in plan.rows(PROGRAMME_YEARS) if row.get("budget") is not None and row.get("year") in years]
    for row in sorted(rows, key=lambda one: one.get("year")):
        year = years[row.get("year")]
        others = [line.name for line in index.with_money(year.year) if key_of(line.name) != name]
        if others or any(record.obj.name == ONLY_LINE for record in plan.of(FUNDING_LINES) if record.row):
            text = "Året har bevillinger. Slet cellen, og skriv deres beløb i »Bevillingsår«."
            plan.problem(row, text, "budget")
            continue
        line = index.lines.get(name)
        if line is None:
            line = FundingLine(name=ONLY_LINE, kind=FundingKind.PERMANENT, start=date(year.year, 1, 1))
            index.lines[name] = line
            plan.add(FUNDING_LINES, planned(line, None))
        elif line.start.year > year.year:
            plan.add(FUNDING_LINES, planned(line, None))
            line.start = date(year.year, 1, 1)
        entry = index.amounts.setdefault((name, year.year), FundingAmount(funding_line=line, programme_year=year))
        plan.add(FUNDING_AMOUNTS, planned(entry, None))
        entry.amount = row.get("budget")


def _plan_reserved(plan: Plan, index: FundingIndex, years: Years) -> None:
    stored = ReservedPost.objects.order_by("pk") if plan.rows(RESERVED_POSTS) else []
    by_pk = {line.pk: line for line in index.lines.values()}
    year_by_pk = {year.pk: year for year in years.values()}
    known = {}
    for post in stored:
        post.programme_year, post.funding_line = year_by_pk[post.programme_year_id], by_pk[post.funding_line_id]
        known[post.programme_year.year, key_of(post.funding_line.name), key_of(post.title)] = post
    seen = Seen(plan)
    for row in plan.rows(RESERVED_POSTS):
        year = _year_of(plan, years, row)
        line = _line_with_money(plan, index, row, year) if year else None
        if line is None or year is None:
            continue
        title = row.get("title")
        identity = (year.year, key_of(line.name), key_of(title))
        if seen.is_repeated(row, identity, f"»{title}« i {year.year}"):
            continue
        obj = known.get(identity) or ReservedPost(programme_year=year, funding_line=line, title=title)
        record = plan.add(RESERVED_POSTS, planned(obj, row))
        if fill(plan, record, ("amount",)):
            check_fields(plan, record)


def _line_with_money(plan: Plan, index: FundingIndex, row: Row, year: ProgrammeYear) -> FundingLine | None:
    """The line that the row names, else the year's only one; None with a problem noted."""
    lines = index.with_money(year.year)
    if row.get("funding_line") is None:
        if len(lines) != 1:
            found = "flere bevillinger" if lines else "ingen bevilling"
            text = f"{year.year} har {found}. Skriv navnet på den, pengene er sat af på."
            plan.problem(row, text, "funding_line")
        return lines[0] if len(lines) == 1 else None
    line = _line_of(plan, index, row)
    if line is not None and line not in lines:
        text = f"»{line.name}« har ingen penge i {year.year}. Tilføj beløbet i »Bevillingsår«."
        plan.problem(row, text, "funding_line")
        return None
    return line
