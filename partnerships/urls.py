"""Addresses of this app's pages. Paths are Danish words, names English."""

from django.urls import URLPattern, path

from core.exports import downloads
from partnerships import views_declarations

declarations = "foreninger/<int:pk>/boerneattester/"
app_name = "partnerships"
urlpatterns: list[URLPattern] = [
    path(declarations, views_declarations.declaration_list, name="declaration-list"),
    *downloads(declarations, views_declarations.declaration_export, "declaration-export"),
    path(f"{declarations}<int:year>/", views_declarations.declaration_create, name="declaration-create"),
    path(f"{declarations}<int:year>/fortryd/", views_declarations.declaration_undo, name="declaration-undo"),
]
