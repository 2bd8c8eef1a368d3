"""What is open now or on a day: in words, in the filter and over the API, as time goes by."""

import datetime
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from search.answers import recent
from search.asking import ask
from search.documents import LOOK_AHEAD
from search.engines.base import SearchRequest
from search.open_times import VALUES, open_text
from search.understanding import label, text_without, understand
from servicemap.models import Facility, Municipality, Schedule
from tests.factories import ActivityFactory, FacilityFactory, ScheduleFactory
from tests.search.understood import TODAY, described

pytestmark = pytest.mark.django_db

HELSINKI = ZoneInfo("Europe/Helsinki")
MONDAY = datetime.date(2026, 11, 16)
ALL_WEEK = "MO,TU,WE,TH,FR,SA,SU"
WORKING_DAYS = "open=MO+TU+WE+TH+FR"

UNDERSTOOD = [
    ("auki nyt", "open=now", ""),
    ("nyt auki", "open=now", ""),
    ("nyt auki oleva kirjasto", "open=now", "kirjasto"),
    ("nyt auki olevat kirjastot", "open=now", "kirjastot"),
    ("onko uimahalli auki juuri nyt", "open=now", "uimahalli"),
    ("mitkä kirjastot ovat tällä hetkellä auki", "open=now", "kirjastot"),
    ("kuntosali avoinna nyt", "open=now", "kuntosali"),
    ("library open now", "open=now", "library"),
    ("what is open right now", "open=now", ""),
    ("gyms currently open", "open=now", "gyms"),
    ("öppet nu", "open=now", ""),
    ("bibliotek öppna nu", "open=now", "bibliotek"),
    ("vilka bibliotek har öppet just nu", "open=now", "bibliotek"),
    ("auki sunnuntaina", "open=SU", ""),
    ("kirjasto auki sunnuntaisin", "open=SU", "kirjasto"),
    ("sunnuntaina auki", "open=SU", ""),
    ("sunnuntaina auki oleva kuntosali", "open=SU", "kuntosali"),
    ("kirjasto avoinna la", "open=SA", "kirjasto"),
    ("auki arkisin", WORKING_DAYS, ""),
    ("ma-pe auki", WORKING_DAYS, ""),
    ("auki tänään", "open=WE", ""),
    ("auki huomenna", "open=TH", ""),
    ("kirjasto auki viikonloppuna", "open=SA+SU", "kirjasto"),
    ("gym open on Sundays", "open=SU", "gym"),
    ("open at the weekend", "open=SA+SU", ""),
    ("öppet på söndag", "open=SU", ""),
    ("auki nyt auki sunnuntaina", "open=now open=SU", ""),
    # What says nothing of hours, or says more than can be asked, stays as it is.
    ("auki", "", "auki"),
    ("uimahalli nyt", "", "uimahalli nyt"),
    ("avoimet ovet", "", "avoimet ovet"),
    ("öppet hus", "", "öppet hus"),
    ("open house", "", "open house"),
    ("Sunday open stage", "weekday=SU", "open stage"),
    ("avoinna kaikille sunnuntaisin", "weekday=SU", "avoinna"),
    ("auki, sunnuntaina", "weekday=SU", "auki"),
    ("auki maanantai-iltana", "weekday=MO time=evening", "auki"),
    ("ei auki nyt", "", "ei auki nyt"),
    ("ei auki sunnuntaina", "weekday=SU", "ei auki"),
    ('"auki nyt"', "", '"auki nyt"'),
    ('"auki" sunnuntaina', "weekday=SU", '"auki"'),
]


class Clock:
    """The time that it is, a Monday's noon to begin with."""

    now = datetime.datetime.combine(MONDAY, datetime.time(12), HELSINKI)

    def set(self, day: int, time: str) -> None:
        date = MONDAY + datetime.timedelta(days=day)
        self.now = datetime.datetime.combine(date, datetime.time.fromisoformat(time), HELSINKI)


@pytest.fixture
def clock() -> Iterator[Clock]:
    clock = Clock()
    recent.clear()
    with patch("django.utils.timezone.now", lambda: clock.now.astimezone(datetime.UTC)):
        yield clock


def hours(opens: str, closes: str, byday: str = ALL_WEEK, **values: Any) -> Schedule:
    time = datetime.time.fromisoformat
    schedule: Schedule = ScheduleFactory.build(
        dtstart=MONDAY - datetime.timedelta(days=28),
        byday=byday,
        opens_at=time(opens) if opens else None,
        closes_at=time(closes) if closes else None,
        **values,
    )
    return schedule


@pytest.fixture
def places(clock: Clock) -> SimpleNamespace:
    """A library, a hall, a hut without hours, and a choir that meets at noon."""
    return SimpleNamespace(
        library=FacilityFactory(
            name="Lahden kirjasto",
            schedules=[
                hours("09:00", "20:00", "MO,TU,WE,TH,FR", exdates=["2026-11-18"]),
                hours("10:00", "15:00", "SA"),
            ],
        ),
        hall=FacilityFactory(
            name="Uimahalli",
            schedules=[hours("18:00", "23:59"), hours("00:00", "02:00", "SU")],
        ),
        hut=FacilityFactory(name="Kota", schedules=[hours("09:00", "")]),
        choir=ActivityFactory(name="Kuoro", schedules=[hours("11:30", "13:00")]),
    )


def names(text: str = "", *times: str) -> set[str]:
    """What is found by words, and by what is chosen in the filter."""
    request = SearchRequest(text=text, selected={"open": times} if times else {})
    return {hit.card["name"]["fi"] for hit in ask(request).search().hits}


@pytest.mark.parametrize(("text", "meanings", "rest"), UNDERSTOOD)
def test_hours_are_understood(text: str, meanings: str, rest: str) -> None:
    found = understand(text, TODAY)
    assert (" ".join(map(described, found.meanings)), found.rest) == (meanings, rest)
    for meaning in found.meanings:
        assert text[meaning.start : meaning.end] == meaning.text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("nyt auki oleva kirjasto", "kirjasto"),
        ("kirjasto auki sunnuntaina", "kirjasto"),
        ("open on Sunday", ""),
    ],
)
def test_without_the_hours_the_rest_is_left(text: str, left: str) -> None:
    [meaning] = understand(text, TODAY).meanings
    assert text_without(text, meaning, today=TODAY) == left


def test_hours_have_names() -> None:
    with translation.override("en"):
        assert [open_text([value]) for value in VALUES[:2]] == ["Open now", "Open Mon"]
        assert open_text(["MO", "TU", "WE", "SA"]) == "Open Mon–Wed, Sat"
        [meaning] = understand("auki ma-pe").meanings
        assert label(meaning) == "Open Mon–Fri"


def test_what_is_open_is_found_as_time_goes_by(places: SimpleNamespace, clock: Clock) -> None:
    for day, time, is_open in (
        (0, "08:59", set()),
        (0, "09:00", {"Lahden kirjasto"}),
        (0, "19:00", {"Lahden kirjasto", "Uimahalli"}),
        (0, "20:00", {"Uimahalli"}),
        # 23.59 is midnight.
        (0, "23:59", {"Uimahalli"}),
        (1, "00:00", set()),
        # A day that is left out.
        (2, "12:00", set()),
        (5, "14:59", {"Lahden kirjasto"}),
        (5, "23:59", {"Uimahalli"}),
        (6, "00:00", {"Uimahalli"}),
        (6, "01:59", {"Uimahalli"}),
        (6, "02:00", set()),
        (100, "19:00", {"Lahden kirjasto", "Uimahalli"}),
    ):
        clock.set(day, time)
        assert names("", "now") == names("auki nyt") == is_open, (day, time)


def test_a_day_is_the_next_of_its_name(places: SimpleNamespace, clock: Clock) -> None:
    assert names("", "SA") == names("auki lauantaina") == {"Lahden kirjasto", "Uimahalli"}
    assert names("", "WE") == names("auki keskiviikkona") == {"Uimahalli"}
    assert names("auki tänään") == {"Lahden kirjasto", "Uimahalli"}
    clock.set(1, "12:00")
    assert names("auki huomenna") == {"Uimahalli"}
    clock.set(3, "12:00")
    assert names("", "WE") == {"Lahden kirjasto", "Uimahalli"}


def test_rebuilding_moves_the_hours_on(places: SimpleNamespace, clock: Clock) -> None:
    later = LOOK_AHEAD.days // 7 * 7 + 7
    clock.set(later, "12:00")
    assert names("", "now") == set()
    call_command("rebuild_search_index", verbosity=0)
    assert names("", "now") == {"Lahden kirjasto"}
    assert ask(SearchRequest(selected={"open": ("now",)})).search().hits[0].next_occurrence is None


def test_hours_that_are_edited_count_at_once(places: SimpleNamespace) -> None:
    library = Facility.objects.get(pk=places.library.pk)
    library.schedules = [hours("13:00", "20:00")]
    library.save_revision().publish()
    assert names("", "now") == set()
    assert names("", "MO") == {"Lahden kirjasto", "Uimahalli"}


def test_what_was_given_up_at_night_is_asked_again_in_the_morning(
    places: SimpleNamespace, clock: Clock
) -> None:
    clock.set(1, "05:00")
    found = ask(SearchRequest(text="nyt auki oleva kirjasto"))
    assert [described(meaning) for meaning in found.dropped] == ["open=now"]
    assert names("nyt auki oleva kirjasto") == {"Lahden kirjasto"}
    clock.set(1, "09:00")
    assert not ask(SearchRequest(text="nyt auki oleva kirjasto")).dropped
    clock.set(1, "20:00")
    assert ask(SearchRequest(text="nyt auki oleva kirjasto")).dropped


def test_the_hours_are_given_up_rather_than_the_place(clock: Clock) -> None:
    lahti = Municipality.objects.create(
        code="398", slug="lahti", name="Lahti", latitude=60.98, longitude=25.66
    )
    iitti = Municipality.objects.create(
        code="142", slug="iitti", name="Iitti", latitude=60.89, longitude=26.3
    )
    FacilityFactory(name="Kirjasto", municipality=lahti)
    FacilityFactory(name="Lukusali", municipality=lahti, schedules=[hours("09:00", "20:00")])
    FacilityFactory(name="Kirjasto", municipality=iitti, schedules=[hours("09:00", "20:00")])
    found = ask(SearchRequest(text="kirjasto Lahdessa auki nyt"))
    assert [described(meaning) for meaning in found.dropped] == ["open=now"]
    assert found.search().total == 1


def test_what_was_chosen_beats_what_the_words_say(places: SimpleNamespace, clock: Clock) -> None:
    clock.set(5, "12:00")
    found = ask(SearchRequest(text="auki nyt", selected={"open": ("MO",)}))
    assert [meaning.text for meaning in found.reading.overruled] == ["auki nyt"]
    assert found.search().total == 2
    agreed = ask(SearchRequest(text="auki nyt", selected={"open": ("now",)}))
    assert not agreed.reading.overruled


def test_the_api_finds_and_counts_what_is_open(
    client: Client, places: SimpleNamespace, clock: Clock
) -> None:
    def answer(**parameters: Any) -> Any:
        return client.get("/api/v1/search", {"lang": "en", **parameters}).json()

    found = answer(open="now")
    assert [row["name"] for row in found["results"]] == ["Lahden kirjasto"]
    assert found["facets"]["open"][:3] == [
        {"value": "now", "label": "Open now", "count": 1},
        {"value": "MO", "label": "Open Mon", "count": 2},
        {"value": "TU", "label": "Open Tue", "count": 2},
    ]
    assert client.get("/api/v1/map", {"open": "now"}).json()["total"] == 1
    [understood] = answer(q="auki nyt")["query"]["understood"]
    assert (understood["type"], understood["value"]) == ("open", "now")
    # Whether anything is open is told even when nothing is; of what has no hours it is not.
    clock.set(2, "12:00")
    assert answer(q="kirjasto")["facets"]["open"][0]["count"] == 0
    assert answer(q="kuoro")["facets"]["open"] == []


def test_an_answer_is_remembered_for_its_minute_only(
    client: Client, places: SimpleNamespace, clock: Clock
) -> None:
    def total(path: str) -> int:
        return int(client.get(f"/api/v1/{path}", {"open": "now"}).json()["total"])

    for time, count in (("19:59:59", 2), ("20:00:00", 1), ("20:00:30", 1)):
        clock.set(0, time)
        assert total("search") == total("map") == count


def test_an_unknown_time_is_refused(client: Client) -> None:
    response = client.get("/api/v1/search", {"open": "yes"})
    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"] == ["query", "open"]


def test_the_api_documents_the_parameter(client: Client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for path in ("search", "map"):
        parameters = {each["name"]: each for each in paths[f"/api/v1/{path}"]["get"]["parameters"]}
        assert "now" in parameters["open"]["description"]


def fieldset(html: str) -> str:
    return html.split('data-facet="open"')[1].split("</fieldset>")[0]


def test_the_page_has_the_filter_beside_the_times(
    client: Client, places: SimpleNamespace, clock: Clock
) -> None:
    html = client.get("/fi/haku/").content.decode()
    facets = [part.split('"')[0] for part in html.split('data-facet="')[1:]]
    assert facets.index("open") == facets.index("time") + 1
    html = client.get("/fi/haku/", {"open": "now"}).content.decode()
    first, _separator, folded = fieldset(html).partition("<details")
    assert first.count("<input") == 1
    assert 'value="now" form="search-form" checked' in first
    assert "Auki nyt" in first
    assert folded.count("<input") == 7
    assert " open>" not in folded.split("<summary")[0]
    assert 'id="results-count">1 ' in html
    chips = html.split("chips__group--chosen")[1].split("</ul>")[0]
    assert "Auki nyt" in chips
    assert "open=" not in chips


def test_a_chosen_day_is_not_folded_away(client: Client, places: SimpleNamespace) -> None:
    html = client.get("/fi/haku/", {"open": ["now", "SU"]}).content.decode()
    assert " open>" in fieldset(html).split("<details")[1].split("<summary")[0]
    chips = html.split("chips__group--chosen")[1].split("</ul>")[0]
    assert "?open=SU" in chips
    assert "?open=now" in chips


def test_the_page_says_what_it_understood_and_lets_it_be_refused(
    client: Client, places: SimpleNamespace
) -> None:
    html = client.get("/fi/haku/", {"q": "nyt auki oleva kirjasto"}).content.decode()
    chips = html.split("chips__group--understood")[1].split("</ul>")[0]
    assert "Auki nyt" in chips
    assert 'href="/fi/haku/?q=kirjasto"' in chips


def test_the_filter_stays_in_the_addresses_of_the_search(
    client: Client, places: SimpleNamespace, clock: Clock
) -> None:
    clock.set(0, "19:00")
    html = client.get("/fi/haku/", {"open": "now", "size": "1"}).content.decode()
    assert "/fi/haku/?open=now&amp;size=1&amp;page=2" in html
    assert f"{reverse('embed_builder')}?open=now" in html
    assert f"{reverse('api-1:map')}?open=now&amp;lang=fi" in html
    builder = client.get(reverse("embed_builder"), {"open": "now"}).content.decode()
    assert f'src="{reverse("embed")}?open=now"' in builder
    frame = client.get(reverse("embed"), {"open": "now"}).content.decode()
    assert "Lahden kirjasto" in frame
    assert "Kuoro" not in frame


def test_what_is_open_in_a_frame_is_kept_for_a_minute(
    client: Client, places: SimpleNamespace
) -> None:
    def kept(**parameters: str) -> str:
        return str(client.get(reverse("embed"), parameters)["Cache-Control"])

    assert "max-age=60" in kept(open="now")
    assert "max-age=60" in kept(q="auki nyt")
    assert "max-age=300" in kept()


def test_the_calendar_has_no_hours(client: Client, places: SimpleNamespace) -> None:
    html = client.get("/fi/kalenteri/", {"open": "now"}).content.decode()
    assert 'data-facet="open"' not in html
    assert "Kuoro" in html
    assert "Lahden kirjasto" not in html


def test_queries_are_bounded(
    client: Client, places: SimpleNamespace, clock: Clock, django_assert_max_num_queries: Any
) -> None:
    client.get("/api/v1/search")
    for minute in range(3):
        clock.set(0, f"12:0{minute + 1}")
        recent.clear()
        with django_assert_max_num_queries(10):
            client.get("/api/v1/search", {"open": "now"})
        with django_assert_max_num_queries(3):
            client.get("/api/v1/map", {"open": "now", "zoom": 15})
