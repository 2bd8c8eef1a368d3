"""What a query was understood to mean."""

from dataclasses import dataclass

from .entries import PlaceEntry


@dataclass(frozen=True)
class Meaning:
    """A stretch of a query that stands for a value of a parameter or for a place.

    ``type`` is named as the API's parameter, or “place”. ``value`` is the parameter's value; a
    place's is its postcode or its name in the gazetteer. ``start`` and ``end`` are character
    positions of ``text`` in the query. ``extra_values`` are further values of the same
    parameter when one word means several: “arkisin”. Places have a ``point``, latitude and
    longitude in degrees WGS84, and a radius in metres that suits their kind. What is ``denied``
    must not have any of the values: “ei lapsille”.
    """

    type: str
    value: str
    text: str
    start: int
    end: int
    point: tuple[float, float] | None = None
    radius_m: float | None = None
    extra_values: tuple[str, ...] = ()
    denied: bool = False

    @property
    def values(self) -> tuple[str, ...]:
        """All values."""
        return (self.value, *self.extra_values)


@dataclass(frozen=True)
class Understanding:
    """The meanings of a query in the order of its words, and the words that are left.

    ``unheeded`` are stretches of these that deny something of which no register tells.
    ``near_reader`` is what asks for the reader's own surroundings: “lähellä minua”.
    """

    meanings: tuple[Meaning, ...]
    rest: str
    unheeded: tuple[str, ...] = ()
    near_reader: str = ""


@dataclass(frozen=True)
class Found:
    """A stretch that was recognised; for a place all those of its name.

    ``then`` is what the rest of it, or all of it, means besides: “maanantai-iltana”, “tonight”.
    """

    start: int
    end: int
    type: str
    values: tuple[str, ...]
    places: tuple[PlaceEntry, ...] = ()
    then: "Found | None" = None
    denied: bool = False

    @property
    def stop(self) -> int:
        """Where all of it ends."""
        return self.then.stop if self.then else self.end
