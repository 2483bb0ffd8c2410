"""Addresses of the pages that join apps. Paths are Danish words, names English."""

from django.urls import URLPattern, path

from core.exports import downloads
from overview import (
    views_administration,
    views_association,
    views_counts,
    views_due,
    views_employments,
    views_front,
    views_history,
    views_invitations,
    views_lights,
    views_list,
    views_programme,
    views_staff,
)

club = "foreninger/<int:pk>/"
staff_account = "administration/medarbejdere/<int:pk>/"
app_name = "overview"
urlpatterns: list[URLPattern] = [
    path("", views_front.front_page, name="front-page"),
    path("frister/", views_due.due_list, name="due-list"),
    *downloads("frister/", views_due.due_export, "due-export"),
    path("krav/", views_lights.requirement_list, name="requirement-list"),
    *downloads("krav/", views_lights.requirement_export, "requirement-export"),
    path("programmet/", views_programme.programme, name="programme"),
    path("programmet/<int:year>/", views_programme.programme_year, name="programme-year"),
    path("programmet/<int:year>/tilskud/", views_programme.grant_list, name="grant-list"),
    *downloads("programmet/<int:year>/tilskud/", views_programme.grant_export, "grant-export"),
    path("foreninger/", views_list.association_list, name="association-list"),
    *downloads("foreninger/", views_list.association_export, "association-export"),
    path("foreninger/e-mailadresser/", views_list.address_list, name="address-list"),
    path("foreninger/invitationer/", views_invitations.invitation_list, name="invitation-list"),
    *downloads("foreninger/invitationer/", views_invitations.invitation_list_export, "invitation-list-export"),
    path(club, views_association.association_detail, name="association-detail"),
    path(f"{club}personer/", views_association.association_people, name="association-people"),
    *downloads(f"{club}personer/", views_association.association_people_export, "association-people-export"),
    path(f"{club}partnerskab/", views_association.association_partnership, name="association-partnership"),
    *downloads(f"{club}partnerskab/", views_association.association_grants_export, "association-grants-export"),
    path(f"{club}medlemstal/", views_counts.association_counts, name="association-counts"),
    *downloads(f"{club}medlemstal/", views_counts.association_counts_export, "association-counts-export"),
    path(f"{club}medlemstal/<int:year>/", views_counts.membercount_edit, name="membercount-edit"),
    path(f"{club}historik/", views_history.association_history, name="association-history"),
    *downloads(f"{club}historik/", views_history.association_history_export, "association-history-export"),
    path("foreninger/ansaettelser/", views_employments.employment_list, name="employment-list"),
    *downloads("foreninger/ansaettelser/", views_employments.employment_export, "employment-export"),
    path("foreninger/ansaettelser/udskiftning/", views_employments.turnover, name="turnover"),
    *downloads("foreninger/ansaettelser/udskiftning/", views_employments.turnover_export, "turnover-export"),
    path("administration/", views_administration.administration, name="administration"),
    path("administration/medarbejdere/ny/", views_staff.staff_create, name="staff-create"),
    path(staff_account, views_staff.staff_edit, name="staff-edit"),
    path(f"{staff_account}inviter/", views_staff.staff_invite, name="staff-invite"),
    path(f"{staff_account}send-igen/", views_staff.staff_resend, name="staff-resend"),
    path(f"{staff_account}traek-tilbage/", views_staff.staff_revoke, name="staff-revoke"),
    path(f"{staff_account}luk/", views_staff.staff_close, name="staff-close"),
    path(f"{staff_account}aabn/", views_staff.staff_open, name="staff-open"),
    *downloads("administration/programaar/", views_administration.programme_years_export, "programme-years-export"),
    *downloads("administration/medarbejdere/", views_administration.staff_export, "staff-export"),
]
