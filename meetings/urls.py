"""Addresses of this app's pages. Paths are Danish words, names English."""

from django.urls import URLPattern, path

from meetings import urls_minutes, views_meetings

meeting = "moeder/<int:pk>/"
app_name = "meetings"
urlpatterns: list[URLPattern] = [
    path("moeder/", views_meetings.meeting_list, name="meeting-list"),
    path("foreninger/<int:pk>/moeder/", views_meetings.association_meetings, name="association-meetings"),
    path(meeting, views_meetings.meeting_detail, name="meeting-detail"),
    path(f"{meeting}skridt/<slug:name>/", views_meetings.meeting_transition, name="meeting-transition"),
    *urls_minutes.patterns,
]
