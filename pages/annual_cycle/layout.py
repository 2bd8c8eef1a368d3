"""Where things go on the wheel: angles, lanes and labels. Knows no database and no drawing.

Angles are degrees clockwise from the top, where the year begins; each month has 30 of them.
Lengths are units of the picture; its middle is 0, 0 and y grows downwards.
"""

import calendar
import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

MONTH = 30.0
CLOSEST = 11.0
"""How near to each other, in units, two marks of a lane may be from middle to middle."""

SERIES = 3
"""So many times are joined by a thread."""

THREADED = 8.0
"""The depth of a lane, in units, below which threads would be lines among lines."""

THICKEST = 16.0
RING_GAP = 5.0


def angle(day: datetime.date, *, at_end: bool = False) -> float:
    """Return where a day begins, or ends, on the wheel."""
    days = calendar.monthrange(day.year, day.month)[1]
    return MONTH * (day.month - 1 + (day.day - (0 if at_end else 1)) / days)


def point(radius: float, degrees: float) -> tuple[float, float]:
    """Return the point at a distance from the middle."""
    turn = math.radians(degrees)
    return radius * math.sin(turn), -radius * math.cos(turn)


@dataclass(frozen=True)
class Geometry:
    """Radii of the wheel, from the middle outwards: hub, rings, band of the months.

    Arcs are at least ``thinnest``, even where lanes are closer.
    """

    hub: float
    rings: float
    rim: float
    has_threads: bool = True
    thinnest: float = 1.0


FULL = Geometry(hub=76, rings=262, rim=290)
COMPACT = Geometry(hub=38, rings=146, rim=172, has_threads=False, thinnest=3.4)


@dataclass(frozen=True)
class Entry:
    """A thing to place: the ring it belongs to, its title, and its spans (start, end), in order."""

    key: str
    ring: str
    title: str
    spans: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Ring:
    """A ring between two radii."""

    name: str
    inner: float
    outer: float


@dataclass(frozen=True)
class Arc:
    """One time of an entry: on a circle of ``radius``, so and so thick, from ``start`` to ``end``.

    A time too short to be seen is widened, at most to the middle between it and its neighbours.
    """

    key: str
    radius: float
    thickness: float
    start: float
    end: float


@dataclass(frozen=True)
class Label:
    """A title or a number beside the wheel, and the line that leads there.

    ``x`` and ``y`` are the middle of its box; ``side`` is 1 right of the wheel, -1 left of it.
    """

    key: str
    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float
    side: int
    leader: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Layout:
    """Everything placed; all of it lies within ``width`` and ``height`` around the middle."""

    geometry: Geometry
    rings: list[Ring]
    arcs: dict[str, list[Arc]]
    labels: dict[str, Label] = field(default_factory=dict)
    width: float = 0
    height: float = 0
    has_titles: bool = False


# Rings and lanes


def place(entries: Sequence[Entry], ring_names: Sequence[str], geometry: Geometry) -> Layout:
    """Place the arcs, without labels. The first ring is the outermost; empty ones take no room.

    Where the geometry has threads, nothing else lies between the times of what recurs, as long
    as there is room for that.
    """
    by_ring = {name: [one for one in entries if one.ring == name] for name in ring_names}
    by_ring = {name: found for name, found in by_ring.items() if found}
    rings = _rings(dict.fromkeys(by_ring, 1), geometry)
    lanes: dict[str, list[list[Entry]]] = {}
    # How near marks may be depends on the radius, and that on how many lanes there are.
    for _round in range(3):
        lanes = {
            ring.name: _lanes(by_ring[ring.name], ring.inner, geometry.has_threads)
            for ring in rings
        }
        rings = _rings({name: len(found) for name, found in lanes.items()}, geometry)
    depths = {ring.name: (ring.outer - ring.inner) / len(lanes[ring.name]) for ring in rings}
    if geometry.has_threads and min(depths.values(), default=THREADED) < THREADED:
        return place(entries, ring_names, replace(geometry, has_threads=False))
    arcs: dict[str, list[Arc]] = {}
    for ring in rings:
        depth = depths[ring.name]
        for number, lane in enumerate(lanes[ring.name]):
            radius = ring.outer - depth * (number + 0.5)
            arcs |= _arcs(lane, radius, max(geometry.thinnest, min(THICKEST, depth * 0.76)))
    side = 2 * (geometry.rim + 2)
    return Layout(geometry, rings, arcs, width=side, height=side)


def _rings(lanes: dict[str, int], geometry: Geometry) -> list[Ring]:
    """Share the room between the rings: half of it evenly, half by their lanes."""
    count, total = len(lanes), sum(lanes.values())
    room = geometry.rings - geometry.hub - RING_GAP * (count + 1)
    rings, outer = [], geometry.rings - RING_GAP
    for name, number in lanes.items():
        depth = room * (0.3 / count + 0.7 * number / total)
        rings.append(Ring(name, outer - depth, outer))
        outer -= depth + RING_GAP
    return rings


def _lanes(entries: Sequence[Entry], radius: float, has_threads: bool) -> list[list[Entry]]:
    """Put entries into as few lanes as a greedy reading from January on needs."""
    margin = math.degrees(CLOSEST / 2 / radius)
    lanes: list[tuple[list[Entry], list[tuple[float, float]]]] = []
    for entry in sorted(entries, key=lambda one: (one.spans[0], one.spans[-1][1], one.key)):
        spans = [_widened(span, margin) for span in entry.spans]
        if has_threads and len(spans) >= SERIES:
            spans = [(spans[0][0], spans[-1][1])]
        for members, taken in lanes:
            if _is_free(spans, taken):
                members.append(entry)
                taken.extend(spans)
                break
        else:
            lanes.append(([entry], list(spans)))
    return [members for members, _taken in lanes]


def _widened(span: tuple[float, float], margin: float) -> tuple[float, float]:
    middle = (span[0] + span[1]) / 2
    return min(span[0], middle - margin), max(span[1], middle + margin)


def _is_free(spans: Sequence[tuple[float, float]], taken: Sequence[tuple[float, float]]) -> bool:
    for start, end in spans:
        for start2, end2 in taken:
            if start < end2 and start2 < end:
                return False
    return True


def _arcs(lane: Sequence[Entry], radius: float, thickness: float) -> dict[str, list[Arc]]:
    """Draw a lane; what is short becomes as wide as it is thick, where there is room."""
    marks = sorted((span, entry.key) for entry in lane for span in entry.spans)
    least = math.degrees(thickness / 2 / radius)
    arcs: dict[str, list[Arc]] = {entry.key: [] for entry in lane}
    for number, (span, key) in enumerate(marks):
        before = marks[number - 1][0][1] if number else None
        after = marks[number + 1][0][0] if number + 1 < len(marks) else None
        start, end = _widened(span, least)
        low = max(0.0, (before + span[0]) / 2 if before is not None else 0.0)
        high = min(360.0, (span[1] + after) / 2 if after is not None else 360.0)
        arcs[key].append(Arc(key, radius, thickness, max(start, low), min(end, high)))
    return arcs


# Labels


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Move points on a line apart as little as possible: middles of things of these sizes.

    ``wanted`` is in order; the sizes must fit between ``low`` and ``high`` together. The squares
    of the ways are least: neighbours that push each other move together (isotonic regression).
    """
    offsets, position = [], 0.0
    for size in sizes:
        offsets.append(position + size / 2)
        position += size
    blocks: list[list[float]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        blocks.append([want - offset, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            total, count = blocks.pop()
            blocks[-1][0] = (blocks[-1][0] * blocks[-1][1] + total * count) / (
                blocks[-1][1] + count
            )
            blocks[-1][1] += count
    shifts = [mean for mean, count in blocks for _one in range(int(count))]
    return [
        min(max(shift, low), high - position) + offset
        for shift, offset in zip(shifts, offsets, strict=True)
    ]
