"""What is passed on when an employment ends: the checklist that the board owns (R6)."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.permissions import AnyUser
from associations import access
from associations.models import BoardMember, Employment
from core.constraints import not_blank, one_of
from documents.models import Document
from handovers.enums import HandoverState

LONGEST_NOTE = 2_000
NO_TITLE = "Skriv, hvad punktet handler om."


class HandoverStandardItem(models.Model):
    """An item of the programme's standard list, in the order of `position`. One out of use stays in the trace."""

    title = models.CharField("punkt", max_length=120)
    help_text = models.CharField("hjælpetekst", max_length=300, blank=True)
    position = models.PositiveIntegerField("rækkefølge", default=0, editable=False)
    in_use = models.BooleanField("i brug", default=True, editable=False)

    audit_exclude: ClassVar[frozenset[str]] = frozenset({"position"})

    class Meta:
        verbose_name = "standardpunkt"
        verbose_name_plural = "standardpunkter"
        ordering = ("position", "pk")
        constraints = (
            not_blank(name="handovers_handoverstandarditem_title_not_blank", field="title", message=NO_TITLE),
            models.UniqueConstraint(
                Lower("title"),
                name="handovers_handoverstandarditem_title_unique",
                violation_error_message="Der er allerede et standardpunkt med den tekst. Se også dem ude af brug.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return ()


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Handovers, limited by who asks."""

    def visible_to(self, user: AnyUser) -> "HandoverQuerySet":
        """The handovers of associations that the user may see (R19)."""
        return access.limited_to_visible(self, user, path="employment__association")


class Handover(models.Model):
    """The handover after one employment. It is due on the employment's last day.

    `owner` is a seat on the association's own board: a trigger in migration 0002 holds that. That the seat is current
    is checked when it is chosen; a seat ends without asking. `left_over` is what was left when it was closed.
    """

    employment = models.OneToOneField(
        Employment, models.CASCADE, related_name="handover", verbose_name="ansættelse"
    )  # fmt: skip
    state = models.CharField("tilstand", max_length=10, choices=HandoverState, default=HandoverState.OPEN)
    owner = models.ForeignKey(
        BoardMember, models.SET_NULL, null=True, blank=True, related_name="handovers", verbose_name="ansvarlig"
    )
    opened_on = models.DateField("åbnet den")
    closed_on = models.DateField("afsluttet den", null=True, blank=True)
    left_over = models.TextField("det, der manglede", max_length=LONGEST_NOTE, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = "overlevering"
        verbose_name_plural = "overleveringer"
        ordering = ("-opened_on", "-pk")
        constraints = (
            one_of(name="handovers_handover_state_known", field="state", values=HandoverState.values),
            models.CheckConstraint(
                name="handovers_handover_closed_has_day",
                condition=Q(state=HandoverState.CLOSED.value, closed_on__isnull=False)
                | (~Q(state=HandoverState.CLOSED.value) & Q(closed_on=None, left_over="")),
            ),
        )

    def __str__(self) -> str:
        return f"Overlevering efter {self.employment.person}"

    def get_absolute_url(self) -> str:
        """The page with its checklist."""
        from django.urls import reverse

        return reverse("handovers:handover-detail", args=[self.employment.association_id, self.pk])

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return (self.employment.association_id,)

    @property
    def is_open(self) -> bool:
        """Whether it is still worked on."""
        return self.state == HandoverState.OPEN

    def is_overdue(self, day: date) -> bool:
        """Open, and the employment's last day is past."""
        return self.is_open and self.employment.end is not None and self.employment.end < day


class HandoverItem(models.Model):
    """An item of one handover's checklist, in the order of `position`.

    Standard items are copied, so that a later change of the list changes no handover; `is_own` marks those that the
    association has added. `done_on` is the domain's day; the time stands in the audit trail.
    """

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="items", verbose_name="overlevering")
    title = models.CharField("punkt", max_length=120)
    help_text = models.CharField("hjælpetekst", max_length=300, blank=True)
    note = models.TextField("bemærkning", max_length=LONGEST_NOTE, blank=True)
    position = models.PositiveIntegerField("rækkefølge", editable=False)
    is_own = models.BooleanField("eget punkt", default=False, editable=False)
    done_on = models.DateField("klaret den", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="klaret af"
    )

    audit_exclude: ClassVar[frozenset[str]] = frozenset({"position", "handover", "is_own"})

    class Meta:
        verbose_name = "punkt i overlevering"
        verbose_name_plural = "punkter i overlevering"
        ordering = ("handover", "position", "pk")
        constraints = (
            not_blank(name="handovers_handoveritem_title_not_blank", field="title", message=NO_TITLE),
            models.UniqueConstraint(
                "handover",
                Lower("title"),
                name="handovers_handoveritem_title_unique_in_handover",
                violation_error_message="Punktet står allerede på listen.",
            ),
            models.CheckConstraint(
                name="handovers_handoveritem_done_by_needs_day",
                condition=Q(done_by=None) | Q(done_on__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.handover}: {self.title}"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return self.handover.association_ids()

    @property
    def is_done(self) -> bool:
        """Whether it is ticked."""
        return self.done_on is not None


class HandoverFile(models.Model):
    """A document of the association that belongs to an item. The file itself lies among the association's documents."""

    item = models.ForeignKey(HandoverItem, models.CASCADE, related_name="files", verbose_name="punkt i overlevering")
    document = models.ForeignKey(Document, models.CASCADE, related_name="handover_files", verbose_name="dokument")

    class Meta:
        verbose_name = "fil i overlevering"
        verbose_name_plural = "filer i overlevering"
        ordering = ("item", "pk")
        constraints = (
            models.UniqueConstraint(fields=["item", "document"], name="handovers_handoverfile_once_per_item"),
        )

    def __str__(self) -> str:
        return f"{self.item}: {self.document}"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return self.item.association_ids()
