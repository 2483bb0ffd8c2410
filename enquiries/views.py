"""Henvendelser: asking, the thread with its message form, closing, and files. For both sides."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Permission
from accounts.permissions import has_permission, require_permission
from associations.association_page import page_context
from core import clock
from documents.domain.stored import download
from enquiries.domain import enquiry as enquiries
from enquiries.domain.due import answer_by
from enquiries.domain.people import contact_of, may_answer
from enquiries.domain.queries import notes_of, thread_of
from enquiries.domain.workflow import CLOSE, CLOSE_OWN, TAKE, is_of_the_association
from enquiries.enquiry_page import DETAIL, association_of, back_to, enquiry_context, enquiry_of, url_of, user_of
from enquiries.enums import CameBy
from enquiries.forms import CloseForm, EnquiryAskForm, MessageForm
from enquiries.models import Enquiry, EnquiryFile
from workflow.editing import attempt
from workflow.models import ReadEvent
from workflow.reads import log_read
from workflow.transitions import offers


def _sent(request: HttpRequest) -> tuple[QueryDict | None, Any]:
    """The form's data and files; nothing before it is sent."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """A new enquiry, by the association's people, or by a consultant who has been told it."""
    association = association_of(request, pk, Permission.ASK)
    user = user_of(request)
    new = Enquiry(association=association)
    is_own = is_of_the_association(new, user)
    form = EnquiryAskForm(
        *_sent(request),
        instance=new,
        for_association=is_own,
        kept_for=user.pk,
        cancel_url=reverse("enquiries:association-enquiries", args=[association.pk]),
    )
    asked = attempt(
        form,
        lambda: enquiries.ask(
            enquiry=new,
            text=form.cleaned_data["text"],
            files=form.cleaned_data["attachments"],
            form_key=form.cleaned_data["form_key"],
            by=user,
        ),
    )
    if asked:
        messages.success(request, _told(asked, is_own=is_own))
        return redirect(DETAIL, pk=association.pk, enquiry=asked.pk)
    context = {
        **page_context(request, association),
        "form": form,
        "is_own": is_own,
        "contact": contact_of(association),
        "answer_by": answer_by(clock.today()),
    }
    return render(request, "enquiries/enquiry_ask.html", context)


def _told(enquiry: Enquiry, *, is_own: bool) -> str:
    if not is_own:
        return "Henvendelsen er noteret. Foreningens folk har fået besked og kan læse med."
    if enquiry.owner is None:
        return "Henvendelsen er sendt. I har ingen kontaktperson lige nu, så alle konsulenter har fået besked."
    return f"Henvendelsen er sendt til {enquiry.owner}."


@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_detail(request: HttpRequest, pk: int, enquiry: int) -> HttpResponse:
    """The thread, whose turn it is, and the form for the next message."""
    association = association_of(request, pk, Permission.VIEW_ENQUIRIES)
    found, user = enquiry_of(request, association, enquiry), user_of(request)
    is_own, answers = is_of_the_association(found, user), may_answer(found, user)
    if request.method == "POST":
        require_permission(user, Permission.ASK if is_own else Permission.ANSWER_ENQUIRIES, found)
    form = MessageForm(*_sent(request), kept_for=user.pk, **_wording(found, is_own=is_own))
    sent = attempt(
        form,
        lambda: enquiries.write(
            enquiry=found,
            text=form.cleaned_data["text"],
            files=form.cleaned_data["attachments"],
            form_key=form.cleaned_data["form_key"],
            by=user,
        ),
    )
    if sent:
        messages.success(request, "Beskeden er sendt." if is_own else "Svaret er sendt til foreningen.")
        return back_to(found)
    log_read(user, "Henvendelse", associations=[association])
    reads_notes = has_permission(user, Permission.VIEW_JOURNAL, found)
    context = {
        **enquiry_context(request, association, found),
        "form": form if is_own or answers else None,
        "thread": thread_of(found),
        "referrals": list(found.referrals.order_by("on", "pk")),
        "notes": notes_of(found, user) if reads_notes else None,
        "is_own": is_own,
        "answers": answers,
        "steps": {offer.transition.name for offer in offers((TAKE, CLOSE, CLOSE_OWN), found, user)},
        "answer_by": answer_by(found.turn_since) if found.is_ours else None,
        "came_by_others": found.came_by != CameBy.HERE,
    }
    return render(request, "enquiries/enquiry_detail.html", context)


def _wording(enquiry: Enquiry, *, is_own: bool) -> dict[str, str]:
    if is_own:
        label = "Skriv igen" if enquiry.is_open else "Skriv, hvis henvendelsen skal åbnes igen"
        return {"label": label, "submit_label": "Send beskeden"}
    label = "Svar til foreningen" if enquiry.is_open else "Skriv, hvis henvendelsen skal åbnes igen"
    return {"label": label, "submit_label": "Send svaret til foreningen"}


@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_close(request: HttpRequest, pk: int, enquiry: int) -> HttpResponse:
    """Closing: the association with one button, the administration with its answer or the reason why there is none."""
    association = association_of(request, pk, Permission.VIEW_ENQUIRIES)
    found, user = enquiry_of(request, association, enquiry), user_of(request)
    is_own = is_of_the_association(found, user)
    require_permission(user, Permission.ASK if is_own else Permission.ANSWER_ENQUIRIES, found)
    form = CloseForm(
        request.POST if request.method == "POST" else None,
        for_association=is_own,
        must_answer=found.first_answered_on is None,
        kept_for=user.pk,
        cancel_url=url_of(found),
    )
    if request.method == "POST" and not found.is_open:
        messages.info(request, "Henvendelsen er allerede lukket.")
        return back_to(found)
    closed = attempt(
        form,
        lambda: enquiries.close(
            enquiry=found,
            text=form.cleaned_data.get("text", ""),
            form_key=form.cleaned_data["form_key"],
            by=user,
        ),
    )
    if closed:
        messages.success(request, "Henvendelsen er lukket. Den åbner igen, hvis en af jer skriver i den.")
        return back_to(found)
    steps = offers((CLOSE, CLOSE_OWN), found, user)
    context = {
        **enquiry_context(request, association, found),
        "form": form if steps else None,
        "is_own": is_own,
    }
    return render(request, "enquiries/enquiry_close.html", context)


@require_safe
def file_download(request: HttpRequest, pk: int, enquiry: int, file: int) -> HttpResponseBase:
    """A file of the thread, always as a download and never shown by the browser."""
    association = association_of(request, pk, Permission.VIEW_ENQUIRIES)
    found = enquiry_of(request, association, enquiry)
    row = get_object_or_404(EnquiryFile, pk=file, entry__enquiry=found)
    try:
        response = download(row)
    except FileNotFoundError:
        raise Http404("the file is gone") from None
    log_read(request.user, "Henvendelse", associations=[association], kind=ReadEvent.Kind.EXPORT)
    return response
