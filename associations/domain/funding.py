"""Who pays the hours of an employment: the grant, and other sources beside it (R5). Hours are a week's."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError

from associations.enums import FundingSource
from associations.models import Employment, EmploymentFunding
from core.formats import decimal_text
from workflow import audit


@dataclass(frozen=True)
class Share:
    """Weekly hours that one source pays, and a note on it."""

    hours: Decimal
    note: str = ""


Shares = Mapping[str, Share]
"""What other sources than the grant pay, by `FundingSource`."""
NO_SHARES: Shares = {}


def shares_of(employment: Employment) -> dict[str, Share]:
    """The saved shares, in the order of `FundingSource`; one query unless `other_funding` is prefetched."""
    rows = {row.source: row for row in employment.other_funding.all()} if employment.pk else {}
    return {
        source: Share(rows[source].weekly_hours, rows[source].note) for source in FundingSource.values if source in rows
    }


def funded_in_all(funded_hours: Decimal | None, shares: Shares) -> Decimal:
    """The hours whose payer is told."""
    return (funded_hours or Decimal(0)) + sum((share.hours for share in shares.values()), start=Decimal(0))


def untold_hours(employment: Employment, shares: Shares) -> Decimal:
    """The hours of the employment whose payer is not told."""
    return employment.weekly_hours - funded_in_all(employment.funded_hours, shares)


def refuse_too_many(employment: Employment, shares: Shares) -> None:
    """Raises `ValidationError` when more hours are paid than the employment has."""
    if untold_hours(employment, shares) < 0:
        paid = decimal_text(funded_in_all(employment.funded_hours, shares))
        raise ValidationError(
            f"Der er finansiering til {paid} timer om ugen, men ansættelsen er på "
            f"{decimal_text(employment.weekly_hours)}. Ret timerne, så finansieringen ikke er større.",
            code="too_many_hours",
        )


def share_label(source: str) -> str:
    """`Timer fra DIF get2sport`: the share's name in the trace."""
    label = FundingSource(source).label
    return f"Timer fra {label if source == FundingSource.GET2SPORT else label.lower()}"


def share_text(share: Share | None) -> str:
    """`8`, `8 (Nordea-fonden)`, empty for none."""
    if share is None:
        return ""
    return decimal_text(share.hours) + (f" ({share.note})" if share.note else "")


def share_changes(before: Shares, after: Shares) -> list[audit.Change]:
    """A line of the trace for each source whose share differs."""
    texts = [(source, share_text(before.get(source)), share_text(after.get(source))) for source in FundingSource.values]
    return [{"field": share_label(source), "from": old, "to": new} for source, old, new in texts if old != new]


def write_shares(employment: Employment, shares: Shares) -> None:
    """Makes these the employment's shares. The caller has traced them."""
    stored = {row.source: row for row in EmploymentFunding.objects.filter(employment=employment)}
    gone = [row.pk for source, row in stored.items() if source not in shares]
    if gone:
        EmploymentFunding.objects.filter(pk__in=gone).delete()
    for source, share in shares.items():
        row = stored.get(source) or EmploymentFunding(employment=employment, source=source)
        row.weekly_hours, row.note = share.hours, share.note
        row.full_clean()
        row.save()
    getattr(employment, "_prefetched_objects_cache", {}).pop("other_funding", None)


def funding_text(employment: Employment, shares: Shares) -> str:
    """`20 fra tilskuddet, 8 fra DIF get2sport`; `ikke oplyst` when nothing is told."""
    parts = [] if employment.funded_hours is None else [f"{decimal_text(employment.funded_hours)} fra tilskuddet"]
    parts += [
        f"{decimal_text(share.hours)} {share_label(source).removeprefix('Timer ')}"
        + (f" ({share.note})" if share.note else "")
        for source, share in shares.items()
    ]
    untold = untold_hours(employment, shares)
    if parts and untold:
        parts.append(f"{decimal_text(untold)} ikke oplyst")
    return ", ".join(parts) or "ikke oplyst"
