"""The time of day as people ask for it: in words, in the filter and over the API."""

import datetime
from typing import Any

import pytest
from django.test import Client

from search.asking import ask
from search.engines.base import SearchRequest
from search.understanding import label, text_without, understand
from servicemap.models import Municipality
from tests.factories import ActivityFactory, AssociationFactory, ScheduleFactory

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 25)
"""A Wednesday."""

WORKING_DAYS = "weekday=MO+TU+WE+TH+FR"

UNDERSTOOD = [
    ("jooga iltaisin", "time=evening", "jooga"),
    ("illalla joogaa", "time=evening", "joogaa"),
    ("ilta-aikaan", "time=evening", ""),
    ("aamuisin uintia", "time=morning", "uintia"),
    ("jumppaa aamupäivällä", "time=morning", "jumppaa"),
    ("aamupäivän kahvit", "time=morning", "kahvit"),
    ("aamupäivisin", "time=morning", ""),
    ("iltapäivisin", "time=afternoon", ""),
    ("päivällä ohjelmaa", "time=morning+afternoon", "ohjelmaa"),
    ("jumppaa arkiaamuna", f"{WORKING_DAYS} time=morning", "jumppaa"),
    ("arki-iltaisin", f"{WORKING_DAYS} time=evening", ""),
    ("arkipäivänä", WORKING_DAYS, ""),
    ("viikonloppuaamuisin", "weekday=SA+SU time=morning", ""),
    ("maanantai ilta", "weekday=MO time=evening", ""),
    ("tiistai-iltapäivällä", "weekday=TU time=afternoon", ""),
    ("pe ilta", "weekday=FR time=evening", ""),
    ("huomenna aamulla", "when=tomorrow time=morning", ""),
    ("tänä iltana konsertti", "when=today time=evening", "konsertti"),
    ("huomisaamuna", "when=tomorrow time=morning", ""),
    ("aamuisin tai iltaisin", "time=morning time=evening", ""),
    ("töiden jälkeen jumppaan", "time=evening", "jumppaan"),
    ("iltakerho", "", "iltakerho"),
    ("aamujumppa", "", "aamujumppa"),
    ("iltapäivätoiminta", "", "iltapäivätoiminta"),
    ("runoilta", "", "runoilta"),
    ("teatteri ilta", "", "teatteri ilta"),
    ("maanantai-iltakerho", "", "maanantai-iltakerho"),
    ("dans på kvällen", "time=evening", "dans"),
    ("på förmiddagarna", "time=morning", ""),
    ("gymnastik på morgonen", "time=morning", "gymnastik"),
    ("vardagskvällar", f"{WORKING_DAYS} time=evening", ""),
    ("måndag kväll", "weekday=MO time=evening", ""),
    ("konsert ikväll", "when=today time=evening", "konsert"),
    ("i morgon", "when=tomorrow", ""),
    ("kvällskurs", "", "kvällskurs"),
    ("in the morning", "time=morning", ""),
    ("yoga on weekday evenings", f"{WORKING_DAYS} time=evening", "yoga"),
    ("evening choir", "time=evening", "choir"),
    ("concert tonight", "when=today time=evening", "concert"),
    ("alcohol free evening", "", "alcohol free evening"),
    ("weekends in the afternoon", "weekday=SA+SU time=afternoon", ""),
]

HOURS = [
    ("jooga klo 18 jälkeen", "time=evening", "jooga"),
    ("sähly ti klo 18.30 jälkeen", "weekday=TU time=evening", "sähly"),
    ("16 jälkeen", "time=afternoon+evening", ""),
    ("klo 17 alkaen", "time=evening", ""),
    ("ennen klo 12", "time=morning", ""),
    ("ennen kello 15:tä", "time=morning+afternoon", ""),
    ("klo 9 jälkeen", "time=morning+afternoon+evening", ""),
    ("efter kl. 18", "time=evening", ""),
    ("före 12", "time=morning", ""),
    ("after 6 pm", "time=evening", ""),
    ("after 5", "time=evening", ""),
    ("before 11 am", "time=morning", ""),
    ("after 65", "", "after 65"),
    ("klo 18", "time=evening", ""),
    ("jumppa klo 10", "time=morning", "jumppa"),
    ("tanssi klo 17–19", "time=evening", "tanssi"),
    ("yoga at 6 pm", "time=evening", "yoga"),
    ("24.12. jälkeen", "when=2026-12-24..2026-12-24", "jälkeen"),
    ("klo 99 jälkeen", "", "klo 99 jälkeen"),
]


@pytest.mark.parametrize("table", [UNDERSTOOD, HOURS], ids=["words", "hours"])
def test_times_of_day_are_understood(registers: Any, table: list[tuple[str, str, str]]) -> None:
    found = []
    for query, _meanings, _rest in table:
        understood = understand(query, TODAY)
        meanings = [f"{one.type}={'+'.join(one.values)}" for one in understood.meanings]
        found.append((query, " ".join(meanings), understood.rest))
    assert found == table


@pytest.mark.parametrize(
    ("text", "kind", "left"),
    [
        ("maanantai-iltana jooga", "time", "maanantai jooga"),
        ("maanantai-iltana jooga", "weekday", "iltana jooga"),
        ("jooga arkiaamuna", "time", "jooga arki"),
        ("jooga arkiaamuna", "weekday", "jooga aamuna"),
        ("dans på vardagskvällar", "time", "dans vardags"),
        ("jooga klo 18 jälkeen lahdessa", "time", "jooga lahdessa"),
    ],
)
def test_the_day_and_the_time_can_be_dropped_one_by_one(
    registers: Any, text: str, kind: str, left: str
) -> None:
    meanings = understand(text, TODAY).meanings
    [dropped] = [meaning for meaning in meanings if meaning.type == kind]
    assert text_without(text, dropped, today=TODAY) == left
    kept = [(meaning.type, meaning.values) for meaning in meanings if meaning.type != kind]
    found = understand(left, TODAY).meanings
    assert [(meaning.type, meaning.values) for meaning in found] == kept


def test_weekdays_that_do_not_follow_each_other_are_all_named(registers: Any) -> None:
    [days] = understand("arkisin", TODAY).meanings
    assert label(days) == "maanantai–perjantai"


@pytest.fixture
def classes(registers: Any) -> None:
    """Yoga at different times, and a choir that is called after one."""
    lahti = Municipality.objects.get(code="398")
    club = AssociationFactory(name="Liikkujat ry", municipality=lahti)
    times = {
        "Jooga 1": ("MO", datetime.time(9), datetime.time(10)),
        "Jooga 2": ("MO", datetime.time(13), datetime.time(14)),
        "Jooga 3": ("TU", datetime.time(18), datetime.time(19)),
        "Jooga 4": ("SA", None, None),
    }
    for name, (day, opens, closes) in times.items():
        schedule = ScheduleFactory.build(byday=day, opens_at=opens, closes_at=closes)
        ActivityFactory(name=name, municipality=lahti, organiser=club, schedules=[schedule])
    AssociationFactory(name="Jooga illalla ry", municipality=lahti)


def names(client: Client, **parameters: Any) -> list[str]:
    response = client.get("/api/v1/search", {"sort": "name", **parameters})
    assert response.status_code == 200
    return [result["name"] for result in response.json()["results"]]


def test_the_api_limits_by_time_of_day(client: Client, classes: None) -> None:
    assert names(client, time="morning") == ["Jooga 1"]
    assert names(client, time=["morning", "evening"]) == ["Jooga 1", "Jooga 3"]
    assert names(client, time="evening", weekday="MO") == []
    assert names(client, q="jooga illalla") == ["Jooga 3", "Jooga illalla ry"]
    answer = client.get("/api/v1/search", {"q": "jooga", "time": "evening"}).json()
    assert answer["total"] == 1
    labels = {option["value"]: option["count"] for option in answer["facets"]["time"]}
    assert labels == {"morning": 1, "afternoon": 1, "evening": 1}


def test_the_map_limits_by_time_of_day(client: Client, classes: None) -> None:
    assert client.get("/api/v1/map", {"time": "evening"}).json()["total"] == 1


def test_the_api_says_what_it_understood(client: Client, classes: None) -> None:
    understood = client.get("/api/v1/search", {"q": "jooga arkiaamuna"}).json()["query"]
    assert [(row["type"], row["value"]) for row in understood["understood"]] == [
        *(("weekday", day) for day in ("MO", "TU", "WE", "TH", "FR")),
        ("time", "morning"),
    ]


def test_an_unknown_time_of_day_is_refused(client: Client) -> None:
    response = client.get("/api/v1/search", {"time": "noon"})
    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"] == ["query", "time"]


def test_the_time_is_given_up_first(classes: None) -> None:
    found = ask(SearchRequest(text="jooga lauantaina illalla"))
    # One association is named so, and takes place at no time.
    assert {meaning.type for meaning in found.dropped} <= {"time", "weekday"}
    found = ask(SearchRequest(text="jooga lauantaina aamulla"))
    assert [meaning.type for meaning in found.dropped] == ["time"]
    assert found.search().total == 1


def test_a_chosen_time_beats_what_the_words_say(classes: None) -> None:
    found = ask(SearchRequest(text="jooga illalla", selected={"time": ("morning",)}))
    assert [meaning.text for meaning in found.reading.overruled] == ["illalla"]
    assert found.search().total == 1


def test_the_page_has_the_filter_beside_the_weekday(client: Client, classes: None) -> None:
    html = client.get("/fi/haku/", {"q": "jooga", "time": ["evening"]}).content.decode()
    facets = [part.split('"')[0] for part in html.split('data-facet="')[1:]]
    assert facets.index("time") == facets.index("weekday") + 1
    fieldset = html.split('data-facet="time"')[1].split("</fieldset>")[0]
    boxes = [box.split(">")[0] for box in fieldset.split("<input")[1:]]
    assert [("evening" in box, " checked" in box) for box in boxes] == [
        (False, False),
        (False, False),
        (True, True),
    ]
    chips = html.split("chips__group--chosen")[1].split("</ul>")[0]
    assert "time=" not in chips
    assert "?q=jooga" in chips


def test_the_page_names_what_it_understood(client: Client, classes: None) -> None:
    html = client.get("/fi/haku/", {"q": "jooga maanantaiaamuna"}).content.decode()
    chips = html.split("chips__group--understood")[1].split("</ul>")[0]
    assert "?q=jooga%20maanantai" in chips
    assert "?q=jooga%20aamuna" in chips
    assert 'id="results-count">1 ' in html
