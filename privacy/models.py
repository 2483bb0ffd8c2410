"""What retention has found: one row per kind of record, renewed daily."""

from django.db import models
from django.utils import timezone


class RetentionProposal(models.Model):
    """How many records of one kind (`core.registry.retentions`) are past their time, with the first of them."""

    key = models.CharField("slags", max_length=40, unique=True)
    count = models.PositiveIntegerField("antal")
    # [{"label": "Statusrapport 2012 – Hekla", "kept_until": "31. marts 2023"}, …]
    examples = models.JSONField("eksempler", default=list)
    found_at = models.DateTimeField("fundet", default=timezone.now)

    class Meta:
        verbose_name = "forslag til sletning"
        verbose_name_plural = "forslag til sletning"
        ordering = ("key",)

    def __str__(self) -> str:
        return f"Opbevaring: {self.key}"

    def association_ids(self) -> tuple[int, ...]:
        """It belongs to no association."""
        return ()
