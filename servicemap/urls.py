"""The addresses of listing pages, in each language."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from .feedback_views import FeedbackView
from .models import Activity, Association, Facility
from .views import ListingView

urlpatterns = [
    path(
        _("associations/<slug:slug>/"), ListingView.as_view(model=Association), name="association"
    ),
    path(_("facilities/<slug:slug>/"), ListingView.as_view(model=Facility), name="facility"),
    path(_("activities/<slug:slug>/"), ListingView.as_view(model=Activity), name="activity"),
    path(
        _("associations/<slug:slug>/report/"),
        FeedbackView.as_view(model=Association),
        name="association-feedback",
    ),
    path(
        _("facilities/<slug:slug>/report/"),
        FeedbackView.as_view(model=Facility),
        name="facility-feedback",
    ),
    path(
        _("activities/<slug:slug>/report/"),
        FeedbackView.as_view(model=Activity),
        name="activity-feedback",
    ),
]
