"""The city's administrations (*forvaltninger*): who runs initiatives and whom partners belong to (R18)."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower

from core.constraints import not_blank
from core.ordering import sort_key_field


class InUseQuerySet(models.QuerySet["Administration"]):
    """Administrations in use come to choose among; the others stay where they have been chosen."""

    def in_use(self) -> "InUseQuerySet":
        return self.filter(in_use=True)


class Administration(models.Model):
    """One of the administrations: what it has to do with associations, and its page."""

    name = models.CharField("navn", max_length=120)
    helps_with = models.CharField("det, den har med foreninger at gøre", max_length=400, blank=True)
    homepage = models.URLField("hjemmeside", blank=True)
    in_use = models.BooleanField("i brug", default=True)
    sort_key = sort_key_field("name")

    objects = InUseQuerySet.as_manager()
    audit_exclude: ClassVar[frozenset[str]] = frozenset({"sort_key"})

    class Meta:
        verbose_name = "forvaltning"
        verbose_name_plural = "forvaltninger"
        ordering = ("sort_key", "pk")
        constraints = (
            not_blank(
                name="collaborations_administration_name_not_blank", field="name", message="Skriv forvaltningens navn."
            ),
            models.UniqueConstraint(
                Lower("name"),
                name="collaborations_administration_name_unique",
                violation_error_message="Der er allerede en forvaltning med det navn.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return ()
