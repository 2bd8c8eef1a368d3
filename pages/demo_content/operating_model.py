"""The demo's operating model."""

import datetime
import uuid
from typing import Any

from wagtail.models import Page

from pages.models import HomePage, OperatingModelPage

from .site_pages import FAMILY, PageLoader, read


def load_operating_model(today: datetime.date) -> int:
    """Create the pages that are missing, once the guides are there; return how many."""
    content = read("operating-model")["page"]
    updated_on = today - datetime.timedelta(days=content["updated_days_ago"])
    homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}
    loader = PageLoader({code: home.locale for code, home in homes.items()})
    for code, home in homes.items():
        texts = content[code]
        page = OperatingModelPage(
            title=texts["title"],
            slug=texts["slug"],
            lead=texts["lead"],
            introduction=texts["introduction"],
            updated_on=updated_on,
            groups=[("group", _group(group, home)) for group in texts["groups"]],
        )
        loader.load(home, page, "operating-model", code)
    loader.add_stand_ins()
    return loader.created


def _group(group: dict[str, Any], home: Page) -> dict[str, Any]:
    return {
        "title": group["title"],
        "introduction": group.get("introduction", ""),
        "elements": [_element(element, home) for element in group["elements"]],
    }


def _element(element: dict[str, Any], home: Page) -> dict[str, Any]:
    return {
        "title": element["title"],
        "summary": element["summary"],
        "state": element["state"],
        "points": element.get("points", []),
        "to_do": element.get("to_do", ""),
        "materials": [_material(material, home) for material in element.get("materials", [])],
        "examples": [
            {**example, "page": None, "url": ""} for example in element.get("examples", [])
        ],
    }


def _material(material: dict[str, str], home: Page) -> dict[str, Any]:
    key = uuid.uuid5(FAMILY, f"guide/{material['guide']}")
    return {
        "title": material["title"],
        "description": material["description"],
        "document": None,
        "page": Page.objects.get(translation_key=key, locale_id=home.locale_id),
        "url": "",
    }
