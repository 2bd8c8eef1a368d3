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
from tests.search.odd_parameters import NUMBERS, encoded, parameters, texts

pytestmark = pytest.mark.django_db

BIG = 100_000
"""Characters of a query that nobody types."""


PATIENCE_S = 10.0
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
