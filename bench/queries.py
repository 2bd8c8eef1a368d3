"""Which queries a database is asked: by class, out of its own words, places and days."""

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.core.management import CommandError

VARIANTS = 12
"""Different queries of each class: each can be asked for the first time only once."""

COMPOUND_PARTS = [
    "kerho",
    "retki",
    "kurssi",
    "paja",
    "ilta",
    "kahvila",
    "piiri",
    "leiri",
    "ryhmä",
    "koulu",
    "jumppa",
    "turnaus",
    "talkoot",
    "tupa",
    "verstas",
]
ACTIVITIES = [
    "jumppa",
    "uinti",
    "kerho",
    "retki",
    "kuoro",
    "hiihto",
    "tanssi",
    "shakki",
    "jooga",
    "digi",
    "laulu",
    "peli",
]
WEEKDAYS = [
    "maanantaina",
    "tiistaina",
    "keskiviikkona",
    "torstaina",
    "perjantaina",
    "lauantaina",
    "sunnuntaina",
]
TARGETS = {"seniorit": "senioreille", "lapset": "lapsille", "nuoret": "nuorille"}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass
class Choice:
    """One query, as plain data: the arguments of a ``SearchRequest``."""

    text: str = ""
    selected: dict[str, list[str]] = field(default_factory=dict)
    bbox: list[float] | None = None
    near: list[float] | None = None
    radius: float | None = None
    days: int | None = None
    sort: str = "relevance"
    page: int = 1

    def request(self) -> Any:
        """Return it as the engine takes it."""
        import datetime

        from django.utils import timezone

        from search.engines.base import BoundingBox, Period, Point, SearchRequest, Sort

        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return SearchRequest(
            text=self.text,
            selected={name: tuple(values) for name, values in self.selected.items()},
            bbox=BoundingBox(*self.bbox) if self.bbox else None,
            near=Point(*self.near) if self.near else None,
            radius=self.radius,
            period=Period(today, today + datetime.timedelta(self.days)) if self.days else None,
            sort=Sort(self.sort),
            page=self.page,
        )


def choose() -> dict[str, list[Choice]]:
    """Return the queries of each class, found by counting in the database."""
    rng = random.Random(7)
    counts, size, together = _words()
    if not size:
        raise CommandError("There are no listings.")
    municipalities = _municipalities()
    rare = [word for word, count in counts.items() if 3 <= count <= 12 and len(word) >= 7]
    common = [
        word for word, count in counts.items() if 0.03 < count / size < 0.12 and len(word) > 4
    ]
    rng.shuffle(rare)
    rng.shuffle(common)
    rare, common = rare[:VARIANTS], common[:VARIANTS]
    codes = [municipality.code for municipality in municipalities]
    points = [[place.latitude, place.longitude] for place in municipalities]
    return {
        "a rare word": [Choice(word) for word in rare],
        "a common word": [Choice(word) for word in common],
        "the broadest words": [Choice(word) for word in _broadest(counts, municipalities)],
        "a part of compounds": [Choice(word) for word in COMPOUND_PARTS[:VARIANTS]],
        "two words": [Choice(words) for words in together[:VARIANTS]],
        "a word at a place": [Choice(text) for text in _at_places(municipalities)],
        "for whom and when, in words": [
            Choice(f"{activity} {group} {day}")
            for activity, group, day in zip(
                ACTIVITIES, list(TARGETS.values()) * 4, WEEKDAYS * 2, strict=False
            )
        ][:VARIANTS],
        "for whom and when, chosen": [
            Choice(selected={"target": [target], "weekday": [day]}, days=7)
            for target in TARGETS
            for day in DAYS
        ][:VARIANTS],
        "a typing error": [Choice(_mistyped(word, counts, rng)) for word in rare],
        "no words": [Choice()],
        "filters only": [
            Choice(selected={"municipality": [code], "price": [price]})
            for code in codes
            for price in ("free", "low")
        ][:VARIANTS],
        "a place, chosen": [Choice(selected={"municipality": [code]}) for code in codes],
        "a box on the map": [
            Choice(bbox=[lon - 0.2, lat - 0.1, lon + 0.2, lat + 0.1]) for lat, lon in points
        ],
        "near, within 5 km": [Choice(near=point, radius=5000) for point in points],
        "nearest first": [Choice(near=point, sort="distance") for point in points],
        "next first": [Choice(word, sort="next") for word in common],
        "by name": [Choice(word, sort="name") for word in common],
        "a deep page": [Choice(word, page=20 + number) for number, word in enumerate(common)],
    }


def _words() -> tuple[Counter[str], int, list[str]]:
    """Return in how many listings each word is, how many there are, and pairs found together."""
    from servicemap.models import LISTING_MODELS

    counts: Counter[str] = Counter()
    size, pairs = 0, []
    for model in LISTING_MODELS:
        rows = model._default_manager.filter(live=True).order_by("pk")
        for texts in rows.values_list("name", "summary", "description").iterator():
            words = sorted(set(re.findall(r"[^\W\d_]{4,}", " ".join(texts).lower())))
            counts.update(words)
            size += 1
            if size % 97 == 0 and len(words) > 10:
                pairs.append((words[3], words[-4]))
    return counts, size, [" ".join(pair) for pair in pairs]


def _municipalities() -> list[Any]:
    from servicemap.models import Municipality

    return list(Municipality.objects.order_by("code"))


def _broadest(counts: Counter[str], municipalities: list[Any]) -> list[str]:
    """Return the words that find the most: of common words, places and topics."""
    from search.answers import search_answer
    from search.engines.base import SearchRequest
    from servicemap.models import Category

    candidates = [word for word, _count in counts.most_common(40)]
    candidates += [place.name.lower() for place in municipalities]
    topics = Category.objects.filter(parent=None).values_list("name", flat=True)
    candidates += [word for name in topics for word in re.findall(r"[^\W\d_]{4,}", name.lower())]
    totals = {
        word: search_answer(SearchRequest(text=word, size=1), "fi")["total"]
        for word in dict.fromkeys(candidates)
    }
    return sorted(totals, key=lambda word: -totals[word])[:5]


def _at_places(municipalities: list[Any]) -> list[str]:
    from servicemap.generation.inflection import inflect_place

    places = [inflect_place(place.name, "at").lower() for place in municipalities]
    return [f"{word} {places[at % len(places)]}" for at, word in enumerate(ACTIVITIES)]


def _mistyped(word: str, known: Counter[str], rng: random.Random) -> str:
    """Return the word with two letters swapped, one doubled or one left out."""
    for _attempt in range(20):
        at = rng.randrange(1, len(word) - 2)
        wrong = rng.choice(
            (
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + word[at] + word[at:],
                word[:at] + word[at + 1 :],
            )
        )
        if wrong not in known:
            return wrong
    return f"{word}x"
