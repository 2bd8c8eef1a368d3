"""The demo's association evenings, and who comes to them: roles of associations, nobody by name."""

import datetime
from typing import Any

from django.utils import timezone

from pages.models import EveningIndexPage, EveningPage, HomePage
from servicemap.models import (
    Association,
    Evening,
    EveningRegistration,
    Facility,
    Municipality,
    Theme,
)

from .bodies import body_blocks
from .site_pages import PageLoader, read

TUESDAY = 1


def load_evenings(today: datetime.date) -> int:
    """Create the evenings below the home pages; return how many pages.

    Each is there in the languages in which it is written.
    """
    homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}
    loader = PageLoader({code: home.locale for code, home in homes.items()})
    content = read("evenings")
    indexes = {
        code: loader.load(home, _index(content["index"][code]), "evenings", code)
        for code, home in homes.items()
    }
    for item in content["evening"]:
        made = loader.created
        for code, index in indexes.items():
            loader.load(index, _page(item, code, today), f"evening/{item['key']}", code)
        if loader.created > made:
            _register(item)
    return loader.created


def _index(texts: dict[str, str]) -> EveningIndexPage:
    return EveningIndexPage(title=texts["title"], slug=texts["slug"], lead=texts["lead"])


def _moment(day: datetime.date, clock: str) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.fromisoformat(clock)))


def _page(item: dict[str, Any], code: str, today: datetime.date) -> EveningPage:
    texts = item[code]
    day = today + datetime.timedelta(days=item["in_days"])
    day += datetime.timedelta(days=(TUESDAY - day.weekday()) % 7)
    start = _moment(day, item["begins"])
    closes_in = item.get("closes_days_before")
    page = EveningPage(
        title=texts["title"],
        slug=texts["slug"],
        lead=texts["lead"],
        start=start,
        end=_moment(day, item["ends"]),
        invited=texts["invited"],
        programme=[("item", _programme_item(row)) for row in texts["programme"]],
        body=body_blocks(texts["body"], code),
        facility=Facility.objects.filter(slug=item["facility"], live=True).first(),
        capacity=item["capacity"],
        asks_catering=item["asks_catering"],
        registration_closes=(
            start - datetime.timedelta(days=closes_in) if closes_in is not None else None
        ),
        contact_name=texts["contact_name"],
        contact_email=item["contact_email"],
        summary=texts.get("summary", ""),
        decisions=[("decision", {"text": text}) for text in texts.get("decisions", [])],
        next_steps=[("step", step) for step in texts.get("next_steps", [])],
        next_evening=_following(item, code),
    )
    page.municipalities = list(Municipality.objects.filter(code__in=item["municipalities"]))
    page.themes = list(Theme.objects.filter(slug__in=item["themes"]))
    return page


def _programme_item(row: dict[str, str]) -> dict[str, Any]:
    return {**row, "time": datetime.time.fromisoformat(row["time"])}


def _following(item: dict[str, Any], code: str) -> EveningPage | None:
    if "next" not in item:
        return None
    slug = next(
        one[code]["slug"] for one in read("evenings")["evening"] if one["key"] == item["next"]
    )
    found: EveningPage | None = EveningPage.objects.filter(
        slug=slug, locale__language_code=code
    ).first()
    return found


def _register(item: dict[str, Any]) -> None:
    """Let come who has registered; nobody gets any mail. What is long over is counted only."""
    page = EveningPage.objects.get(slug=item["fi"]["slug"], locale__language_code="fi")
    evening = Evening.objects.get(key=page.translation_key)
    own = Association.objects.published().filter(municipality__code__in=item["municipalities"])
    associations = list(own.order_by("slug")[:20])
    for number, row in enumerate(item["registrations"]):
        association = associations[number % len(associations)] if associations else None
        evening.enrol(
            EveningRegistration(
                name=row["role"],
                association=association.name if association else "",
                listing=association,
                email=f"tulija{number + 1}@yhdistys.example",
                persons=row.get("persons", 1),
                wants_catering=row.get("eats", False),
                diet=row.get("diet", ""),
                note=row.get("note", ""),
                has_arrived=row.get("arrived", False),
            ),
            by_organiser=True,
        )
    if evening.ends_at < timezone.now():
        evening.purge()
