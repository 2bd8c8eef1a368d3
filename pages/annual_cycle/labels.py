"""Where labels go on the wheel: titles beside it where they fit, else numbers around it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pages.annual_cycle.layout import Arc, Entry, Geometry, Label, Layout, point, spread
from pages.annual_cycle.text_width import clipped, text_width, wrapped

TITLE_SIZE = 14.5
LINE = 18.0
TITLE_GAP = 5.0
"""Between titles, in units."""

TITLE_WIDTH = 248.0
MARK = 18.0
"""Room for the shape that says the kind, before or behind a title."""

ELBOW = 34.0
"""How far from the wheel's rim a line turns towards its title."""

BEYOND = 22.0
"""How far titles may go above and below the wheel, where there is no need for more."""

TALLEST = 690.0
"""The tallest picture with titles: it fits a screen and a sheet of paper."""

MOST_TITLES = 2 * int(TALLEST / (LINE + TITLE_GAP))
"""More have no room on both sides together, whatever sides they are on."""

NUMBER = 23.0
"""The side of a number's box."""

FREE = 10.0
"""Degrees between the points of a long arc at which a line may begin."""


def with_labels(layout: Layout, entries: Sequence[Entry]) -> Layout:
    """Return the layout with a title for each entry if all fit, else with a number for each."""
    return _with_titles(layout, entries) or with_numbers(layout, entries)


# Titles


def _with_titles(layout: Layout, entries: Sequence[Entry]) -> Layout | None:
    if len(entries) > MOST_TITLES:
        return None
    anchors = _anchors(layout.arcs)
    labels: dict[str, Label] = {}
    tallest = 0.0
    for side in (1, -1):
        members = [one for one in entries if _side(anchors[one.key][1]) == side]
        # From the top downwards, on both sides.
        members.sort(key=lambda one: side * anchors[one.key][1])
        lines = _lines(members)
        if lines is None:
            return None
        sizes = [LINE * len(lines[one.key]) + TITLE_GAP for one in members]
        half = max(layout.geometry.rim + BEYOND, sum(sizes) / 2)
        tallest = max(tallest, 2 * half)
        wanted = [_title_y(layout.geometry, anchors[one.key][1]) for one in members]
        places = spread(wanted, sizes, -half, half)
        for one, y in zip(members, places, strict=True):
            labels[one.key] = _title(
                layout.geometry, one.key, lines[one.key], y, side, anchors[one.key]
            )
    width = 2 * (layout.geometry.rim + ELBOW + 8 + MARK + TITLE_WIDTH)
    height = max(layout.height, tallest + 4)
    return replace(layout, labels=labels, width=width, height=height, has_titles=True)


def _side(degrees: float) -> int:
    return 1 if degrees < 180 else -1


def _lines(members: Sequence[Entry]) -> dict[str, tuple[str, ...]] | None:
    """Return the lines of each title: two if there is room for all, else one; None if neither."""
    two = {one.key: wrapped(one.title, TITLE_WIDTH, TITLE_SIZE) for one in members}
    if sum(LINE * len(lines) + TITLE_GAP for lines in two.values()) <= TALLEST:
        return two
    if len(members) * (LINE + TITLE_GAP) <= TALLEST:
        return {one.key: (clipped(one.title, TITLE_WIDTH, TITLE_SIZE),) for one in members}
    return None


def _title_y(geometry: Geometry, degrees: float) -> float:
    return point(geometry.rim + ELBOW / 2, degrees)[1]


def _title(
    geometry: Geometry,
    key: str,
    lines: tuple[str, ...],
    y: float,
    side: int,
    anchor: tuple[Arc, float],
) -> Label:
    arc, degrees = anchor
    width = MARK + max(text_width(line, TITLE_SIZE) for line in lines)
    edge = side * (geometry.rim + ELBOW + 8)
    leader = (
        point(arc.radius, degrees),
        point(geometry.rim + 5, degrees),
        (side * (geometry.rim + ELBOW), y),
        (edge, y),
    )
    return Label(key, lines, edge + side * width / 2, y, width, LINE * len(lines), side, leader)


def _anchors(arcs: dict[str, list[Arc]]) -> dict[str, tuple[Arc, float]]:
    """Choose the point of each entry at which its line begins: as far from others' as there is.

    What can choose least chooses first.
    """
    candidates = {key: list(_candidates(found)) for key, found in arcs.items()}
    chosen: dict[str, tuple[Arc, float]] = {}
    taken: list[float] = []
    for key in sorted(candidates, key=lambda key: (len(candidates[key]), candidates[key][0][1])):
        best = max(
            candidates[key],
            key=lambda one: min((_apart(one[1], other) for other in taken), default=180),
        )
        chosen[key] = best
        taken.append(best[1])
    return chosen


def _candidates(arcs: Iterable[Arc]) -> Iterable[tuple[Arc, float]]:
    for arc in arcs:
        pieces = max(1, int((arc.end - arc.start) / FREE))
        for number in range(pieces):
            yield arc, arc.start + (arc.end - arc.start) * (number + 0.5) / pieces


def _apart(first: float, second: float) -> float:
    difference = abs(first - second)
    return min(difference, 360 - difference)


# Numbers


def with_numbers(layout: Layout, entries: Sequence[Entry]) -> Layout:
    """Return the layout with a number for each entry, clockwise by their first times."""
    geometry = layout.geometry
    ordered = sorted(entries, key=lambda one: _number_anchor(layout.arcs[one.key][0]))
    rows = _rows_for(len(ordered), geometry)
    labels: dict[str, Label] = {}
    for row in range(rows):
        radius = _row_radius(geometry, row)
        # Each box is taken to be as wide as its diagonal, however it lies on the circle.
        size = math.degrees(2 * math.asin(NUMBER * math.sqrt(2) / 2 / radius))
        members = ordered[row::rows]
        wanted = [_number_anchor(layout.arcs[one.key][0]) for one in members]
        places = spread(wanted, [size] * len(members), 0, 360)
        for one, degrees in zip(members, places, strict=True):
            arc = layout.arcs[one.key][0]
            begin = _number_anchor(arc)
            x, y = point(radius, degrees)
            leader = (
                point(arc.radius, begin),
                point(geometry.rim + 2, begin),
                point(radius - NUMBER / 2, degrees),
            )
            labels[one.key] = Label(one.key, ("",), x, y, NUMBER, NUMBER, _side(degrees), leader)
    for number, one in enumerate(ordered, 1):
        labels[one.key] = replace(labels[one.key], lines=(str(number),))
    side = 2 * (_row_radius(geometry, rows - 1) + NUMBER)
    return replace(layout, labels=labels, width=side, height=side)


def _number_anchor(arc: Arc) -> float:
    """Return where a number's line begins: near the beginning of the first time."""
    return min(arc.start + 2.5, (arc.start + arc.end) / 2)


def _row_radius(geometry: Geometry, row: int) -> float:
    return geometry.rim + 10 + NUMBER + row * NUMBER * 1.45


def _rows_for(count: int, geometry: Geometry) -> int:
    """Return how many circles of numbers are needed; on each some room is left to move in."""
    rows = 1
    while True:
        size = math.degrees(2 * math.asin(NUMBER * math.sqrt(2) / 2 / _row_radius(geometry, 0)))
        if math.ceil(count / rows) * size <= 340:
            return rows
        rows += 1
