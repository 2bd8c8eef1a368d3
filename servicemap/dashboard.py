"""The first thing an editor sees: what is done most often, and what waits.

Shortcuts lead straight to the right form, cards to the right lists. An app adds its own by the
hooks ``register_shortcut`` and ``register_waiting_card``: functions that are given the request and
return a ``Shortcut`` or a ``Card``, or None for those who may not act on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

HOOK = "register_waiting_card"
SHORTCUT = "register_shortcut"

ROWS_SHOWN = 3


@dataclass(frozen=True)
class Shortcut:
    """Something that editors come to do, and where it begins."""

    text: str
    icon: str
    url: str
    order: int = 100


@dataclass(frozen=True)
class CardRow:
    """One of the things that wait: what it is, where it is handled, and a date or the like."""

    text: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Card:
    """What waits of one sort: how much, the first rows, and where the rest is."""

    heading: str
    icon: str
    count: int
    url: str
    """The list of all of it."""

    link_text: str
    rows: Sequence[CardRow] = ()
    note: str = ""
    order: int = 100


class ShortcutsPanel(Component):
    """What the user may do, in a word each."""

    name = "shortcuts"
    order = 40
    template_name = "servicemap/admin/shortcuts_panel.html"

    class Media:
        css = {"all": ["servicemap/admin/dashboard.css"]}

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Ask all apps what the user may do."""
        request: HttpRequest = parent_context["request"]
        found = [shortcut for give in hooks.get_hooks(SHORTCUT) if (shortcut := give(request))]
        return {"offered": sorted(found, key=lambda shortcut: shortcut.order)}


class WaitingPanel(Component):
    """The cards; what has nothing waiting comes last."""

    name = "waiting"
    order = 50
    template_name = "servicemap/admin/waiting_panel.html"

    class Media:
        css = {"all": ["servicemap/admin/dashboard.css"]}

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Ask all apps what waits for the user."""
        request: HttpRequest = parent_context["request"]
        found = [card for give in hooks.get_hooks(HOOK) if (card := give(request))]
        cards: list[Card] = sorted(found, key=lambda card: (not card.count, card.order))
        return {"cards": cards, "is_anything_waiting": any(card.count for card in cards)}


@hooks.register("construct_homepage_panels")
def add_panels(request: HttpRequest, panels: list[Component]) -> None:
    """What to do and what waits come before what Wagtail shows."""
    panels += [ShortcutsPanel(), WaitingPanel()]
