"""Addresses of this app's pages. Paths are Danish words, names English."""

from django.urls import URLPattern, path

from associations import views_access, views_own_details

club = "foreninger/<int:pk>/"
invitation = f"{club}personer/<int:person_pk>/invitation/"
app_name = "associations"
urlpatterns: list[URLPattern] = [
    path(f"{club}personer/inviter/", views_access.people_invite, name="people-invite"),
    path(invitation, views_access.person_invite, name="person-invite"),
    path(f"{invitation}send-igen/", views_access.person_resend, name="person-resend"),
    path(f"{invitation}traek-tilbage/", views_access.person_revoke, name="person-revoke"),
    path("mine-oplysninger/", views_own_details.own_details, name="own-details"),
    path("mine-oplysninger/e-mail/", views_own_details.email_change, name="email-change"),
    path("mine-oplysninger/e-mail/fortryd/", views_own_details.email_change_cancel, name="email-change-cancel"),
    path("mine-oplysninger/e-mail/<str:token>/", views_own_details.email_change_confirm, name="email-change-confirm"),
]
