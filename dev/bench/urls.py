"""The site's addresses and Django's admin beside them, as the benchmark's yardstick: never in production."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import path

from associations.models import Association
from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as site_urlpatterns

PER_PAGE = 50


class YardstickSite(admin.AdminSite):
    """An admin for whoever is signed in: our users have none of the fields that Django's own check asks for."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the user is signed in."""
        return bool(request.user.is_authenticated)


class AssociationYardstick(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """The associations in the admin's own manner: only columns of their own table, and filters like ours."""

    list_display = ("name", "cvr", "district", "citywide", "address", "email", "phone", "get2sport_start")
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


yardstick = YardstickSite(name="admin")
yardstick.register(Association, AssociationYardstick)
urlpatterns = [path("admin/", yardstick.urls), *site_urlpatterns]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
