"""What a text is read as: its meanings can be dropped, its corrections refused."""

from types import SimpleNamespace
from typing import Any

import pytest

from search.asked import Asked
from search.asking import ask
from search.engines.base import SearchRequest
from search.gaps.recorder import is_new_search
from search.understanding import text_without, understand
from servicemap.models import Municipality, Place
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db


def asked(text: str, **selected: tuple[str, ...]) -> Asked:
    return ask(SearchRequest(text=text, selected=selected))


@pytest.fixture
def choirs(registers: Any) -> None:
    """Choirs in two of the real municipalities."""
    town = {entry.name: entry for entry in Municipality.objects.all()}
    ActivityFactory(name="Mieskuoro", municipality=town["Hollola"], price="free")
    ActivityFactory(name="Naiskuoro", municipality=town["Hollola"], price="fee")
    ActivityFactory(name="Lapsikuoro", municipality=town["Lahti"], price="free")


@pytest.mark.parametrize(
    ("text", "dropped", "left"),
    [
        ("jumppaa senioreille Hollolassa", "senioreille", "jumppaa Hollolassa"),
        ("jumppaa lähellä Hollolaa", "Hollolaa", "jumppaa"),
        ("kuoro hollolassa, keskiviikkona", "hollolassa", "kuoro, keskiviikkona"),
        ("hollolassa kuoro hollolassa", "hollolassa", "kuoro"),
        ("lapsille ja nuorille jumppaa", "lapsille", "nuorille jumppaa"),
        ("lapsille ja nuorille jumppaa", "nuorille", "lapsille jumppaa"),
        ("gymnastik för seniorer i Lahtis på onsdag", "Lahtis", "gymnastik för seniorer på onsdag"),
        ("gymnastik för seniorer i Lahtis på onsdag", "seniorer", "gymnastik i Lahtis på onsdag"),
        ("choir in Hollola on Wednesday", "Wednesday", "choir in Hollola"),
        ('"kuoro ja" hollolassa', "hollolassa", '"kuoro ja"'),
        ("hollola", "hollola", ""),
    ],
)
def test_a_meaning_goes_with_the_words_that_tie_it(
    registers: Any, text: str, dropped: str, left: str
) -> None:
    meaning = next(m for m in understand(text).meanings if m.text == dropped)
    assert text_without(text, meaning) == left


def test_the_count_without_a_meaning_is_what_its_removal_finds(
    registers: Any, choirs: None
) -> None:
    for text in (
        "kuoro Hollolassa ilmaiseksi",
        "hollola",
        "kuoro hollolassa keskiviikkona illalla",
    ):
        one = asked(text)
        assert one.reading.meanings
        for meaning in one.reading.meanings:
            found = asked(one.text_without(meaning))
            count = one.count_without(meaning)
            assert count is None or count == found.search().total > 0


def test_all_is_found_where_the_only_meaning_is_dropped(region: SimpleNamespace) -> None:
    one = asked("hollolassa")
    (meaning,) = one.reading.meanings
    assert one.count_without(meaning) == 3


def test_no_count_where_the_rest_is_not_found_as_it_stands(region: SimpleNamespace) -> None:
    one = asked("xyzzy kuoro hollolassa")
    assert one.unknown == ("xyzzy",)
    assert one.count_without(one.reading.meanings[0]) is None


@pytest.mark.parametrize(
    ("text", "as_typed"),
    [
        ("uimmahali", '"uimmahali"'),
        ("Uimmahali lahdessa", '"Uimmahali" lahdessa'),
        ('"uimmahali', '"uimmahali"'),
    ],
)
def test_a_correction_can_be_refused(region: SimpleNamespace, text: str, as_typed: str) -> None:
    corrected = asked(text)
    assert corrected.corrected
    assert "uimahalli" in corrected.corrected
    assert (corrected.as_typed or "").strip() == as_typed
    refused = asked(corrected.as_typed or "")
    assert refused.corrected is None
    assert refused.search().total == 0
    assert refused.request.text == corrected.as_typed


def test_what_is_quoted_gets_no_suggestion(region: SimpleNamespace) -> None:
    for number in range(12):
        ActivityFactory(name=f"Uimahalli {number}")
    ActivityFactory(name="Uimahali")
    assert asked("uimahali").suggested == "uimahalli"
    assert asked('"uimahali"').suggested is None


def test_a_slip_that_only_scattered_parts_of_compounds_answer_is_corrected() -> None:
    ActivityFactory.create_batch(11, name="Pesäpallo")
    ActivityFactory(name="Puuhailta", keywords="linnunpesä, palomies")
    found = asked("pesäpalo")
    assert (found.corrected, found.as_typed) == ("pesäpallo", '"pesäpalo"')
    assert asked('"pesäpalo"').corrected is None


def test_a_choice_overrules_what_the_text_says_otherwise(region: SimpleNamespace) -> None:
    other = asked("kuoro hollolassa", municipality=("398",))
    assert [meaning.text for meaning in other.reading.overruled] == ["hollolassa"]
    assert not other.reading.meanings
    same = asked("kuoro hollolassa", municipality=("098", "398"))
    assert not same.reading.overruled


def test_a_place_that_was_given_up_still_counts_for_the_order(registers: Any) -> None:
    place = Place.objects.filter(kind=Place.Kind.VILLAGE, municipality__name="Sysmä").first()
    assert place is not None
    town = {entry.name: entry for entry in Municipality.objects.all()}
    # By name alone the far one would come first.
    for name, where in (("Kuoro A", "Lahti"), ("Kuoro B", "Hartola")):
        point = {"latitude": town[where].latitude, "longitude": town[where].longitude}
        ActivityFactory(name=name, municipality=town[where], **point)
    found = asked(f"kuoro {place.name}")
    assert [meaning.type for meaning in found.dropped] == ["place"]
    assert [hit.card["name"]["fi"] for hit in found.search().hits] == ["Kuoro B", "Kuoro A"]
    # It is the reader's own search all the same: what was not found counts as such.
    assert is_new_search(found.request)


@pytest.mark.parametrize("word", ["taksi", "kissa", "karate", "luistinrata", "kuhmoinen"])
def test_a_word_that_there_is_is_never_searched_for_as_another(word: str) -> None:
    ActivityFactory(name="Kaksi kisaa", keywords="karata, luistimia, kutominen, joka")
    assert asked(word).corrected is None


def test_what_says_nothing_is_never_a_correction() -> None:
    ActivityFactory(name="Jooga", description="Joka kerta.")
    assert asked("jookaa").corrected in {None, "jooga", "joogaa"}


def test_one_of_words_that_are_a_choice_is_enough_without_a_notice() -> None:
    ActivityFactory(name="Jumppa")
    ActivityFactory(name="Jooga")
    found = asked("jumppa tai jooga")
    assert found.search().total == 2
    assert not found.gave_up


def test_a_number_of_people_hides_nothing() -> None:
    ActivityFactory(name="Juhlatila")
    found = asked("juhlatila 50 henkilöä")
    assert (found.search().total, found.gave_up) == (1, False)


@pytest.mark.parametrize("text", ["jumppa -seniorit", "jumppa muille kuin senioreille"])
def test_a_minus_and_other_than_deny(registers: Any, text: str) -> None:
    [meaning] = asked(text).reading.meanings
    assert (meaning.type, meaning.values, meaning.denied) == ("target", ("seniorit",), True)
