"""The site's addresses and Django's admin beside them, as the benchmark's yardstick: never in production."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path

from associations.models import Association
from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as site_urlpatterns
from core import clock
from overview.domain.list_queries import list_rows
from overview.domain.list_rows import Row, change_of, cohort_label, place_of, warnings_of

PER_PAGE = 50


class YardstickSite(admin.AdminSite):
    """An admin for whoever is signed in: our users have none of the fields that Django's own check asks for."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the user is signed in."""
        return bool(request.user.is_authenticated)


class AssociationYardstick(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """The associations in the admin's own manner: only columns of their own table, and filters like ours."""

    list_display: tuple[str, ...] = (
        "name",
        "cvr",
        "district",
        "citywide",
        "address",
        "email",
        "phone",
        "get2sport_start",
    )
    list_filter = ("district", "citywide", "activities")
    list_select_related = ("district",)
    list_per_page = PER_PAGE
    search_fields = ("name", "cvr", "district__name")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Shown to everybody."""
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes here."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Readable by everybody; nothing can be changed here."""
        return True


class SameColumnsYardstick(AssociationYardstick):
    """The associations with the very columns and the very queryset of our list."""

    list_display = (
        "name", "cohort", "district_name", "contact_name", "resource_persons", "hours", "under_25", "change",
        "partnership_end", "warnings",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Association]:
        """The rows of our list."""
        return list_rows(request.user, clock.today())

    @admin.display(ordering="cohort_start")
    def cohort(self, row: Row) -> str:
        """As on our list."""
        return cohort_label(row.cohort_start)

    @admin.display(ordering="district__sort_key")
    def district_name(self, row: Row) -> str:
        """As on our list."""
        return place_of(row)

    @admin.display(ordering="contact_key")
    def contact_name(self, row: Row) -> str:
        """As on our list."""
        return str(row.contact_name)

    @admin.display
    def resource_persons(self, row: Row) -> str:
        """As on our list."""
        return str(row.resource_persons)

    @admin.display(ordering="hours")
    def hours(self, row: Row) -> Any:
        """As on our list."""
        return row.hours

    @admin.display(ordering="under_25")
    def under_25(self, row: Row) -> Any:
        """As on our list."""
        return row.under_25

    @admin.display
    def change(self, row: Row) -> Any:
        """As on our list."""
        return change_of(row)

    @admin.display(ordering="partnership_end")
    def partnership_end(self, row: Row) -> Any:
        """As on our list."""
        return row.partnership_end

    @admin.display
    def warnings(self, row: Row) -> str:
        """As on our list."""
        return ", ".join(kind.label for kind in warnings_of(row))


yardstick = YardstickSite(name="admin")
yardstick.register(Association, AssociationYardstick)
same_columns = YardstickSite(name="same_columns")
same_columns.register(Association, SameColumnsYardstick)
urlpatterns = [path("admin/", yardstick.urls), path("admin-same/", same_columns.urls), *site_urlpatterns]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
