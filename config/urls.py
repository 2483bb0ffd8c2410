"""All addresses of the site, from the highest layer down. Paths are Danish words, names English."""

from django.urls import include, path

urlpatterns = [
    path("", include("core.urls")),
    path("konto/", include("accounts.urls")),
    path("", include("associations.urls")),
    path("", include("documents.urls")),
    path("", include("journal.urls")),
    path("", include("handovers.urls")),
    path("", include("collaborations.urls")),
    path("", include("partnerships.urls")),
    path("", include("actionplans.urls")),
    path("", include("enquiries.urls")),
    path("", include("imports.urls")),
    path("", include("reporting.urls")),
    path("", include("privacy.urls")),
    path("", include("reminders.urls")),
    path("", include("overview.urls")),
]
handler400 = "core.views_errors.bad_request"
handler403 = "core.views_errors.permission_denied"
handler404 = "core.views_errors.page_not_found"
handler500 = "core.views_errors.server_error"
