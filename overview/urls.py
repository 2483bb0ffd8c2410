"""Addresses of the pages that join apps. Paths are Danish words, names English."""

from django.urls import URLPattern, path

from overview import views_front, views_list

app_name = "overview"
urlpatterns: list[URLPattern] = [
    path("", views_front.front_page, name="front-page"),
    path("foreninger/", views_list.association_list, name="association-list"),
]
