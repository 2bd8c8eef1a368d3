"""What an organiser does with those who come, in the page's history: how many, never who."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter, log

from pages.models import EveningPage

ADDED = "evening.added"
WITHDRAWN = "evening.withdrawn"
PLACED = "evening.placed"
INVITED = "evening.invited"
TOLD = "evening.told"
CANCELLED = "evening.cancelled"
EXPORTED = "evening.exported"
PRINTED = "evening.printed"


def note(request: HttpRequest, page: EveningPage, action: str, **data: int | str) -> None:
    """Write down that the user has done something. ``data`` holds nothing about a person."""
    log(instance=page, action=action, user=request.user, data=data)


def _number(entry: Any, name: str) -> int:
    return int(entry.data.get(name) or 0)


def _persons(entry: Any) -> str:
    count = _number(entry, "persons")
    return ngettext("%(count)d person", "%(count)d persons", count) % {"count": count}


class _AddedFormatter(LogFormatter):
    """Somebody who had called."""

    label = gettext_lazy("Add to the evening by hand")

    def format_message(self, log_entry: Any) -> str:
        """How many persons came onto the list."""
        return _("Added a registration by hand (%(persons)s)") % {"persons": _persons(log_entry)}


class _WithdrawnFormatter(LogFormatter):
    """Somebody's registration."""

    label = gettext_lazy("Cancel a registration")

    def format_message(self, log_entry: Any) -> str:
        """How many persons are off the list."""
        return _("Cancelled a registration (%(persons)s)") % {"persons": _persons(log_entry)}


class _PlacedFormatter(LogFormatter):
    """Out of the line."""

    label = gettext_lazy("Give a place from the waiting list")

    def format_message(self, log_entry: Any) -> str:
        """How many persons have a place now."""
        return _("Gave a place from the waiting list (%(persons)s)") % {
            "persons": _persons(log_entry)
        }


class _InvitedFormatter(LogFormatter):
    """Mail to associations."""

    label = gettext_lazy("Invite associations")

    def format_message(self, log_entry: Any) -> str:
        """How many associations."""
        count = _number(log_entry, "count")
        said = ngettext("Invited %(count)d association", "Invited %(count)d associations", count)
        return said % {"count": count}

    def format_comment(self, log_entry: Any) -> str:
        """From where, and of which themes."""
        return str(log_entry.data.get("chosen") or "")


class _ToldFormatter(LogFormatter):
    """Mail to those who have registered."""

    label = gettext_lazy("Tell of a change")

    def format_message(self, log_entry: Any) -> str:
        """How many messages."""
        count = _number(log_entry, "count")
        said = ngettext(
            "Told %(count)d registration of a change",
            "Told %(count)d registrations of a change",
            count,
        )
        return said % {"count": count}


class _CancelledFormatter(LogFormatter):
    """The evening itself."""

    label = gettext_lazy("Cancel the evening")

    def format_message(self, log_entry: Any) -> str:
        """How many messages."""
        count = _number(log_entry, "count")
        said = ngettext(
            "Cancelled the evening and told %(count)d registration",
            "Cancelled the evening and told %(count)d registrations",
            count,
        )
        return said % {"count": count}


class _ExportedFormatter(LogFormatter):
    """The list as a file, which has names in it."""

    label = gettext_lazy("Export the list of participants")

    def format_message(self, log_entry: Any) -> str:
        """How many registrations, and in which format."""
        count = _number(log_entry, "count")
        said = ngettext(
            "Exported %(count)d registration (%(format)s)",
            "Exported %(count)d registrations (%(format)s)",
            count,
        )
        return said % {"count": count, "format": str(log_entry.data.get("format", "")).upper()}


class _PrintedFormatter(LogFormatter):
    """The list on paper, which has names in it."""

    label = gettext_lazy("Open the list of participants for printing")
    message = gettext_lazy("Opened the list of participants for printing")


@hooks.register("register_log_actions")
def name_actions(actions: LogActionRegistry) -> None:
    """Say in the history what has been done."""
    for action, formatter in (
        (ADDED, _AddedFormatter),
        (WITHDRAWN, _WithdrawnFormatter),
        (PLACED, _PlacedFormatter),
        (INVITED, _InvitedFormatter),
        (TOLD, _ToldFormatter),
        (CANCELLED, _CancelledFormatter),
        (EXPORTED, _ExportedFormatter),
        (PRINTED, _PrintedFormatter),
    ):
        actions.register_action(action)(formatter)
