"""Addresses of this app's pages. Paths are Danish words, names English."""

from django.urls import URLPattern, path

from core.exports import downloads
from partnerships import urls_funding, views_contacts, views_declarations
from partnerships import views_agreements as agreements
from partnerships import views_grants as grants
from partnerships import views_lists as lists

club = "foreninger/<int:pk>/"
declarations = "foreninger/<int:pk>/boerneattester/"
persons = "foreninger/kontaktpersoner/"
one = "partnerskaber/<int:pk>/"
grant = "partnerskaber/tilskud/<int:pk>/"
instalment = "partnerskaber/rater/<int:pk>/"
app_name = "partnerships"
urlpatterns: list[URLPattern] = [
    *urls_funding.patterns,
    path("partnerskaber/", lists.partnership_list, name="partnership-list"),
    *downloads("partnerskaber/", lists.partnership_list_export, "partnership-list-export"),
    path("partnerskaber/nyt/", agreements.partnership_create, name="partnership-create"),
    path(f"{one}forlaeng/", agreements.partnership_extend, name="partnership-extend"),
    path(f"{one}afslut/", agreements.partnership_end, name="partnership-end"),
    path(f"{one}forening/", agreements.partnership_share, name="partnership-share"),
    path(f"{one}ret-datoer/", agreements.partnership_correct, name="partnership-correct"),
    path("partnerskaber/deltagelser/<int:pk>/afslut/", agreements.participation_end, name="participation-end"),
    path("partnerskaber/regnskaber/", lists.account_list, name="account-list"),
    *downloads("partnerskaber/regnskaber/", lists.account_list_export, "account-list-export"),
    path(grant, grants.grant_detail, name="grant-detail"),
    path(f"{grant}beloeb/", grants.grant_amount, name="grant-amount"),
    path(f"{grant}regnskab/", grants.account_edit, name="account-edit"),
    path(f"{grant}rater/forslag/", grants.instalments_propose, name="instalments-propose"),
    path(f"{grant}rater/ny/", grants.instalments_add, name="instalments-add"),
    path(instalment, grants.instalment_edit, name="instalment-edit"),
    path(f"{instalment}fjern/", grants.instalment_remove, name="instalment-remove"),
    path(f"{instalment}betalt/", grants.instalment_pay, name="instalment-pay"),
    path(f"{instalment}foer-tilbage/", grants.instalment_reverse, name="instalment-reverse"),
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
    path(f"{club}partnerskab/kontaktperson/", views_contacts.contactperson_assign, name="contactperson-assign"),
]
