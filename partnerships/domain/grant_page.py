"""What the page of one grant shows: how the amount follows, instalments, the account. A pure read (R2, R3)."""

from dataclasses import dataclass
from datetime import date

from core.formats import date_text, kroner, plural
from core.periods import overlap, whole_year
from partnerships.domain.accounts import AccountStatus, due_day, status_of
from partnerships.domain.instalments import Proposal, proposed
from partnerships.domain.shares import MONTHS, proportional_amount
from partnerships.models import Grant, GrantAccount, Instalment


@dataclass(frozen=True)
class GrantPage:
    """One grant with its money, whole kroner. `unplanned` is not in any instalment; `too_much_paid` is beyond it."""

    grant: Grant
    why: tuple[str, ...]
    instalments: list[Instalment]
    reversed_ids: set[int]
    paid: int
    planned: int
    proposals: list[Proposal]
    account: GrantAccount | None
    status: AccountStatus
    account_due: date

    @property
    def unplanned(self) -> int:
        return max(0, self.grant.amount - self.paid - self.planned)

    @property
    def missing(self) -> int:
        """What is still to be paid."""
        return max(0, self.grant.amount - self.paid)

    @property
    def too_much_paid(self) -> int:
        return max(0, self.paid - self.grant.amount)


def grant_page(grant: Grant, day: date) -> GrantPage:
    """Reads the instalments and the account; the grant comes with its partnership, year and line."""
    rows = list(grant.instalments.order_by("due_on", "pk"))
    paid = sum(row.amount for row in rows if row.paid_on)
    account = GrantAccount.objects.filter(grant=grant).first()
    return GrantPage(
        grant=grant,
        why=why(grant),
        instalments=rows,
        reversed_ids={row.reverses_id for row in rows if row.reverses_id},
        paid=paid,
        planned=sum(row.amount for row in rows if not row.paid_on),
        proposals=proposed(grant, rows),
        account=account,
        status=status_of(grant, account, paid=paid, day=day),
        account_due=due_day(grant.programme_year.year),
    )


def why(grant: Grant) -> tuple[str, ...]:
    """Plain sentences: how the amount follows from the year's grant and the months (R2)."""
    year, whole = grant.programme_year.year, grant.programme_year.default_grant
    usual = proportional_amount(whole, grant.months)
    partnership = grant.partnership
    held = overlap(partnership.start, partnership.end, whole_year(year))
    if not grant.months or held is None:
        return (f"Partnerskabet dækker ikke længere {year}, så der er intet tilskud for året.",)
    first = f"Et helt års tilskud i {year} er {kroner(whole)}"
    if grant.months == MONTHS:
        second = "Partnerskabet gælder hele året, så tilskuddet er for 12 af 12 måneder."
    else:
        second = (
            f"I {year} gælder partnerskabet fra {date_text(held.start)} til {date_text(held.end)}. "
            f"Det er {plural(grant.months, 'påbegyndt måned', 'påbegyndte måneder')}, "
            f"så tilskuddet er {grant.months}/12 af {kroner(whole)}: {kroner(usual)}"
        )
    if grant.override_reason:
        return (first, second, f"Beløbet er fastsat til {kroner(grant.amount)} i stedet: {grant.override_reason}")
    return (first, second)
