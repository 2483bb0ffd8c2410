"""Addresses of this app's pages. Paths are Danish words, names English."""

from django.urls import URLPattern, path

from core.exports import downloads
from partnerships import views_contacts, views_declarations

club = "foreninger/<int:pk>/"
declarations = "foreninger/<int:pk>/boerneattester/"
persons = "kontaktpersoner/"
app_name = "partnerships"
urlpatterns: list[URLPattern] = [
    path(declarations, views_declarations.declaration_list, name="declaration-list"),
    *downloads(declarations, views_declarations.declaration_export, "declaration-export"),
    path(f"{declarations}<int:year>/", views_declarations.declaration_create, name="declaration-create"),
    path(f"{declarations}<int:year>/fortryd/", views_declarations.declaration_undo, name="declaration-undo"),
    path(persons, views_contacts.contact_transfers, name="contact-transfers"),
    *downloads(persons, views_contacts.contact_transfers_export, "contact-transfers-export"),
    path(f"{persons}<int:pk>/overdrag/", views_contacts.contacttransfer_add, name="contacttransfer-add"),
    path(f"{persons}overdragelser/<int:pk>/", views_contacts.contacttransfer_detail, name="contacttransfer-detail"),
    path(
        f"{persons}overdragelser/<int:pk>/tilbage/",
        views_contacts.contacttransfer_return,
        name="contacttransfer-return",
    ),
    path(f"{club}kontaktperson/", views_contacts.contactperson_assign, name="contactperson-assign"),
]
