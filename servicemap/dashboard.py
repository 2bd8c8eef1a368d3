"""The first thing an editor sees: what waits, as cards that lead to the right lists.

An app adds a card of its own by the hook ``register_waiting_card``: a function that is given the
request and returns a ``Card``, or None for those who may not act on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

HOOK = "register_waiting_card"

ROWS_SHOWN = 3


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
def add_waiting_panel(request: HttpRequest, panels: list[Component]) -> None:
    """What waits comes before what Wagtail shows."""
    panels.append(WaitingPanel())
