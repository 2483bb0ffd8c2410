"""How somebody wants to be reminded: their own choice, changed by nobody else."""

from django.db import transaction

from accounts.models import User
from reminders.models import ReminderChoice
from workflow import audit


def choice_of(user: User) -> ReminderChoice:
    """The person's choice; an unsaved one that says what holds without any."""
    return ReminderChoice.objects.filter(user=user).first() or ReminderChoice(user=user)


@transaction.atomic
def save_choice(*, choice: ReminderChoice, by: User, based_on: int | None = None) -> ReminderChoice:
    """Saves it. Of two at once the first makes the row, and the second changes it."""
    User.objects.select_for_update(no_key=True).get(pk=choice.user_id)
    known = ReminderChoice.objects.filter(user=choice.user_id).first()
    if known is not None:
        known.delivery, known.muted = choice.delivery, choice.muted
        return audit.save(known, by=by, based_on=based_on)
    return audit.save(choice, by=by)
