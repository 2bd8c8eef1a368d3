"""From what is typed to a point: the gazetteer, then addresses and names of listings."""

import difflib
from dataclasses import dataclass

from search.analysis.folding import fold
from search.near.listings import Spot as ListingSpot
from search.near.listings import at_address, named
from search.suggesting.name_index import plain
from search.suggesting.places import MUNICIPALITY, TYPES, PlaceIndex, Spot, place_index
from search.understanding.inflection import inflected
from servicemap.models import Place

MAX_NEAREST = 4
LIKE = 0.72
"""How like a name must be to what was typed to be offered, from 0 to 1."""


@dataclass(frozen=True)
class Located:
    """A point in degrees WGS84 and what to call it: “Launeenkatu 5, Lahti”.

    It is not ``exact`` where it is the nearest known address of the street that was named.
    """

    label: str
    latitude: float
    longitude: float
    exact: bool = True


def locate(text: str, language: str) -> list[Located]:
    """Return what is named so, the likeliest first; several where places share a name.

    Nobody outside is asked. Makes up to six queries beside those of the gazetteer, which is kept.
    """
    words = plain(text)
    if not words:
        return []
    index = place_index.get()
    if found := _places(index, words, "", language):
        return found
    inside, rest = _municipality(index, words)
    if inside and rest and (found := _places(index, rest, inside.code, language)):
        return found
    code = inside.code if inside and rest else ""
    address = _without_place(text, inside) if code else text
    spot = at_address(address, code) or named(" ".join(text.split()), "") or named(address, code)
    return [_of_listing(index, spot, language)] if spot else []


def nearest_names(text: str, language: str) -> list[str]:
    """Return names of the gazetteer that are written much like the text, nearest first."""
    index, words = place_index.get(), plain(text)
    _inside, rest = _municipality(index, words)
    names = {
        fold(plain(spot.name(language))): spot
        for spot in reversed(index.spots)
        if spot.type != Place.Kind.POSTCODE
    }
    words, rest = fold(words), fold(rest)
    begun = sorted(
        (name for name in names if words and name.startswith(words)), key=lambda name: len(name)
    )
    like = difflib.get_close_matches(rest or words, names, MAX_NEAREST, LIKE)
    found = dict.fromkeys([*begun[:MAX_NEAREST], *like])
    return [_label(index, names[name], language) for name in found][:MAX_NEAREST]


def _places(index: PlaceIndex, words: str, municipality: str, language: str) -> list[Located]:
    spots = [
        spot
        for entry in index.find(words, whole=True)
        if _is_named(spot := index.spots[entry], words)
        and (not municipality or spot.municipality == municipality)
        and spot.latitude is not None
        and spot.longitude is not None
    ]
    spots.sort(key=lambda spot: (_rank(spot), spot.municipality))
    found = {
        _label(index, spot, language): (spot.latitude, spot.longitude) for spot in reversed(spots)
    }
    return [
        Located(label, latitude, longitude)
        for label, (latitude, longitude) in reversed(found.items())
        if latitude is not None and longitude is not None
    ]


def _rank(spot: Spot) -> int:
    return TYPES.index(spot.type) if spot.type in TYPES else len(TYPES)


def _is_named(spot: Spot, words: str) -> bool:
    names = [plain(name) for name in spot.names if name]
    if words in names or words in {spot.code, f"{spot.code} {names[0] if names else ''}".strip()}:
        return spot.type == MUNICIPALITY or words != spot.code or spot.code.isdigit()
    return bool(names) and words in {plain(form) for form in inflected(spot.names[0]).all}


def _municipality(index: PlaceIndex, words: str) -> tuple[Spot | None, str]:
    """Return the municipality that the words end or begin with, and the words without it."""
    parts = words.split()
    for own, rest in ((parts[-1:], parts[:-1]), (parts[:1], parts[1:])):
        for spot in index.municipalities.values():
            if own and _is_named(spot, own[0]):
                return spot, " ".join(rest)
    return None, words


def _without_place(text: str, inside: Spot | None) -> str:
    """Return an address without its postcode and municipality."""
    kept = [word for word in text.replace(",", " ").split() if not _is_place(word, inside)]
    return " ".join(kept)


def _is_place(word: str, inside: Spot | None) -> bool:
    is_postcode = len(word) == 5 and word.isdigit()
    return is_postcode or (inside is not None and _is_named(inside, plain(word)))


def _label(index: PlaceIndex, spot: Spot, language: str) -> str:
    around = index.municipalities.get(spot.municipality)
    label = spot.label(language)
    if around is None or spot.type == MUNICIPALITY or around.name(language) in label:
        return label
    return f"{label}, {around.name(language)}"


def _of_listing(index: PlaceIndex, spot: ListingSpot, language: str) -> Located:
    around = index.municipalities.get(spot.municipality)
    label = f"{spot.name}, {around.name(language)}" if around else spot.name
    return Located(label, spot.latitude, spot.longitude, spot.exact)
