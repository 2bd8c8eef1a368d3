"""Composes listings, a batch at a time, in memory."""

import datetime
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from servicemap.generation import SOURCE
from servicemap.generation.material import Ranked, Weighted, load
from servicemap.generation.scatter import Scatter, Site
from servicemap.generation.texts import Subject, Topic, Writer, topic_of
from servicemap.generation.times import activity_schedules, opening_hours
from servicemap.models import (
    AccessibilityFeature,
    Activity,
    Association,
    Category,
    Facility,
    Listing,
    Municipality,
    Place,
    Schedule,
    TargetGroup,
    Theme,
)

KINDS: dict[str, type[Listing]] = {
    "association": Association,
    "facility": Facility,
    "activity": Activity,
}

CONFIRMED_WITHIN = 730
"""Days over which confirmations are spread, more of them lately."""

PRICES = {
    "free": ("Maksuton",),
    "low": ("2 € / kerta", "5 € / kerta", "20 € / kausi", "Kahvimaksu 2 €"),
}
FEES = ("40 € / kausi", "65 € / kausi", "12 € / tunti", "90 € / kurssi", "150 € / päivä")


@dataclass
class Draft:
    """An unsaved listing with what belongs to it; ``related`` has keys of registers by field."""

    listing: Any
    topic: Topic
    place: str
    related: dict[str, list[int]] = field(default_factory=dict)
    schedules: list[Schedule] = field(default_factory=list)


class MissingRegisterError(Exception):
    """A register that listings need is empty."""


class Composer:
    """Composes listings out of the registers as they are; deterministic by seed and day."""

    def __init__(self, seed: int, today: datetime.date) -> None:
        self._rng = random.Random(seed)  # noqa: S311
        self._today = today
        self._mixes = load("mixes")
        self._municipalities = {
            entry.code: entry for entry in Municipality.objects.order_by("code")
        }
        self._categories = {entry.slug: entry for entry in Category.objects.order_by("slug")}
        if not self._municipalities or not self._categories:
            raise MissingRegisterError
        self._registers: dict[str, dict[str, int]] = {
            name: dict(model._default_manager.values_list("slug", "pk"))
            for name, model in (
                ("target_groups", TargetGroup),
                ("themes", Theme),
                ("accessibility", AccessibilityFeature),
            )
        }
        places = Place.objects.order_by("kind", "code", "name", "latitude", "longitude")
        self._scatter = Scatter(self._rng, self._municipalities.values(), places)
        self._writer = Writer(self._rng)
        self._topics = Ranked(self._known_topics(), offset=12.0)
        self._values: dict[tuple[str, str], Weighted[str]] = {
            (kind, name): Weighted(weights)
            for kind in KINDS
            for name, weights in self._mixes[kind]["weights"].items()
        }
        self._counts: dict[tuple[str, str], Weighted[int]] = {
            (kind, name): Weighted(dict(enumerate(weights)))
            for kind in KINDS
            for name, weights in self._mixes[kind]["counts"].items()
        }
        self._slugs = {pk: slug for slug, pk in self._registers["target_groups"].items()}
        self._types = Ranked(load("facilities")["type"], offset=3.0)

    def batches(self, count: int, size: int) -> Iterator[list[Draft]]:
        """Yield ``count`` drafts in batches, associations first in each, in the demo's shares."""
        shares = self._mixes["kinds"]
        whole = sum(shares.values())
        done = dict.fromkeys(shares, 0)
        for end in [*range(size, count, size), count]:
            wanted = {kind: round(end * share / whole) for kind, share in shares.items()}
            # What rounding gains or loses is in activities, of which there are most.
            wanted["activity"] = end - wanted["association"] - wanted["facility"]
            yield self._batch({kind: wanted[kind] - done[kind] for kind in shares})
            done = wanted

    def _batch(self, counts: dict[str, int]) -> list[Draft]:
        associations = [self._association() for _number in range(counts["association"])]
        by_municipality: dict[int | None, list[Draft]] = defaultdict(list)
        for draft in associations:
            by_municipality[draft.listing.municipality_id].append(draft)
        facilities = [self._facility(by_municipality) for _number in range(counts["facility"])]
        facilities_there: dict[int | None, list[Draft]] = defaultdict(list)
        for draft in facilities:
            facilities_there[draft.listing.municipality_id].append(draft)
        # Some associations do a lot, most of them little.
        organisers = Ranked(associations, offset=len(associations) / 4 + 1)
        activities = [
            self._activity(organisers, facilities_there) for _number in range(counts["activity"])
        ]
        return [*associations, *facilities, *activities]

    def _association(self) -> Draft:
        topic, site = self._topics.pick(self._rng), self._scatter.site()
        draft = self._draft("association", topic, site)
        listing = draft.listing
        listing.name = self._writer.association_name(self._subject(topic, draft))
        listing.founded_year = self._rng.randint(1908, self._today.year - 1)
        listing.joining = (
            "Täytä liittymislomake tai tule kokoukseen. "
            f"Jäsenmaksu on {self._rng.choice((5, 10, 15, 20, 25, 30))} € vuodessa."
        )
        handle = "".join(letter for letter in listing.name.lower() if "a" <= letter <= "z")[:40]
        listing.website = f"https://{handle}.example"
        listing.email = f"info@{handle}.example"
        listing.phone = self._phone()
        self._classify(draft, [topic.prh, topic.category])
        if self._rng.random() < 0.25:
            home = self._municipalities[site.municipality].pk
            near = self._rng.sample(
                sorted(self._municipalities), k=min(2, len(self._municipalities))
            )
            draft.related["service_area"] = list(
                dict.fromkeys([home, *(self._municipalities[code].pk for code in near)])
            )
        return draft

    def _facility(self, associations: dict[int | None, list[Draft]]) -> Draft:
        kind = self._types.pick(self._rng)
        topic = Topic(category=kind["category"], stem=kind["names"][0].split()[-1])
        site = self._scatter.site()
        draft = self._draft("facility", topic, site)
        listing = draft.listing
        listing.name = self._writer.facility_name(
            self._subject(topic, draft), kind["names"], site.street
        )
        owners = associations.get(listing.municipality_id)
        if owners and self._rng.random() < self._mixes["facility"]["shares"]["organised"]:
            listing.organiser = self._rng.choice(owners).listing
        elif listing.municipality is not None:
            listing.operator = f"{listing.municipality.name}, vapaa-aikapalvelut"
        if "capacity" in kind:
            listing.capacity = self._rng.randint(*kind["capacity"])
            listing.area_m2 = listing.capacity * self._rng.randint(2, 5)
        listing.equipment = kind["equipment"]
        listing.for_associations = self._rng.random() < 0.7
        if listing.for_associations:
            listing.booking_info = "Varaa sähköpostilla viimeistään viikkoa ennen."
        listing.phone, listing.email = self._phone(), "tilat@varaukset.example"
        self._classify(draft, [topic.category])
        draft.schedules = opening_hours(self._rng, self._today)
        return draft

    def _activity(
        self, organisers: Ranked[Draft], facilities: dict[int | None, list[Draft]]
    ) -> Draft:
        shares = self._mixes["activity"]["shares"]
        organiser = organisers.pick(self._rng) if organisers.things else None
        topic = self._topics.pick(self._rng)
        if organiser and self._rng.random() < 0.8:
            topic = organiser.topic
        site = self._scatter.site()
        draft = self._draft("activity", topic, site)
        listing = draft.listing
        listing.organiser = organiser.listing if organiser else None
        home = organiser.listing.municipality_id if organiser else listing.municipality_id
        if facilities.get(home) and self._rng.random() < shares["in_facility"]:
            facility = self._rng.choice(facilities[home])
            listing.facility, draft.place = facility.listing, facility.place
            # The place on the map comes from the facility.
            listing.municipality = listing.latitude = listing.longitude = None
            listing.street_address = listing.postal_code = ""
        subject = self._subject(topic, draft)
        listing.name = self._writer.activity_name(subject)[:200]
        listing.registration_required = self._rng.random() < shares["registration"]
        if self._rng.random() < shares["ages"]:
            listing.age_min = self._rng.choice((3, 5, 7, 9, 13, 15, 18, 60))
            if listing.age_min < 18:
                listing.age_max = listing.age_min + self._rng.randint(2, 6)
        self._classify(draft, [topic.category])
        draft.schedules = activity_schedules(self._rng, self._today, shares["ended"])
        return draft

    def _draft(self, kind: str, topic: Topic, site: Site) -> Draft:
        """Make a listing of what all kinds have; the name is still missing."""
        mixes, now = self._mixes[kind], timezone.now()
        draft = Draft(KINDS[kind](source=SOURCE, live=True), topic, site.name)
        listing = draft.listing
        listing.first_published_at = listing.last_published_at = now
        for name, register in self._registers.items():
            slugs = self._drawn(kind, name, topic)
            draft.related[name] = [register[slug] for slug in slugs if slug in register]
        listing.languages = ["fi", *self._drawn(kind, "languages", topic, less=1)]
        listing.municipality = self._municipalities[site.municipality]
        # Drawn for every listing, so that a change of one share leaves the rest as it is.
        if self._rng.random() >= mixes["shares"]["unlocated"]:
            listing.latitude, listing.longitude = site.latitude, site.longitude
            listing.street_address, listing.postal_code = site.street_address, site.postal_code
        self._price(listing)
        if self._rng.random() >= mixes["shares"]["unconfirmed"]:
            days = int(CONFIRMED_WITHIN * self._rng.random() ** 1.6)
            listing.confirmed_on = self._today - datetime.timedelta(days=days)
        return draft

    def _subject(self, topic: Topic, draft: Draft) -> Subject:
        """Write the texts of a draft; return what they are about."""
        groups = draft.related["target_groups"]
        subject = Subject(topic, draft.place, self._slugs[groups[0]] if groups else "")
        kind, listing = str(draft.listing.kind), draft.listing
        listing.summary = self._writer.summary(kind, subject)
        listing.description = self._writer.description(kind, subject)
        category = self._categories.get(topic.category)
        words = [self._writer.keyword(), self._writer.compound()]
        if category is not None:
            terms = [term for term in category.search_terms.split(", ") if term]
            words += self._rng.sample(terms, k=min(2, len(terms)))
            if self._rng.random() < self._mixes[kind]["shares"]["translated"]:
                self._translate(listing, category, subject.place)
        listing.keywords = ", ".join(words)
        return subject

    def _translate(self, listing: Any, category: Category, place: str) -> None:
        swedish = category.name_sv or category.name
        english = category.name_en or category.name
        listing.name_sv, listing.name_en = f"{swedish} i {place}", f"{english} in {place}"
        listing.summary_sv, listing.description_sv = self._writer.translated(
            "swedish", swedish, place
        )
        listing.summary_en, listing.description_en = self._writer.translated(
            "english", english, place
        )

    def _price(self, listing: Any) -> None:
        listing.price = self._values[str(listing.kind), "price"].pick(self._rng)
        if listing.price and self._rng.random() < 0.5:
            listing.price_info = self._rng.choice(PRICES.get(listing.price, FEES))

    def _drawn(self, kind: str, name: str, topic: Topic, less: int = 0) -> list[str]:
        """Draw slugs of a register; whom a topic is for comes first."""
        count = self._counts[kind, name].pick(self._rng) - less
        found: dict[str, None] = {}
        if name == "target_groups" and topic.targets and count:
            found[self._rng.choice(topic.targets)] = None
        values = self._values[kind, name]
        for _attempt in range(count * 4):
            if len(found) >= count:
                break
            found[values.pick(self._rng)] = None
        return list(found)

    def _classify(self, draft: Draft, slugs: Iterable[str]) -> None:
        """Put the draft into these categories, and sometimes into one more."""
        chosen = list(slugs)
        if draft.listing.kind != "facility" and self._rng.random() < 0.6:
            chosen.append(self._topics.pick(self._rng).category)
        draft.related["categories"] = list(
            dict.fromkeys(self._categories[slug].pk for slug in chosen if slug in self._categories)
        )

    def _known_topics(self) -> list[Topic]:
        """Return the topics of the material, then other hobbies of the register."""
        listed = [
            Topic(**{**row, **{key: tuple(row[key]) for key in ("clubs", "sessions", "targets")}})
            for row in load("topics")["topic"]
            if row["category"] in self._categories
        ]
        known = {topic.category for topic in listed}
        others = [
            topic_of(slug, category.name)
            for slug, category in self._categories.items()
            if slug not in known
            and category.parent_id is not None
            and category.scheme in (Category.Scheme.HOBBY, Category.Scheme.TOPIC)
        ]
        self._rng.shuffle(others)
        return listed + [topic for topic in others if topic is not None]

    def _phone(self) -> str:
        """Return a number out of a range in which nobody answers."""
        return f"010 000 {self._rng.randint(1000, 9999)}"
