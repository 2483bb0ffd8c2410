"""Contact persons: the association's one entrance to the authority."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.enums import Permission
from accounts.permissions import AnyUser, has_permission
from associations.models import Association
from core import clock
from core.constraints import never_overlapping, one_of, period_in_order
from partnerships.enums import TransferReason


class ContactPerson(models.Model):
    """The consultant who is the association's one entrance for a period, both days inclusive."""

    association = models.ForeignKey(
        Association, models.PROTECT, related_name="contact_persons", verbose_name="forening"
    )
    consultant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="contact_periods", verbose_name="konsulent"
    )
    start = models.DateField("kontaktperson fra")
    end = models.DateField("kontaktperson til", null=True, blank=True)

    class Meta:
        verbose_name = "kontaktperson"
        verbose_name_plural = "kontaktpersoner"
        ordering = ("association", "-start", "pk")
        constraints = (
            period_in_order(name="partnerships_contactperson_period_in_order"),
            never_overlapping(
                name="partnerships_contactperson_one_at_a_time",
                owner="association",
                message="Foreningen har allerede en kontaktperson i perioden. Der kan kun være én ad gangen.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.consultant} for {self.association}"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return (self.association_id,)


class ContactTransferQuerySet(models.QuerySet["ContactTransfer"]):
    """Transfers, limited by who asks."""

    def visible_to(self, user: AnyUser) -> "ContactTransferQuerySet":
        """All for those who may see the register, none for others: why somebody is away is nobody else's business."""
        return self if has_permission(user, Permission.VIEW_REGISTER) else self.none()


class ContactTransfer(models.Model):
    """Some or all of a consultant's associations go to a colleague in one step, from `start` on.

    `planned_return` is what is expected, nothing happens by itself then; `returned_on` the first day they were back.
    """

    from_consultant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="contact_transfers_away", verbose_name="fra"
    )
    to_consultant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="contact_transfers_taken", verbose_name="til"
    )
    start = models.DateField("gælder fra")
    planned_return = models.DateField("forventes tilbage", null=True, blank=True)
    reason = models.CharField("årsag", max_length=12, choices=TransferReason)
    # None: the operator's commands.
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="overdraget af"
    )
    made_on = models.DateField("overdraget den", default=clock.today)
    returned_on = models.DateField("ført tilbage fra", null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ført tilbage af",
    )
    # Names the form that was sent, so that sending it twice makes one transfer.
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = ContactTransferQuerySet.as_manager()
    audit_internal = True
    audit_exclude: ClassVar[frozenset[str]] = frozenset({"form_key"})

    class Meta:
        verbose_name = "overdragelse"
        verbose_name_plural = "overdragelser"
        ordering = ("-start", "-pk")
        constraints = (
            one_of(name="partnerships_contacttransfer_reason_known", field="reason", values=TransferReason.values),
            models.CheckConstraint(
                condition=~Q(from_consultant=F("to_consultant")),
                name="partnerships_contacttransfer_to_somebody_else",
                violation_error_message="Vælg en kollega, ikke den samme konsulent.",
            ),
            models.CheckConstraint(
                condition=Q(planned_return=None) | Q(planned_return__gt=F("start")),
                name="partnerships_contacttransfer_planned_return_later",
                violation_error_message="Den forventede dato for at føre tilbage skal ligge efter overdragelsen.",
            ),
            models.CheckConstraint(
                condition=Q(returned_on=None) | Q(returned_on__gte=F("start")),
                name="partnerships_contacttransfer_returned_later",
                violation_error_message="Foreningerne kan tidligst føres tilbage fra den dag, de blev overdraget.",
            ),
        )

    def __str__(self) -> str:
        return f"Overdragelse fra {self.from_consultant} til {self.to_consultant}"

    def association_ids(self) -> list[int]:
        """The associations it belongs to, for permissions and the audit trail."""
        return [row.association_id for row in self.rows.all()] if self.pk else []


class TransferredContact(models.Model):
    """One period that a transfer gave to the colleague, as it made it: what is changed since is not given back.

    `contact` is the colleague's period, `previous` the one that was cut short for it; None when the period had not
    begun and was taken over whole. `not_returned_because` says why it stayed with the colleague.
    """

    transfer = models.ForeignKey(ContactTransfer, models.CASCADE, related_name="rows", verbose_name="overdragelse")
    association = models.ForeignKey(Association, models.PROTECT, related_name="+", verbose_name="forening")
    contact = models.ForeignKey(
        ContactPerson, models.SET_NULL, null=True, related_name="+", verbose_name="kontaktperson efter"
    )
    previous = models.ForeignKey(
        ContactPerson, models.SET_NULL, null=True, related_name="+", verbose_name="kontaktperson før"
    )
    start = models.DateField("fra")
    end = models.DateField("til", null=True)
    not_returned_because = models.CharField("ikke ført tilbage", max_length=300, blank=True)

    class Meta:
        verbose_name = "overdraget forening"
        verbose_name_plural = "overdragne foreninger"
        ordering = ("transfer", "association", "start", "pk")

    def __str__(self) -> str:
        return f"{self.association} fra {self.start:%d-%m-%Y}"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return (self.association_id,)
