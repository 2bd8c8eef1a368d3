"""The demo's pages in three languages and the portal's settings, from ``pages/demo``."""

import datetime
import tomllib
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.utils.text import slugify
from wagtail.models import Locale, Page, Site
from wagtail.rich_text import RichText

import pages
from pages.models import (
    GrantsPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    PortalSettings,
    StandardPage,
    StrategyIndexPage,
    StrategyPage,
)
from servicemap import site_record
from servicemap.models import Municipality, Theme

from .bodies import body_blocks

CONTENT = Path(pages.__file__).parent / "demo"

FAMILY = uuid.UUID("0b7f0e0c-55a1-4c0e-9d4f-4a8b8f1f5d2e")
"""Namespace of the pages' translation keys: a page of the demo is known by its key for good."""

IN_MENUS = {"join"}
"""Plain pages among the site's main destinations; the others are in the footer."""


def read(name: str) -> dict[str, Any]:
    """Return one of the content files."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def load_site(today: datetime.date) -> int:
    """Create the locales, the pages and the settings that are missing; return how many pages."""
    locales = {
        code: Locale.objects.get_or_create(language_code=code)[0]
        for code, _name in settings.LANGUAGES
    }
    loader = PageLoader(locales)
    homes = _load_homes(loader)
    _load_news(loader, homes, today)
    _load_strategy(loader, homes)
    _load_grants_page(loader, homes)
    _load_standard(loader, homes)
    loader.add_stand_ins()
    _load_settings(homes[settings.LANGUAGE_CODE])
    return loader.created


class PageLoader:
    """Creates pages that are not there yet, published and with a first revision."""

    def __init__(self, locales: dict[str, Locale]) -> None:
        self.locales = locales
        self.created = 0
        self.originals: list[Page] = []
        self.there = {
            (page.translation_key, page.locale_id): page
            for page in Page.objects.filter(depth__gt=1)
        }

    def load(self, parent: Page, page: Page, key: str | uuid.UUID, code: str) -> Page:
        """Return the page with this key in this language, ``page`` itself if there was none."""
        page.translation_key = key if isinstance(key, uuid.UUID) else uuid.uuid5(FAMILY, key)
        page.locale = self.locales[code]
        known = self.there.get((page.translation_key, page.locale_id))
        if known is None:
            parent.add_child(instance=page)
            page.save_revision(log_action=True).publish()
            self._count(page)
        if code == settings.LANGUAGE_CODE:
            self.originals.append(known or page)
        return known or page

    def add_stand_ins(self) -> None:
        """Let each page of the main language stand in where it is not translated.

        As for pages that editors make, but for those whose parent has no place there.
        """
        for page in self.originals:
            parent_key = page.get_parent().translation_key
            for locale in self.locales.values():
                is_there = (page.translation_key, locale.pk) in self.there
                if not is_there and (parent_key, locale.pk) in self.there:
                    self._count(page.copy_for_translation(locale, alias=True))

    def _count(self, page: Page) -> None:
        self.there[page.translation_key, page.locale_id] = page
        self.created += 1


def _load_homes(loader: PageLoader) -> dict[str, Page]:
    """Load the home pages; the main language's becomes the site's root."""
    content = read("home")
    root = Page.objects.get(depth=1)
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    welcome = site.root_page if site else None
    # A home page that somebody made is kept, and the translations are made of it.
    own = isinstance(welcome.specific, HomePage) if welcome else False
    key = welcome.translation_key if welcome and own else "home"
    homes = {}
    for code in loader.locales:
        texts = content[code]
        home = HomePage(
            title=texts["title"],
            slug=code,
            question=texts["question"],
            lead=texts["lead"],
            placeholder=texts["placeholder"],
            examples=[("example", _example(example)) for example in texts["examples"]],
            topics=[("topic", _topic(topic, code)) for topic in content["topics"]],
        )
        homes[code] = loader.load(root, home, key, code)
    main = homes[settings.LANGUAGE_CODE]
    if site is None:
        host, port = site_record.place() or ("localhost", 80)
        Site.objects.create(hostname=host, port=port, root_page=main, is_default_site=True)
    elif not own:
        site.root_page = main
        site.save()
        _remove_welcome(welcome)
    return homes


def _remove_welcome(page: Page | None) -> None:
    """Remove the page that a new Wagtail site starts with, unless something is below it."""
    if page is not None and page.specific_class is Page and page.get_children_count() == 0:
        page.delete()


def _example(example: dict[str, str]) -> dict[str, str]:
    """Turn a link's query string into the parts that an editor sees."""
    query = parse_qs(example["query"])
    return {
        "text": example["text"],
        "query": query["q"][0],
        "price": query.get("price", [""])[0],
    }


def _topic(topic: dict[str, Any], code: str) -> dict[str, str]:
    return {
        "title": topic["title"][code],
        "category": topic.get("category", ""),
        "target_group": topic.get("target_group", ""),
    }


def _load_news(loader: PageLoader, homes: dict[str, Page], today: datetime.date) -> None:
    content = read("news")
    municipalities = {entry.code: entry for entry in Municipality.objects.all()}
    themes = {entry.slug: entry for entry in Theme.objects.all()}
    for code, home in homes.items():
        index = loader.load(
            home, index_page(NewsIndexPage, content, code, show_in_menus=True), "news", code
        )
        # The oldest first, so that the order of publishing is the order of dates.
        for item in sorted(content["news"], key=lambda item: -item["days_ago"]):
            texts = item.get(code)
            if texts is None:
                continue
            page = NewsPage(
                title=texts["title"],
                slug=texts["slug"],
                lead=texts["lead"],
                date=today - datetime.timedelta(days=item["days_ago"]),
                pinned_until=_days_after(today, item.get("pinned_days")),
                body=body_blocks(texts["body"], code),
            )
            page.municipalities = [municipalities[entry] for entry in item["municipalities"]]
            page.themes = [themes[entry] for entry in item["themes"]]
            loader.load(index, page, f"news/{item['key']}", code)


def _days_after(today: datetime.date, days: int | None) -> datetime.date | None:
    return None if days is None else today + datetime.timedelta(days=days)


def _load_strategy(loader: PageLoader, homes: dict[str, Page]) -> None:
    content = read("strategy")
    strategy = content["strategy"]
    for code, home in homes.items():
        index = loader.load(home, index_page(StrategyIndexPage, content, code), "strategies", code)
        texts = strategy[code]
        page = StrategyPage(
            title=texts["title"],
            slug=texts["slug"],
            lead=texts["lead"],
            period=f"{strategy['first_year']}–{strategy['last_year']}",
            vision=texts["vision"],
            purpose=texts["purpose"],
            introduction=texts["introduction"],
            spearheads=[
                ("spearhead", _spearhead(spearhead, code)) for spearhead in content["spearheads"]
            ],
            evaluations=[
                ("evaluation", _evaluation(evaluation, code))
                for evaluation in content["evaluations"]
            ],
            next_steps=texts["next_steps"],
        )
        loader.load(index, page, f"strategy/{strategy['key']}", code)


def _spearhead(spearhead: dict[str, Any], code: str) -> dict[str, Any]:
    texts = spearhead[code]
    return {
        **{field: texts[field] for field in ("title", "goal", "description", "evaluation")},
        "figure": spearhead.get("figure", ""),
        "actions": [{**action[code], "state": action["state"]} for action in spearhead["actions"]],
    }


def _evaluation(evaluation: dict[str, Any], code: str) -> dict[str, Any]:
    texts = evaluation[code]
    findings = [
        {"spearhead": finding["spearhead"], "progress": finding["progress"], "text": text}
        for finding, text in zip(evaluation["findings"], texts["findings"], strict=True)
    ]
    return {"year": evaluation["year"], "text": RichText(texts["text"]), "findings": findings}


def _load_grants_page(loader: PageLoader, homes: dict[str, Page]) -> None:
    content = read("grants")["page"]
    for code, home in homes.items():
        texts = content[code]
        page = GrantsPage(
            title=texts["title"],
            slug=texts["slug"],
            lead=texts["lead"],
            body=body_blocks(texts["body"], code),
        )
        loader.load(home, page, "grants", code)


def _load_standard(loader: PageLoader, homes: dict[str, Page]) -> None:
    for item in read("standard")["page"]:
        for code, home in homes.items():
            texts = item.get(code)
            if texts is None:
                continue
            page = StandardPage(
                title=texts["title"],
                slug=texts["slug"],
                lead=texts["lead"],
                body=body_blocks(texts["body"], code),
                show_in_menus=item["key"] in IN_MENUS,
            )
            loader.load(home, page, f"standard/{item['key']}", code)


def index_page(
    model: type[Page], content: dict[str, Any], code: str, *, show_in_menus: bool = False
) -> Page:
    """Make a list of pages of the content file's words in a language."""
    texts = content["index"][code]
    return model(
        title=texts["title"],
        slug=slugify(texts["title"]),
        lead=texts["lead"],
        show_in_menus=show_in_menus,
    )


def _load_settings(home: Page) -> None:
    """Name the portal, unless somebody did already."""
    site = Site.objects.get(root_page=home)
    content = read("footer")
    names = {"": "fi", "_sv": "sv", "_en": "en"}
    values = {
        **{f"site_name{suffix}": content[code]["title"] for suffix, code in names.items()},
        **{f"footer_text{suffix}": content[code]["text"] for suffix, code in names.items()},
    }
    PortalSettings.objects.get_or_create(
        site=site,
        defaults={**values, "is_demo": True, "contact_email": content["fi"]["email"]},
    )
