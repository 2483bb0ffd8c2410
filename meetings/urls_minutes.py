"""Addresses of the minutes and the tasks."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
