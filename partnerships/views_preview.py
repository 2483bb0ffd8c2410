"""Form → what it will do → done: how every change of an agreement goes through its page.

The form is sent to its own address. What it will do is shown on a page of its own, which sends the same values again
together with the fingerprint of what was shown: when it would do something else by then, it is shown again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.forms import Form
from partnerships.domain.changes import Attempt, Change, carry_out, years_text
from workflow.editing import add_refusal

STEP, CONFIRM, BACK = "trin", "bekraeft", "ret"
PRINT, AGREED = "aftryk", "enig"
OWN_FIELDS = {"csrfmiddlewaretoken", STEP, PRINT, AGREED}


@dataclass(frozen=True)
class ChangePage:
    """What the pages of one kind of change say.

    `act` does it with the form's values; `done(change)` is the message, `target(change)` where it leads.
    """

    heading: str
    confirm_label: str
    act: Callable[[], Change]
    done: Callable[[Change], str]
    target: Callable[[Change], str]
    context: dict[str, Any] = field(default_factory=dict)
    template: str = "partnerships/agreement_form.html"


def answer(request: HttpRequest, form: Form, page: ChangePage) -> HttpResponse:
    """The form, the preview, or the way on when it is done."""
    shown = {**page.context, "heading": page.heading, "form": form}
    if request.method != "POST" or request.POST.get(STEP) == BACK or not form.is_valid():
        return render(request, page.template, shown)
    expected = request.POST.get(PRINT, "") if request.POST.get(STEP) == CONFIRM else ""
    try:
        attempt = carry_out(page.act, expected=expected, agreed=AGREED in request.POST)
    except ValidationError as refusal:
        add_refusal(form, refusal)
        return render(request, page.template, shown)
    if attempt.done:
        messages.success(request, page.done(attempt.change))
        return redirect(page.target(attempt.change))
    return render(request, "partnerships/agreement_preview.html", {**shown, **preview_context(request, attempt, page)})


def preview_context(request: HttpRequest, attempt: Attempt, page: ChangePage) -> dict[str, Any]:
    """What the preview shows, and what it carries to the next step."""
    change = attempt.change
    return {
        "attempt": attempt,
        "change": change,
        "members": [member for member in change.members if member.is_change] if len(change.members) > 1 else [],
        "grants": change.changed_grants,
        "unchanged": len(change.grants) - len(change.changed_grants),
        "paid_text": years_text([grant.year for grant in change.paid_changes]),
        "unopened_text": years_text(change.unopened),
        "confirm_label": page.confirm_label,
        "carried": [(name, one) for name, sent in request.POST.lists() if name not in OWN_FIELDS for one in sent],
    }
