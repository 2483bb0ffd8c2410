"""What consultants do with an enquiry: take it, give it to a colleague, note where it went, write internal notes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from enquiries.domain import enquiry as enquiries
from enquiries.enquiry_page import answerable, back_to, enquiry_context, url_of, user_of
from enquiries.forms import NoteForm, PassOnForm, ReferForm
from workflow.editing import attempt
from workflow.transitions import NotInState


@require_POST
def enquiry_take(request: HttpRequest, pk: int, enquiry: int) -> HttpResponse:
    """The first taker owns an enquiry without owner; whoever comes second is told who was first."""
    _association, found = answerable(request, pk, enquiry)
    try:
        enquiries.take(enquiry=found, by=user_of(request))
        messages.success(request, "Henvendelsen er din.")
    except NotInState:
        messages.info(request, "En anden har taget henvendelsen. Siden viser, hvem der ejer den nu.")
    return back_to(found)


@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_pass_on(request: HttpRequest, pk: int, enquiry: int) -> HttpResponse:
    """To a colleague, or to oneself when the owner is away."""
    association, found = answerable(request, pk, enquiry)
    user = user_of(request)
    form = PassOnForm(
        request.POST if request.method == "POST" else None, enquiry=found, kept_for=user.pk, cancel_url=url_of(found)
    )
    passed = attempt(
        form,
        lambda: enquiries.pass_on(
            enquiry=found,
            to=form.cleaned_data["to"],
            note=form.cleaned_data["note"],
            form_key=form.cleaned_data["form_key"],
            by=user,
        ),
    )
    if passed:
        messages.success(request, f"{passed.owner} ejer nu henvendelsen.")
        return back_to(found)
    context = {**enquiry_context(request, association, found), "form": form if found.is_open else None}
    return render(request, "enquiries/enquiry_pass_on.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_refer(request: HttpRequest, pk: int, enquiry: int) -> HttpResponse:
    """To an administration or unit outside."""
    association, found = answerable(request, pk, enquiry)
    form = ReferForm(request.POST if request.method == "POST" else None, cancel_url=url_of(found))
    referral = attempt(
        form,
        lambda: enquiries.refer(
            enquiry=found,
            to=form.cleaned_data["to"],
            referred_on=form.cleaned_data["referred_on"],
            by=user_of(request),
        ),
    )
    if referral:
        messages.success(request, f"Det er noteret, at henvendelsen er sendt videre til {referral.to}.")
        return back_to(found)
    context = {**enquiry_context(request, association, found), "form": form if found.is_open else None}
    return render(request, "enquiries/enquiry_refer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def note_add(request: HttpRequest, pk: int, enquiry: int) -> HttpResponse:
    """A note that only staff can read."""
    association, found = answerable(request, pk, enquiry)
    user = user_of(request)
    form = NoteForm(request.POST if request.method == "POST" else None, kept_for=user.pk, cancel_url=url_of(found))
    saved = attempt(
        form,
        lambda: enquiries.add_note(
            enquiry=found, text=form.cleaned_data["text"], form_key=form.cleaned_data["form_key"], by=user
        ),
    )
    if saved:
        messages.success(request, "Notatet er gemt. Foreningen kan ikke se det.")
        return back_to(found)
    return render(request, "enquiries/note_add.html", {**enquiry_context(request, association, found), "form": form})
