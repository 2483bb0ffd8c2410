"""The pages of the one entrance share a side navigation: the header leads to the two that everybody may see."""

from django.http import HttpRequest
from django.urls import reverse

from accounts.enums import Permission
from accounts.permissions import has_permission
from core.navigation import Link

EVERYBODY = (("Fødekæden", "collaborations:chain"), ("Vejviser", "collaborations:directory"))
STAFF = (
    ("Deltagelse", "collaborations:part-list"),
    ("Samarbejder", "collaborations:collaboration-list"),
    ("Samarbejdspartnere", "collaborations:partner-list"),
)


def section_links(request: HttpRequest) -> list[Link]:
    """The side navigation of these pages for this user."""
    sees_all = has_permission(request.user, Permission.VIEW_COLLABORATIONS)
    pages = [(label, reverse(name)) for label, name in (*EVERYBODY, *(STAFF if sees_all else ()))]
    current = max((url for _, url in pages if request.path.startswith(url)), key=len, default="")
    return [Link(label, url, url == current) for label, url in pages]


def without_page(request: HttpRequest) -> str:
    """The address's filters and sorting, for the downloads."""
    query = request.GET.copy()
    query.pop("side", None)
    return query.urlencode()
