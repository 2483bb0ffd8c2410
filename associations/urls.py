"""Addresses of this app's pages. Paths are Danish words, names English."""

from django.urls import URLPattern, path

from associations import (
    views_access,
    views_associations,
    views_board,
    views_employments,
    views_own_details,
    views_persons,
    views_sections,
)
from core.exports import downloads

club = "foreninger/<int:pk>/"
sections = f"{club}afdelinger/"
people = f"{club}personer/"
invitation = f"{people}<int:person_pk>/invitation/"
employment = f"{people}ansaettelser/<int:employment>/"
seat = f"{people}bestyrelse/<int:seat>/"
app_name = "associations"
urlpatterns: list[URLPattern] = [
    path(f"{people}ansaettelser/ny/", views_employments.employment_start, name="employment-start"),
    path(employment, views_employments.employment_detail, name="employment-detail"),
    path(f"{employment}ret/", views_employments.employment_edit, name="employment-edit"),
    path(f"{employment}timer/", views_employments.employment_hours, name="employment-hours"),
    path(f"{employment}slut/", views_employments.employment_end, name="employment-end"),
    path(f"{employment}slut/fortryd/", views_employments.employment_end_undo, name="employment-end-undo"),
    path(f"{employment}slet/", views_employments.employment_delete, name="employment-delete"),
    path(f"{people}primaer-kontakt/", views_employments.primary_contact, name="primary-contact"),
    path(f"{people}bestyrelse/ny/", views_board.boardmember_add, name="boardmember-add"),
    path(f"{seat}ret/", views_board.boardmember_edit, name="boardmember-edit"),
    path(f"{seat}slut/", views_board.boardmember_end, name="boardmember-end"),
    path(f"{seat}slet/", views_board.boardmember_delete, name="boardmember-delete"),
    path(f"{people}<int:person>/ret/", views_persons.person_edit, name="person-edit"),
    path(f"{club}personer/inviter/", views_access.people_invite, name="people-invite"),
    path(invitation, views_access.person_invite, name="person-invite"),
    path(f"{invitation}send-igen/", views_access.person_resend, name="person-resend"),
    path(f"{invitation}traek-tilbage/", views_access.person_revoke, name="person-revoke"),
    path("mine-oplysninger/", views_own_details.own_details, name="own-details"),
    path("mine-oplysninger/e-mail/", views_own_details.email_change, name="email-change"),
    path("mine-oplysninger/e-mail/fortryd/", views_own_details.email_change_cancel, name="email-change-cancel"),
    path("mine-oplysninger/e-mail/<str:token>/", views_own_details.email_change_confirm, name="email-change-confirm"),
    path("foreninger/ny/", views_associations.association_create, name="association-create"),
    path(f"{club}ret/", views_associations.association_edit, name="association-edit"),
    path(f"{club}luk/", views_associations.association_close, name="association-close"),
    path(f"{club}aabn/", views_associations.association_reopen, name="association-reopen"),
    path(sections, views_sections.section_list, name="section-list"),
    *downloads(sections, views_sections.section_export, "section-export"),
    path(f"{sections}ny/", views_sections.section_create, name="section-create"),
    path(f"{sections}<int:section_pk>/", views_sections.section_edit, name="section-edit"),
    path(f"{sections}<int:section_pk>/fjern/", views_sections.section_delete, name="section-delete"),
]
