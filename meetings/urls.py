"""Addresses of this app's pages. Paths are Danish words, names English."""

from django.urls import URLPattern

app_name = "meetings"
urlpatterns: list[URLPattern] = []
