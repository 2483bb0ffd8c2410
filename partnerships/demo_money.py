"""Demo data of money and agreements: instalments paid and planned, accounts of every state, an extension put right.

The clubs are real and the figures invented: what is unflattering is small. Always the same.
"""

from datetime import date, timedelta

from django.db import transaction

from accounts.enums import StaffRole
from accounts.models import User
from core import clock
from partnerships.domain.corrections import Dates, correct_dates, mark_of
from partnerships.domain.instalments import mark_paid, proposed, reverse, save_instalment
from partnerships.domain.partnerships import Decided, extend
from partnerships.enums import AccountDecision
from partnerships.models import Grant, GrantAccount, Instalment, Partnership
from workflow import audit

COMMITTEE = "Kultur- og Fritidsudvalget, 23. marts 2023, punkt 9"
EXTENDED_TO, MISTYPED = date(2027, 12, 31), date(2027, 12, 30)
# The place of the association, in Danish order, among those of the year: what is special about its account.
NOT_RECEIVED, REPAID_LATER, CARRIED_OVER, PAID_BACK, PAID_TWICE = 3, 8, 15, 11, 19
LESS = {REPAID_LATER: 12_400, CARRIED_OVER: 18_750, PAID_BACK: 6_300}


@transaction.atomic
def seed() -> None:
    """Called once, after the workbook. Nothing on a register that has other years."""
    by = User.objects.filter(staff_role=StaffRole.CONSULTANT).order_by("email").first()
    year = clock.today().year
    if by is None or Instalment.objects.exists():
        return
    grants = Grant.objects.select_related("partnership", "programme_year").prefetch_related(
        "partnership__participations__association", "instalments"
    )
    rows = sorted(grants, key=lambda row: (row.programme_year.year, _sort_key(row), row.pk))
    _instalments(rows, year, by)
    _accounts(rows, year, by)
    _mistaken_payment([row for row in rows if row.programme_year.year == year - 2][PAID_TWICE:][:1], by)
    _extension(date(year, 12, 31), by)


def _sort_key(grant: Grant) -> str:
    return min(row.association.sort_key for row in grant.partnership.participations.all())


def _instalments(grants: list[Grant], year: int, by: User) -> None:
    """The years' plans; what was due before today has been paid a few days after."""
    planned = []
    for grant in grants:
        for one in proposed(grant, []):
            row = Instalment(grant=grant, due_on=one.due_on, amount=one.amount)
            if one.due_on.year < year or one.due_on <= clock.today():
                row.paid_on = one.due_on + timedelta(days=3)
            planned.append(audit.Draft(row, None))
    audit.save_many(planned, by=by)


def _accounts(grants: list[Grant], year: int, by: User) -> None:
    """Every ended year's accounts but one; three associations used a little less than the grant."""
    drafts = []
    place = 0
    for number, grant in enumerate(grants):
        of = grant.programme_year.year
        place = 0 if number == 0 or grants[number - 1].programme_year.year != of else place + 1
        if of < year and (of, place) != (year - 1, NOT_RECEIVED):
            drafts.append(audit.Draft(_account(grant, year, place), None))
    audit.save_many(drafts, by=by)


def _account(grant: Grant, year: int, place: int) -> GrantAccount:
    of = grant.programme_year.year
    less = 0
    if (of == year - 1 and place in {REPAID_LATER, CARRIED_OVER}) or (of == year - 2 and place == PAID_BACK):
        less = LESS[place]
    account = GrantAccount(
        grant=grant,
        received_on=date(of + 1, 1, 20) + timedelta(days=place * 2),
        wages_spent=grant.amount - less if less else grant.amount + place * 731 % 9_000,
    )
    if place == CARRIED_OVER and less:
        account.decision = AccountDecision.CARRY_OVER
        account.note = "Stillingen var ledig i to uger. Lønnen bruges i år i stedet."
    elif less:
        account.decision = AccountDecision.REPAY
        account.settled_on = date(year - 1, 5, 2) if place == PAID_BACK else None
    return account


def _mistaken_payment(grants: list[Grant], by: User) -> None:
    """A second instalment that was recorded as paid too early, taken back and paid again."""
    for grant in grants:
        last = grant.instalments.order_by("due_on", "pk").last()
        if last and last.paid_on:
            day = last.paid_on + timedelta(days=4)
            reverse(instalment=last, amount=last.amount, on=day, reason="Registreret på en forkert dag.", by=by)
            again = Instalment(grant=grant, due_on=last.due_on, amount=last.amount, note="Betalt efter ferien")
            mark_paid(instalment=save_instalment(again, by=by), paid_on=day + timedelta(days=21), by=by)


def _extension(end: date, by: User) -> None:
    """One of those that run out is extended; the new last day was written wrong first."""
    partnership = Partnership.objects.filter(end=end).order_by("-participations__association__sort_key", "pk").first()
    if partnership is None:
        return
    reason = "Gode erfaringer og et stabilt samarbejde med skolerne."
    extend(
        partnership=partnership,
        new_end=MISTYPED,
        decided=Decided(date(end.year, 3, 23), COMMITTEE, reason),
        by=by,
    )
    partnership.refresh_from_db()
    extension = partnership.extensions.get(new_end=MISTYPED)
    dates = Dates(partnership.start, partnership.first_end, extensions={extension.pk: EXTENDED_TO})
    correct_dates(
        partnership=partnership,
        dates=dates,
        based_on=mark_of(partnership),
        decided=Decided(date(end.year, 3, 27), COMMITTEE, "Datoen var skrevet forkert af fra beslutningen."),
        by=by,
    )
