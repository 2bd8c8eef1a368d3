"""Builders of pages: each is published below the page it is given."""

import datetime
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale, Page, Site

from pages.models import (
    AnnualCyclePage,
    ContactsPage,
    EveningIndexPage,
    EveningPage,
    GrantsPage,
    HomePage,
    LandingPage,
    MunicipalityIndexPage,
    MunicipalityPage,
    NewsIndexPage,
    NewsPage,
    StandardPage,
    StrategyIndexPage,
    StrategyPage,
)

AnyPage = TypeVar("AnyPage", bound=Page)


def publish(
    parent: Page, page: AnyPage, translation_of: Page | None = None, live: bool = True
) -> AnyPage:
    """Put the page below ``parent``, published unless it shall be a draft."""
    page.locale = page.locale if page.locale_id else parent.locale
    page.slug = page.slug or slugify(page.title)
    page.live = live
    if translation_of is not None:
        page.translation_key = translation_of.translation_key
    parent.add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
    return page


def home_page(code: str, translation_of: HomePage | None = None, **fields: Any) -> HomePage:
    """The home page of a language; the one in Finnish becomes the root of the site."""
    page = HomePage(
        title=f"Etusivu {code}",
        slug=code,
        locale=Locale.objects.get_or_create(language_code=code)[0],
        **{"question": "Mitä lähellä tapahtuu?", **fields},
    )
    publish(Page.objects.get(depth=1), page, translation_of)
    site = Site.objects.get(is_default_site=True)
    if code == "fi":
        site.root_page = page
    # Saving the site makes Wagtail forget which home pages there were.
    site.save()
    return page


def news_index(home: HomePage, **fields: Any) -> NewsIndexPage:
    """A list of news, in the menu."""
    page = NewsIndexPage(**{"title": "Ajankohtaista", "show_in_menus": True, **_own(fields)})
    return publish(home, page, **_placing(fields))


def news_page(index: NewsIndexPage, title: str, **fields: Any) -> NewsPage:
    """One piece of news."""
    return publish(index, NewsPage(title=title, **_own(fields)), **_placing(fields))


def standard_page(parent: Page, title: str, **fields: Any) -> StandardPage:
    """A plain page."""
    return publish(parent, StandardPage(title=title, **_own(fields)), **_placing(fields))


def landing_page(home: HomePage, title: str, *leads_to: Page, **fields: Any) -> LandingPage:
    """A landing page in the menu, with a card for each of the pages."""
    cards = [{"page": page, "text": "Siellä se on."} for page in leads_to]
    body = [("page_cards", {"title": "", "cards": cards})]
    page = LandingPage(title=title, **{"show_in_menus": True, "body": body, **_own(fields)})
    return publish(home, page, **_placing(fields))


def contacts_page(home: HomePage, **fields: Any) -> ContactsPage:
    """The directory of contact persons."""
    page = ContactsPage(**{"title": "Yhteyshenkilöt", **_own(fields)})
    return publish(home, page, **_placing(fields))


def municipality_index(home: HomePage, **fields: Any) -> MunicipalityIndexPage:
    """The list of municipalities."""
    page = MunicipalityIndexPage(**{"title": "Kunnat", **_own(fields)})
    return publish(home, page, **_placing(fields))


def municipality_page(
    index: MunicipalityIndexPage, municipality: Any, **fields: Any
) -> MunicipalityPage:
    """The page of a municipality."""
    page = MunicipalityPage(
        municipality=municipality, **{"title": municipality.name, **_own(fields)}
    )
    return publish(index, page, **_placing(fields))


def strategy_page(home: HomePage, **fields: Any) -> StrategyPage:
    """A strategy with its list of strategies above it."""
    index = publish(home, StrategyIndexPage(title="Strategia", show_in_menus=True))
    page = StrategyPage(**{"title": "Yhdistysstrategia", "period": "2026–2030", **_own(fields)})
    return publish(index, page, **_placing(fields))


def cycle_page(home: HomePage, **fields: Any) -> AnnualCyclePage:
    """The page of the annual cycle."""
    page = AnnualCyclePage(**{"title": "Vuosikello", **_own(fields)})
    return publish(home, page, **_placing(fields))


def grants_page(home: HomePage, **fields: Any) -> GrantsPage:
    """The page of grants."""
    page = GrantsPage(**{"title": "Avustukset", **_own(fields)})
    return publish(home, page, **_placing(fields))


def evening_index(home: HomePage, **fields: Any) -> EveningIndexPage:
    """The list of association evenings."""
    page = EveningIndexPage(**{"title": "Järjestöillat", **_own(fields)})
    return publish(home, page, **_placing(fields))


def evening_page(index: EveningIndexPage, title: str = "Avustusilta", **fields: Any) -> EveningPage:
    """An evening a week from now; ``days`` moves it, other fields are the page's own."""
    start = timezone.now() + datetime.timedelta(days=fields.pop("days", 7))
    values = {"start": start, "end": start + datetime.timedelta(hours=2), **_own(fields)}
    return publish(index, EveningPage(title=title, **values), **_placing(fields))


def spearhead(*states: str) -> tuple[str, dict[str, Any]]:
    """A spearhead with an action for each of the states."""
    return (
        "spearhead",
        {
            "title": "Näkyvyys",
            "goal": "Jokainen löytää yhdistykset.",
            "actions": [
                {"title": f"Teko {number}", "state": state}
                for number, state in enumerate(states, 1)
            ],
        },
    )


def _own(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in PLACING}


def _placing(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name in PLACING}


PLACING = {"translation_of", "live"}
