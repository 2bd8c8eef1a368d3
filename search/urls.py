"""The addresses of a search: its page, its calendar and its feed."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from search.calendar.views import search_calendar, search_feed

from . import views

urlpatterns = [
    path(_("search/"), views.search, name="search"),
    path(_("calendar/"), search_calendar, name="calendar"),
    path(_("search.ics"), search_feed, name="search_feed"),
]
