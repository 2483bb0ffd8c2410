"""Sentences about members under 25. Missing numbers are said to be missing, never written as 0 (R14)."""

from associations.enums import CountingRule, Gender
from core.formats import number
from reporting.domain import figures
from reporting.domain.facts import YearFacts
from reporting.domain.loading import Ages
from reporting.domain.sentences import MEMBERS, rules
from reporting.domain.wording import count_word, joined, percent


def ages_text(ages: Ages) -> str:
    """`7–12 år`, `60 år og derover`."""
    lower, upper = ages
    return f"{lower} år og derover" if upper is None else f"{lower}–{upper} år"


def members(count: int) -> str:
    """`ét medlem`, `412 medlemmer`."""
    return "ét medlem" if count == 1 else f"{number(count)} medlemmer"


def persons(count: int) -> str:
    """`ét` or digits, where "medlem" is understood."""
    return "ét" if count == 1 else number(count)


@rules.rule(MEMBERS, 10)
def members_under_25(f: YearFacts) -> str:
    """How many, and the change from the year before; says when the number or a part of it is missing."""
    if f.under_25 is None:
        what = "kun indberettet en del af medlemstallene" if f.count else "ikke indberettet medlemstal"
        return f"{f.name} har {what} for {f.year}, så antallet af medlemmer under 25 år kendes ikke.{_latest_known(f)}"
    have = "ingen medlemmer" if f.under_25 == 0 else members(f.under_25)
    if f.name[-1:].isdigit():  # two numbers in a row would be read as one: "B1908 521 medlemmer"
        have = f"i alt {have}"
    return f"Ved udgangen af {f.year} havde {f.name} {have} under 25 år{_change(f)}."


def _latest_known(f: YearFacts) -> str:
    known = [year for year, count in f.history.counts.items() if year < f.year and count.under_25 is not None]
    if not known:
        return ""
    return f" Det seneste kendte tal er {number(f.history.counts[max(known)].under_25)} ved udgangen af {max(known)}."


def _change(f: YearFacts) -> str:
    change = figures.change(f.under_25, f.under_25_before)
    if change is None:
        return ""
    if change == 0:
        return ", lige så mange som året før"
    return f", {persons(abs(change))} {'flere' if change > 0 else 'færre'} end året før"


@rules.rule(MEMBERS, 15)
def number_before_missing(f: YearFacts) -> str:
    """Says that the year before has no number, so that nobody reads a change into it."""
    if f.under_25 is None or f.under_25_before is not None:
        return ""
    return f"Tallet for {f.year - 1} er ikke indberettet, så udviklingen siden da kendes ikke."


@rules.rule(MEMBERS, 20)
def share_under_25(f: YearFacts) -> str:
    """The share of all members in percent; nothing without a total."""
    total = f.count.total if f.count else None
    if not f.under_25 or total is None:
        return ""
    if f.under_25 == total:
        return "Foreningen har ingen ældre medlemmer."
    return f"Det svarer til {percent(f.under_25, total)} procent af foreningens {number(total)} medlemmer i alle aldre."


@rules.rule(MEMBERS, 30)
def growth_in_a_row(f: YearFacts) -> str:
    """Two years or more in the same direction, or the year in which a longer trend turned."""
    trend = figures.trend(f.history.counts, f.year)
    if trend is None:
        return ""
    if trend.steps >= 2:
        verb = "steget" if trend.rising else "faldet"
        return (
            f"Antallet er nu {verb} {count_word(trend.steps, neuter=True)} år i træk: "
            f"i {trend.first_year} var det {number(trend.first_number)}."
        )
    earlier = figures.trend(f.history.counts, f.year - 1)
    if earlier and earlier.steps >= 2 and earlier.rising != trend.rising:
        way = "fremgang" if earlier.rising else "tilbagegang"
        return f"Dermed vendte udviklingen efter {count_word(earlier.steps, neuter=True)} år med {way}."
    return ""


@rules.rule(MEMBERS, 40)
def change_since_start(f: YearFacts) -> str:
    """The change since the end of the first year of partnership; from the third year on."""
    start = f.history.first_start
    first = figures.under_25(f.history.counts, start.year) if start else None
    if start is None or first is None or f.under_25 is None or f.year - start.year < 2:
        return ""
    change = f.under_25 - first
    since = f"Siden udgangen af {start.year}, hvor partnerskabet begyndte,"
    if change == 0:
        return f"{since} er antallet det samme."
    share = percent(abs(change), first)
    tail = f" ({share} procent)" if share else ""
    return f"{since} er der {persons(abs(change))} {'flere' if change > 0 else 'færre'}{tail}."


@rules.rule(MEMBERS, 50)
def largest_age_band(f: YearFacts) -> str:
    """The largest band under 25, several when they are equal; nothing when there is nobody."""
    bands, most = figures.largest_bands(f.count.cells) if f.count and f.under_25 else ([], 0)
    if not bands:
        return ""
    if len(bands) == 1:
        return f"Den største gruppe er {ages_text(bands[0])} med {members(most)}."
    return f"De største grupper er {joined([ages_text(ages) for ages in bands])} med {members(most)} i hver."


@rules.rule(MEMBERS, 60)
def largest_change_of_age_band(f: YearFacts) -> str:
    """The band under 25 that changed most; nothing unless both years are complete."""
    before = f.history.counts.get(f.year - 1)
    if f.count is None or before is None or f.under_25 is None or f.under_25_before is None:
        return ""
    changes = figures.band_changes(f.count.cells, before.cells)
    if not changes:
        return ""
    ages, change = max(changes, key=lambda item: abs(item[1]))
    if change == 0:
        return "Ingen af aldersgrupperne har ændret størrelse siden året før."
    moved = f"har fået {members(change)} mere" if change == 1 else f"har fået {members(change)} flere"
    if change < 0:
        moved = f"har mistet {members(-change)}"
    return f"Den største ændring er i gruppen {ages_text(ages)}, som {moved}."


@rules.rule(MEMBERS, 70)
def gender_balance(f: YearFacts) -> str:
    """Girls and young women among those under 25; nothing when their number is not given."""
    if not f.count or not f.under_25:
        return ""
    girls = figures.gender_total(f.count.cells, Gender.FEMALE)
    if girls is None:
        return ""
    if girls == 0:
        return f"Der er ingen piger eller unge kvinder blandt medlemmerne under 25 år{_other(f)}."
    if girls == f.under_25:
        return "Alle medlemmer under 25 år er piger og unge kvinder."
    share = percent(girls, f.under_25)
    if girls == 1:
        return f"Der er én pige eller ung kvinde blandt medlemmerne under 25 år{_other(f)}."
    return f"Piger og unge kvinder udgør {number(girls)} af medlemmerne under 25 år, altså {share} procent{_other(f)}."


def _other(f: YearFacts) -> str:
    other = figures.gender_total(f.count.cells, Gender.OTHER) if f.count else None
    return f", og {number(other)} er registreret under andet" if other else ""


@rules.rule(MEMBERS, 80)
def counted_per_activity(f: YearFacts) -> str:
    """That a person may count more than once, where the association counts so."""
    if not f.count or f.count.rule != CountingRule.PER_ACTIVITY:
        return ""
    return "Tallet tæller et medlem én gang i hver aktivitet, så den samme person kan indgå flere gange."
