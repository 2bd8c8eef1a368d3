"""Inputs of any kind give an answer or a refusal with its reason, and give it soon."""

import json
import time
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from search.asking import ask
from search.engines import get_engine
from search.engines.base import SearchRequest
from tests.factories import FacilityFactory, SynonymFactory

pytestmark = pytest.mark.django_db

BIG = 100_000
"""Characters of a query that nobody types."""

PATIENCE_S = 2.0
"""Many times what an answer takes here: it tells a hang from a busy machine."""

BIG_TEXTS = {
    "letters": "a" * BIG,
    "words": "uimahalli " * (BIG // 10),
    "other words": " ".join(f"sana{number}" for number in range(BIG // 10)),
    "digits": "1" * BIG,
    "dots": "1." * (BIG // 2),
    "ranges": "1-" * (BIG // 2),
    "hyphens": "a-" * (BIG // 2),
    "colons": "a:" * (BIG // 2),
    "quotation marks": '"' * BIG,
    "apostrophes": "a'" * (BIG // 2),
    "combining marks": "a" + "\u0301" * BIG,
    "invisible": "a\u00ad\u200d" * (BIG // 3),
    "blanks": " " * BIG,
    "parentheses": "(" * BIG,
    "backslashes": "\\" * BIG,
    "unfinished compounds": "uima- " * (BIG // 6),
    "dates": "1.1.–2.2.2027 " * (BIG // 14),
    "ages": "7-vuotiaille " * (BIG // 13),
    "places and days": "lahdessa hollolassa maanantaina seniorit ilmainen " * (BIG // 50),
    "emoji": "👩‍👩‍👧‍👦" * (BIG // 7),
}

PIECES = [
    *("uimahalli", "kuoro", "seniorit", "Lahdessa", "keskiviikkona", "ilmainen", "ja", "ei"),
    *("AND", "OR", "NOT", "NEAR(", "NEAR(a b, 5)", "terms:", ":*", "*", "^", "-", "+", "(", ")"),
    *('"', "'", "''", "\\", "\\'", "&", "|", "!", "<->", "%", "%s", "{0}", "$$", "?", ";", "--"),
    *("'; DROP TABLE search_terms; --", "' OR 1=1", "<script>alert(1)</script>", "&amp;", "]]>"),
    *(
        "99.99.99999",
        "1.1.99999",
        "31.2.",
        "0.0.",
        "29.2.",
        "2026-02-30",
        "20٢٦-٠١-٠١",
        "9999-12-31",
    ),
    *(
        "25:99",
        "klo 99.99",
        "999-vuotiaille",
        "alle 0 v",
        "²-vuotiaille",
        "1" * 400,
        "15100",
        "00000",
    ),
    *(
        "👩‍👩‍👧‍👦",
        "🏊🏽‍♀️",
        "\u202eשלום",
        "مرحبا",
        "\u200f",
        "u\u0308\u0308\u0308",
        "\u0301",
        "ﷺ",
        "①②",
    ),
    *(
        "\U0001e900\U0001e922",
        "\U00010570\U00010597",
        "\U0003134b",
        "\ue000",
        "\uffff",
        "İı",
        "ß" * 50,
    ),
    *("\x01", "\x1b[31m", "\x7f", "\x85", "\u2028", "\ufeff", "\u00ad", "\u00a0", "\t", "\r\n"),
    *(
        "sana" * 100,
        "uima-",
        "jäähalli",
        "MLL:n",
        "a:b:c",
        "a-b-c-d-e-f-g-h",
        "ma–pe",
        "–",
        "..",
        "1–2",
    ),
]
texts = st.lists(
    st.sampled_from(PIECES)
    | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12),
    max_size=12,
).flatmap(lambda pieces: st.sampled_from(["", " "]).map(lambda between: between.join(pieces)))

NUMBERS = [
    *(
        "",
        "0",
        "1",
        "-1",
        "1.5",
        "nan",
        "inf",
        "-inf",
        "1e309",
        "1e-400",
        "0x10",
        "1_000",
        "٣",
        "²",
    ),
    *("9" * 30, "9" * 5_000, "1" + "0" * 30, "+5", " 7 ", "NULL", "true", "1,2", "\x00", "ä"),
]
LISTS = [
    *("", ",", "nan,nan", "nan,nan,nan,nan", "inf,inf,inf,inf", "60.98,25.66", "-90,180", "90.1,0"),
    *("25,60,26,61", "26,61,25,60", "-180,-90,180,90", "181,0,182,1", "1e400,0,1,1", "1,2,3,4,5"),
    *("1_0,2", "٦٠,٢٥", "," * 5_000, "60.98,25.66,", "60;25", "(60,25)", "\x00", "9" * 400 + ",1"),
]
WHENS = [
    *("today", "tomorrow", "weekend", "week", "TODAY", "", "..", "2026-12-01..2026-12-31"),
    *("2026-12-31..2026-12-01", "0001-01-01..0001-01-02", "9998-12-31..9998-12-31"),
    *("9999-12-31..9999-12-31", "0001-01-01..9998-12-31", "2026-02-30..2026-03-01"),
    *(
        "20261201..20261231",
        "2026-W50..2026-W51",
        "2026-W50-1..2026-W51-7",
        "٢٠٢٦-١٢-٠١..٢٠٢٦-١٢-٠٢",
    ),
    *(
        "2026-12-01",
        "a..b",
        "2026-12-01..",
        "2026-12-01..2026-12-02..2026-12-03",
        "\x00",
        "x" * 5_000,
    ),
]
SLUGS = [
    *(
        "",
        "uinti",
        "398",
        "activity",
        "free",
        "MO",
        "liikunta\n",
        "a b",
        "'",
        "%",
        "../..",
        "ä",
        "x" * 100,
    ),
    *(
        "x" * 101,
        "\x00",
        "-",
        "_",
        "\u0301",
        "kuoro;drop",
        "<b>",
        "٣٩٨",
        "\U00010597",
        "kind=activity",
    ),
]
CHOICES = [
    "",
    "fi",
    "sv",
    "en",
    "de",
    "FI",
    "relevance",
    "distance",
    "name",
    "updated",
    "next",
    "\x00",
]


def some(values: list[str], most: int = 1) -> st.SearchStrategy[list[str]]:
    """A parameter that is given up to so many times."""
    return st.lists(st.sampled_from(values) | st.text(max_size=8), min_size=1, max_size=most)


parameters = st.fixed_dictionaries(
    {},
    optional={
        "q": texts.map(lambda text: [text]) | st.lists(texts, min_size=2, max_size=3),
        **{
            name: some(SLUGS, 4)
            for name in (
                *("kind", "municipality", "category", "target"),
                *("theme", "price", "weekday", "time", "accessibility"),
            )
        },
        "when": some(WHENS),
        "bbox": some(LISTS),
        "near": some(LISTS, 2),
        "radius": some(NUMBERS),
        "page": some(NUMBERS, 2),
        "size": some(NUMBERS),
        "zoom": some(NUMBERS),
        "sort": some(CHOICES),
        "lang": some(CHOICES),
        "unknown": some(PIECES),
        "q[]": some(PIECES),
    },
)


def encoded(given_parameters: dict[str, list[str]]) -> dict[str, list[str]]:
    """Leave out what no address can say: it is bytes, and half a character is none."""
    return {
        name: [value.encode("utf-8", "replace").decode() for value in values]
        for name, values in given_parameters.items()
    }


fuzzed = hypothesis_settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def refused_fields(response: Any) -> set[str]:
    """The parameters that a refusal names, each with a reason."""
    details = response.json()["detail"]
    assert details
    assert all(detail["msg"] for detail in details)
    return {detail["loc"][-1] for detail in details}


@fuzzed
@given(data=parameters)
def test_any_parameters_are_answered_or_refused(
    client: Client, region: SimpleNamespace, data: dict[str, list[str]]
) -> None:
    sent = encoded(data)
    for path in ("/api/v1/search", "/api/v1/map"):
        started = time.perf_counter()
        response = client.get(path, sent)
        assert time.perf_counter() - started < PATIENCE_S
        assert response.status_code in {200, 422}
        if response.status_code == 422:
            assert refused_fields(response) <= set(sent)
        else:
            # Numbers that JSON does not have would be no answer.
            json.loads(response.content, parse_constant=lambda name: pytest.fail(name))


@fuzzed
@given(data=parameters, language=st.sampled_from(["fi", "sv", "en"]))
def test_the_page_shows_any_parameters(
    client: Client, region: SimpleNamespace, data: dict[str, list[str]], language: str
) -> None:
    with translation.override(language):
        address = reverse("search")
    started = time.perf_counter()
    response = client.get(address, encoded(data), follow=True)
    assert time.perf_counter() - started < PATIENCE_S
    assert response.status_code == 200
    page = response.content.decode()
    assert "<script>alert" not in page
    assert "</html>" in page


@fuzzed
@given(text=texts | st.text(st.characters(), max_size=40), size=st.sampled_from(NUMBERS))
def test_the_command_answers_any_text_or_says_why_not(
    region: SimpleNamespace, text: str, size: str
) -> None:
    try:
        call_command("search", text, f"--size={size}", "--json", stdout=(out := Written()))
    except CommandError as error:
        said = str(error)
    else:
        said = json.loads(out.text)["results"]
        assert isinstance(said, list)
    assert said or "\0" not in text


class Written:
    """A terminal that takes UTF-8 and nothing else."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text += text.encode("utf-8").decode("utf-8")


@pytest.mark.parametrize("name", BIG_TEXTS)
def test_very_long_texts_take_no_time(client: Client, region: SimpleNamespace, name: str) -> None:
    text = BIG_TEXTS[name]
    ask(SearchRequest(text="uimahalli lahdessa"))
    for size in (1_000, BIG):
        started = time.perf_counter()
        asked = ask(SearchRequest(text=text[:size]))
        asked.search()
        asked.map(9)
        assert time.perf_counter() - started < PATIENCE_S
    started = time.perf_counter()
    response = client.get("/api/v1/search", {"q": text})
    assert time.perf_counter() - started < PATIENCE_S
    if text.strip():
        assert response.status_code == 422
        assert refused_fields(response) == {"q"}
    else:
        assert response.json()["total"] == 3


MANY_LIMITS = "yhdistys huomenna maanantaina ilmainen seniorit esteetön lahti"


def test_of_many_limits_as_few_as_possible_are_given_up(
    region: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    ask(SearchRequest(text="kuoro"))
    with django_assert_max_num_queries(60):
        nothing = ask(SearchRequest(text=f"zxqwv {MANY_LIMITS}"))
    assert nothing.search().total == 0
    with django_assert_max_num_queries(60):
        asked = ask(SearchRequest(text=f"launeen uimahalli {MANY_LIMITS}"))
    assert [hit.object_id for hit in asked.search().hits] == [region.hall.pk]
    given_up = {meaning.type for meaning in asked.dropped}
    assert "kind" in given_up
    assert not given_up & {"place", "municipality"}


def test_bytes_that_are_no_text_are_answered(client: Client, region: SimpleNamespace) -> None:
    for query in (
        "q=%ff%fe%ED%A0%80uimahalli",
        "q=%",
        "q=%zz",
        "%00=%00",
        "q",
        "=",
        "&&&",
        "q=%u1234",
    ):
        for path in ("/api/v1/search", "/api/v1/map", reverse("search")):
            assert client.get(f"{path}?{query}").status_code == 200


@pytest.mark.parametrize("count", [51, 1_000, 1_001, 5_000])
def test_parameters_repeated_very_often_are_refused(
    client: Client, region: SimpleNamespace, count: int
) -> None:
    values = [f"luokka-{number}" for number in range(count)]
    for path in ("/api/v1/search", "/api/v1/map"):
        response = client.get(path, {"category": values})
        assert response.status_code == 422
        assert response.json()["detail"]
    assert client.get(reverse("search"), {"category": values}).status_code in {200, 400}


def test_words_with_very_many_synonyms_are_answered(
    client: Client, region: SimpleNamespace
) -> None:
    words = ["uimahalli", *(f"{letter}uhalli" for letter in "bcdfghjklmn")]
    for word in words:
        SynonymFactory(words=word, means=", ".join(f"{word} {n} eri sana" for n in range(9)))
    response = client.get("/api/v1/search", {"q": " ".join(words)})
    assert response.status_code == 200


def test_a_listing_with_odd_texts_is_found(region: SimpleNamespace) -> None:
    # PostgreSQL lets no such text into a listing.
    nul = "\x00" if connection.vendor == "sqlite" else " "
    name = "Outo \u202ehalli ßßß \U00010597\U0001e922 'x' \"y\" \\ %s"
    facility = FacilityFactory(
        name=name,
        summary=f"a{nul}b <script>alert(1)</script> " + "ß" * 100,
        description="ΐ" * 100 + " " + "sana" * 5_000 + nul + "e\u0301" * 500,
        municipality=region.lahti,
    )
    for text in ("outo", "\U00010570\U0001e900", "ß" * 100, "ΐ" * 100, "sana" * 25):
        asked = ask(SearchRequest(text=text))
        assert asked.corrected is None
        assert [hit.object_id for hit in asked.search().hits] == [facility.pk], text
    assert get_engine().keys() >= {("facility", facility.pk)}
