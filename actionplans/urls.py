"""Addresses of the plans' pages. Paths are Danish words, names English."""

from django.urls import URLPattern, path

from actionplans import views_lists, views_plans, views_progress, views_sparring, views_writing
from core.exports import downloads

revision = "handleplaner/<int:pk>/"
app_name = "actionplans"
urlpatterns: list[URLPattern] = [
    path("handleplaner/", views_lists.plan_overview, name="plan-overview"),
    *downloads("handleplaner/", views_lists.plan_export, "plan-export"),
    *downloads("handleplaner/maal/", views_lists.goal_export, "goal-export"),
    path("handleplaner/indsatsomraader/", views_lists.area_overview, name="area-overview"),
    path("foreninger/<int:pk>/handleplan/", views_plans.association_plans, name="association-plans"),
    path("foreninger/<int:pk>/handleplan/ny/", views_plans.plan_start, name="plan-start"),
    path("handleplaner/plan/<int:pk>/ny-revision/", views_plans.revision_start, name="revision-start"),
    path(revision, views_plans.revision_detail, name="revision-detail"),
    path(f"{revision}gennemse/", views_plans.revision_review, name="revision-review"),
    path(f"{revision}skridt/<slug:name>/", views_plans.revision_transition, name="revision-transition"),
    path(f"{revision}samtaler/", views_sparring.thread_list, name="thread-list"),
    path(f"{revision}samtaler/<int:thread>/svar/", views_sparring.thread_answer, name="thread-answer"),
    path(f"{revision}samtaler/<int:thread>/afslut/", views_sparring.thread_settle, name="thread-settle"),
    path(f"{revision}samtaler/<int:thread>/aabn/", views_sparring.thread_reopen, name="thread-reopen"),
    path(f"{revision}sammenlign/", views_sparring.revision_compare, name="revision-compare"),
    path(f"{revision}maal/", views_progress.goal_list, name="goal-list"),
    path(f"{revision}maal/<int:line>/", views_progress.goal_progress, name="goal-progress"),
    path(f"{revision}bilag.pdf", views_progress.revision_annex, name="revision-annex"),
    path(f"{revision}indledning/", views_writing.revision_texts_edit, name="revision-texts-edit"),
    path(f"{revision}omraade/<slug:key>/", views_writing.area_edit, name="area-edit"),
]
