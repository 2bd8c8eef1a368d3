"""What holds of everything that is understood: where it stands, its name, its registers."""

from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import word_patterns
from search.analysis import common_words, finnish, voikko
from search.understanding import MAX_LENGTH, label, lexicon, understand
from servicemap.models import Category
from tests.factories import MunicipalityFactory, PlaceFactory, TargetGroupFactory
from tests.search.understood import TODAY, described

pytestmark = pytest.mark.django_db


def test_meaning_says_where_it_stands(registers: Any) -> None:
    query = "jumppaa Hollolassa, alle 10-vuotiaille"
    hollola, children = understand(query, TODAY).meanings
    assert (hollola.text, hollola.start, hollola.end) == ("Hollolassa", 8, 18)
    assert children.text == "alle 10-vuotiaille"
    assert query[children.start : children.end] == children.text
    assert hollola.point is hollola.radius_m is None


def test_place_has_a_point_and_a_radius(registers: Any) -> None:
    (village,) = understand("vääksyssä").meanings
    (lake,) = understand("päijänteellä").meanings
    assert village.point == pytest.approx((61.18, 25.55), abs=0.02)
    assert village.radius_m
    assert lake.radius_m
    assert lake.radius_m > village.radius_m


def test_municipality_tells_places_of_one_name_apart(registers: Any) -> None:
    (karkola, _) = understand("myllykylä kärkölä").meanings
    (heinola, _) = understand("myllykylä heinola").meanings
    assert karkola.point
    assert heinola.point
    assert karkola.point[1] < 25.7 < heinola.point[1]


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("fi", "Seniorit Hollola keskiviikko Maksuton Tänään"),
        ("sv", "Seniorer Hollola onsdag Avgiftsfritt I dag"),
        ("en", "Seniors Hollola Wednesday Free of charge Today"),
    ],
)
def test_meanings_are_named_in_the_readers_language(
    registers: Any, language: str, labels: str
) -> None:
    query = "senioreille Hollolassa keskiviikkona ilmaiseksi tänään"
    with translation.override(language):
        found = [label(meaning) for meaning in understand(query, TODAY).meanings]
    assert " ".join(found) == labels


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("arkisin", "maanantai–perjantai"),
        ("24.12.", "24.12.2026"),
        ("1.–5.12.", "1.12.2026–5.12.2026"),
        ("yhdistykset", "Yhdistys"),
        ("edullinen", "Edullinen"),
        ("inva-wc", "Esteetön WC"),
        ("vääksyssä", "Vääksy"),
        ("17240", "17240"),
    ],
)
def test_label(registers: Any, query: str, name: str) -> None:
    (meaning,) = understand(query, TODAY).meanings
    assert label(meaning) == name


def test_no_category_is_taken_for_a_place(registers: Any) -> None:
    words = []
    for category in Category.objects.all():
        words += [category.name, category.name.lower(), category.name_sv, category.name_en]
        words += category.search_terms.split(", ")
    taken = [
        (word, meaning)
        for word in words
        for meaning in understand(word, TODAY).meanings
        if meaning.type in {"place", "municipality", "when", "weekday", "time", "price"}
    ]
    assert len(words) > 1_000
    assert taken == []


@pytest.mark.parametrize("name", ["Koski", "Niemi", "Saari", "Vuori"])
def test_place_named_as_a_word_swallows_no_word(db: None, name: str) -> None:
    PlaceFactory(name=name)
    for query in (name, name.lower(), f"{name.lower()} ja luonto", f"melontaa {name.lower()}lla"):
        assert understand(query).meanings == ()
    (meaning,) = understand(f"kylätalo {name}").meanings
    assert (meaning.type, meaning.value) == ("place", name)


def test_editors_entries_are_known_by_their_names(db: None) -> None:
    assert understand("yksinhuoltajille").meanings == ()
    TargetGroupFactory(slug="oma", name="Yksinhuoltajat", name_en="Single parents")
    for query in ("yksinhuoltajille", "single parents"):
        (meaning,) = understand(query).meanings
        assert (meaning.type, meaning.value) == ("target", "oma")


def test_change_of_a_register_is_known_at_once(db: None) -> None:
    group = TargetGroupFactory(slug="oma", name="Yksinhuoltajat")
    assert understand("yksinhuoltajille").meanings
    group.name = "Kaksoset"
    group.save()
    assert not understand("yksinhuoltajille").meanings
    assert understand("kaksosille").meanings
    group.delete()
    assert not understand("kaksosille").meanings


def test_entry_that_the_register_lacks_is_not_meant(db: None) -> None:
    MunicipalityFactory(code="398", name="Lahti")
    found = understand("eläkeläisille lahdessa")
    assert [meaning.type for meaning in found.meanings] == ["municipality"]
    assert found.rest == "eläkeläisille"


def test_registers_are_read_once(registers: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(4):
        understand("senioreille hollolassa")
    with django_assert_num_queries(0):
        for meaning in understand("jumppaa lapsille vääksyssä huomenna").meanings:
            label(meaning)


def test_long_input_is_bounded(registers: Any) -> None:
    found = understand("lahdessa " * 12_000)
    assert len(found.meanings) == 1
    assert len(understand("1" * 100_000 + ".").rest) <= MAX_LENGTH
    assert len(understand("“" * 100_000).rest) <= MAX_LENGTH


def test_without_voikko_stems_do(registers: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    caches = (finnish.analyse, common_words.is_common_word, word_patterns.keys_of)
    for cached in caches:
        cached.cache_clear()
    monkeypatch.setattr(lexicon.lexicon_cache, "_held", None)
    monkeypatch.setattr(voikko, "handle", lambda: None)
    try:
        found = understand("senioreille jumppaa hollolassa keskiviikkona 17240 nokka", TODAY)
        meanings = [described(meaning) for meaning in found.meanings]
        assert meanings == ["target=seniorit", "municipality=098", "weekday=WE", "place=17240"]
        assert found.rest == "jumppaa nokka"
    finally:
        for cached in caches:
            cached.cache_clear()
        lexicon.lexicon_cache._held = None


PIECES = [
    "24.12.",
    "1.–5.",
    "65+",
    "ma-pe",
    '"',
    "lahdessa",
    "ensi ",
    "7-v",
    "tonight",
    "ei ",
    "klo 18 jälkeen",
    "–",
    "\x00",
    "2026-13-45",
]


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.text(max_size=80)
    | st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=12).map(" ".join)
    | st.text("0123456789.-–+ vklo/:", max_size=40)
)
def test_no_input_breaks_it(registers: Any, text: str) -> None:
    found = understand(text, TODAY)
    start = end = 0
    for meaning in sorted(found.meanings, key=lambda meaning: meaning.start):
        # “tonight” means a day and a time of it.
        assert meaning.start >= end or (meaning.start, meaning.end) == (start, end)
        assert text[meaning.start : meaning.end] == meaning.text != ""
        assert label(meaning)
        start, end = meaning.start, meaning.end
    assert set(found.rest) <= set(text) | {" "}
