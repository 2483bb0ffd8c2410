"""The pages of one association: Overblik, Personer and Partnerskab."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.enums import Permission
from accounts.permissions import has_permission
from associations.association_page import page_context, visible_association
from associations.models import Association
from associations.views_access import access_context
from core import clock
from core.exports import list_response
from overview.attention import notices
from overview.domain.association_partnership import association_partnerships
from overview.domain.association_people import association_people as people_of
from overview.domain.association_queries import association_overview, association_rows, contact_on, people_rows
from overview.member_charts import under_25_chart
from overview.post_attention import post_notices
from overview.record_exports import GRANT_COLUMNS, PERSON_COLUMNS, person_rows
from workflow.models import ReadEvent
from workflow.reads import log_read


@require_safe
def association_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Overblik: what needs attention first, then the facts, the people and the members."""
    day = clock.today()
    association = visible_association(request, pk, rows=association_rows(request.user, day))
    page = page_context(request, association)
    overview = association_overview(association, day)
    log_read(request.user, "Overblik", associations=[association], people=overview.person_ids)
    context = {
        **page,
        "day": day,
        "overview": overview,
        "contact": overview.contact,
        "notices": [
            *notices(
                overview.attention,
                association=association,
                day=day,
                is_own=page["is_own"],
                may_edit_counts=page["may_edit_counts"],
                may_edit_employments=has_permission(request.user, Permission.EDIT_EMPLOYMENTS, association),
            ),
            *post_notices(overview.post_notices, is_own=page["is_own"]),
        ],
        "chart": under_25_chart(overview.counts),
        "address": address_text(association),
        "website_is_link": association.website.startswith(("https://", "http://")),
    }
    return render(request, "overview/association_detail.html", context)


@require_safe
def association_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Personer: employments with the vacancies between them, the board today and before."""
    day = clock.today()
    association = visible_association(request, pk, rows=people_rows(request.user, day))
    required = association.required_hours  # type: ignore[attr-defined]  # annotated by people_rows
    people = people_of(association, day, required_hours=required)
    log_read(request.user, "Personer", associations=[association], people=people.person_ids)
    page = page_context(request, association)
    may_edit = has_permission(request.user, Permission.EDIT_EMPLOYMENTS, association)
    context = {
        **page,
        **access_context(request, association, day),
        "day": day,
        "people": people,
        "contact": contact_on(association, day),
        "may_edit_employments": may_edit,
        "may_edit_board": has_permission(request.user, Permission.EDIT_BOARD, association),
        "notices": [
            *notices(
                people.attention,
                association=association,
                day=day,
                is_own=page["is_own"],
                may_edit_counts=False,
                may_edit_employments=may_edit,
            ),
            *post_notices(people.post_notices, is_own=page["is_own"]),
        ],
    }
    return render(request, "overview/association_people.html", context)


@require_safe
def association_people_export(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """The rows of Personer as `xlsx` or `csv`."""
    association = visible_association(request, pk)
    people = people_of(association, clock.today())
    log_read(request.user, "Personer", associations=[association], people=people.person_ids, kind=ReadEvent.Kind.EXPORT)
    rows = person_rows(people)
    name = f"personer {association.name}"
    return list_response(extension, name=name, title="Personer", columns=PERSON_COLUMNS, rows=rows)


@require_safe
def association_partnership(request: HttpRequest, pk: int) -> HttpResponse:
    """Partnerskab: the agreements with their extensions and grants, and the contact persons."""
    day = clock.today()
    association = visible_association(request, pk)
    partnerships = association_partnerships(association, day)
    context = {
        **page_context(request, association),
        "day": day,
        "partnerships": partnerships,
        "may_edit_partnerships": has_permission(request.user, Permission.EDIT_PARTNERSHIPS, association),
        "contact": partnerships.contact_on(day),
        "may_change_contact": has_permission(request.user, Permission.TRANSFER_CONTACTS, association),
    }
    return render(request, "overview/association_partnership.html", context)


@require_safe
def association_grants_export(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """The grants of Partnerskab as `xlsx` or `csv`, partnership by partnership."""
    association = visible_association(request, pk)
    cards = association_partnerships(association, clock.today()).cards
    grants = [grant for card in cards for grant in card.grants]
    name = f"tilskud {association.name}"
    return list_response(extension, name=name, title="Tilskud", columns=GRANT_COLUMNS, rows=grants)


def address_text(association: Association) -> str:
    """`Skolevej 3, 2200 København N`, as much of it as is known."""
    town = f"{association.postal_code} {association.city}".strip()
    return ", ".join(part for part in (association.address, town) if part)
