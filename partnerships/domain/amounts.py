"""Another amount than R2 gives, with its reason; and back again. Whole kroner."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from partnerships.domain import grants
from partnerships.domain.changes import Change, Standing, repeated, settle
from partnerships.domain.partnerships import lock_partnership
from partnerships.domain.shares import proportional_amount
from partnerships.models import Grant


@transaction.atomic
def change_amount(*, grant: Grant, amount: int | None, reason: str, by: User) -> Change:
    """Gives the year another amount because of `reason`; None: what follows from the year and the months.

    Raises `ValidationError`, `RefusedChange` when money is missing.
    """
    locked = lock_partnership(grant.partnership, by=by)
    row = Grant.objects.select_related("programme_year").get(pk=grant.pk)
    usual = proportional_amount(row.programme_year.default_grant, row.months)
    if not row.months:
        raise ValidationError("Partnerskabet dækker ikke længere året, så tilskuddet kan ikke ændres.")
    if amount is None:
        amount, reason = usual, ""
    elif not reason.strip():
        raise ValidationError({"reason": "Skriv, hvorfor beløbet er et andet."})
    if (row.amount, row.override_reason) == (amount, reason):
        return repeated(locked)
    choice = grants.Choice(amount=amount, reason=reason)
    choices = {(locked.pk, row.programme_year.year): choice}
    return settle(locked, standing=Standing.of(locked), by=by, choices=choices)
