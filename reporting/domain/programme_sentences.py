"""The programme's year in plain sentences, key figures, and the table against the year before."""

from core.formats import decimal_text, kroner, number, plural
from reporting.domain.programme_year import ProgrammeFacts
from reporting.domain.sentences import Paragraph
from reporting.domain.wording import capital, counted

ComparedTexts = tuple[str, str | None, str | None, str]


def reported_text(p: ProgrammeFacts) -> str:
    """`24 af 25 har indberettet`, `alle 25 har indberettet`."""
    total = len(p.at_end)
    return f"alle {total} har indberettet" if p.reported == total else f"{p.reported} af {total} har indberettet"


def paragraphs(now: ProgrammeFacts, before: ProgrammeFacts) -> list[Paragraph]:
    """Three paragraphs: associations and members, money, resource persons."""
    return [
        Paragraph(
            "Foreninger og børn", " ".join(part for part in (_associations(now, before), _members(now, before)) if part)
        ),
        Paragraph("Penge", _money(now)),
        Paragraph("Ressourcepersoner", _people(now)),
    ]


def _associations(now: ProgrammeFacts, before: ProgrammeFacts) -> str:
    count, earlier = len(now.at_end), len(before.at_end)
    with_whom = "ingen foreninger" if count == 0 else plural(count, "forening", "foreninger")
    change = count - earlier
    tail = ""
    if earlier and change:
        tail = f", {abs(change)} {'flere' if change > 0 else 'færre'} end året før"
    elif earlier:
        tail = ", lige så mange som året før"
    where = f" Af dem er {counted(now.citywide, 'bydækkende', 'bydækkende')}" if now.citywide else ""
    sport = f"{counted(now.get2sport, 'støttes', 'støttes')} sammen med DIF get2sport" if now.get2sport else ""
    both = (
        f"{where} og {sport}." if where and sport else f"{where}." if where else f" {capital(sport)}." if sport else ""
    )
    return f"Ved udgangen af {now.year} havde kommunen sociale partnerskaber med {with_whom}{tail}.{both}"


def _members(now: ProgrammeFacts, before: ProgrammeFacts) -> str:
    if not now.at_end:
        return ""
    if now.under_25 is None:
        return f"Ingen af foreningerne har indberettet medlemstal for {now.year}."
    text = f"De havde tilsammen {number(now.under_25)} medlemmer under 25 år; {reported_text(now)}."
    if now.growing or now.shrinking:
        text += f" Antallet steg i {number(now.growing)} og faldt i {number(now.shrinking)} af dem."
    if before.under_25 is not None and before.reported == len(before.at_end) and now.reported == len(now.at_end):
        change = now.under_25 - before.under_25
        way = f"{number(abs(change))} {'flere' if change > 0 else 'færre'} end" if change else "lige så mange som"
        text += f" Det er {way} året før."
    return text


def _money(p: ProgrammeFacts) -> str:
    if p.money is None:
        return f"Programåret {p.year} er ikke oprettet, så budgettet kendes ikke."
    money = p.money
    text = (
        f"Budgettet for {p.year} er på {kroner(money.budget)} Der er givet tilsagn om {kroner(money.committed)} "
        f"i tilskud, og {kroner(money.reserved)} er reserveret til andet."
    )
    if money.free < 0:
        return f"{text} Der mangler {kroner(-money.free)}"
    return f"{text} {'Alt er dermed disponeret.' if money.free == 0 else f'Der er {kroner(money.free)} tilbage.'}"


def _people(p: ProgrammeFacts) -> str:
    if not p.rows:
        return ""
    text = f"{capital(plural(p.employed_at_end, 'ressourceperson', 'ressourcepersoner'))} var ansat ved årets udgang"
    text += f" med i alt {decimal_text(p.hours_at_end)} timer om ugen."
    if p.vacant_at_end:
        vacant = capital(counted(p.vacant_at_end, "stilling", "stillinger"))
        text += f" {vacant} var {'ledig' if p.vacant_at_end == 1 else 'ledige'}."
    else:
        text += " Ingen stillinger var ledige."
    if p.vacancy_days:
        text += f" I løbet af året stod stillinger tomme i {plural(p.vacancy_days, 'dag', 'dage')} tilsammen."
    ended = counted(p.ended, "ansættelsesforhold", "ansættelsesforhold", neuter=True)
    rate = f", en udskiftning på {p.turnover} procent" if p.ended and p.turnover is not None else ""
    return f"{text} {capital(ended) if p.ended else 'Ingen ansættelsesforhold'} sluttede i årets løb{rate}."


def key_figures(p: ProgrammeFacts) -> tuple[tuple[str, str | None, str], ...]:
    """Label, value and note of the big figures on page 1."""
    total = len(p.at_end)
    money = p.money
    return (
        ("Foreninger", number(total), f"pr. 31. december {p.year}"),
        ("Medlemmer under 25 år", number(p.under_25), reported_text(p)),
        (
            "Tilskud",
            kroner(money.committed) if money else None,
            f"af et budget på {kroner(money.budget)}" if money else "",
        ),
        ("Ledige stillinger", number(p.vacant_at_end), f"pr. 31. december {p.year}"),
        ("Konsulenter", number(p.consultants), "som kontaktpersoner"),
        ("DIF get2sport", number(p.get2sport), "foreninger støttes sammen"),
    )


def comparison(now: ProgrammeFacts, before: ProgrammeFacts) -> list[ComparedTexts]:
    """The year against the year before, one row per figure."""
    return [
        _row("Foreninger pr. 31. december", len(before.at_end), len(now.at_end)),
        _row("heraf bydækkende", before.citywide, now.citywide),
        _row("heraf støttet sammen med DIF get2sport", before.get2sport, now.get2sport),
        _members_row(before, now),
        ("Foreninger, der har indberettet", _reported(before), _reported(now), ""),
        _money_row("Budget", before, now, "budget"),
        _money_row("Givet i tilskud", before, now, "committed"),
        _money_row("Reserveret til andet", before, now, "reserved"),
        _money_row("Fri", before, now, "free"),
        _row("Ressourcepersoner pr. 31. december", before.employed_at_end, now.employed_at_end),
        (
            "Timer om ugen i alt",
            decimal_text(before.hours_at_end),
            decimal_text(now.hours_at_end),
            signed(int(now.hours_at_end - before.hours_at_end)),
        ),
        _row("Ledige stillinger pr. 31. december", before.vacant_at_end, now.vacant_at_end),
        _row("Dage uden ressourceperson", before.vacancy_days, now.vacancy_days),
        _row("Under timekravet pr. 31. december", before.under_hours_at_end, now.under_hours_at_end),
        _row("Ophørte ansættelser", before.ended, now.ended),
        ("Udskiftning", _percent(before.turnover), _percent(now.turnover), ""),
        _row("Konsulenter", before.consultants, now.consultants),
    ]


def signed(change: int | None) -> str:
    """`+23`, `−4`, `0`, empty when it is not known."""
    if change is None:
        return ""
    return number(change) if change == 0 else f"{'+' if change > 0 else '−'}{number(abs(change))}"


def _row(label: str, before: int | None, now: int | None) -> ComparedTexts:
    change = None if before is None or now is None else now - before
    return (label, number(before), number(now), signed(change))


def _members_row(before: ProgrammeFacts, now: ProgrammeFacts) -> ComparedTexts:
    """Two sums are only compared when each covers everybody: a missing count is no fall in members."""
    complete = all(p.reported == len(p.at_end) for p in (before, now))
    label, earlier, current, change = _row("Medlemmer under 25 år", before.under_25, now.under_25)
    return (label, earlier, current, change if complete else "")


def _money_row(label: str, before: ProgrammeFacts, now: ProgrammeFacts, name: str) -> ComparedTexts:
    earlier = getattr(before.money, name) if before.money else None
    current = getattr(now.money, name) if now.money else None
    change = None if earlier is None or current is None else current - earlier
    return (label, kroner(earlier), kroner(current), signed(change))


def _reported(p: ProgrammeFacts) -> str:
    return f"{p.reported} af {len(p.at_end)}"


def _percent(rate: int | None) -> str:
    return f"{rate} procent" if rate is not None else "–"
