"""Addresses of Rapporter."""

from django.urls import path

from core.exports import downloads
from reporting import views_dossier, views_exports, views_reports, views_runs

app_name = "reporting"
urlpatterns = [
    path("rapporter/", views_runs.run_list, name="run-list"),
    *downloads("rapporter/", views_exports.run_list_export, "run-list-export"),
    path("rapporter/start/", views_runs.run_start, name="run-start"),
    path("rapporter/koersler/<int:pk>/", views_runs.run_detail, name="run-detail"),
    *downloads("rapporter/koersler/<int:pk>/", views_exports.run_export, "run-export"),
    path("rapporter/koersler/<int:pk>/zip/", views_runs.run_zip, name="run-zip"),
    path("rapporter/opgaver/<int:pk>/igen/", views_runs.job_retry, name="job-retry"),
    path("rapporter/fil/<int:pk>/", views_reports.report_download, name="report-download"),
    path("rapporter/vis/forening/<int:pk>/<int:year>/", views_reports.report_preview, name="report-preview"),
    path("rapporter/vis/program/<int:year>/", views_reports.programme_preview, name="programme-preview"),
    path("foreninger/<int:pk>/overblik/", views_dossier.dossier_preview, name="dossier-preview"),
    path("foreninger/<int:pk>/overblik.pdf", views_dossier.dossier_download, name="dossier-download"),
    path("foreninger/<int:pk>/rapporter/", views_reports.association_reports, name="association-reports"),
]
