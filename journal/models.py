"""What consultants write for each other about an association: the contact log and notes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.enums import Permission
from accounts.permissions import AnyUser, association_roles, has_permission
from associations.models import Association
from core.constraints import not_blank, one_of
from core.formats import date_text
from journal.enums import EntryKind


class JournalEntryQuerySet(models.QuerySet["JournalEntry"]):
    """Entries, limited by who asks."""

    def visible_to(self, user: AnyUser) -> "JournalEntryQuerySet":
        """All for staff who may read journals, but none of an association that they have a part in themselves (R19)."""
        if not has_permission(user, Permission.VIEW_JOURNAL):
            return self.none()
        own = association_roles(user)
        return self.exclude(association__in=list(own)) if own else self

    def open_follow_ups(self) -> "JournalEntryQuerySet":
        """Those that somebody has promised to come back to, and nobody has yet."""
        return self.filter(follow_up_on__isnull=False, followed_up_on=None)


class JournalEntry(models.Model):
    """One contact with an association, or a note about it: never shown to the association.

    `held_on` is the day it is about; `follow_up_on` the day to come back, `followed_up_on` the day that was done.
    """

    association = models.ForeignKey(
        Association, models.PROTECT, related_name="journal_entries", verbose_name="forening"
    )
    kind = models.CharField("slags", max_length=10, choices=EntryKind)
    held_on = models.DateField("dato")
    with_whom = models.CharField("med hvem", max_length=200, blank=True)
    text = models.TextField("tekst", max_length=10_000)
    # None: the operator's commands.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="skrevet af"
    )
    follow_up_on = models.DateField("vend tilbage den", null=True, blank=True)
    followed_up_on = models.DateField("fulgt op den", null=True, blank=True)
    # Names the form that was sent, so that sending it twice makes one entry.
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = JournalEntryQuerySet.as_manager()
    audit_internal = True
    audit_exclude: ClassVar[frozenset[str]] = frozenset({"form_key"})

    class Meta:
        verbose_name = "journalnotat"
        verbose_name_plural = "journalnotater"
        ordering = ("-held_on", "-pk")
        indexes = (
            models.Index(fields=["association", "-held_on", "-id"], name="journal_entry_by_association"),
            models.Index(
                fields=["follow_up_on"],
                condition=Q(follow_up_on__isnull=False, followed_up_on=None),
                name="journal_entry_open_follow_up",
            ),
        )
        constraints = (
            not_blank(name="journal_journalentry_text_not_blank", field="text", message="Skriv teksten."),
            one_of(name="journal_journalentry_kind_known", field="kind", values=EntryKind.values),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.NOTE.value) | Q(with_whom__regex=r"\S"),
                name="journal_journalentry_contact_has_whom",
                violation_error_message="Skriv, hvem kontakten var med. Var der ingen, så vælg »Notat«.",
            ),
            models.CheckConstraint(
                condition=Q(follow_up_on=None) | Q(follow_up_on__gte=F("held_on")),
                name="journal_journalentry_follow_up_in_order",
                violation_error_message="Datoen for at vende tilbage skal være samme dag som kontakten eller senere.",
            ),
            models.CheckConstraint(
                condition=Q(followed_up_on=None) | Q(follow_up_on__isnull=False),
                name="journal_journalentry_followed_up_was_planned",
                violation_error_message="Der er ikke aftalt en dato for at vende tilbage.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {date_text(self.held_on)}"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return (self.association_id,)

    @property
    def is_waiting(self) -> bool:
        """Whether somebody is to come back, and has not yet."""
        return self.follow_up_on is not None and self.followed_up_on is None
