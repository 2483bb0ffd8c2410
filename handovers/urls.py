"""Addresses of this app's pages. Paths are Danish words, names English."""

from django.urls import URLPattern, path

from core.exports import downloads
from handovers import views_association, views_items, views_programme, views_standard

club = "foreninger/<int:pk>/overlevering/"
one = f"{club}<int:number>/"
item = f"{one}punkt/<int:item>/"
standard = "overleveringer/standard/"
app_name = "handovers"
urlpatterns: list[URLPattern] = [
    path("overleveringer/", views_programme.handover_list, name="handover-list"),
    *downloads("overleveringer/", views_programme.handover_list_export, "handover-list-export"),
    path(standard, views_standard.standard_list, name="standard-list"),
    *downloads(standard, views_standard.standard_list_export, "standard-list-export"),
    path(f"{standard}nyt/", views_standard.standard_add, name="standard-add"),
    path(f"{standard}<int:pk>/", views_standard.standard_edit, name="standard-edit"),
    path(f"{standard}<int:pk>/flyt/", views_standard.standard_move, name="standard-move"),
    path(f"{standard}<int:pk>/brug/", views_standard.standard_use, name="standard-use"),
    path(club, views_association.association_handovers, name="association-handovers"),
    *downloads(club, views_association.association_handovers_export, "association-handovers-export"),
    path(one, views_association.handover_detail, name="handover-detail"),
    path(f"{one}ansvarlig/", views_association.handover_owner, name="handover-owner"),
    path(f"{one}afslut/", views_association.handover_close, name="handover-close"),
    path(f"{one}genaabn/", views_association.handover_reopen, name="handover-reopen"),
    path(f"{one}aflys/", views_association.handover_cancel, name="handover-cancel"),
    path(f"{one}punkt/", views_items.item_add, name="item-add"),
    path(item, views_items.item_edit, name="item-edit"),
    path(f"{item}kryds/", views_items.item_tick, name="item-tick"),
    path(f"{item}flyt/", views_items.item_move, name="item-move"),
    path(f"{item}fil/", views_items.item_attach, name="item-attach"),
    path(f"{item}fil/<int:file>/fjern/", views_items.item_detach, name="item-detach"),
    path(f"{item}fjern/", views_items.item_remove, name="item-remove"),
]
