"""Residents' reports in the Wagtail admin: read, and marked as handled."""

from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.panels import FieldPanel, Panel

from .admin_menu import REPORTS
from .in_words import ReadOnlyPanel
from .models import Feedback
from .register_filters import ListingMunicipalityFilter
from .register_views import RegisterModelAdmin
from .territory import bound_to, permission_name
from .territory_admin import TerritoryPermissions

MUNICIPALITIES = (
    *("association__municipality", "facility__municipality", "activity__municipality"),
    *("activity__facility__municipality", "activity__organiser__municipality"),
)
"""By which paths a report belongs to a municipality."""


class ReportPermissions(TerritoryPermissions):
    """Only residents make reports; a municipality's editors handle those on its listings."""

    def municipality_of(self, obj: Any) -> int | None:
        """That of the listing."""
        municipality: int | None = obj.listing.responsible_municipality_id
        return municipality

    def user_can_create(self, user: Any) -> bool:
        """Nobody in the admin."""
        return False


class ReportedListingPanel(Panel):
    """The listing that a report is about, where to mend it, and how to answer."""

    class BoundPanel(Panel.BoundPanel):
        """The links in the form."""

        template_name = "servicemap/admin/reported_listing.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add ``listing`` and ``edit_url``, which is None for those who may not edit it."""
            listing = self.instance.listing
            return {
                **super().get_context_data(parent_context),
                "listing": listing,
                "edit_url": AdminURLFinder(self.request.user).get_edit_url(listing),
            }


class FeedbackAdmin(RegisterModelAdmin):
    """What residents say is wrong, the newest first."""

    model = Feedback
    menu_label = _("Reports from residents")
    menu_icon = "warning"
    menu_hook = REPORTS
    menu_order = 50
    permission_helper_class = ReportPermissions
    list_display = ("listing_name", "topic_name", "state_name", "created_at")
    list_filter = ("state", "topic", ListingMunicipalityFilter)
    # The sender's address is left out: it is kept for as long as it takes to answer, and no longer.
    list_export = (
        *("listing_name", "kind_name", "municipality_name", "topic_name", "text", "state_name"),
        *("created_at", "handled_at"),
    )
    search_fields = ("text", "association__name", "facility__name", "activity__name")
    panels = [
        ReportedListingPanel(),
        ReadOnlyPanel("topic"),
        ReadOnlyPanel("text"),
        ReadOnlyPanel("email", heading=_("sender's e-mail address")),
        ReadOnlyPanel("created_at"),
        FieldPanel(
            "state",
            help_text=_(
                "Handled means that the listing is right again, or was so all along. Thirty days "
                "later the sender's e-mail address is deleted."
            ),
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feedback]:
        """New ones first; to a municipality's editors those on its listings only."""
        rows: Any = super().get_queryset(request)
        own = bound_to(request.user, permission_name(Feedback, "change"))
        if own is not None:
            rows = rows.in_charge_of(own)
        # The municipalities' outlines are long.
        rows = rows.select_related(*MUNICIPALITIES).defer(
            *(f"{one}__outline" for one in MUNICIPALITIES)
        )
        ordered: QuerySet[Feedback] = rows.order_by("-state", "-created_at")
        return ordered

    @display(description=_("listing"))
    def listing_name(self, feedback: Feedback) -> str:
        """What the report is about."""
        return str(feedback.listing)

    @display(description=_("kind"))
    def kind_name(self, feedback: Feedback) -> str:
        """What kind of listing it is."""
        return str(feedback.listing.kind.label)

    @display(description=_("municipality"))
    def municipality_name(self, feedback: Feedback) -> str:
        """Whose editors look after the listing."""
        listing: Any = feedback.listing
        places = (listing, getattr(listing, "facility", None), getattr(listing, "organiser", None))
        return next((str(one.municipality) for one in places if one and one.municipality_id), "")

    @display(description=_("what is wrong"))
    def topic_name(self, feedback: Feedback) -> str:
        """In words."""
        return str(feedback.get_topic_display())

    @display(description=_("state"))
    def state_name(self, feedback: Feedback) -> str:
        """In words."""
        return str(feedback.get_state_display())
