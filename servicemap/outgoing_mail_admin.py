"""The mail that waits or could not be sent, in the Wagtail admin."""

from typing import Any

from django.contrib.admin import display
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_modeladmin.helpers import PermissionHelper

from . import mail_errors
from .in_words import ReadOnlyPanel
from .models import OutgoingMail
from .register_views import RegisterModelAdmin


class QueuePermissions(PermissionHelper):
    """Only the site itself writes mail."""

    def user_can_create(self, user: Any) -> bool:
        """Nobody in the admin."""
        return False


class ReasonPanel(ReadOnlyPanel):
    """The kind of error in words."""

    def format_value_for_display(self, value: Any) -> Any:
        """What it means."""
        return mail_errors.in_words(value)


class OutgoingMailAdmin(RegisterModelAdmin):
    """What waits or failed. What went out is not here: it is deleted."""

    model = OutgoingMail
    menu_label = _("Outgoing mail")
    menu_icon = "mail"
    add_to_settings_menu = True
    permission_helper_class = QueuePermissions
    list_display = ("subject", "state_name", "reason", "attempts", "queued_at")
    list_filter = ("state",)
    search_fields = ("subject", "to")
    # Not to whom: a list of addresses would outlive the messages.
    list_export = ("subject", "state_name", "reason", "attempts", "queued_at")
    panels = [
        ReadOnlyPanel("subject"),
        ReadOnlyPanel("to"),
        ReadOnlyPanel("queued_at"),
        ReadOnlyPanel("attempts"),
        ReasonPanel("last_error", heading=capfirst(_("why it was not sent"))),
        FieldPanel("state"),
    ]

    @display(description=_("state"))
    def state_name(self, outgoing: OutgoingMail) -> str:
        """In words."""
        return str(outgoing.get_state_display())

    @display(description=_("why it was not sent"), ordering="last_error")
    def reason(self, outgoing: OutgoingMail) -> str:
        """The last error in words."""
        return mail_errors.in_words(outgoing.last_error)
