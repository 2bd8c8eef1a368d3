"""The wheel's layout: whatever is on it, nothing lies on anything else."""

import datetime
import itertools
import math
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pages.annual_cycle.labels import NUMBER, TITLE_SIZE, TITLE_WIDTH, with_labels
from pages.annual_cycle.layout import (
    COMPACT,
    FULL,
    SERIES,
    Entry,
    Geometry,
    Label,
    Layout,
    angle,
    place,
    spread,
)
from pages.annual_cycle.text_width import clipped, text_width, wrapped

RINGS = ["grants", "facilities", "events", "evenings", "networks", "strategy"]
TITLES = [
    "Haku",
    "Hyte-verkosto",
    "Järjestöneuvottelukunnan kokous",
    "Päijäthämäläisten yhdistysten vapaaehtoistoiminnan kehittämistyöryhmän vuosisuunnittelupäivä",
    "Hyvinvointialuejärjestöneuvottelukunnanvaliokuntatyöskentelyvalmennus",
    "W" * 120,
]
NEAR = 1e-6


def year_of(count: int, times: int = 1, days: int = 0, ring: str = "") -> list[Entry]:
    """So many entries spread over the year, each taking place so many times for so many days."""
    first = datetime.date(2026, 1, 1)
    made = []
    for number in range(count):
        spans = []
        for time in range(times):
            start = (number * 365 // max(count, 1) + time * 365 // times) % 365
            end = min(start + days, 364)
            spans.append(
                (
                    angle(first + datetime.timedelta(start)),
                    angle(first + datetime.timedelta(end), at_end=True),
                )
            )
        spans = [span for index, span in enumerate(sorted(spans)) if index == 0 or days == 0]
        made.append(
            Entry(
                f"e{number}",
                ring or RINGS[number % len(RINGS)],
                TITLES[number % len(TITLES)],
                tuple(spans),
            )
        )
    return made


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    """Anything that editors may put into a year: crowded days, long spans, many times."""
    count = draw(st.sampled_from([0, 1, 5, 28, 50, 80, 200]))
    crowded = draw(st.booleans())
    made = []
    for number in range(count):
        day = st.integers(0, 20 if crowded else 364)
        starts = sorted(draw(st.sets(day, min_size=1, max_size=draw(st.sampled_from([1, 1, 4])))))
        spans: list[tuple[float, float]] = []
        for index, start in enumerate(starts):
            until = starts[index + 1] - 1 if index + 1 < len(starts) else 364
            end = min(start + draw(st.sampled_from([0, 0, 6, 30, 364])), until)
            spans.append((start * 360 / 365, (end + 1) * 360 / 365))
        made.append(
            Entry(
                f"e{number}",
                draw(st.sampled_from(RINGS)),
                draw(st.sampled_from(TITLES)),
                tuple(spans),
            )
        )
    return made


def overlapping(labels: Sequence[Label]) -> list[tuple[str, str]]:
    """The pairs of labels whose boxes share some room."""
    return [
        (one.key, other.key)
        for one, other in itertools.combinations(labels, 2)
        if abs(one.x - other.x) < (one.width + other.width) / 2 - NEAR
        and abs(one.y - other.y) < (one.height + other.height) / 2 - NEAR
    ]


def check(made: list[Entry], layout: Layout) -> None:
    """Everything that has to hold of a wheel with labels."""
    labels = list(layout.labels.values())
    assert set(layout.labels) == {entry.key for entry in made}
    assert overlapping(labels) == []
    rim = layout.geometry.rim
    for label in labels:
        assert abs(label.x) + label.width / 2 <= layout.width / 2 + NEAR
        assert abs(label.y) + label.height / 2 <= layout.height / 2 + NEAR
        nearest_x = max(0.0, abs(label.x) - label.width / 2)
        nearest_y = max(0.0, abs(label.y) - label.height / 2)
        assert math.hypot(nearest_x, nearest_y) > rim
        arcs = layout.arcs[label.key]
        begin = math.hypot(*label.leader[0])
        assert any(math.isclose(begin, arc.radius) for arc in arcs)
        if layout.has_titles:
            assert all(text_width(line, TITLE_SIZE) <= TITLE_WIDTH for line in label.lines)
    check_arcs(made, layout)


def check_arcs(made: list[Entry], layout: Layout) -> None:
    """Arcs lie in their rings, say their days, and do not touch in a lane."""
    rings = {ring.name: ring for ring in layout.rings}
    lanes: dict[tuple[str, float], list[tuple[float, float]]] = {}
    for entry in made:
        arcs = layout.arcs[entry.key]
        assert len(arcs) == len(entry.spans)
        for arc, (start, end) in zip(arcs, entry.spans, strict=True):
            assert arc.start <= start + NEAR
            assert arc.end >= end - NEAR
            ring = rings[entry.ring]
            assert ring.inner <= arc.radius <= ring.outer
            lanes.setdefault((entry.ring, arc.radius), []).append((arc.start, arc.end))
    for spans in lanes.values():
        for (_start, end), (start, _end) in itertools.pairwise(sorted(spans)):
            assert end <= start + NEAR


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=entries())
@example(made=[])
@example(made=year_of(5, days=400))
@example(made=year_of(28))
@example(made=year_of(80, times=12, ring="networks"))
@example(made=year_of(200, times=52))
def test_no_label_lies_on_another(made: list[Entry]) -> None:
    check(made, with_labels(place(made, RINGS, FULL), made))


@pytest.mark.parametrize("count", [0, 5, 80, 200])
def test_the_small_wheel_has_arcs_only(count: int) -> None:
    made = year_of(count, days=9)
    layout = place(made, RINGS, COMPACT)
    assert layout.labels == {}
    check_arcs(made, layout)


def test_titles_where_they_fit_and_numbers_where_not() -> None:
    for count, has_titles in ((1, True), (28, True), (80, False), (200, False)):
        made = year_of(count)
        layout = with_labels(place(made, RINGS, FULL), made)
        assert layout.has_titles is has_titles


def test_one_line_is_tried_before_numbers() -> None:
    made = [
        Entry(f"e{number}", "events", TITLES[3], ((number * 6, number * 6 + 1),))
        for number in range(50)
    ]
    layout = with_labels(place(made, RINGS, FULL), made)
    assert layout.has_titles
    assert {len(label.lines) for label in layout.labels.values()} == {1}
    few = with_labels(place(made[:6], RINGS, FULL), made[:6])
    assert {len(label.lines) for label in few.labels.values()} == {2}


def test_numbers_run_clockwise_from_the_first_of_january() -> None:
    made = year_of(120)
    layout = with_labels(place(made, RINGS, FULL), made)
    by_number = sorted(made, key=lambda one: int(layout.labels[one.key].lines[0]))
    starts = [entry.spans[0][0] for entry in by_number]
    assert starts == sorted(starts)
    assert {layout.labels[one.key].lines[0] for one in made} == {str(n) for n in range(1, 121)}
    assert all(label.width == NUMBER for label in layout.labels.values())


def test_what_recurs_has_a_lane_to_itself_while_there_is_room() -> None:
    series = year_of(1, times=12, ring="networks")
    once = [Entry("once", "networks", "Kerran", ((100.0, 101.0),))]
    layout = place([*series, *once], RINGS, FULL)
    assert len(series[0].spans) >= SERIES
    assert layout.arcs["e0"][0].radius != layout.arcs["once"][0].radius
    crowd = [Entry(f"s{number}", "networks", "Sarja", series[0].spans) for number in range(40)]
    assert not place([*crowd, *once], RINGS, FULL).geometry.has_threads


def test_rings_keep_their_order_and_empty_ones_take_no_room() -> None:
    made = year_of(6)
    layout = place(made, RINGS, FULL)
    assert [ring.name for ring in layout.rings] == RINGS
    radii = [edge for ring in layout.rings for edge in (ring.outer, ring.inner)]
    assert radii == sorted(radii, reverse=True)
    alone = place(made[:1], RINGS, Geometry(hub=50, rings=100, rim=110))
    assert [ring.name for ring in alone.rings] == RINGS[:1]
    assert alone.rings[0].outer - alone.rings[0].inner == pytest.approx(40)


def test_each_month_has_a_twelfth_of_the_circle() -> None:
    assert angle(datetime.date(2026, 1, 1)) == 0
    assert angle(datetime.date(2026, 2, 1)) == 30
    assert angle(datetime.date(2026, 2, 28), at_end=True) == 60
    assert angle(datetime.date(2028, 2, 29), at_end=True) == 60
    assert angle(datetime.date(2026, 12, 31), at_end=True) == 360


# What the placing is made of


@given(
    wanted=st.lists(st.floats(-50, 150), max_size=20).map(sorted),
    size=st.floats(0.5, 5),
)
def test_spreading_keeps_the_order_the_distance_and_the_bounds(
    wanted: list[float], size: float
) -> None:
    places = spread(wanted, [size] * len(wanted), 0, 100)
    assert len(places) == len(wanted)
    assert all(size / 2 - NEAR <= place <= 100 - size / 2 + NEAR for place in places)
    assert all(after - before >= size - NEAR for before, after in itertools.pairwise(places))


def test_spreading_moves_no_more_than_it_must() -> None:
    assert spread([10, 50, 90], [4, 4, 4], 0, 100) == [10, 50, 90]
    assert spread([50, 50], [4, 4], 0, 100) == [48, 52]
    assert spread([0, 1], [4, 8], 0, 100) == [2, 8]


def test_long_titles_are_broken_evenly_and_cut_with_an_ellipsis() -> None:
    assert wrapped("Hyte-verkosto", 200, 14) == ("Hyte-verkosto",)
    assert wrapped("Järjestöilta: kevään avustukset ja tilat", 200, 14) == (
        "Järjestöilta: kevään",
        "avustukset ja tilat",
    )
    long = wrapped(TITLES[3], 200, 14)
    assert len(long) == 2
    assert long[1].endswith("…")
    (word,) = wrapped(TITLES[4], 200, 14)
    assert word.endswith("…")
    assert clipped("Vapaaehtoistyön viikko", 120, 14) == "Vapaaehtoistyö…"
