"""The demo's way to everything that is done together."""

from typing import Any

from django.apps import apps
from wagtail.models import Locale, Page

from pages.models import HomePage, LandingPage, NewsIndexPage

from .site_pages import PageLoader, read

COMING = 8
"""How much of the annual cycle is shown."""


def load_landing_pages() -> int:
    """Create the page of cooperation, in the menus after the news; return how many pages.

    Last of all, for it leads to the others.
    """
    homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}
    loader = PageLoader({code: home.locale for code, home in homes.items()})
    for code, texts in read("cooperation").items():
        if code not in homes:
            continue
        page = LandingPage(
            title=texts["title"],
            slug=texts["slug"],
            lead=texts["lead"],
            body=_body(texts, homes[code]),
            show_in_menus=True,
        )
        before = loader.created
        loaded = loader.load(homes[code], page, "cooperation", code)
        news = NewsIndexPage.objects.child_of(homes[code]).first()
        if loader.created > before and news is not None:
            loaded.move(news, pos="right")
    return loader.created


def _body(texts: dict[str, Any], home: HomePage) -> list[tuple[str, dict[str, Any]]]:
    """What is on and what comes next, between the ways to everything."""
    first, *others = [("page_cards", _section(section, home)) for section in texts["section"]]
    coming = {"title": texts["coming"], "count": COMING, "municipality": ""}
    return [first, ("cycle", coming), *others]


def _section(section: dict[str, Any], home: HomePage) -> dict[str, Any]:
    cards = [
        {"page": page, "text": card["text"]}
        for card in section["cards"]
        if (page := _first(card["page"], home.locale)) is not None
    ]
    return {"title": section["title"], "cards": cards}


def _first(model: str, locale: Locale) -> Page | None:
    """Return the first page of a type in a language; None without one."""
    try:
        pages: Any = apps.get_model("pages", model)._default_manager
    except LookupError:
        return None
    found: Page | None = pages.live().filter(locale=locale).order_by("path").first()
    return found
