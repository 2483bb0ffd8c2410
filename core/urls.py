"""Addresses without a domain noun: the health of the installation, the footer's pages and the gallery."""

from django.urls import path

from core import health, views_gallery, views_pages

app_name = "core"
urlpatterns = [
    path("health/", health.health, name="health"),
    path("health/ready/", health.health_ready, name="health-ready"),
    path("was", views_pages.accessibility_statement, name="accessibility-statement"),
    path("privatliv", views_pages.privacy, name="privacy"),
    path("komponenter/", views_gallery.gallery, name="gallery"),
]
