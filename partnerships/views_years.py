"""Programår: a year's requirements and reserved posts, opening the next year, and moving grants between lines."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Permission
from accounts.permissions import has_permission
from core.crispy import Submit
from partnerships.domain import grants, reserved_posts, years
from partnerships.domain.funding import lines_by_year, sum_of
from partnerships.forms_funding import GrantMoveForm, ProgrammeYearForm, ReservedPostForm, YearOpenForm
from partnerships.models import FIRST_YEAR, LAST_YEAR, Grant, Partnership, ProgrammeYear, ReservedPost
from partnerships.views_funding import acting
from workflow.editing import add_refusal, attempt

YEAR = "partnerships:programmeyear-detail"


@require_safe
def programmeyear_detail(request: HttpRequest, year: int) -> HttpResponse:
    """A year's grant, requirements, lines and reserved posts."""
    acting(request, Permission.VIEW_ADMINISTRATION)
    found = get_object_or_404(ProgrammeYear, year=year)
    lines = lines_by_year([found])[found.pk]
    context = {
        "year": found,
        "lines": lines,
        "money": sum_of(lines),
        "posts": found.reserved_posts.select_related("funding_line").order_by("funding_line__start", "title", "pk"),
        "may_edit": has_permission(request.user, Permission.EDIT_FUNDING),
        "next_year": None if ProgrammeYear.objects.filter(year=year + 1).exists() else year + 1,
    }
    return render(request, "partnerships/programmeyear_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def programmeyear_edit(request: HttpRequest, year: int) -> HttpResponse:
    """A year's grant and requirements; the grants follow another default grant, which is asked about first."""
    user = acting(request, Permission.EDIT_FUNDING)
    found = get_object_or_404(ProgrammeYear, year=year)
    form = ProgrammeYearForm(request.POST or None, instance=found, cancel_url=reverse(YEAR, args=[year]))
    saved = attempt(form, lambda: years.save_year(year=found, based_on=form.based_on, by=user))
    if saved:
        messages.success(request, f"Programåret {year} er gemt.")
        return redirect(YEAR, year=year)
    return render(request, "partnerships/programmeyear_edit.html", {"form": form, "year": year}, status=form.status)


# --- Reserved posts ------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def reservedpost_create(request: HttpRequest, year: int) -> HttpResponse:
    """A new post on one of the year's lines."""
    acting(request, Permission.EDIT_FUNDING)
    return _post_page(request, ReservedPost(programme_year=get_object_or_404(ProgrammeYear, year=year)))


@require_http_methods(["GET", "HEAD", "POST"])
def reservedpost_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A post's purpose, amount and line."""
    acting(request, Permission.EDIT_FUNDING)
    return _post_page(request, get_object_or_404(ReservedPost.objects.select_related("programme_year"), pk=pk))


def _post_page(request: HttpRequest, post: ReservedPost) -> HttpResponse:
    user, year = acting(request, Permission.EDIT_FUNDING), post.programme_year
    lines = lines_by_year([year])[year.pk]
    form = ReservedPostForm(
        request.POST or None, instance=post, lines=lines, cancel_url=reverse(YEAR, args=[year.year])
    )
    saved = attempt(form, lambda: reserved_posts.reserve(post=post, based_on=form.based_on, by=user))
    if saved:
        messages.success(request, f"»{saved.title}« er gemt.")
        return redirect(YEAR, year=year.year)
    context = {"form": form, "year": year.year, "is_new": post.pk is None, "has_lines": bool(lines)}
    return render(request, "partnerships/reservedpost_edit.html", context, status=form.status)


@require_POST
def reservedpost_release(request: HttpRequest, pk: int) -> HttpResponse:
    """The money is free again; asked for twice, it is free all the same."""
    user = acting(request, Permission.EDIT_FUNDING)
    post = ReservedPost.objects.select_related("programme_year", "funding_line").filter(pk=pk).first()
    if post is None:
        messages.info(request, "Posten er allerede frigivet.")
        return redirect("overview:administration")
    year = post.programme_year.year
    reserved_posts.release(post=post, by=user)
    messages.success(request, f"»{post.title}« er frigivet.")
    return redirect(YEAR, year=year)


# --- Opening a year ------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def programmeyear_open(request: HttpRequest, year: int) -> HttpResponse:
    """What opening the year would do, with everything proposed; done in one step when the money suffices."""
    user = acting(request, Permission.EDIT_FUNDING)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    if ProgrammeYear.objects.filter(year=year).exists():
        messages.info(request, f"{year} er allerede åbnet.")
        return redirect(YEAR, year=year)
    before = years.year_before(year)
    posts = years.carried_posts(year)
    new = ProgrammeYear(year=year, **(years.values_of(before) if before else {}))
    form = YearOpenForm(
        request.POST or None,
        instance=new,
        lines=years.proposed_lines(year),
        posts=posts,
        initial={"posts": [str(post.pk) for post in posts]},
        cancel_url=reverse("overview:administration"),
    )
    form.helper.inputs[0].value = f"Åbn {year}"
    form.helper.add_input(Submit("Beregn igen", name="preview", secondary=True))
    if form.is_valid() and "preview" not in request.POST:
        try:
            opened, is_new = years.open_year(
                year=new,
                amounts=form.amounts(),
                reason=form.cleaned_data["reason"],
                posts=form.chosen_posts(),
                by=user,
            )
        except ValidationError as refusal:
            add_refusal(form, refusal)
            new = ProgrammeYear(year=year, **years.values_of(new))  # nothing was kept
        else:
            text = f"{year} er åbnet, og tilskuddene er beregnet." if is_new else f"{year} er allerede åbnet."
            (messages.success if is_new else messages.info)(request, text)
            return redirect(YEAR, year=opened.year)
    plan = None
    if new.default_grant is not None and new.required_weekly_hours is not None:
        plan = years.plan_opening(new, amounts=form.amounts(), posts=form.chosen_posts())
    context = {"form": form, "year": year, "before": before, "plan": plan}
    return render(request, "partnerships/programmeyear_open.html", context)


# --- Grants --------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def grant_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another line for a grant: for consultants, and for administrators who keep the lines."""
    visible = Partnership.objects.visible_to(request.user).values("pk")
    rows = Grant.objects.select_related("partnership", "programme_year", "funding_line")
    may_keep_lines = has_permission(request.user, Permission.EDIT_FUNDING)
    grant = get_object_or_404(rows if may_keep_lines else rows.filter(partnership__in=visible), pk=pk)
    if not (may_keep_lines or has_permission(request.user, Permission.EDIT_PARTNERSHIPS, grant)):
        raise PermissionDenied("Kun konsulenter og administratorer kan flytte et tilskud til en anden bevilling.")
    year = grant.programme_year
    back = reverse("overview:grant-list", args=[year.year])
    lines = lines_by_year([year])[year.pk]
    form = GrantMoveForm(request.POST or None, instance=grant, lines=lines, cancel_url=back)
    user = acting(request, Permission.VIEW_PROGRAMME)

    def move() -> Grant:
        return grants.move_grant(grant=grant, line=form.cleaned_data["funding_line"], based_on=form.based_on, by=user)

    saved = attempt(form, move)
    if saved:
        messages.success(request, f"Tilskuddet står nu på »{saved.funding_line.name}«.")
        return redirect(back)
    context = {"form": form, "grant": grant, "lines": lines}
    return render(request, "partnerships/grant_move.html", context, status=form.status)
