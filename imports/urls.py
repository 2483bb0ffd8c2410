"""Addresses of Indlæsning."""

from django.urls import path

from imports import views

app_name = "imports"
urlpatterns = [
    path("indlaesning/", views.import_list, name="import-list"),
    path("indlaesning/skabelon.xlsx", views.import_template, name="import-template"),
    path("indlaesning/<int:pk>/", views.import_detail, name="import-detail"),
    path("indlaesning/<int:pk>/gem/", views.import_confirm, name="import-confirm"),
]
