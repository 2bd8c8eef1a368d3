"""Residents' reports in the Wagtail admin: read, and marked as handled."""

from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from .models import Feedback
from .register_admin import RegisterSearchHandler


class ReportPermissions(PermissionHelper):
    """Only residents make reports."""

    def user_can_create(self, user: Any) -> bool:
        """Nobody in the admin."""
        return False


class FeedbackAdmin(ModelAdmin):
    """What residents say is wrong, the newest first."""

    model = Feedback
    menu_label = _("Reports from residents")
    menu_icon = "warning"
    menu_order = 155
    search_handler_class = RegisterSearchHandler
    permission_helper_class = ReportPermissions
    list_display = ("listing_name", "topic_name", "state_name", "created_at")
    list_filter = ("state", "topic")
    list_select_related = ("association", "facility", "activity")
    search_fields = ("text", "association__name", "facility__name", "activity__name")
    list_per_page = 50
    panels = [
        FieldPanel("topic", read_only=True),
        FieldPanel("text", read_only=True),
        FieldPanel("email", read_only=True),
        FieldPanel("created_at", read_only=True),
        FieldPanel("state"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feedback]:
        """New ones first."""
        rows: QuerySet[Feedback] = super().get_queryset(request)
        return rows.order_by("-state", "-created_at")

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
