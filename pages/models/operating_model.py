"""The region's model of how municipalities and associations work together."""

from collections import Counter
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from pages import advice
from pages.blocks.operating_model import GroupsBlock, Readiness, municipality_names
from pages.blocks.text import RICH_TEXT_FEATURES
from pages.contents import free_anchor
from servicemap.good_content import GoodContent

from .base import PortalPage
from .updated import KeptUpToDate

OWN_ANCHORS = ("main", "contents-title", "readiness-title")
"""What the model's template itself calls its parts."""

BAR_STATES = {Readiness.READY: "done", Readiness.PARTLY: "ongoing", Readiness.MISSING: "planned"}
"""How the bar of states marks each: see components/states.html."""


class OperatingModelPage(KeptUpToDate):
    """An operating model on one page: groups, elements, points, materials and examples.

    It is one page rather than many because it is read, printed and agreed on as a whole.
    """

    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    subpage_types: list[str] = []

    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)
    groups = StreamField(GroupsBlock(), verbose_name=_("groups"), blank=True)

    search_fields = [
        *PortalPage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("groups"),
    ]

    content_panels = [
        GoodContent(advice.OPERATING_MODEL),
        *PortalPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("updated_on"),
        FieldPanel("introduction"),
        FieldPanel("groups"),
    ]

    class Meta:
        verbose_name = _("operating model")
        verbose_name_plural = _("operating models")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``shown_groups``, and how much is ready: ``states``, ``ready``, ``total``."""
        names = municipality_names() if self._has_places() else {}
        used = set(OWN_ANCHORS)
        groups = []
        for child in self.groups:
            anchor = free_anchor(child.value["title"], used)
            elements = [self._element(value, used, names) for value in child.value["elements"]]
            groups.append({"value": child.value, "anchor": anchor, "elements": elements})
        counts = Counter(element["readiness"] for group in groups for element in group["elements"])
        return {
            **super().get_context(request, *args, **kwargs),
            "shown_groups": groups,
            "states": bar_of(counts),
            "ready": counts[Readiness.READY],
            "total": counts.total(),
        }

    def _has_places(self) -> bool:
        elements = (element for child in self.groups for element in child.value["elements"])
        return any(example["municipality"] for one in elements for example in one["examples"])

    def _element(self, value: Any, used: set[str], names: dict[str, str]) -> dict[str, Any]:
        readiness: Readiness = value.readiness
        examples = [
            {"value": example, "municipality": names.get(example["municipality"] or "", "")}
            for example in value["examples"]
        ]
        return {
            "value": value,
            "anchor": free_anchor(value["title"], used),
            "readiness": readiness,
            "mark": BAR_STATES[readiness],
            # What leads to a page that is not published any more leads nowhere.
            "materials": [material for material in value["materials"] if material.href],
            "examples": examples,
        }


def bar_of(counts: Counter[Readiness]) -> list[dict[str, Any]]:
    """Return the parts of the bar, what is ready first: ``{"state", "label", "count", "x"}``."""
    found, x = [], 0
    for readiness in reversed(Readiness):
        count = counts[readiness]
        if count:
            state = BAR_STATES[readiness]
            found.append({"state": state, "label": readiness.label, "count": count, "x": x})
        x += count
    return found
