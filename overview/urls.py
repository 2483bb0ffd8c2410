"""Addresses of the pages that join apps. Paths are Danish words, names English."""

from django.urls import URLPattern, path

from overview import views_administration, views_association, views_counts, views_front, views_history, views_list

app_name = "overview"
urlpatterns: list[URLPattern] = [
    path("", views_front.front_page, name="front-page"),
    path("foreninger/", views_list.association_list, name="association-list"),
    path("foreninger/eksport.xlsx", views_list.association_export, {"extension": "xlsx"}, name="association-export"),
    path("foreninger/eksport.csv", views_list.association_export, {"extension": "csv"}, name="association-export"),
    path("foreninger/<int:pk>/", views_association.association_detail, name="association-detail"),
    path("foreninger/<int:pk>/personer/", views_association.association_people, name="association-people"),
    path("foreninger/<int:pk>/partnerskab/", views_association.association_partnership, name="association-partnership"),
    path("foreninger/<int:pk>/medlemstal/", views_counts.association_counts, name="association-counts"),
    path(
        "foreninger/<int:pk>/medlemstal/eksport.xlsx",
        views_counts.association_counts_export,
        {"extension": "xlsx"},
        name="association-counts-export",
    ),
    path(
        "foreninger/<int:pk>/medlemstal/eksport.csv",
        views_counts.association_counts_export,
        {"extension": "csv"},
        name="association-counts-export",
    ),
    path("foreninger/<int:pk>/medlemstal/<int:year>/", views_counts.membercount_edit, name="membercount-edit"),
    path("foreninger/<int:pk>/historik/", views_history.association_history, name="association-history"),
    path(
        "foreninger/<int:pk>/historik/eksport.xlsx",
        views_history.association_history_export,
        {"extension": "xlsx"},
        name="association-history-export",
    ),
    path(
        "foreninger/<int:pk>/historik/eksport.csv",
        views_history.association_history_export,
        {"extension": "csv"},
        name="association-history-export",
    ),
    path("administration/", views_administration.administration, name="administration"),
]
