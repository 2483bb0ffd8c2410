"""Sentences about the partnership: money, agreement, contact person, where and what (R1, R2)."""

from associations.models import Association
from core.formats import date_text, kroner
from core.periods import Period, overlap, whole_year
from reporting.domain.facts import YearFacts
from reporting.domain.sentences import PARTNERSHIP, rules
from reporting.domain.wording import count_word, counted, day, joined, ordinal

MONTHS = 12


@rules.rule(PARTNERSHIP, 10)
def grant_of_year(f: YearFacts) -> str:
    """Amount and months of the grant: a whole year, a part, zero, or none recorded."""
    if f.granted is None:
        return f"Der er ikke registreret et tilskud til {f.name} for {f.year}."
    months = sum(grant.months for grant in f.grants)
    if f.granted == 0:
        return f"Tilskuddet til {f.name} for {f.year} er fastsat til 0 kr."
    if months >= MONTHS:
        return f"{f.name} fik {kroner(f.granted)} i tilskud for hele {f.year}."
    return f"{f.name} fik {kroner(f.granted)} i tilskud for {counted(months, 'måned', 'måneder')} af {f.year}."


@rules.rule(PARTNERSHIP, 15)
def grant_set_apart(f: YearFacts) -> str:
    """Why the amount is another than the rule gives, where it is."""
    reasons = [grant.override_reason for grant in f.grants if grant.override_reason]
    return f"Beløbet er fastsat særskilt: {joined(reasons).rstrip('.')}." if reasons else ""


@rules.rule(PARTNERSHIP, 20)
def age_of_partnership(f: YearFacts) -> str:
    """Which year of the partnership it was, and when it began."""
    start = f.participation.start
    if start.year == f.year:
        began = "" if (start.month, start.day) == (1, 1) else f", og det begyndte {day(start)}"
        return f"Året var det første i partnerskabet{began}."
    nth = ordinal(f.year - start.year + 1)
    return f"Det var partnerskabets {nth} år; det begyndte {date_text(start)}."


@rules.rule(PARTNERSHIP, 30)
def extended_in_year(f: YearFacts) -> str:
    """An extension decided in the year: until when and by whom."""
    span = whole_year(f.year)
    decided = [row for row in f.extensions if span.contains(row.decided_on)]
    if not decided:
        return ""
    last = decided[-1]
    earlier = len(f.extensions) - len(decided)
    again = "igen " if earlier else ""
    return (
        f"Den {day(last.decided_on)} blev aftalen {again}forlænget til {date_text(last.new_end)} "
        f"(besluttet af {last.decided_by})."
    )


@rules.rule(PARTNERSHIP, 40)
def end_of_agreement(f: YearFacts) -> str:
    """Until when the agreement ran as it was known at the end of the year; its last year; an early end."""
    partnership = f.participation.partnership
    if partnership.ended_early_on and whole_year(f.year).contains(f.participation.end):
        reason = partnership.end_reason.rstrip(".")
        return f"Partnerskabet sluttede før tid {day(f.participation.end)}: {reason}."
    end, count = f.agreement_end, len(f.extensions)
    after = f" efter {_extensions(count)}" if count else ""
    if end.year <= f.year:
        return f"Aftalen udløb {date_text(end)}{after}, og ingen forlængelse var besluttet ved årets udgang."
    if end.year == f.year + 1:
        return f"{end.year} er aftalens sidste år: den udløber {date_text(end)}{after}."
    return f"Aftalen løber til {date_text(end)}{after}."


def _extensions(count: int) -> str:
    return "én forlængelse" if count == 1 else f"{count_word(count)} forlængelser"


@rules.rule(PARTNERSHIP, 50)
def contact_person(f: YearFacts) -> str:
    """The contact person all year, from a day, after another, until a day, or none."""
    if not f.contacts:
        return "Foreningen har ikke haft en kontaktperson i kommunen i årets løb."
    last = f.contacts[-1]
    if f.contact_at_end is None:
        return f"{last.consultant} var kontaktperson til {day(last.end or f.last_day)}; siden har der ikke været nogen."
    if last.start <= f.in_force[0].start:
        return f"{last.consultant} har været kontaktperson hele {'året' if f.whole_year else 'perioden'}."
    if len(f.contacts) > 1:
        before = f.contacts[-2].consultant
        return f"{last.consultant} overtog opgaven som kontaktperson efter {before} {day(last.start)}."
    return f"{last.consultant} har været kontaktperson siden {day(last.start)}."


@rules.rule(PARTNERSHIP, 60)
def get2sport(f: YearFacts) -> str:
    """Support together with DIF get2sport: all along, begun or ended in the year; nothing without."""
    row = f.history.association
    if not f.get2sport or row.get2sport_start is None:
        return ""
    support = "Foreningen støttes sammen med DIF get2sport"
    span: Period = whole_year(f.year)
    if row.get2sport_end and span.contains(row.get2sport_end):
        return f"Støtten sammen med DIF get2sport sluttede {day(row.get2sport_end)}."
    if span.contains(row.get2sport_start):
        return f"{support}, og det begyndte {day(row.get2sport_start)}."
    return f"{support}, som det har været siden {row.get2sport_start.year}."


@rules.rule(PARTNERSHIP, 70)
def place_and_activity(f: YearFacts) -> str:
    """What the association offers, where, and near which areas; as much of it as is known."""
    row = f.history.association
    offers = joined([_inside(activity.name) for activity in row.report_activities])  # type: ignore[attr-defined]
    place = _place(row)
    areas = row.report_areas  # type: ignore[attr-defined]
    near = joined([area.name for area in areas if overlap(area.start, area.end, whole_year(f.year))])
    if not offers and not place:
        return ""
    text = f"Foreningen tilbyder {offers}" if offers else "Foreningen holder til"
    return f"{text}{place}{f' nær {near}' if near else ''}."


def _place(row: Association) -> str:
    if row.citywide:
        return " i hele byen"
    return f" i bydelen {row.district}" if row.district else ""


def _inside(name: str) -> str:
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
