"""Addresses of this app's pages. Paths are Danish words, names English."""

from django.urls import URLPattern, path

from collaborations import views_association, views_chain, views_directory, views_lists
from core.exports import downloads

club = "foreninger/<int:pk>/samarbejder/"
one = f"{club}<int:collaboration>/"
part = f"{club}indsatser/<int:participation>/"
partners = "samarbejdspartnere/"
guide = "vejviser/"
unit = f"{guide}enheder/<int:pk>/"
app_name = "collaborations"
urlpatterns: list[URLPattern] = [
    path(club, views_association.association_collaborations, name="association-collaborations"),
    *downloads(club, views_association.association_export, "association-export"),
    path(f"{club}nyt/", views_association.collaboration_add, name="collaboration-add"),
    path(one, views_association.collaboration_edit, name="collaboration-edit"),
    path(f"{one}fjern/", views_association.collaboration_remove, name="collaboration-remove"),
    path(f"{club}indsatser/ny/", views_association.participation_add, name="participation-add"),
    path(part, views_association.participation_edit, name="participation-edit"),
    path(f"{part}fjern/", views_association.participation_remove, name="participation-remove"),
    path("samarbejder/", views_lists.collaboration_list, name="collaboration-list"),
    *downloads("samarbejder/", views_lists.collaboration_list_export, "collaboration-list-export"),
    path(partners, views_lists.partner_list, name="partner-list"),
    *downloads(partners, views_lists.partner_list_export, "partner-list-export"),
    path(f"{partners}<int:pk>/", views_lists.partner_detail, name="partner-detail"),
    path(f"{partners}<int:pk>/ret/", views_lists.partner_edit, name="partner-edit"),
    path(f"{partners}<int:pk>/saml/", views_lists.partner_merge, name="partner-merge"),
    path("foedekaeden/", views_chain.chain_page, name="chain"),
    path("foedekaeden/deltagelse/", views_chain.part_list, name="part-list"),
    *downloads("foedekaeden/deltagelse/", views_chain.part_list_export, "part-list-export"),
    path(guide, views_directory.directory, name="directory"),
    *downloads(guide, views_directory.directory_export, "directory-export"),
    path(f"{guide}enheder/ny/", views_directory.unit_add, name="unit-add"),
    path(unit, views_directory.unit_edit, name="unit-edit"),
    path(f"{unit}kontrolleret/", views_directory.unit_check, name="unit-check"),
    path(f"{unit}fjern/", views_directory.unit_remove, name="unit-remove"),
    path(f"{guide}forvaltninger/ny/", views_directory.administration_add, name="administration-add"),
    path(f"{guide}forvaltninger/<int:pk>/", views_directory.administration_edit, name="administration-edit"),
    path(f"{guide}indsatser/ny/", views_directory.initiative_add, name="initiative-add"),
    path(f"{guide}indsatser/<int:pk>/", views_directory.initiative_edit, name="initiative-edit"),
]
