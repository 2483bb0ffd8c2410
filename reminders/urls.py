"""Addresses of this app's pages. Paths are Danish words, names English."""

from django.urls import path

from core.exports import downloads
from reminders import views_ledger, views_own, views_wheel

app_name = "reminders"
urlpatterns = [
    path("paamindelser/", views_ledger.reminder_list, name="reminder-list"),
    *downloads("paamindelser/", views_ledger.reminder_export, "reminder-export"),
    path("paamindelser/kommende/", views_ledger.upcoming_list, name="upcoming-list"),
    *downloads("paamindelser/kommende/", views_ledger.upcoming_export, "upcoming-export"),
    path("paamindelser/<int:pk>/proev-igen/", views_ledger.reminder_retry, name="reminder-retry"),
    path("paamindelser/samling/<int:pk>/proev-igen/", views_ledger.digest_retry, name="digest-retry"),
    path("paamindelser/afmeld/<str:token>/", views_own.unsubscribe, name="unsubscribe"),
    path("mine-paamindelser/", views_own.own_reminders, name="own-reminders"),
    path("aarshjul/", views_wheel.programme_wheel, name="programme-wheel"),
    *downloads("aarshjul/", views_wheel.programme_wheel_export, "programme-wheel-export"),
    path("foreninger/<int:pk>/aarshjul/", views_wheel.association_wheel, name="association-wheel"),
    *downloads("foreninger/<int:pk>/aarshjul/", views_wheel.association_wheel_export, "association-wheel-export"),
]
