"""An association's member counts: the table of all years, and the grid of one year."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import require_permission
from associations.association_page import page_context, visible_association
from associations.domain.counts import StaleCountError, is_countable_year, save_counts
from associations.enums import CountSource
from associations.models import Association, MemberCount
from core import clock
from core.exports import list_response
from core.formats import number, plural
from overview.count_conflict import conflict_of
from overview.count_exports import count_columns
from overview.count_grid import CountGrid, grid_of, questions
from overview.domain.association_counts import YearNumbers, year_numbers
from overview.domain.association_counts import association_counts as counts_of
from overview.forms import MemberCountEditForm, band_ids_sent
from overview.member_charts import under_25_chart


@require_safe
def association_counts(request: HttpRequest, pk: int) -> HttpResponse:
    """Medlemstal: the years with their age bands, what is missing, and the development."""
    association = visible_association(request, pk)
    counts = counts_of(association, clock.today())
    context = {**page_context(request, association), "counts": counts, "chart": under_25_chart(counts.counts)}
    return render(request, "overview/association_counts.html", context)


@require_safe
def association_counts_export(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """The same years as `xlsx` or `csv`, each number by gender and age."""
    association = visible_association(request, pk)
    counts = counts_of(association, clock.today())
    columns, name = count_columns(association, counts.bands), f"medlemstal {association.name}"
    notes = ["Medlemmer pr. 31. december. Et tomt felt er et tal, der ikke er oplyst. Det er ikke 0."]
    return list_response(extension, name=name, title="Medlemstal", columns=columns, rows=counts.rows, notes=notes)


@require_http_methods(["GET", "HEAD", "POST"])
def membercount_edit(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The grid of one year. A conflict and a refusal show the page again with everything that was typed."""
    association = visible_association(request, pk)
    require_permission(request.user, Permission.EDIT_MEMBER_COUNTS, association)
    if not is_countable_year(year, clock.today()):
        raise Http404("Medlemstal kan skrives for år, der er slut.")
    page = page_context(request, association)
    data = request.POST if request.method == "POST" else None
    numbers = year_numbers(association, year, also=band_ids_sent(data or {}))
    form = edit_form(data, numbers, is_own=page["is_own"])
    conflict = None
    if form.is_valid():
        try:
            count = save(request, association, year, form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        except StaleCountError:
            # What stands now was read above, or has been saved since: read again, and keep what was typed.
            numbers = year_numbers(association, year, also=band_ids_sent(request.POST))
            form = edit_form(with_version(request.POST, numbers), numbers, is_own=page["is_own"])
            form.is_valid()
            conflict = conflict_of(form, numbers)
        else:
            tell(request, count, grid_of(form, numbers.bands, before=numbers.before))
            return redirect("overview:association-counts", pk=association.pk)
    saved = numbers.saved if conflict else None
    context = {
        **page,
        "year": year,
        "year_before": year - 1,
        "form": form,
        "numbers": numbers,
        "grid": grid_of(form, numbers.bands, before=numbers.before, saved=saved),
        "conflict": conflict,
    }
    return render(request, "overview/membercount_edit.html", context, status=409 if conflict else 200)


def edit_form(data: QueryDict | None, numbers: YearNumbers, *, is_own: bool) -> MemberCountEditForm:
    """The form over what is saved; a new count is proposed to come from whoever writes it."""
    return MemberCountEditForm(
        data,
        bands=numbers.bands,
        count=numbers.count,
        numbers=numbers.saved,
        source=CountSource.ASSOCIATION if is_own else CountSource.CONSULTANT,
    )


def save(request: HttpRequest, association: Association, year: int, form: MemberCountEditForm) -> MemberCount:
    """Saves what was typed. Raises `ValidationError`, `StaleCountError`."""
    typed = form.cleaned_data
    return save_counts(
        association=association,
        year=year,
        cells=form.numbers(),
        counting_rule=typed["counting_rule"],
        source=typed["source"],
        note=typed["note"],
        version=typed["version"],
        by=cast("User", request.user),  # signed in: the permission was checked
    )


def with_version(data: QueryDict, numbers: YearNumbers) -> QueryDict:
    """What was sent, now based on the version that stands: the next save is a choice made with both in view."""
    copy = data.copy()
    copy["version"] = str(numbers.count.version if numbers.count else 0)
    return copy


def tell(request: HttpRequest, count: MemberCount, grid: CountGrid) -> None:
    """Says what was saved, what is still missing, and which numbers are worth a second look."""
    text = f"Medlemstallene for {count.year} er gemt."
    if count.under_25 is not None:
        text += f" Under 25 år: {number(count.under_25)}. I alt: {number(count.total)}."
    elif grid.missing_under_25:
        text += f" Der mangler {plural(grid.missing_under_25, 'tal', 'tal')}, før summen under 25 år kan regnes ud."
    messages.success(request, text)
    unusual = [f"{cell.field.label.lower()} ({cell.before} → {cell.field.value()})" for cell in questions(grid)]
    if unusual:
        messages.warning(
            request, f"Tallene er meget anderledes end i {count.year - 1}: {', '.join(unusual)}. Er de rigtige?"
        )
