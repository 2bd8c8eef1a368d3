"""Points around the region's built-up centres, postal areas and villages."""

import math
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from servicemap.generation.material import Weighted, load, words
from servicemap.models import Municipality, Place
from servicemap.places import municipality_at

METRES_PER_DEGREE = 111_195
"""Of latitude, on a sphere of the Earth's mean radius."""

SPREAD = {"centre": 1200.0, "postcode": 900.0, "village": 600.0}
"""Standard deviation of the distance along each axis, in metres."""

CONCENTRATION = 1.4
"""Towns have more going on for each postal area than the countryside: the demo's proportions."""


@dataclass(frozen=True)
class Base:
    """Where listings gather; ``name`` is what people call it."""

    kind: str
    name: str
    municipality: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Site:
    """A generated address; ``municipality`` is the code of the one that the point is in."""

    name: str
    municipality: str
    latitude: float
    longitude: float
    street: str
    street_address: str
    postal_code: str


class Scatter:
    """Draws sites."""

    def __init__(
        self,
        rng: random.Random,
        municipalities: Iterable[Municipality],
        places: Iterable[Place],
    ) -> None:
        self._rng = rng
        by_key = {municipality.pk: municipality for municipality in municipalities}
        self._bases: dict[str, dict[str, list[Base]]] = {}
        self._postcodes: dict[str, list[tuple[float, float, str]]] = {}
        for municipality in by_key.values():
            centre = _base_at("centre", municipality.name, municipality.code, municipality)
            self._bases[municipality.code] = {"centre": [centre]}
            self._postcodes[municipality.code] = []
        for place in places:
            home = by_key.get(place.municipality_id or 0)
            if home is None or place.kind == Place.Kind.LAKE:
                continue
            if place.kind == Place.Kind.POSTCODE:
                base = _base_at("postcode", home.name, home.code, place)
                self._postcodes[home.code].append((base.latitude, base.longitude, place.code))
            elif place.name.isalpha():
                base = _base_at("village", place.name, home.code, place)
            else:
                continue
            self._bases[home.code].setdefault(base.kind, []).append(base)
        self._municipalities = Weighted(
            {code: (1 + len(found)) ** CONCENTRATION for code, found in self._postcodes.items()}
        )
        weights: Mapping[str, float] = load("mixes")["places"]
        self._kinds = {
            code: Weighted({kind: weights[kind] for kind in kinds})
            for code, kinds in self._bases.items()
        }

    def site(self) -> Site:
        """Return a site; its point lies in its municipality."""
        base = self._base()
        latitude, longitude, municipality = self._point(base)
        street = words("streets").pick(self._rng)
        return Site(
            name=base.name,
            municipality=municipality,
            latitude=latitude,
            longitude=longitude,
            street=street,
            street_address=f"{street} {self._rng.randint(1, 60)}",
            postal_code=self._postcode(municipality, latitude, longitude),
        )

    def _base(self) -> Base:
        code = self._municipalities.pick(self._rng)
        return self._rng.choice(self._bases[code][self._kinds[code].pick(self._rng)])

    def _point(self, base: Base) -> tuple[float, float, str]:
        """Return a point near the base, within the region; the base itself if none is found."""
        spread = SPREAD[base.kind] / METRES_PER_DEGREE
        stretch = math.cos(math.radians(base.latitude))
        for _attempt in range(5):
            latitude = round(self._rng.gauss(base.latitude, spread), 5)
            longitude = round(self._rng.gauss(base.longitude, spread / stretch), 5)
            found = municipality_at(latitude, longitude)
            if found in self._bases:
                return latitude, longitude, found
        return base.latitude, base.longitude, base.municipality

    def _postcode(self, municipality: str, latitude: float, longitude: float) -> str:
        """Return the nearest postal code of the municipality."""
        stretch = math.cos(math.radians(latitude))
        return min(
            (
                ((lat - latitude) ** 2 + ((lon - longitude) * stretch) ** 2, code)
                for lat, lon, code in self._postcodes[municipality]
            ),
            default=(0.0, ""),
        )[1]


def _base_at(kind: str, name: str, municipality: str, entry: Any) -> Base:
    return Base(kind, name, municipality, entry.latitude, entry.longitude)
