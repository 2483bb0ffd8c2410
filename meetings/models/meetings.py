"""A meeting with its time, place and state, and each time that it was moved."""

import uuid
from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Permission
from accounts.permissions import AnyUser, association_roles, has_permission
from associations.models import Association
from core.constraints import not_blank, one_of
from core.formats import date_text
from meetings.enums import STATUS_KINDS, MeetingKind, MeetingState


def when_text(starts_at: datetime, ends_at: datetime) -> str:
    """Days and times in Copenhagen: `24. marts 2026 kl. 13.00–15.00`, or both days where they differ."""
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    if start.date() == end.date():
        return f"{date_text(start)} kl. {start:%H.%M}–{end:%H.%M}"
    return f"{date_text(start)} kl. {start:%H.%M} – {date_text(end)} kl. {end:%H.%M}"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings, limited by who asks."""

    def visible_to(self, user: AnyUser) -> "MeetingQuerySet":
        """Staff: all. An association's people: its status meetings, and the meetings for many (R19)."""
        if has_permission(user, Permission.VIEW_REGISTER):
            return self
        roles = association_roles(user)
        return self.filter(Q(association=None) | Q(association__in=list(roles))) if roles else self.none()


class Meeting(models.Model):
    """A status meeting of one `association` (R12), or a meeting for many (R13), whose `association` is None.

    `uid` and `sequence` are those of the calendar entry (RFC 5545): every change that the invited are told counts
    `sequence` up by one. `series` is shared by meetings that were made in one go. Times are aware.
    """

    kind = models.CharField("slags", max_length=10, choices=MeetingKind)
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="status_meetings", verbose_name="forening"
    )
    title = models.CharField("titel", max_length=120)
    starts_at = models.DateTimeField("begynder")
    ends_at = models.DateTimeField("slutter")
    place = models.CharField("sted", max_length=200, blank=True)
    video_link = models.URLField("videolink", max_length=500, blank=True)
    agenda = models.TextField("dagsorden", max_length=10_000, blank=True)
    with_get2sport = models.BooleanField("sammen med DIF get2sport", default=False)
    capacity = models.PositiveSmallIntegerField("pladser", null=True, blank=True)
    signup_deadline = models.DateField("tilmelding senest", null=True, blank=True)
    organiser = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="organised_meetings", verbose_name="mødeansvarlig"
    )
    state = models.CharField("tilstand", max_length=16, choices=MeetingState, default=MeetingState.PLANNED)
    state_since = models.DateTimeField("tilstand siden", auto_now_add=True)
    cancel_reason = models.CharField("hvorfor aflyst", max_length=300, blank=True)
    uid = models.UUIDField("kalenderens nøgle", default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField("kalenderens version", default=0, editable=False)
    series = models.UUIDField("serie", null=True, blank=True, editable=False)

    objects = MeetingQuerySet.as_manager()
    audit_exclude: ClassVar[frozenset[str]] = frozenset({"state_since", "uid", "sequence", "series"})

    class Meta:
        verbose_name = "møde"
        verbose_name_plural = "møder"
        ordering = ("starts_at", "pk")
        indexes = (models.Index(fields=["association", "kind", "starts_at"], name="meetings_meeting_of_year"),)
        constraints = (
            one_of(name="meetings_meeting_kind_known", field="kind", values=MeetingKind.values),
            one_of(name="meetings_meeting_state_known", field="state", values=MeetingState.values),
            not_blank(name="meetings_meeting_title_not_blank", field="title", message="Skriv mødets titel."),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meetings_meeting_ends_after_start",
                violation_error_message="Mødet skal slutte, efter at det er begyndt.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(STATUS_KINDS), association__isnull=False)
                | (~Q(kind__in=sorted(STATUS_KINDS)) & Q(association__isnull=True)),
                name="meetings_meeting_status_has_association",
                violation_error_message="Et statusmøde er med én forening; andre møder er for flere.",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1),
                name="meetings_meeting_capacity_from_one",
                violation_error_message="Skriv mindst 1 plads, eller lad feltet stå tomt.",
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.CANCELLED.value) | Q(cancel_reason__regex=r"\S"),
                name="meetings_meeting_cancelled_with_reason",
                violation_error_message="Skriv, hvorfor mødet er aflyst.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(STATUS_KINDS))
                | ~Q(state__in=[MeetingState.MINUTES_SENT.value, MeetingState.MINUTES_APPROVED.value]),
                name="meetings_meeting_both_sides_approve_status_minutes",
                violation_error_message="Kun statusmøders referater godkendes af begge parter.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}, {self.on:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("meetings:meeting-detail", args=[self.pk])

    @property
    def on(self) -> date:
        """The day it begins, in Copenhagen."""
        return timezone.localtime(self.starts_at).date()

    @property
    def when(self) -> str:
        """`24. marts 2026 kl. 13.00–15.00`, in Copenhagen."""
        return when_text(self.starts_at, self.ends_at)

    @property
    def is_status(self) -> bool:
        """Whether it is one association's status meeting."""
        return self.kind in STATUS_KINDS

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail; none for meetings for many."""
        return (self.association_id,) if self.association_id else ()


class MeetingMove(models.Model):
    """One rescheduling: from when to when, by whom, and why. Rows only grow."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="moves", verbose_name="møde")
    from_starts_at = models.DateTimeField("begyndte før")
    from_ends_at = models.DateTimeField("sluttede før")
    to_starts_at = models.DateTimeField("begynder nu")
    to_ends_at = models.DateTimeField("slutter nu")
    reason = models.CharField("hvorfor flyttet", max_length=300, blank=True)
    at = models.DateTimeField("flyttet", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="flyttet af"
    )

    class Meta:
        verbose_name = "flytning af møde"
        verbose_name_plural = "flytninger af møder"
        ordering = ("meeting", "pk")

    def __str__(self) -> str:
        return f"{self.was} → {self.became}"

    @property
    def was(self) -> str:
        """When it was before."""
        return when_text(self.from_starts_at, self.from_ends_at)

    @property
    def became(self) -> str:
        """When it is since."""
        return when_text(self.to_starts_at, self.to_ends_at)

    def association_ids(self) -> tuple[int, ...]:
        """Those of the meeting."""
        return self.meeting.association_ids()
