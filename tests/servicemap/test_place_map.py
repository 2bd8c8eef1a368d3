"""The picture of a place for paper."""

import re
import time
from xml.etree import ElementTree

import pytest
from django.test import Client

from servicemap.place_map import HEIGHT, WIDTH, place_map
from tests.factories import AssociationFactory, FacilityFactory

LAHTI = (60.9827, 25.6612)


def coordinates(svg: str, name: str) -> list[tuple[int, int]]:
    (data,) = re.findall(rf'<path class="place-map__{name}" d="([^"]*)"', svg)
    numbers = [int(number) for number in re.findall(r"-?\d+", data)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def test_it_shows_what_is_around_and_nothing_else() -> None:
    svg = place_map(*LAHTI, "fi")
    root = ElementTree.fromstring(svg)
    assert root.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
    assert "Lahti" not in [text.text for text in root.iter("text")], "It is under the mark."
    assert "1 km" in [text.text for text in root.iter("text")]
    for name in ("lakes", "roads", "railways", "builtup"):
        points = coordinates(svg, name)
        assert points
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)


def test_vesijarvi_lies_north_west_of_the_market_square() -> None:
    points = coordinates(place_map(*LAHTI, "fi"), "lakes")
    north_west = [1 for x, y in points if x < WIDTH / 2 and y < HEIGHT / 2]
    assert len(north_west) > len(points) / 2


def test_names_are_in_the_readers_language() -> None:
    around = (60.9950, 25.6800)
    assert ">Lahti<" in place_map(*around, "fi")
    assert ">Lahtis<" in place_map(*around, "sv")


def test_far_away_there_is_only_the_mark() -> None:
    root = ElementTree.fromstring(place_map(69.0, 27.0, "fi"))
    assert [element.get("class") for element in root] == [
        "place-map__mark",
        "place-map__scale",
        "place-map__name",
    ]


def test_it_is_small_and_quick_enough_for_every_page() -> None:
    place_map(61.2, 26.03, "fi")
    start = time.perf_counter()
    svg = place_map(*(value + 0.0001 for value in LAHTI), "fi")
    assert time.perf_counter() - start < 0.25
    assert len(svg) < 12_000
    assert not re.search(r"style=|<style|<script|href", svg)


@pytest.mark.django_db
def test_only_what_has_a_point_has_a_picture(client: Client) -> None:
    on_map = client.get(FacilityFactory().get_absolute_url()).content.decode()
    assert '<svg class="place-map"' in on_map
    nowhere = client.get(AssociationFactory().get_absolute_url()).content.decode()
    assert '<svg class="place-map"' not in nowhere
