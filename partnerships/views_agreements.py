"""Pages of a partnership's life: new, extended, ended early, shared, put right. Consultants only (R19)."""

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import require_permission
from associations.models import Association
from core import clock
from core.formats import date_text, period_text
from core.periods import DAY
from partnerships import forms_agreements as forms
from partnerships.domain import corrections
from partnerships.domain import partnerships as domain
from partnerships.domain.changes import Change
from partnerships.domain.ending import open_matters
from partnerships.domain.periods import default_end
from partnerships.models import Participation, Partnership
from partnerships.views_preview import ChangePage, answer

form_page = require_http_methods(["GET", "HEAD", "POST"])


def user_of(request: HttpRequest) -> User:
    """Whoever is signed in: the permission has been checked."""
    return cast("User", request.user)


def editable_partnership(request: HttpRequest, pk: int) -> Partnership:
    """The partnership, for somebody who may change it. Raises `Http404`, `PermissionDenied`."""
    rows: QuerySet[Partnership] = Partnership.objects.visible_to(request.user)
    partnership = get_object_or_404(rows.prefetch_related("participations__association"), pk=pk)
    require_permission(request.user, Permission.EDIT_PARTNERSHIPS, partnership)
    return partnership


def home_of(partnership: Partnership) -> str:
    """The page Partnerskab of the partnership's first association."""
    rows = partnership.participations.select_related("association").order_by("association__sort_key", "pk")
    return reverse("overview:association-partnership", args=[rows[0].association_id])


def agreement_context(partnership: Partnership) -> dict[str, Any]:
    """What every page about one partnership shows of it."""
    rows = sorted(partnership.participations.all(), key=lambda row: (row.association.sort_key, row.start, row.pk))
    return {
        "partnership": partnership,
        "participations": rows,
        "home_url": reverse("overview:association-partnership", args=[rows[0].association_id]),
        "day": clock.today(),
    }


@form_page
def partnership_create(request: HttpRequest) -> HttpResponse:
    """A new partnership; `?forening=` names its association."""
    require_permission(request.user, Permission.EDIT_PARTNERSHIPS)
    chosen = request.GET.get("forening", "")
    association = (
        Association.objects.filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 10 else None
    )
    initial = {"association": association.pk} if association else {}
    back = reverse("overview:association-partnership", args=[association.pk]) if association else ""
    form = forms.PartnershipCreateForm(
        request.POST or None, initial=initial, cancel_url=back or reverse("partnerships:partnership-list")
    )
    page = ChangePage(
        heading="Nyt partnerskab",
        confirm_label="Opret partnerskabet",
        act=lambda: domain.create_partnership(
            start=form.cleaned_data["start"],
            end=form.cleaned_data["end"],
            members=form.members,
            decided=form.decided,
            by=user_of(request),
        ),
        done=lambda change: f"Partnerskabet {period_text(change.after.start, change.after.end)} er oprettet.",
        target=lambda change: home_of(change.partnership),
        context={
            "lead": "Et partnerskab løber i fire år, medmindre andet er besluttet. Tilskuddet følger af perioden."
        },
    )
    return answer(request, form, page)


@form_page
def partnership_extend(request: HttpRequest, pk: int) -> HttpResponse:
    """A later last day; four years more are proposed."""
    partnership = editable_partnership(request, pk)
    context = agreement_context(partnership)
    form = forms.PartnershipExtendForm(
        request.POST or None,
        initial={"new_end": default_end(partnership.end + DAY)},
        cancel_url=context["home_url"],
    )
    page = ChangePage(
        heading="Forlæng partnerskabet",
        confirm_label="Forlæng partnerskabet",
        act=lambda: domain.extend(
            partnership=partnership,
            new_end=form.cleaned_data["new_end"],
            decided=form.decided,
            by=user_of(request),
        ),
        done=lambda change: f"Partnerskabet er forlænget til {date_text(change.after.end)}.",
        target=lambda _: context["home_url"],
        context={
            **context,
            "lead": f"Partnerskabet løber nu til {date_text(partnership.end)}.",
            "hindrance": _ended_early_text(partnership),
        },
    )
    return answer(request, form, page)


def _ended_early_text(partnership: Partnership) -> str:
    """Why it cannot be extended; empty when it can."""
    if not partnership.ended_early_on:
        return ""
    return (
        f"Det er besluttet, at partnerskabet slutter før tid den {date_text(partnership.end)}. Det kan derfor ikke "
        "forlænges. Er beslutningen registreret ved en fejl, så ret datoerne."
    )


@form_page
def partnership_end(request: HttpRequest, pk: int) -> HttpResponse:
    """An earlier last day, and what is open when the partnership ends."""
    partnership = editable_partnership(request, pk)
    context = agreement_context(partnership)
    form = forms.PartnershipEndForm(request.POST or None, cancel_url=context["home_url"])
    last_day = (form.cleaned_data.get("last_day") if form.is_bound and form.is_valid() else None) or partnership.end
    page = ChangePage(
        heading="Afslut partnerskabet før tid",
        confirm_label="Afslut partnerskabet",
        act=lambda: domain.end_early(
            partnership=partnership,
            last_day=form.cleaned_data["last_day"],
            decided=form.decided,
            by=user_of(request),
        ),
        done=lambda change: f"Partnerskabet slutter {date_text(change.after.end)}.",
        target=lambda _: context["home_url"],
        context={
            **context,
            "lead": f"Partnerskabet løber nu til {date_text(partnership.end)}.",
            "matters": open_matters(partnership, last_day, clock.today()),
        },
    )
    return answer(request, form, page)


@form_page
def partnership_share(request: HttpRequest, pk: int) -> HttpResponse:
    """One more association shares the partnership."""
    partnership = editable_partnership(request, pk)
    context = agreement_context(partnership)
    form = forms.ParticipationAddForm(request.POST or None, cancel_url=context["home_url"])
    page = ChangePage(
        heading="Tilføj en forening til partnerskabet",
        confirm_label="Tilføj foreningen",
        act=lambda: domain.add_participation(
            partnership=partnership, member=form.member, decided=form.decided, by=user_of(request)
        ),
        done=lambda _: f"{form.cleaned_data['association']} er nu med i partnerskabet.",
        target=lambda _: context["home_url"],
        context={
            **context,
            "lead": "Foreningerne deler partnerskabets tilskud. Foreningens periode ligger inden for partnerskabets "
            f"{period_text(partnership.start, partnership.end)}.",
        },
    )
    return answer(request, form, page)


@form_page
def participation_end(request: HttpRequest, pk: int) -> HttpResponse:
    """An association leaves a shared partnership."""
    row = get_object_or_404(Participation.objects.select_related("association"), pk=pk)
    partnership = editable_partnership(request, row.partnership_id)
    context = agreement_context(partnership)
    form = forms.ParticipationEndForm(request.POST or None, cancel_url=context["home_url"])
    page = ChangePage(
        heading=f"{row.association} går ud af partnerskabet",
        confirm_label="Registrér, at foreningen går ud",
        act=lambda: domain.end_participation(
            participation=row, last_day=form.cleaned_data["last_day"], decided=form.decided, by=user_of(request)
        ),
        done=lambda _: f"{row.association} er med til {date_text(form.cleaned_data['last_day'])}.",
        target=lambda _: context["home_url"],
        context={
            **context,
            "lead": f"Foreningen er nu med {period_text(row.start, row.end)}. Partnerskabet fortsætter med de andre.",
        },
    )
    return answer(request, form, page)


@form_page
def partnership_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Dates that were wrong."""
    partnership = editable_partnership(request, pk)
    context = agreement_context(partnership)
    mark = corrections.mark_of(partnership)
    form = forms.PartnershipCorrectForm(
        request.POST or None, partnership=partnership, mark=mark, cancel_url=context["home_url"]
    )
    page = ChangePage(
        heading="Ret datoer",
        confirm_label="Ret datoerne",
        act=lambda: _corrected(form, partnership, user_of(request)),
        done=lambda _: "Datoerne er rettet.",
        target=lambda _: context["home_url"],
        context={
            **context,
            "lead": "Her rettes datoer, der er skrevet forkert. Skal partnerskabet forlænges eller slutte før tid, så "
            "brug de sider, der hører til: så står beslutningen, hvor den skal.",
        },
    )
    return answer(request, form, page)


def _corrected(form: forms.PartnershipCorrectForm, partnership: Partnership, by: User) -> Change:
    try:
        return corrections.correct_dates(
            partnership=partnership,
            dates=form.dates,
            based_on=form.cleaned_data["based_on"],
            decided=form.decided,
            by=by,
        )
    except ValidationError as refusal:
        if getattr(refusal, "code", "") == "stale":  # told once: the next attempt is made with it in view
            form.data = cast("QueryDict", form.data).copy()
            form.data["based_on"] = str(corrections.mark_of(partnership))
        raise
