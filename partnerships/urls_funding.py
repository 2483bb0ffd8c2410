"""Addresses of the pages about programme years and their money."""

from django.urls import URLPattern, path

from core.exports import downloads
from partnerships import views_funding as funding
from partnerships import views_years as years

lines = "administration/bevillinger/"
line = f"{lines}<int:pk>/"
year = "administration/programaar/<int:year>/"
patterns: list[URLPattern] = [
    path(lines, funding.fundingline_list, name="fundingline-list"),
    *downloads(lines, funding.fundingline_export, "fundingline-export"),
    path(f"{lines}ny/", funding.fundingline_create, name="fundingline-create"),
    path(line, funding.fundingline_detail, name="fundingline-detail"),
    path(f"{line}ret/", funding.fundingline_edit, name="fundingline-edit"),
    path(f"{line}slet/", funding.fundingline_delete, name="fundingline-delete"),
    path(f"{line}bekraeft/", funding.fundingline_confirm, name="fundingline-confirm"),
    path(f"{line}fortryd-bekraeftelse/", funding.fundingline_unconfirm, name="fundingline-unconfirm"),
    path(f"{line}aar/<int:year>/", funding.fundingamount_edit, name="fundingamount-edit"),
    path(f"{line}aar/<int:year>/fjern/", funding.fundingamount_delete, name="fundingamount-delete"),
    path(year, years.programmeyear_detail, name="programmeyear-detail"),
    path(f"{year}ret/", years.programmeyear_edit, name="programmeyear-edit"),
    path(f"{year}aabn/", years.programmeyear_open, name="programmeyear-open"),
    path(f"{year}reserveret/", years.reservedpost_create, name="reservedpost-create"),
    path("administration/reserveret/<int:pk>/", years.reservedpost_edit, name="reservedpost-edit"),
    path("administration/reserveret/<int:pk>/frigiv/", years.reservedpost_release, name="reservedpost-release"),
    path("partnerskaber/tilskud/<int:pk>/bevilling/", years.grant_move, name="grant-move"),
]
