"""The sheet »Tilskud«, and the grants that follow from partnerships and programme years (R2, R15a)."""

from accounts.enums import Permission
from accounts.permissions import has_permission
from core.formats import kroner
from core.periods import Period, months_begun
from imports.domain.planning import Plan, Planned, Seen
from imports.domain.register import AssociationIndex
from imports.parsers import key_of
from imports.reading.tables import Row
from imports.sheets import GRANTS, PARTNERSHIPS, PROGRAMME_YEARS
from partnerships.domain.grants import Choice, GrantChanges, Key, recalculate
from partnerships.domain.shares import proportional_amount
from partnerships.models import FundingLine, Partnership, ProgrammeYear


def follow(plan: Plan, associations: AssociationIndex) -> GrantChanges:
    """Lets the grants follow what has been saved; rows of the sheet choose their line and amount.

    Raises `ValidationError` naming the money missing (R16).
    """
    touched = {record.obj.pk: record.obj for record in plan.of(PARTNERSHIPS) if record.kind}
    if any(record.kind for record in plan.of(PROGRAMME_YEARS)):
        touched = {row.pk: row for row in Partnership.objects.order_by("pk")}
    choices, chosen = _choices(plan, associations)
    changes = recalculate(partnerships={**chosen, **touched}.values(), by=plan.by, choices=choices)
    for draft in changes.drafts:
        plan.add(GRANTS, Planned(obj=draft.obj, before=draft.before))
    return changes


def _choices(plan: Plan, associations: AssociationIndex) -> tuple[dict[Key, Choice], dict[int, Partnership]]:
    """What the rows say by partnership and year, and the partnerships; the number of queries does not grow."""
    rows = plan.rows(GRANTS)
    if not rows:
        return {}, {}
    years = {year.year: year for year in ProgrammeYear.objects.all()}
    lines = {key_of(line.name): line for line in FundingLine.objects.all()}
    running = Running(plan, associations, rows)
    seen = Seen(plan)
    choices: dict[Key, Choice] = {}
    found: dict[int, Partnership] = {}
    for row in rows:
        partnership, year = running.of(row), years.get(row.get("year"))
        if partnership is None or seen.is_repeated(row, (partnership.pk, row.get("year")), "Tilskuddet"):
            continue
        if year is None:
            plan.problem(row, f"Programåret {row.get('year')} findes ikke. Tilføj det i »Programår«.", "year")
            continue
        name = row.get("funding_line")
        line = lines.get(key_of(name)) if name else None
        if name and line is None:
            plan.problem(row, f"Bevillingen »{name}« findes ikke. Tilføj den i »Bevillinger«.", "funding_line")
            continue
        found[partnership.pk] = partnership
        choices[partnership.pk, year.year] = _choice(plan, row, partnership, year, line)
    return choices, found


def _choice(plan: Plan, row: Row, partnership: Partnership, year: ProgrammeYear, line: FundingLine | None) -> Choice:
    amount, reason = row.get("amount"), row.get("override_reason") or ""
    months = months_begun(Period(partnership.start, partnership.end), year.year)
    by_rule = proportional_amount(year.default_grant, months)
    if amount is None or amount == by_rule:
        return Choice(line=line)
    if not reason:
        text = f"Efter årets tilskud og måneder er beløbet {kroner(by_rule)} Skriv, hvorfor det er et andet."
        plan.problem(row, text, "override_reason")
    return Choice(line=line, amount=amount, reason=reason)


class Running:
    """The partnerships of the rows' associations, by association and year."""

    def __init__(self, plan: Plan, associations: AssociationIndex, rows: list[Row]) -> None:
        self.plan, self.associations = plan, associations
        named = {row.number: associations.of(row) for row in rows}
        self.named = named
        pks = {association.pk for association in named.values() if association}
        partnerships = Partnership.objects.filter(participations__association__in=pks).distinct()
        self.by_association: dict[int, list[tuple[Partnership, Period]]] = {}
        for partnership in partnerships.order_by("start", "pk").prefetch_related("participations"):
            for mine in partnership.participations.all():
                periods = self.by_association.setdefault(mine.association_id, [])
                periods.append((partnership, Period(mine.start, mine.end)))

    def of(self, row: Row) -> Partnership | None:
        """The partnership that the row is about, or None with a problem noted."""
        association = self.named[row.number]
        if association is None:
            return None
        if self.plan.by and not has_permission(self.plan.by, Permission.IMPORT_REGISTER, association):
            text = f"Du er selv ansat eller i bestyrelsen i {association}. Lad en anden konsulent indlæse rækken."
            self.plan.problem(row, text)
            return None
        year = row.get("year")
        for partnership, period in self.by_association.get(association.pk, ()):
            if months_begun(period, year):
                return partnership
        self.plan.problem(row, f"{association.name} har intet partnerskab i {year}.", "year")
        return None
