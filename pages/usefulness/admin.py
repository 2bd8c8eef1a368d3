"""What readers wrote, in the Wagtail admin: read, and marked as handled."""

from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_modeladmin.helpers import PermissionHelper

from pages.models.usefulness import UsefulnessNote
from servicemap.admin_menu import REPORTS
from servicemap.in_words import ReadOnlyPanel
from servicemap.register_views import RegisterModelAdmin


class NotePermissions(PermissionHelper):
    """Only readers write these."""

    def user_can_create(self, user: Any) -> bool:
        """Nobody in the admin."""
        return False


class UsefulnessNoteAdmin(RegisterModelAdmin):
    """What readers wrote of pages: what nobody has handled first, then the newest."""

    model = UsefulnessNote
    menu_hook = REPORTS
    menu_label = _("Answers from readers")
    menu_icon = "help"
    menu_order = 156
    permission_helper_class = NotePermissions
    list_display = ("beginning", "page_title", "answer_name", "state_name", "received_on")
    list_filter = ("state", "is_useful")
    list_select_related = ("page",)
    list_export = ("page_title", "answer_name", "text", "state_name", "received_on")
    search_fields = ("text", "page__title")
    panels = [
        ReadOnlyPanel("page"),
        ReadOnlyPanel("is_useful"),
        ReadOnlyPanel("text"),
        ReadOnlyPanel("received_on"),
        FieldPanel(
            "state",
            help_text=_("Handled means that the page has been mended, or needs no mending."),
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[UsefulnessNote]:
        """New ones first."""
        rows: QuerySet[UsefulnessNote] = super().get_queryset(request)
        return rows.order_by("-state", "-received_on", "-pk")

    @display(description=_("in the reader's words"))
    def beginning(self, note: UsefulnessNote) -> str:
        """As much as fits a line or two."""
        return note.text if len(note.text) <= 120 else f"{note.text[:117]}…"

    @display(description=_("page"))
    def page_title(self, note: UsefulnessNote) -> str:
        """What it is about."""
        return str(note.page.title)

    @display(description=_("answer"))
    def answer_name(self, note: UsefulnessNote) -> str:
        """In words."""
        return str(note.answer_text())

    @display(description=_("state"))
    def state_name(self, note: UsefulnessNote) -> str:
        """In words."""
        return str(note.get_state_display())
