"""Addresses of this app's pages. Paths are Danish words, names English."""

from django.urls import URLPattern, path

from core.exports import downloads
from enquiries import views, views_lists, views_staff

club = "foreninger/<int:pk>/henvendelser/"
one = f"{club}<int:enquiry>/"
app_name = "enquiries"
urlpatterns: list[URLPattern] = [
    path("henvendelser/", views_lists.enquiry_overview, name="enquiry-overview"),
    *downloads("henvendelser/", views_lists.enquiry_export, "enquiry-export"),
    path("henvendelser/svartider/", views_lists.response_times, name="response-times"),
    *downloads("henvendelser/svartider/", views_lists.response_times_export, "response-times-export"),
    path(club, views_lists.association_enquiries, name="association-enquiries"),
    *downloads(club, views_lists.association_export, "association-export"),
    path(f"{club}ny/", views.enquiry_ask, name="enquiry-ask"),
    path(one, views.enquiry_detail, name="enquiry-detail"),
    path(f"{one}luk/", views.enquiry_close, name="enquiry-close"),
    path(f"{one}filer/<int:file>/", views.file_download, name="file-download"),
    path(f"{one}tag/", views_staff.enquiry_take, name="enquiry-take"),
    path(f"{one}giv-videre/", views_staff.enquiry_pass_on, name="enquiry-pass-on"),
    path(f"{one}send-videre/", views_staff.enquiry_refer, name="enquiry-refer"),
    path(f"{one}notat/", views_staff.note_add, name="note-add"),
]
