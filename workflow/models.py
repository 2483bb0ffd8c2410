"""The logs of changes and of reads, without foreign keys so that they outlive what they tell about (ADR 7)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone


class AuditEvent(models.Model):
    """One change: who, when, which record, and each field from → to as the user saw it (R20)."""

    class Kind(models.TextChoices):
        CREATED = "created", "oprettet"
        CHANGED = "changed", "ændret"
        DELETED = "deleted", "slettet"
        ERASED = "erased", "persondata slettet"
        READ_OUT = "read_out", "persondata udleveret"

    at = models.DateTimeField("tidspunkt", auto_now_add=True, db_index=True)
    actor_id = models.BigIntegerField("bruger", null=True)
    actor_name = models.CharField("navn", max_length=120)
    kind = models.CharField("hændelse", max_length=10, choices=Kind)
    model = models.CharField("slags", max_length=60)
    object_id = models.BigIntegerField("post")
    object_label = models.CharField("betegnelse", max_length=250)
    association_ids = ArrayField(models.BigIntegerField(), verbose_name="foreninger", default=list)
    # [{"field": "weekly_hours", "from": "18", "to": "20"}, …]; texts as shown, empty for "nothing".
    changes = models.JSONField("ændringer", default=list)

    # What the record's `audit_internal` said: only for staff without a part in the association (R19).
    is_internal = models.BooleanField("kun for forvaltningen", default=False)

    class Meta:
        verbose_name = "hændelse"
        verbose_name_plural = "hændelser"
        ordering = ("-at", "-pk")
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["association_ids"], name="workflow_auditevent_assoc"),
            models.Index(fields=["model", "object_id"], name="workflow_auditevent_object"),
        ]

    def __str__(self) -> str:
        return f"{self.object_label}: {self.get_kind_display()}"


class ReadEvent(models.Model):
    """A member of staff has seen personal data of an association's people: who, when, where; never what it said (R20).

    No associations mean the whole register (a list), no people that the page is about an association's people in all.
    """

    class Kind(models.TextChoices):
        PAGE = "page", "set på en side"
        EXPORT = "export", "hentet som fil"
        COPY = "copy", "kopieret"

    at = models.DateTimeField("tidspunkt", default=timezone.now, db_index=True)
    actor_id = models.BigIntegerField("bruger")
    actor_name = models.CharField("navn", max_length=120)
    kind = models.CharField("måde", max_length=10, choices=Kind, default=Kind.PAGE)
    page = models.CharField("side", max_length=80)
    association_ids = ArrayField(models.BigIntegerField(), verbose_name="foreninger", default=list)
    person_ids = ArrayField(models.BigIntegerField(), verbose_name="personer", default=list)

    class Meta:
        verbose_name = "læsning"
        verbose_name_plural = "læsninger"
        ordering = ("-at", "-pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["actor_id", "-at"], name="workflow_readevent_actor"),
            GinIndex(fields=["association_ids"], name="workflow_readevent_assoc"),
            GinIndex(fields=["person_ids"], name="workflow_readevent_person"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.page}"


class TransitionLog(models.Model):
    """One step of a record through its workflow: from, to, who, when, and the comment that went with it."""

    at = models.DateTimeField("tidspunkt", default=timezone.now)
    model = models.CharField("slags", max_length=60)
    object_id = models.BigIntegerField("post")
    transition = models.CharField("skridt", max_length=40)
    told = models.CharField("hændelse", max_length=60)
    from_state = models.CharField("fra", max_length=20)
    to_state = models.CharField("til", max_length=20)
    actor_id = models.BigIntegerField("bruger", null=True)
    actor_name = models.CharField("navn", max_length=120)
    comment = models.TextField("kommentar", blank=True)

    class Meta:
        verbose_name = "skridt"
        verbose_name_plural = "skridt"
        ordering = ("pk",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["model", "object_id"], name="workflow_transitionlog_object"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.told}"
