"""The wheel as a picture: what the layout placed, written as the paths and texts of an SVG."""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from pages.annual_cycle.items import CycleItem
from pages.annual_cycle.labels import LINE, MARK, with_labels, with_numbers
from pages.annual_cycle.layout import (
    COMPACT,
    FULL,
    MONTH,
    SERIES,
    Arc,
    Entry,
    Geometry,
    Label,
    Layout,
    angle,
    place,
    point,
)
from pages.annual_cycle.text_width import text_width
from servicemap.cycle_text import days_text
from servicemap.models import CycleKind

BOTTOM = range(3, 9)
"""Months whose names run counter-clockwise, so that they are not upside down."""

MONTH_SIZE = 15.0
"""How large the name of a month is at most: on paper."""


@dataclass(frozen=True)
class Stroke:
    """A path and how thick it is drawn; ``halo`` sets it apart from what is below."""

    path: str
    width: str
    halo: str


@dataclass(frozen=True)
class Text:
    """A line of a label."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class DrawnLabel:
    """A label: its box, its lines, where they are anchored, and where the kind's shape goes."""

    x: float
    y: float
    width: float
    height: float
    texts: list[Text]
    anchor: str
    mark_x: float
    mark_y: float


@dataclass(frozen=True)
class DrawnItem:
    """An item on the wheel: its arcs, its label and the line between them.

    ``thread`` joins the times of what recurs. Without a label there is no name either.
    """

    item: CycleItem
    name: str
    strokes: list[Stroke]
    thread: str
    leader: str
    dot: tuple[float, float, float]
    label: DrawnLabel | None
    number: str


@dataclass(frozen=True)
class DrawnMonth:
    """A month in the band around the wheel; its ``plate`` keeps lines away from the name."""

    number: int
    name: str
    count: int
    sector: str
    text_path: str
    plate: str
    line: tuple[float, float, float, float]
    is_current: bool


@dataclass(frozen=True)
class Wheel:
    """Everything that the template draws."""

    ident: str
    year: int
    view_box: str
    width: float
    height: float
    geometry: Geometry
    has_titles: bool
    rings: list[tuple[str, float, float]]
    months: list[DrawnMonth]
    items: list[DrawnItem]
    today: tuple[tuple[float, float], tuple[float, float]] | None
    today_text: str
    title: str
    description: str

    @property
    def is_numbered(self) -> bool:
        """Whether numbers lead from the wheel to the list."""
        return bool(self.items) and bool(self.items[0].number)

    @property
    def by_number(self) -> list[DrawnItem]:
        """The items as their numbers count them."""
        return sorted(self.items, key=lambda drawn: int(drawn.number))


def full_wheel(items: Sequence[CycleItem], year: int, today: datetime.date) -> Wheel:
    """Draw the wheel with a label for each item, to be seen on a wide screen or sheet."""
    entries = _entries(items, year)
    layout = place(entries, CycleKind.values, FULL)
    return _drawn(with_labels(layout, entries), items, year, today, "wheel")


def numbered_wheel(items: Sequence[CycleItem], year: int, today: datetime.date) -> Wheel:
    """Draw the wheel with numbers only, however few, for a sheet too narrow for titles."""
    entries = _entries(items, year)
    layout = place(entries, CycleKind.values, FULL)
    return _drawn(with_numbers(layout, entries), items, year, today, "numbered-wheel")


def small_wheel(items: Sequence[CycleItem], year: int, today: datetime.date) -> Wheel:
    """Draw the wheel without labels, to be seen on a phone; its months lead to the list."""
    layout = place(_entries(items, year), CycleKind.values, COMPACT)
    return _drawn(layout, items, year, today, "small-wheel")


def _entries(items: Sequence[CycleItem], year: int) -> list[Entry]:
    """Turn days into angles; what goes on over New Year is cut there."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    return [
        Entry(
            item.key,
            item.kind,
            item.title,
            tuple(
                (angle(max(time.starts, first)), angle(min(time.ends, last), at_end=True))
                for time in item.times
            ),
        )
        for item in items
    ]


def _drawn(
    layout: Layout, items: Sequence[CycleItem], year: int, today: datetime.date, ident: str
) -> Wheel:
    geometry = layout.geometry
    by_key = {item.key: item for item in items}
    # From the inside out: a line outwards is then drawn over, not under, nothing that it names.
    keys = sorted(layout.arcs, key=lambda key: -layout.arcs[key][0].radius)
    hand = None
    if today.year == year:
        turn = angle(today) + MONTH / 60
        hand = (point(geometry.hub, turn), point(geometry.rings, turn))
    return Wheel(
        ident=ident,
        year=year,
        view_box=f"{-layout.width / 2:g} {-layout.height / 2:g} {layout.width:g} {layout.height:g}",
        width=round(layout.width, 1),
        height=round(layout.height, 1),
        geometry=geometry,
        has_titles=layout.has_titles,
        rings=[
            (ring.name, round((ring.inner + ring.outer) / 2, 1), round(ring.outer - ring.inner, 1))
            for ring in layout.rings
        ],
        months=_months(items, geometry, year, today),
        items=[
            _item(by_key[key], layout.arcs[key], layout.labels.get(key), layout, year)
            for key in keys
        ],
        today=hand,
        today_text=days_text(today, today, today) if hand else "",
        title=_("Annual cycle %(year)s") % {"year": year},
        description=_description(items, layout),
    )


def _description(items: Sequence[CycleItem], layout: Layout) -> str:
    """Say what is to be seen, ring by ring."""
    counts = [(ring.name, sum(item.kind == ring.name for item in items)) for ring in layout.rings]
    rings = ", ".join(f"{CycleKind(name).label} {count}" for name, count in counts)
    if not rings:
        return _("The months of the year clockwise from January. There is nothing in it yet.")
    return _(
        "The months of the year clockwise from January. The rings from the outside in: %(rings)s."
    ) % {"rings": rings}


def _months(
    items: Sequence[CycleItem], geometry: Geometry, year: int, today: datetime.date
) -> list[DrawnMonth]:
    middle = (geometry.rings + geometry.rim) / 2
    months = []
    for index in range(12):
        start, end = index * MONTH, (index + 1) * MONTH
        is_below = index in BOTTOM
        # Letters stand on the line: it is nearer to the middle above, farther from it below.
        base = middle + (4.6 if is_below else -4.6)
        name = capfirst(str(MONTHS[index + 1]))
        around = math.degrees(text_width(name, MONTH_SIZE) / middle) / 2
        halfway = (start + end) / 2
        x1, y1 = point(geometry.hub, start)
        x2, y2 = point(geometry.rim, start)
        months.append(
            DrawnMonth(
                number=index + 1,
                name=name,
                count=sum(_touches(item, year, index + 1) for item in items),
                sector=_sector(geometry.hub, geometry.rim, start, end),
                text_path=_arc_path(base, end, start) if is_below else _arc_path(base, start, end),
                plate=_arc_path(middle, halfway - around, halfway + around),
                line=(round(x1, 1), round(y1, 1), round(x2, 1), round(y2, 1)),
                is_current=(today.year, today.month) == (year, index + 1),
            )
        )
    return months


def _touches(item: CycleItem, year: int, month: int) -> bool:
    first = datetime.date(year, month, 1)
    after = datetime.date(year + month // 12, month % 12 + 1, 1)
    return any(time.starts < after and time.ends >= first for time in item.times)


def _item(
    item: CycleItem, arcs: Sequence[Arc], label: Label | None, layout: Layout, year: int
) -> DrawnItem:
    x, y = label.leader[0] if label else (0.0, 0.0)
    number = label.lines[0] if label and not layout.has_titles else ""
    return DrawnItem(
        item=item,
        name=_name(item, number, year) if label else "",
        strokes=_strokes(arcs),
        thread=_thread(arcs) if layout.geometry.has_threads and len(arcs) >= SERIES else "",
        leader=_polyline(label.leader) if label else "",
        dot=(round(x, 1), round(y, 1), round(min(2.5, arcs[0].thickness * 0.25), 1)),
        label=_label(label, layout.has_titles) if label else None,
        number=number,
    )


def _name(item: CycleItem, number: str, year: int) -> str:
    known = datetime.date(year, 1, 1)
    days = item.rhythm or ", ".join(time.text(known) for time in item.times)
    name = f"{item.title}, {days} ({item.kind.label})"
    return f"{number}. {name}" if number else name


def _thread(arcs: Sequence[Arc]) -> str:
    return _arc_path(arcs[0].radius, arcs[0].end, arcs[-1].start)


def _strokes(arcs: Sequence[Arc]) -> list[Stroke]:
    """Draw arcs with round ends that stay within them; those of one thickness are one path."""
    paths: dict[float, str] = {}
    for arc in arcs:
        cap = math.degrees(arc.thickness / 2 / arc.radius)
        start, end = arc.start + cap, arc.end - cap
        width = arc.thickness
        if end - start < 0.05:
            # A dot: no thicker than there is room for.
            width = min(width, math.radians(arc.end - arc.start) * arc.radius)
            start = (arc.start + arc.end) / 2 - 0.02
            end = start + 0.04
        width = round(width, 1)
        paths[width] = paths.get(width, "") + _arc_path(arc.radius, start, end)
    return [Stroke(path, f"{width:g}", f"{width + 2.5:g}") for width, path in paths.items()]


def _label(label: Label, has_title: bool) -> DrawnLabel:
    left, top = label.x - label.width / 2, label.y - label.height / 2
    if not has_title:
        texts = [Text(label.lines[0], round(label.x, 1), round(label.y + 4.2, 1))]
        return DrawnLabel(
            round(left, 1), round(top, 1), label.width, label.height, texts, "middle", 0, 0
        )
    edge = left + MARK if label.side > 0 else left + label.width - MARK
    texts = [
        Text(line, round(edge, 1), round(top + LINE * number + LINE * 0.74, 1))
        for number, line in enumerate(label.lines)
    ]
    mark = left if label.side > 0 else left + label.width - 12
    return DrawnLabel(
        round(left - 4, 1),
        round(top - 1.5, 1),
        round(label.width + 8, 1),
        round(label.height + 3, 1),
        texts,
        "start" if label.side > 0 else "end",
        round(mark, 1),
        round(top + LINE / 2 - 6, 1),
    )


def _polyline(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _arc_path(radius: float, start: float, end: float) -> str:
    """Return the way along a circle, clockwise if ``end`` is the larger angle."""
    x1, y1 = point(radius, start)
    x2, y2 = point(radius, end)
    flags = f"{int(abs(end - start) > 180)} {int(end > start)}"
    return f"M{x1:.2f} {y1:.2f}A{radius:.1f} {radius:.1f} 0 {flags} {x2:.2f} {y2:.2f}"


def _sector(inner: float, outer: float, start: float, end: float) -> str:
    """Return the outline of a piece of a ring."""
    x, y = point(inner, end)
    x2, y2 = point(inner, start)
    return (
        f"{_arc_path(outer, start, end)}L{x:.1f} {y:.1f}"
        f"A{inner:.1f} {inner:.1f} 0 0 0 {x2:.1f} {y2:.1f}Z"
    )
