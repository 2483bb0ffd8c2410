"""What every page needs: the site's names, the demo mark, and the header's links."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core.navigation import header_links


@dataclass(frozen=True)
class Site:
    """The names and marks of this installation; `demo_today` is None outside demo mode."""

    name: str
    owner: str
    owner_short: str
    municipality: str
    contact_email: str
    version: str
    demo: bool
    demo_today: date | None


def current_site() -> Site:
    """The installation as settings describe it; also used by PDFs, sheets and mails."""
    return Site(
        name=settings.SITE_NAME,
        owner=settings.SITE_OWNER,
        owner_short=settings.SITE_OWNER_SHORT,
        municipality=settings.SITE_MUNICIPALITY,
        contact_email=settings.SITE_CONTACT_EMAIL,
        version=settings.VERSION,
        demo=settings.DEMO_MODE,
        demo_today=settings.DEMO_TODAY,
    )


def site(request: HttpRequest) -> dict[str, Any]:
    """Context for every template."""
    return {"site": current_site(), "navigation": header_links(request)}
