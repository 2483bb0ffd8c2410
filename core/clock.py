"""The domain's only source of today (ADR 4)."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Today in Copenhagen; in demo mode the fixed day of the demo data."""
    if settings.DEMO_MODE and settings.DEMO_TODAY:
        return settings.DEMO_TODAY
    return timezone.localdate()
