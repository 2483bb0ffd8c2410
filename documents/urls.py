"""Addresses of this app's pages. Paths are Danish words, names English."""

from django.urls import URLPattern, path

from core.exports import downloads
from documents import views

club = "foreninger/<int:pk>/dokumenter/"
app_name = "documents"
urlpatterns: list[URLPattern] = [
    path(club, views.document_list, name="document-list"),
    *downloads(club, views.document_export, "document-export"),
    path(f"{club}nyt/", views.document_add, name="document-add"),
    path(f"{club}<int:document>/ret/", views.document_edit, name="document-edit"),
    path(f"{club}<int:document>/fjern/", views.document_remove, name="document-remove"),
    path(f"{club}<int:document>/hent/", views.document_download, name="document-download"),
]
