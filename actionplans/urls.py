"""Addresses of the plans' pages. Paths are Danish words, names English."""

from django.urls import URLPattern

app_name = "actionplans"
urlpatterns: list[URLPattern] = []
