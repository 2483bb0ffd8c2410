"""Mine påmindelser, and the way out that stands in every mail."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from associations.views_own_details import own_account
from reminders.domain import ledger_queries, unsubscribing
from reminders.domain.choices import choice_of, save_choice
from reminders.domain.sending import label_of
from reminders.enums import Delivery
from reminders.forms import ReminderChoiceForm
from workflow.editing import attempt


@require_http_methods(["GET", "HEAD", "POST"])
def own_reminders(request: HttpRequest) -> HttpResponse:
    """How one wants to be reminded, what is on its way, and what has come."""
    user = own_account(request)
    form = ReminderChoiceForm(request.POST or None, instance=choice_of(user))
    if attempt(form, lambda: save_choice(choice=form.instance, by=user, based_on=form.based_on)):
        messages.success(request, "Dit valg er gemt.")
        return redirect("reminders:own-reminders")
    context = {
        "form": form,
        "upcoming": [(row, label_of(row.kind)) for row in ledger_queries.own_upcoming(user.pk)],
        "told": [(row, label_of(row.kind)) for row in ledger_queries.own_ledger(user.pk)],
    }
    return render(request, "reminders/own_reminders.html", context, status=form.status)


@csrf_exempt  # a mail program posts here for its user (RFC 8058); the signed address can do nothing else
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in a mail: one button. A mail program presses it by itself, with one POST."""
    user = unsubscribing.user_of(token)
    if user is None:
        return render(request, "reminders/unsubscribe_unusable.html", status=404)
    if request.method == "POST":
        unsubscribing.unsubscribe(user)
        return render(request, "reminders/unsubscribed.html", {"is_staff": bool(user.staff_role)})
    context = {
        "email": _veiled(user.email),
        "is_done": choice_of(user).delivery == Delivery.PAGE,
        "site_name": settings.SITE_NAME,
    }
    return render(request, "reminders/unsubscribe.html", context)


def _veiled(email: str) -> str:
    """`l…@example.org`: enough for its owner to know it, too little for anybody who was sent the link on."""
    name, _, host = email.partition("@")
    return f"{name[:1]}…@{host}"
