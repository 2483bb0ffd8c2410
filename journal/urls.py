"""Addresses of this app's pages. Paths are Danish words, names English."""

from django.urls import URLPattern, path

from core.exports import downloads
from journal import views

club = "foreninger/<int:pk>/journal/"
app_name = "journal"
urlpatterns: list[URLPattern] = [
    path(club, views.entry_list, name="entry-list"),
    *downloads(club, views.entry_export, "entry-export"),
    path(f"{club}nyt/", views.entry_add, name="entry-add"),
    path(f"{club}<int:entry>/ret/", views.entry_edit, name="entry-edit"),
    path(f"{club}<int:entry>/fulgt-op/", views.entry_follow_up, name="entry-follow-up"),
    path(f"{club}<int:entry>/slet/", views.entry_remove, name="entry-remove"),
]
