"""Writing a draft: a page for each area and one for the plan's own texts. They save by themselves while one writes.

A script sends the form with `X-Autosave`; the answer is JSON then. The plain button does the same with a full page.
"""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import require_permission
from actionplans.domain.content import AreaContent, content_of
from actionplans.domain.documents import areas_of
from actionplans.domain.merging import differences, merged
from actionplans.domain.missing import Step, asks_for_lasting_changes, steps_of
from actionplans.domain.sparring import open_threads_of
from actionplans.domain.writing import StaleText, save_area, save_texts
from actionplans.enums import WRITABLE
from actionplans.forms import AreaPage, TextsForm, with_part
from actionplans.models import AreaText, PlanRevision
from actionplans.plan_page import plan_context, visible_revision

STALE, REFUSED, INVALID = 409, 423, 422
CHOICE = "choose-"


@require_http_methods(["GET", "HEAD", "POST"])
def area_edit(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One area. What cannot be saved comes back with every word that was typed."""
    revision = _writable_revision(request, pk)
    steps = steps_of(areas_of(revision))
    step = next((step for step in steps if step.area.focus_area.key == key), None)
    if step is None:
        raise Http404("no such area in this plan")
    if request.method != "POST":
        return _area_page(request, revision, steps, step, _drawn(step))
    button = request.POST.get("button", "")
    page = AreaPage(
        with_part(request.POST, button) if button else request.POST, content=step.content, version=step.area.version
    )
    if button:  # one more goal or activity, one goal less: nothing is saved, everything typed stays
        return _area_page(request, revision, steps, step, page)
    if not page.is_valid():
        return _invalid(request) or _area_page(request, revision, steps, step, page)
    mine = page.content()
    if request.POST.get("settled"):  # the choices of the page that shows both texts
        mine = merged(mine, step.content, _choices(request))
    return _answer(
        request,
        lambda: save_area(area=step.area, content=mine, version=page.version, by=cast("User", request.user)),
        done=lambda: redirect("actionplans:area-edit", pk=revision.pk, key=key),
        stale=lambda told: _conflict_page(request, revision, step.area, mine, told),
        refused=lambda refusal: _area_page(request, revision, steps, step, page, refusal=refusal),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def revision_texts_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan's introduction, and the lasting changes where the plan tells of them (R11)."""
    revision = _writable_revision(request, pk)
    asks = asks_for_lasting_changes(revision)
    initial = {
        "version": revision.version,
        "introduction": revision.introduction,
        "lasting_changes": revision.lasting_changes,
    }
    form = TextsForm(request.POST if request.method == "POST" else None, initial=initial, asks=asks)
    if request.method != "POST":
        return _texts_page(request, revision, form)
    if not form.is_valid():
        return _invalid(request) or _texts_page(request, revision, form)
    typed = form.cleaned_data
    return _answer(
        request,
        lambda: save_texts(
            revision=revision,
            introduction=typed["introduction"],
            lasting_changes=typed.get("lasting_changes", revision.lasting_changes),
            version=typed["version"],
            by=cast("User", request.user),
        ),
        done=lambda: redirect("actionplans:revision-texts-edit", pk=revision.pk),
        stale=lambda told: _stale_texts(request, revision.pk, form, told),
        refused=lambda refusal: _texts_page(request, revision, form, refusal),
    )


def _answer(
    request: HttpRequest,
    save: Callable[[], AreaText | PlanRevision],
    *,
    done: Callable[[], HttpResponse],
    stale: Callable[[StaleText], HttpResponse],
    refused: Callable[[ValidationError], HttpResponse],
) -> HttpResponse:
    """Saves, and answers as the caller asked: JSON for the script, a page for the button."""
    quiet = "X-Autosave" in request.headers
    try:
        saved = save()
    except StaleText as told:
        if quiet:
            return JsonResponse({"who": told.who}, status=STALE)
        return stale(told)
    except ValidationError as refusal:
        if quiet:
            return JsonResponse({"reasons": refusal.messages}, status=REFUSED)
        return refused(refusal)
    at = timezone.localtime(saved.saved_at) if saved.saved_at else None
    if quiet:
        return JsonResponse({"version": saved.version, "at": f"{at:%H.%M}" if at else ""})
    messages.success(request, "Kladden er gemt.")
    return done()


def _choices(request: HttpRequest) -> dict[str, str]:
    """What was chosen on the page that shows both texts, by the part's path."""
    sent = request.POST.items()
    return {name.removeprefix(CHOICE): str(value) for name, value in sent if name.startswith(CHOICE)}


def _invalid(request: HttpRequest) -> HttpResponse | None:
    """The script keeps the text and waits: a number or a day is not finished yet."""
    return JsonResponse({}, status=INVALID) if "X-Autosave" in request.headers else None


def _writable_revision(request: HttpRequest, pk: int) -> PlanRevision:
    """A revision that the user may write in; whether it is a draft now is seen when saving."""
    revision = visible_revision(request, pk)
    require_permission(request.user, Permission.WRITE_PLAN, revision)
    return revision


def _drawn(step: Step) -> AreaPage:
    return AreaPage(None, content=step.content, version=step.area.version)


def _area_page(
    request: HttpRequest,
    revision: PlanRevision,
    steps: list[Step],
    step: Step,
    page: AreaPage,
    *,
    refusal: ValidationError | None = None,
) -> HttpResponse:
    if revision.state not in WRITABLE and refusal is None and request.method != "POST":
        return redirect("actionplans:revision-review", pk=revision.pk)
    context = {
        **plan_context(request, revision),
        "steps": steps,
        "step": step,
        "page": page,
        "refusal": refusal,
        "following": _after(steps, step),
        "open_threads": open_threads_of(revision, step.area.focus_area),
    }
    return render(request, "actionplans/area_edit.html", context)


def _after(steps: list[Step], step: Step) -> Step | None:
    """The next area in the step guide."""
    place = next(number for number, other in enumerate(steps, start=1) if other is step)
    return steps[place] if place < len(steps) else None


def _conflict_page(
    request: HttpRequest, revision: PlanRevision, area: AreaText, mine: AreaContent, told: StaleText
) -> HttpResponse:
    """Both texts side by side, with a choice for each part that differs."""
    revision.loaded_areas = None  # what was read before the other one saved
    fresh = next(row for row in areas_of(revision) if row.pk == area.pk)
    context = {
        **plan_context(request, revision),
        "area": fresh,
        "told": told,
        "differences": differences(mine, content_of(fresh)),
        "page": AreaPage(None, content=mine, version=fresh.version),
    }
    return render(request, "actionplans/area_conflict.html", context, status=STALE)


def _texts_page(
    request: HttpRequest,
    revision: PlanRevision,
    form: TextsForm,
    refusal: ValidationError | None = None,
    *,
    told: StaleText | None = None,
    stored: PlanRevision | None = None,
) -> HttpResponse:
    if revision.state not in WRITABLE and refusal is None and request.method != "POST":
        return redirect("actionplans:revision-review", pk=revision.pk)
    context: dict[str, Any] = {
        **plan_context(request, revision),
        "steps": steps_of(areas_of(revision)),
        "form": form,
        "refusal": refusal,
        "told": told,
        "stored": stored,
    }
    return render(request, "actionplans/revision_texts_edit.html", context, status=STALE if told else 200)


def _stale_texts(request: HttpRequest, pk: int, form: TextsForm, told: StaleText) -> HttpResponse:
    """What stands now is shown beside what was typed, which stays in the fields and is saved next."""
    stored = visible_revision(request, pk)
    data = cast("Any", form.data).copy()
    data["version"] = str(stored.version)
    again = TextsForm(data, asks=asks_for_lasting_changes(stored))
    again.is_valid()
    return _texts_page(request, stored, again, told=told, stored=stored)
