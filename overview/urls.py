"""Addresses of the pages that join apps. Paths are Danish words, names English."""

from django.urls import URLPattern, path

from core.exports import downloads
from overview import (
    views_administration,
    views_association,
    views_counts,
    views_due,
    views_front,
    views_history,
    views_lights,
    views_list,
)

club = "foreninger/<int:pk>/"
app_name = "overview"
urlpatterns: list[URLPattern] = [
    path("", views_front.front_page, name="front-page"),
    path("frister/", views_due.due_list, name="due-list"),
    *downloads("frister/", views_due.due_export, "due-export"),
    path("krav/", views_lights.requirement_list, name="requirement-list"),
    *downloads("krav/", views_lights.requirement_export, "requirement-export"),
    path("foreninger/", views_list.association_list, name="association-list"),
    *downloads("foreninger/", views_list.association_export, "association-export"),
    path(club, views_association.association_detail, name="association-detail"),
    path(f"{club}personer/", views_association.association_people, name="association-people"),
    *downloads(f"{club}personer/", views_association.association_people_export, "association-people-export"),
    path(f"{club}partnerskab/", views_association.association_partnership, name="association-partnership"),
    *downloads(f"{club}partnerskab/", views_association.association_grants_export, "association-grants-export"),
    path(f"{club}medlemstal/", views_counts.association_counts, name="association-counts"),
    *downloads(f"{club}medlemstal/", views_counts.association_counts_export, "association-counts-export"),
    path(f"{club}medlemstal/<int:year>/", views_counts.membercount_edit, name="membercount-edit"),
    path(f"{club}historik/", views_history.association_history, name="association-history"),
    *downloads(f"{club}historik/", views_history.association_history_export, "association-history-export"),
    path("administration/", views_administration.administration, name="administration"),
    *downloads("administration/programaar/", views_administration.programme_years_export, "programme-years-export"),
    *downloads("administration/medarbejdere/", views_administration.staff_export, "staff-export"),
]
