"""Partnerships that run out, and what is open when one ends. Definitions: docs/figures.md. Dates are inclusive."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from associations.models import Association, Employment
from core.addresses import address
from core.formats import date_text, kroner, plural
from core.registry import DueItem, DueRule, DueState, Turn
from documents.enums import DocumentKind
from documents.models import Document
from partnerships.domain.accounts import AccountState, grants_that_need_one, with_accounts
from partnerships.domain.agreement_rows import FIRST_NOTICE, agreement_rows
from partnerships.domain.declarations import missing_declarations
from partnerships.domain.periods import months_before
from partnerships.models import Grant, Instalment, Partnership

KEY = "partnership_ending"
DUE_NOTICE, LAST_NOTICE = 6, 3  # months before the end


def state_on(end: date, day: date) -> DueState:
    """Coming from 12 months before the end, due from 6 months before, overdue when fewer than 3 months are left."""
    if day > months_before(end, LAST_NOTICE):
        return DueState.OVERDUE
    return DueState.DUE if day >= months_before(end, DUE_NOTICE) else DueState.COMING


def partnerships_ending(association_ids: Collection[int] | None, day: date) -> Iterable[DueItem]:
    """One item for each association whose partnership runs out: extend it, or decide that it ends."""
    ending = [row for row in agreement_rows(association_ids, day) if row.runs_out]
    for row in sorted(ending, key=lambda row: (row.end, row.association_id)):
        association_id, partnership_id, end = row.association_id, row.partnership_id, row.end
        verb = "udløber" if end >= day else "udløb"
        yield DueItem(
            key=KEY,
            association_id=association_id,
            what=f"Partnerskabet {verb} {date_text(end)}. Tag stilling til, om det skal forlænges.",
            due_on=months_before(end, LAST_NOTICE),
            state=state_on(end, day),
            turn=Turn.CONSULTANT,
            url=address("partnerships:partnership-extend", partnership_id),
            link="Forlæng",
            since=months_before(end, FIRST_NOTICE),
        )


RULE = DueRule(KEY, "Partnerskab udløber", 50, partnerships_ending)


# --- What is open when a partnership ends ----------------------------------------------------------------------------


@dataclass(frozen=True)
class OpenMatter:
    """One line of the checklist: what is open, or that nothing is. Plain information: it hinders nothing."""

    what: str
    is_open: bool
    detail: str = ""


def open_matters(partnership: Partnership, last_day: date, day: date) -> list[OpenMatter]:
    """What the parties must bring in order when the partnership ends on `last_day`, as known on `day`."""
    associations = list(Association.objects.filter(participations__partnership=partnership).distinct())
    return [
        _employments(associations, last_day),
        *_accounts(partnership, day),
        _instalments(partnership),
        _declarations(associations, day),
        _documents(associations),
    ]


def _declarations(associations: list[Association], day: date) -> OpenMatter:
    names = {row.pk: row.name for row in associations}
    missing = [f"{names[item.association_id]}: {item.what}" for item in missing_declarations(list(names), day)]
    if not missing:
        return OpenMatter("Børneattesterklæringerne er afgivet.", is_open=False)
    return OpenMatter("Der mangler børneattesterklæringer.", is_open=True, detail=" ".join(missing))


def _documents(associations: list[Association]) -> OpenMatter:
    rows = Document.objects.filter(association__in=associations, kind=DocumentKind.GRANT_AGREEMENT)
    if rows.exists():
        return OpenMatter("Tilskudsaftalen ligger under foreningens dokumenter.", is_open=False)
    return OpenMatter("Tilskudsaftalen ligger ikke under foreningens dokumenter.", is_open=True)


def _employments(associations: list[Association], last_day: date) -> OpenMatter:
    going_on = Q(end=None) | Q(end__gt=last_day)
    rows = Employment.objects.filter(going_on, association__in=associations).select_related("person", "association")
    names = [
        f"{row.person.name} ({row.association.name}): " + (f"til {date_text(row.end)}" if row.end else "uden slutdato")
        for row in rows.order_by("association__sort_key", "person__sort_key", "pk")
    ]
    if not names:
        return OpenMatter("Ingen ressourceperson er ansat efter partnerskabets sidste dag.", is_open=False)
    what = f"{plural(len(names), 'ressourceperson', 'ressourcepersoner')} er ansat efter partnerskabets sidste dag."
    return OpenMatter(what, is_open=True, detail="; ".join(names))


def _accounts(partnership: Partnership, day: date) -> list[OpenMatter]:
    rows = with_accounts(grants_that_need_one(Grant.objects.filter(partnership=partnership)), day)
    found = rows.order_by("programme_year__year").values_list("programme_year__year", "account_state", "difference")
    missing = [str(year) for year, state, _ in found if state in {AccountState.MISSING, AccountState.WAITING}]
    flagged = [f"{year} ({kroner(amount)})" for year, state, amount in found if state == AccountState.FLAGGED]
    matters = []
    if missing:
        matters.append(OpenMatter("Der mangler regnskaber.", is_open=True, detail=", ".join(missing)))
    if flagged:
        matters.append(OpenMatter("Forskelle i regnskaber er ikke afgjort.", is_open=True, detail=", ".join(flagged)))
    return matters or [OpenMatter("Alle regnskaber er modtaget og i orden.", is_open=False)]


def _instalments(partnership: Partnership) -> OpenMatter:
    rows = Instalment.objects.filter(grant__partnership=partnership, paid_on=None).order_by("due_on", "pk")
    texts = [f"{kroner(row.amount)} den {date_text(row.due_on)}" for row in rows]
    if not texts:
        return OpenMatter("Ingen rater mangler at blive betalt.", is_open=False)
    what = (
        f"{plural(len(texts), 'rate er', 'rater er')} ikke betalt. Rater efter den sidste dag falder bort af sig selv."
    )
    return OpenMatter(what, is_open=True, detail=", ".join(texts))
