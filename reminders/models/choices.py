"""How somebody wants to be reminded."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.constraints import one_of
from reminders.enums import Delivery


class ReminderChoice(models.Model):
    """One person's choice; who has none is reminded by mail of everything.

    `muted` are the keys of due rules of which no mail comes. Staff are told of what was passed on to them whatever
    they choose (`Stage.ESCALATED`).
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminder_choice", verbose_name="bruger"
    )
    delivery = models.CharField("sådan vil jeg have besked", max_length=6, choices=Delivery, default=Delivery.MAIL)
    muted = ArrayField(models.CharField(max_length=40), verbose_name="ingen mails om", default=list, blank=True)

    audit_exclude: ClassVar[frozenset[str]] = frozenset({"user"})
    audit_internal: ClassVar[bool] = True

    class Meta:
        verbose_name = "valg af påmindelser"
        verbose_name_plural = "valg af påmindelser"
        constraints = (
            one_of(name="reminders_reminderchoice_delivery_known", field="delivery", values=Delivery.values),
        )

    def __str__(self) -> str:
        return f"Påmindelser til {self.user}"

    def association_ids(self) -> tuple[int, ...]:
        """A choice belongs to no association."""
        return ()
