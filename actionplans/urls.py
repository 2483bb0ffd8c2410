"""Addresses of the plans' pages. Paths are Danish words, names English."""

from django.urls import URLPattern, path

from actionplans import views_plans, views_writing

revision = "handleplaner/<int:pk>/"
app_name = "actionplans"
urlpatterns: list[URLPattern] = [
    path("foreninger/<int:pk>/handleplan/", views_plans.association_plans, name="association-plans"),
    path("foreninger/<int:pk>/handleplan/ny/", views_plans.plan_start, name="plan-start"),
    path("handleplaner/plan/<int:pk>/ny-revision/", views_plans.revision_start, name="revision-start"),
    path(revision, views_plans.revision_detail, name="revision-detail"),
    path(f"{revision}gennemse/", views_plans.revision_review, name="revision-review"),
    path(f"{revision}skridt/<slug:name>/", views_plans.revision_transition, name="revision-transition"),
    path(f"{revision}indledning/", views_writing.revision_texts_edit, name="revision-texts-edit"),
    path(f"{revision}omraade/<slug:key>/", views_writing.area_edit, name="area-edit"),
]
