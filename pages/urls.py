"""The addresses of pages that are no content of editors'."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pages.annual_cycle.views import cycle_calendar
from pages.evenings import registration_views as evenings
from pages.feeds import AtomNewsFeed, NewsFeed
from pages.grants import subscription_views
from pages.grants import views as grants
from pages.municipality_views import municipality
from pages.offline import views
from pages.usefulness.views import UsefulnessView

urlpatterns = [
    path("app.webmanifest", views.web_manifest, name="web_manifest"),
    path(_("municipality/<slug:code>/"), municipality, name="municipality"),
    path(_("was-this-of-use/<int:pk>/"), UsefulnessView.as_view(), name="usefulness"),
    path("offline/", views.offline, name="offline"),
    path("feeds/news.rss", NewsFeed(), name="news_rss"),
    path("feeds/news.atom", AtomNewsFeed(), name="news_atom"),
    path("feeds/news/<slug:municipality>.rss", NewsFeed(), name="municipality_news_rss"),
    path("feeds/news/<slug:municipality>.atom", AtomNewsFeed(), name="municipality_news_atom"),
    path(_("annual-cycle/calendar.ics"), cycle_calendar, name="cycle-calendar"),
    path(_("grants/calendar.ics"), grants.grants_calendar, name="grants-calendar"),
    path(_("grants/<slug:slug>/"), grants.GrantView.as_view(), name="grant"),
    path(_("grants/<slug:slug>/calendar.ics"), grants.grant_calendar, name="grant-calendar"),
    path(_("grant-reminders/"), subscription_views.SubscribeView.as_view(), name="grant-reminders"),
    path(
        _("grant-reminders/confirm/<str:token>/"),
        subscription_views.ConfirmView.as_view(),
        name="grant-reminders-confirm",
    ),
    path(
        _("grant-reminders/stop/<str:token>/"),
        subscription_views.StopView.as_view(),
        name="grant-reminders-stop",
    ),
    path(
        _("evenings/<uuid:key>/register/"),
        evenings.RegisterView.as_view(),
        name="evening-register",
    ),
    path(_("evenings/associations/"), evenings.association_names, name="evening-associations"),
    path(_("evenings/<uuid:key>.ics"), evenings.evening_calendar, name="evening-calendar"),
    path(
        _("evenings/registration/<str:token>/"),
        evenings.RegistrationView.as_view(),
        name="evening-registration",
    ),
    path(
        _("evenings/invitations/<str:token>/"),
        evenings.InvitationsView.as_view(),
        name="evening-invitations",
    ),
]
