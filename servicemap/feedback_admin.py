"""Residents' reports in the Wagtail admin: read, and marked as handled."""

from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from .admin_menu import REPORTS
from .models import Feedback
from .register_views import RegisterModelAdmin
from .territory import bound_to, permission_name
from .territory_admin import TerritoryPermissions


class ReportPermissions(TerritoryPermissions):
    """Only residents make reports; a municipality's editors handle those on its listings."""

    def municipality_of(self, obj: Any) -> int | None:
        """That of the listing."""
        municipality: int | None = obj.listing.responsible_municipality_id
        return municipality

    def user_can_create(self, user: Any) -> bool:
        """Nobody in the admin."""
        return False


class FeedbackAdmin(RegisterModelAdmin):
    """What residents say is wrong, the newest first."""

    model = Feedback
    menu_label = _("Reports from residents")
    menu_icon = "warning"
    menu_hook = REPORTS
    menu_order = 50
    permission_helper_class = ReportPermissions
    list_display = ("listing_name", "topic_name", "state_name", "created_at")
    list_filter = ("state", "topic")
    list_select_related = ("association", "facility", "activity")
    search_fields = ("text", "association__name", "facility__name", "activity__name")
    panels = [
        FieldPanel("topic", read_only=True),
        FieldPanel("text", read_only=True),
        FieldPanel("email", read_only=True),
        FieldPanel("created_at", read_only=True),
        FieldPanel("state"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feedback]:
        """New ones first; to a municipality's editors those on its listings only."""
        rows: Any = super().get_queryset(request)
        own = bound_to(request.user, permission_name(Feedback, "change"))
        if own is not None:
            rows = rows.in_charge_of(own)
        ordered: QuerySet[Feedback] = rows.order_by("-state", "-created_at")
        return ordered

    @display(description=_("listing"))
    def listing_name(self, feedback: Feedback) -> str:
        """What the report is about."""
        return str(feedback.listing)

    @display(description=_("what is wrong"))
    def topic_name(self, feedback: Feedback) -> str:
        """In words."""
        return str(feedback.get_topic_display())

    @display(description=_("state"))
    def state_name(self, feedback: Feedback) -> str:
        """In words."""
        return str(feedback.get_state_display())
