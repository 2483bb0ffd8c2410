"""What needs attention in an association's year: vacancy, hours under the requirement, missing count, and money.

The days are the year's; the association list's warnings (docs/figures.md) are the same rules on one day.
"""

from dataclasses import dataclass

from core.formats import date_text, decimal_text
from reporting.domain import figures
from reporting.domain.facts import YearFacts
from reporting.domain.wording import counted, stretch


@dataclass(frozen=True)
class Attention:
    """A short title, and the matter in a sentence that bears the association's name."""

    title: str
    text: str


def attention_of(f: YearFacts) -> tuple[Attention, ...]:
    """Everything that needs attention, the most serious first; empty when nothing does."""
    found = (_vacancy(f), _hours(f), _missing_count(f), _no_contact(f), _no_grant(f), _agreement_ends(f))
    return tuple(item for item in found if item)


def _vacancy(f: YearFacts) -> Attention | None:
    if not f.vacancies:
        return None
    days = counted(f.vacancy_days, "dag", "dage")
    if f.vacancies[-1].end == f.last_day:
        since = date_text(f.vacancies[-1].start)
        return Attention(
            "Ledig stilling", f"{f.name} har været uden ressourceperson siden {since} ({days} i {f.year})."
        )
    when = stretch(f.vacancies[0]) if len(f.vacancies) == 1 else f"i {len(f.vacancies)} perioder"
    return Attention("Stillingen har stået tom", f"{f.name} var uden ressourceperson i {days} i {f.year}: {when}.")


def _hours(f: YearFacts) -> Attention | None:
    if not f.under_hours or f.required_hours is None:
        return None
    days = counted(figures.days_of(part.period for part in f.under_hours), "dag", "dage")
    fewest = min(part.hours for part in f.under_hours)
    required = decimal_text(f.required_hours)
    now = " og er det stadig" if f.under_hours[-1].period.end == f.last_day else ""
    return Attention(
        "For få timer",
        f"{f.name} var under kravet på {required} timer om ugen i {days} af {f.year}{now}; "
        f"det laveste var {decimal_text(fewest)}.",
    )


def _missing_count(f: YearFacts) -> Attention | None:
    if f.under_25 is not None or f.last_day.month != 12 or f.last_day.day != 31:
        return None
    how = "ufuldstændige" if f.count else "ikke indberettet"
    return Attention("Medlemstal mangler", f"Medlemstallene for {f.name} pr. 31. december {f.year} er {how}.")


def _no_contact(f: YearFacts) -> Attention | None:
    if f.contact_at_end:
        return None
    return Attention("Ingen kontaktperson", f"{f.name} havde ingen kontaktperson i kommunen ved udgangen af {f.year}.")


def _no_grant(f: YearFacts) -> Attention | None:
    if f.granted is not None:
        return None
    return Attention("Intet tilskud", f"Der er ikke registreret et tilskud til {f.name} for {f.year}.")


def _agreement_ends(f: YearFacts) -> Attention | None:
    end = f.agreement_end
    if f.participation.partnership.ended_early_on or end.year > f.year + 1:
        return None
    verb = "udløb" if end.year <= f.year else "udløber"
    return Attention("Aftalen udløber", f"Partnerskabet med {f.name} {verb} {date_text(end)}, hvis det ikke forlænges.")
