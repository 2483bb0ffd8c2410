"""An enquiry (R18), what was written and done in it, and where it was passed on to."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.enums import Permission, StaffRole
from accounts.permissions import AnyUser, association_roles, has_permission
from associations.models import Association
from core.constraints import not_blank, one_of
from enquiries.enums import OPEN, OURS, CameBy, EnquiryKind, EnquiryState, EntryKind, Side


def without_owner() -> Q:
    """Open, and nobody to answer: no owner, or one who is no consultant any more."""
    gone = Q(owner=None) | Q(owner__is_active=False) | ~Q(owner__staff_role=StaffRole.CONSULTANT)
    return Q(state__in=sorted(OPEN)) & gone


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    """Enquiries, limited by who asks."""

    def visible_to(self, user: AnyUser) -> "EnquiryQuerySet":
        """Staff who may read enquiries: all. An association's people: its own (R19)."""
        if has_permission(user, Permission.VIEW_ENQUIRIES):
            return self
        roles = association_roles(user)
        return self.filter(association__in=list(roles)) if roles else self.none()


class Enquiry(models.Model):
    """What an association asks. It is without owner in state NEW only; whose turn it is follows from the state.

    Days are the domain's (ADR 4): `asked_on` is when it reached the administration, `turn_since` since when it has been
    the present side's turn, `first_answered_on` the first answer that ever came, `closed_on` set while it is closed.
    `told_by` is who said it, where a consultant has written it down (`came_by`).
    """

    association = models.ForeignKey(Association, models.PROTECT, related_name="enquiries", verbose_name="forening")
    kind = models.CharField("hvad det handler om", max_length=16, choices=EnquiryKind)
    subject = models.CharField("emne", max_length=120)
    state = models.CharField("tilstand", max_length=12, choices=EnquiryState, default=EnquiryState.NEW)
    state_since = models.DateTimeField("tilstand siden", default=timezone.now)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_enquiries",
        verbose_name="ejer",
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="skrevet af")
    came_by = models.CharField("kom ved", max_length=8, choices=CameBy, default=CameBy.HERE)
    told_by = models.CharField("hvem der henvendte sig", max_length=150, blank=True)
    asked_on = models.DateField("modtaget")
    turn_since = models.DateField("venter siden")
    first_answered_on = models.DateField("første svar", null=True, blank=True)
    closed_on = models.DateField("lukket den", null=True, blank=True)
    # Names the form that was sent, so that sending it twice makes one enquiry.
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = EnquiryQuerySet.as_manager()
    audit_exclude: ClassVar[frozenset[str]] = frozenset({"state_since", "turn_since", "form_key"})

    class Meta:
        verbose_name = "henvendelse"
        verbose_name_plural = "henvendelser"
        ordering = ("-asked_on", "-pk")
        indexes = (
            models.Index(fields=["association", "-asked_on"], name="enquiries_of_association"),
            models.Index(
                fields=["turn_since"], condition=Q(state__in=sorted(OURS)), name="enquiries_waiting_for_answer"
            ),
        )
        constraints = (
            not_blank(name="enquiries_enquiry_subject_not_blank", field="subject", message="Skriv et emne."),
            one_of(name="enquiries_enquiry_kind_known", field="kind", values=EnquiryKind.values),
            one_of(name="enquiries_enquiry_state_known", field="state", values=EnquiryState.values),
            one_of(name="enquiries_enquiry_came_by_known", field="came_by", values=CameBy.values),
            models.CheckConstraint(
                condition=Q(state=EnquiryState.CLOSED.value)
                | Q(state=EnquiryState.NEW.value, owner__isnull=True)
                | (~Q(state=EnquiryState.NEW.value) & Q(owner__isnull=False)),
                name="enquiries_enquiry_owner_by_state",
            ),
            models.CheckConstraint(
                condition=Q(state=EnquiryState.CLOSED.value, closed_on__isnull=False)
                | (~Q(state=EnquiryState.CLOSED.value) & Q(closed_on__isnull=True)),
                name="enquiries_enquiry_closed_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=EnquiryState.ANSWERED.value) | Q(first_answered_on__isnull=False),
                name="enquiries_enquiry_answered_has_day",
            ),
            models.CheckConstraint(
                condition=(Q(first_answered_on=None) | Q(first_answered_on__gte=F("asked_on")))
                & (Q(closed_on=None) | Q(closed_on__gte=F("asked_on")))
                & Q(turn_since__gte=F("asked_on")),
                name="enquiries_enquiry_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(came_by=CameBy.HERE.value, told_by="")
                | (~Q(came_by=CameBy.HERE.value) & Q(told_by__regex=r"\S")),
                name="enquiries_enquiry_told_by_somebody",
                violation_error_message="Skriv, hvem i foreningen der henvendte sig.",
            ),
        )

    def __str__(self) -> str:
        return f"Henvendelse {self.pk}" if self.pk else "Ny henvendelse"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return (self.association_id,)

    @property
    def is_ours(self) -> bool:
        """Whether it is the administration's turn."""
        return self.state in OURS

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def has_owner(self) -> bool:
        """Whether somebody is there to answer."""
        owner = self.owner
        return owner is not None and owner.is_active and owner.staff_role == StaffRole.CONSULTANT

    def days_waiting(self, day: date) -> int:
        """For how many days it has been the present side's turn."""
        return max(0, (day - self.turn_since).days)


class Entry(models.Model):
    """One message or step in an enquiry's thread, which both sides read. Rows only grow.

    `role` tells as what the author spoke. `on` is the domain's day, `at` the moment.
    """

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="entries", verbose_name="henvendelse")
    kind = models.CharField("slags", max_length=8, choices=EntryKind, default=EntryKind.MESSAGE)
    side = models.CharField("part", max_length=12, choices=Side)
    text = models.TextField("tekst", max_length=10_000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="enquiry_entries", verbose_name="skrevet af"
    )
    role = models.CharField("rolle", max_length=40)
    on = models.DateField("dato")
    at = models.DateTimeField("tidspunkt", default=timezone.now)
    # Names the form that was sent, so that sending it twice makes one message.
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    audit_exclude: ClassVar[frozenset[str]] = frozenset({"at", "form_key"})

    class Meta:
        verbose_name = "besked i henvendelse"
        verbose_name_plural = "beskeder i henvendelser"
        ordering = ("enquiry", "pk")
        constraints = (
            not_blank(name="enquiries_entry_text_not_blank", field="text", message="Skriv en besked."),
            one_of(name="enquiries_entry_kind_known", field="kind", values=EntryKind.values),
            one_of(name="enquiries_entry_side_known", field="side", values=Side.values),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} i henvendelse {self.enquiry_id}"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return self.enquiry.association_ids()

    @property
    def is_message(self) -> bool:
        return self.kind == EntryKind.MESSAGE

    @property
    def is_ours(self) -> bool:
        """Whether the administration wrote or did it."""
        return self.side == Side.STAFF


class Referral(models.Model):
    """The enquiry was handed to an administration or unit outside; the owner still answers for it (R18)."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="referrals", verbose_name="henvendelse")
    to = models.CharField("sendt videre til", max_length=200)
    on = models.DateField("sendt videre den")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="sendt videre af")

    class Meta:
        verbose_name = "videresendelse"
        verbose_name_plural = "videresendelser"
        ordering = ("enquiry", "on", "pk")
        constraints = (
            not_blank(
                name="enquiries_referral_to_not_blank",
                field="to",
                message="Skriv, hvilken forvaltning eller enhed henvendelsen er sendt videre til.",
            ),
            models.UniqueConstraint(
                fields=["enquiry", "to", "on"],
                name="enquiries_referral_once_a_day",
                violation_error_message="Det er allerede noteret, at henvendelsen er sendt videre dertil den dag.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.enquiry} sendt videre til {self.to}"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return self.enquiry.association_ids()
