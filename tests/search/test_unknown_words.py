"""Words that nothing in the index holds, beside what is known: left out, and never silently."""

from types import SimpleNamespace

import pytest
from django.test import Client

from search.asked import Asked
from search.asking import ask
from search.engines.base import SearchRequest
from search.gaps import counting
from tests.factories import AccessibilityFeatureFactory

pytestmark = pytest.mark.django_db


def asked(text: str, **selected: tuple[str, ...]) -> Asked:
    return ask(SearchRequest(text=text, selected=selected))


def found(one: Asked) -> set[str]:
    return {hit.card["name"]["fi"] for hit in one.search().hits}


def test_beside_a_place_the_place_is_shown(region: SimpleNamespace) -> None:
    one = asked("zumbaxyz hollolassa")
    assert one.unknown == ("zumbaxyz",)
    assert not one.dropped
    assert not one.some_words
    assert (
        found(one)
        == found(asked("hollolassa"))
        == {
            "Eläkeläisten kuoro",
            "Nuorisoseura Iltatuuli ry",
        }
    )


def test_beside_words_all_of_these_must_be_found(region: SimpleNamespace) -> None:
    one = asked("zumbaxyz eläkeläisten kuoro qwxyzzy")
    assert one.unknown == ("zumbaxyz", "qwxyzzy")
    assert found(one) == {"Eläkeläisten kuoro"}
    # One of two words that are known is no answer to both.
    one = asked("zumbaxyz uimahalli kuoro")
    assert one.unknown == ("zumbaxyz",)
    assert one.some_words


def test_a_limit_can_be_given_up_besides(region: SimpleNamespace) -> None:
    one = asked("zumbaxyz uimahalli hollolassa")
    assert one.unknown == ("zumbaxyz",)
    assert [meaning.text for meaning in one.dropped] == ["hollolassa"]
    assert found(one) == {"Launeen uimahalli"}


@pytest.mark.parametrize("text", ["zumbaxyz", "zumbaxyz qwxyzzy", '"zumbaxyz" hollolassa'])
def test_what_was_asked_alone_or_to_the_letter_finds_nothing(
    region: SimpleNamespace, text: str
) -> None:
    one = asked(text)
    assert not one.unknown
    assert found(one) == set()


def test_without_any_known_word_no_limit_is_given_up(region: SimpleNamespace) -> None:
    assert found(asked("zumbaxyz hollolassa sunnuntaina")) == set()
    assert found(asked("zumbaxyz", municipality=("098",))) == set()


def test_a_correction_goes_with_a_word_left_out(region: SimpleNamespace) -> None:
    one = asked("uimmahali qwxzzyv")
    assert one.corrected == "uimahalli qwxzzyv"
    assert one.unknown == ("qwxzzyv",)
    assert found(one) == {"Launeen uimahalli"}


def test_the_page_says_which_word_was_left_out(client: Client, region: SimpleNamespace) -> None:
    html = client.get("/fi/haku/", {"q": "<zumbaxyz> hollolassa"}).content.decode()
    message = html.split('class="results__message"')[1].split("</div>")[0]
    assert "<strong>zumbaxyz</strong>" in message
    assert "Eläkeläisten kuoro" in html


def test_the_api_says_which_word_was_left_out(client: Client, region: SimpleNamespace) -> None:
    answer = client.get("/api/v1/search", {"q": "zumbaxyz hollolassa"}).json()
    assert answer["relaxed"] == {
        "meanings": [],
        "words": ["zumbaxyz"],
        "broader": [],
        "some_words": False,
        "suggested": None,
    }
    assert answer["query"]["corrected"] is None


@pytest.mark.parametrize(
    ("text", "total", "corrected"),
    [
        ("zumbaxyz hollolassa", 0, False),
        ("vesiuimahalli", 0, False),
        ("uimahali", 1, True),
        ("uimahali zumbaxyz", 0, False),
        ("uimahalli", 1, False),
    ],
)
def test_what_was_left_out_or_broader_counts_as_not_found_and_corrections_apart(
    client: Client,
    region: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    total: int,
    corrected: bool,
) -> None:
    counted = list[tuple[str, int, bool]]()

    def record(text: str, language: str, total: int, *, corrected: bool, pages_only: bool) -> None:
        assert not pages_only
        counted.append((text, total, corrected))

    monkeypatch.setattr(counting, "record", record)
    client.get("/api/v1/search", {"q": text})
    assert counted == [(text, total, corrected)]


def test_the_api_says_which_words_a_parameter_overrules(
    client: Client, region: SimpleNamespace
) -> None:
    answer = client.get("/api/v1/search", {"q": "lahti kuoro", "municipality": "098"}).json()
    assert answer["overruled"] == [
        {"type": "municipality", "value": "398", "label": "Lahti", "text": "lahti"}
    ]
    assert set(answer["query"]) == {"q", "understood", "corrected"}
    assert answer["query"]["understood"] == []
    assert answer["total"] == 1
    agreed = client.get("/api/v1/search", {"q": "lahti", "municipality": "398"}).json()
    assert agreed["overruled"] == []


def test_the_api_documents_what_it_says_of_the_reading(client: Client) -> None:
    schemas = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    assert "overruled" in schemas["SearchOut"]["required"]
    assert "words" in schemas["RelaxedOut"]["required"]


def test_what_is_chosen_in_place_of_a_place_answers_as_its_count_said(
    region: SimpleNamespace,
) -> None:
    offered = asked("zumbaxyz hollolassa").search().facets["municipality"]
    for code, count in offered.items():
        assert asked("zumbaxyz hollolassa", municipality=(code,)).search().total == count


def test_more_of_accessibility_is_added_to_what_was_typed(region: SimpleNamespace) -> None:
    parking = AccessibilityFeatureFactory(name="Esteetön pysäköinti")
    typed = asked("esteetön")
    assert typed.search().total == 1
    one = asked("esteetön", accessibility=(parking.slug,))
    assert [meaning.type for meaning in one.understood] == ["accessibility"]
    assert one.search().total == 0
    region.hall.accessibility.add(parking)
    region.hall.save()
    one = asked("esteetön", accessibility=(parking.slug,))
    assert found(one) == {"Launeen uimahalli"}
