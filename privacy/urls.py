"""Addresses of this app's pages. Paths are Danish words, names English."""

from django.urls import URLPattern, path

from core.exports import downloads
from privacy import views_own, views_people, views_reads, views_retention

people = "administration/persondata/"
staff = "administration/medarbejdere/<int:pk>/persondata/"
app_name = "privacy"
urlpatterns: list[URLPattern] = [
    path("mine-oplysninger/alt/", views_own.own_data, name="own-data"),
    path("mine-oplysninger/alt/hent/", views_own.own_data_download, name="own-data-download"),
    path(people, views_people.person_search, name="person-search"),
    path(f"{people}<int:pk>/", views_people.person_data, name="person-data"),
    path(f"{people}<int:pk>/hent/", views_people.person_data_download, name="person-data-download"),
    path(f"{people}<int:pk>/slet/", views_people.person_erase, name="person-erase"),
    path(staff, views_people.staff_data, name="staff-data"),
    path(f"{staff}hent/", views_people.staff_data_download, name="staff-data-download"),
    path(f"{staff}slet/", views_people.staff_erase, name="staff-erase"),
    path("administration/laesninger/", views_reads.read_list, name="read-list"),
    *downloads("administration/laesninger/", views_reads.read_list_export, "read-list-export"),
    path("administration/opbevaring/", views_retention.retention_list, name="retention-list"),
    path("administration/opbevaring/led/", views_retention.retention_find, name="retention-find"),
    path("administration/opbevaring/<slug:key>/", views_retention.retention_carry_out, name="retention-carry-out"),
]
