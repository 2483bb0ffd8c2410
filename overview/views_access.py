"""The front page of somebody without access today: why, and whom to call (R19)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User
from core import clock
from overview.domain.access_queries import lost_access


def access_ended_page(request: HttpRequest) -> HttpResponse:
    """A kind page for a user who has neither a staff role nor a current employment or board seat.

    Not an error: they signed in rightly, so the answer is 200.
    """
    user = request.user
    lost = lost_access(user, clock.today()) if isinstance(user, User) else None
    return render(request, "overview/access_ended.html", {"lost": lost})
