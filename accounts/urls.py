"""The sign-in pages we use of allauth's, under its own names so that it finds them; nothing else of it is reachable.

Ours are named alike, so that `SignInAwayMiddleware` knows them.
"""

from allauth.account import views as allauth_views
from django.urls import path, re_path

from accounts import views

urlpatterns = [
    path("log-ind/", views.SignInView.as_view(), name="account_login"),
    path("log-af/", allauth_views.logout, name="account_logout"),
    path("lukket/", views.InactiveView.as_view(), name="account_inactive"),
    path("opret/", views.SignUpView.as_view(), name="account_signup"),
    path("adgangskode/", allauth_views.password_change, name="account_change_password"),
    path("glemt/", views.PasswordForgottenView.as_view(), name="account_reset_password"),
    path("glemt/sendt/", views.PasswordLinkSentView.as_view(), name="account_reset_password_done"),
    re_path(
        r"^glemt/ny/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.PasswordChooseView.as_view(),
        name="account_reset_password_from_key",
    ),
    path("invitation/<str:token>/", views.invitation_accept, name="account_invitation"),
    path("glemt/gemt/", views.PasswordChosenView.as_view(), name="account_reset_password_from_key_done"),
]
