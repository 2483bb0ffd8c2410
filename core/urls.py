"""Addresses without a domain noun: the health of the installation."""

from django.urls import path

from core import health

app_name = "core"
urlpatterns = [
    path("health/", health.health, name="health"),
    path("health/ready/", health.health_ready, name="health-ready"),
]
