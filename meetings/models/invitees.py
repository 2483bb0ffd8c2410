"""Who is invited to a meeting, what they answered, and whether they came."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from associations.models import Association, Person
from core.constraints import one_of
from meetings.enums import Reply
from meetings.models.meetings import Meeting


class Invitee(models.Model):
    """One person at one meeting: of an association (`person`, `association`) or of the staff (`user`).

    `attended` None: nobody has ticked it off. `token` is the secret in the link of the mail (its SHA-256), single to
    this row: it opens the page where one answers, nothing else.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitees", verbose_name="møde")
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="invitees", verbose_name="forening"
    )
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="meetings", verbose_name="person"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="medarbejder"
    )
    reply = models.CharField("svar", max_length=4, choices=Reply, default=Reply.NONE)
    replied_at = models.DateTimeField("svarede", null=True, blank=True)
    attended = models.BooleanField("kom", null=True, blank=True)
    token_hash = models.CharField("linkets kontrolsum", max_length=64, blank=True, editable=False)

    audit_exclude: ClassVar[frozenset[str]] = frozenset({"token_hash"})

    class Meta:
        verbose_name = "inviteret"
        verbose_name_plural = "inviterede"
        ordering = ("meeting", "association__sort_key", "person__sort_key", "pk")
        constraints = (
            one_of(name="meetings_invitee_reply_known", field="reply", values=Reply.values),
            models.UniqueConstraint(
                fields=["meeting", "association", "person"],
                condition=Q(person__isnull=False),
                name="meetings_invitee_person_once",
                violation_error_message="Personen er allerede inviteret for foreningen.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "user"],
                condition=Q(user__isnull=False),
                name="meetings_invitee_user_once",
                violation_error_message="Medarbejderen er allerede inviteret.",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, association__isnull=False, user__isnull=True)
                | Q(person__isnull=True, association__isnull=True, user__isnull=False),
                name="meetings_invitee_person_or_user",
                violation_error_message="Vælg en person fra en forening eller en medarbejder.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person or self.user}, {self.meeting}"

    @property
    def name(self) -> str:
        """Whom it is about."""
        return str(self.person or self.user)

    def association_ids(self) -> tuple[int, ...]:
        """The association it is invited for; none for staff."""
        return (self.association_id,) if self.association_id else ()
