"""Places that may be meant by the end of what is being typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from search.register_cache import RegisterCache
from search.suggesting.name_index import Match, Name, NameIndex, plain
from search.understanding import understand
from search.understanding.entries import reach
from search.understanding.inflection import inflected
from search.unfinished import Typed
from servicemap.models import Municipality, Place
from servicemap.models.translation import field_in, language_codes

MUNICIPALITY = "municipality"

TYPES = (MUNICIPALITY, *map(str, (Place.Kind.DISTRICT, Place.Kind.VILLAGE, Place.Kind.POSTCODE)))
"""Types of places, what is meant first first; all others come after them."""

FEWEST_DIGITS = 3
"""Fewer are a time or an age rather than a postcode."""

LONGEST_NAME = 5
"""Words of a place's name."""


@dataclass(frozen=True)
class Spot:
    """A municipality or a place of the gazetteer.

    ``names`` are in the order of the site's languages; ``municipality`` is a code.
    """

    type: str
    code: str
    names: tuple[str, ...]
    municipality: str
    latitude: float | None
    longitude: float | None
    radius_m: int | None = None

    def name(self, language: str) -> str:
        """Return the name in the language, or in the first that has one."""
        own = self.names[language_codes().index(language)]
        return own or next(filter(None, self.names), "")

    def label(self, language: str) -> str:
        """Return what the place is shown as: a postcode's area is told by both."""
        name = self.name(language)
        return f"{self.code} {name}".strip() if self.type == Place.Kind.POSTCODE else name

    @property
    def value(self) -> str:
        """What queries call it: a code or the name in the gazetteer."""
        return self.code or self.names[0]


@dataclass(frozen=True)
class FoundPlace:
    """A place, and the words before it that are no part of its name."""

    spot: Spot
    municipality: str
    before: str


class PlaceIndex:
    """All places by their names and codes."""

    def __init__(self, spots: tuple[Spot, ...]) -> None:
        self.spots = spots
        self.municipalities = {spot.code: spot for spot in spots if spot.type == MUNICIPALITY}
        self._names = NameIndex(_names(spots))
        self._forms = NameIndex(_forms(spots), inside=False)

    def find(self, text: str, *, whole: bool) -> dict[int, Match]:
        """Return the places that are named so, also in an inflected form.

        Forms to the letter come before names with dots that were not typed: “lahde” begins
        “Lahdessa” rather than the end of “Sinilähde”. Others count only where no name does.
        """
        if text.isdigit() and len(text) < FEWEST_DIGITS:
            return {}
        named = self._names.find(text, whole=whole)
        if any(not match.forgiving for match in named.values()):
            return named
        formed = self._forms.find(text, whole=whole)
        exact = {entry: match for entry, match in formed.items() if not match.forgiving}
        return {**named, **exact} or formed


def _names(spots: tuple[Spot, ...]) -> Iterator[Name]:
    taken = {
        plain(name) for spot in spots if spot.type != Place.Kind.POSTCODE for name in spot.names
    }
    for entry, spot in enumerate(spots):
        if spot.type == Place.Kind.POSTCODE:
            yield Name(entry, spot.code, 0)
        for name in spot.names:
            # “Lahti” is the town, not any of its thirty postcodes.
            if name and not (spot.type == Place.Kind.POSTCODE and plain(name) in taken):
                yield Name(entry, name, 0)


def _forms(spots: tuple[Spot, ...]) -> Iterator[Name]:
    for entry, spot in enumerate(spots):
        if spot.type != Place.Kind.POSTCODE and spot.names[0]:
            yield from (Name(entry, form, 0) for form in inflected(spot.names[0]).all)


def _read() -> tuple[Spot, ...]:
    """Read the registers. Makes two queries."""
    fields = [field_in("name", language) for language in language_codes()]
    municipalities: Any = Municipality.objects.order_by("pk").values_list(
        "code", "latitude", "longitude", *fields
    )
    spots = [
        Spot(MUNICIPALITY, code, tuple(names), code, latitude, longitude)
        for code, latitude, longitude, *names in municipalities
    ]
    places: Any = Place.objects.order_by("pk").values_list(
        "kind", "code", "name", "name_sv", "municipality__code", "latitude", "longitude", "radius_m"
    )
    for kind, code, name, name_sv, municipality, *where in places:
        own = {language_codes()[0]: name, "sv": name_sv}
        names = tuple(own.get(language, "") for language in language_codes())
        spots.append(Spot(kind, code, names, municipality or "", *where))
    return tuple(spots)


place_index = RegisterCache("suggestions.places", _read, PlaceIndex)


def connect() -> None:
    """Follow changes of the registers."""
    place_index.follow([Municipality, Place])


def find_places(text: str, typed: Typed, language: str, limit: int) -> list[FoundPlace]:
    """Return the places that the longest possible end of the text may mean, likeliest first."""
    index = place_index.get()
    words = typed.all
    for first in range(max(0, len(words) - LONGEST_NAME), len(words)):
        matches = index.find(" ".join(words[first:]), whole=not typed.begun)
        if not matches:
            continue
        before = text[: typed.starts[first]].strip()
        found: dict[tuple[str, str, str], FoundPlace] = {}
        for entry in sorted(
            matches, key=lambda entry: _order(matches[entry], index.spots[entry], language)
        ):
            spot = index.spots[entry]
            place = FoundPlace(spot, _municipality(index, spot, language), before)
            # Two lakes of one name and no municipality cannot be told apart.
            found.setdefault((spot.type, spot.label(language), place.municipality), place)
            if len(found) == limit:
                break
        return list(found.values())
    return []


def _order(match: Match, spot: Spot, language: str) -> tuple[Any, ...]:
    kind = TYPES.index(spot.type) if spot.type in TYPES else len(TYPES)
    label = spot.label(language)
    return match, kind, len(label), label, spot.municipality


def _municipality(index: PlaceIndex, spot: Spot, language: str) -> str:
    around = index.municipalities.get(spot.municipality)
    return around.name(language) if around and spot.type != MUNICIPALITY else ""


def parameters_for(place: FoundPlace, language: str) -> dict[str, str]:
    """Return the search page's parameters for what is in or near this very place.

    Places whose names are ordinary words need their municipality to be understood; of several
    that have one name only the first can be asked for by it, the others are told by their point.
    """
    spot, before = place.spot, place.before
    if spot.type == MUNICIPALITY:
        return _given(q=before, municipality=spot.code)
    name = spot.code or spot.name(language)
    named = (name, f"{place.municipality} {name}") if place.municipality else (name,)
    queries = [f"{before} {one}".strip() for one in named]
    if spot.latitude is None or spot.longitude is None:
        return {"q": queries[0]}
    for query in queries:
        meanings = understand(query).meanings
        if any(meaning.point == (spot.latitude, spot.longitude) for meaning in meanings):
            return {"q": query}
    near = f"{spot.latitude:.5f},{spot.longitude:.5f}"
    return _given(q=before, near=near, radius=f"{reach(spot.type, spot.radius_m):.0f}")


def _given(**parameters: str) -> dict[str, str]:
    return {name: value for name, value in parameters.items() if value}
