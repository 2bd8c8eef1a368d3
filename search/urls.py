"""The addresses of a search, its pages, calendar and feed, and of a reader's own list."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from search.calendar.views import search_calendar, search_feed
from search.embed.names import found_names
from search.embed.views import embed, embed_builder
from search.my_list.views import my_list, my_list_events, my_list_table
from search.site_pages.views import search_pages

from . import views

urlpatterns = [
    path(_("search/"), views.search, name="search"),
    path(_("search/pages/"), search_pages, name="search_pages"),
    path(_("calendar/"), search_calendar, name="calendar"),
    path(_("embed/"), embed_builder, name="embed_builder"),
    path(_("embed/view/"), embed, name="embed"),
    path(_("embed/names/"), found_names, name="found_names"),
    path(_("search.ics"), search_feed, name="search_feed"),
    path(_("my-list/"), my_list, name="my_list"),
    path(_("my-list.csv"), my_list_table, name="my_list_table"),
    path(_("my-list.ics"), my_list_events, name="my_list_events"),
]
