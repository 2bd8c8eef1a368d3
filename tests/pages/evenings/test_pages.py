"""The pages of evenings: lists by time, what came of one, and what machines read."""

import datetime
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from pages.models import EveningIndexPage, EveningPage
from servicemap.models import Evening, EveningRegistration
from tests.factories import FacilityFactory, MunicipalityFactory, ThemeFactory
from tests.pages.evenings.conftest import Register
from tests.pages.factories import evening_page

pytestmark = pytest.mark.django_db


def titles(rows: list[dict[str, Any]]) -> list[str]:
    return [row["page"].title for row in rows]


def test_list_is_by_time(client: Client, index: EveningIndexPage) -> None:
    evening_page(index, "Myöhemmin", days=30)
    evening_page(index, "Pian", days=2)
    evening_page(index, "Kauan sitten", days=-200)
    evening_page(index, "Äsken", days=-3)
    evening_page(index, "Luonnos", days=5, live=False)
    context = client.get(index.url).context
    assert titles(context["upcoming"]) == ["Pian", "Myöhemmin"]
    assert titles(context["past"]) == ["Äsken", "Kauan sitten"]
    assert [row["status"].state for row in context["past"]] == ["past", "past"]


def test_empty_list_says_so(client: Client, index: EveningIndexPage) -> None:
    response = client.get(index.url)
    assert response.status_code == 200
    assert response.context["upcoming"] == response.context["past"] == []
    assert 'class="quiet"' in response.content.decode()


def test_days_are_those_of_the_place(index: EveningIndexPage) -> None:
    helsinki = timezone.get_default_timezone()
    day = datetime.date(2027, 6, 15)
    late = datetime.datetime(2027, 6, 15, 23, 0, tzinfo=helsinki)
    page = evening_page(index, start=late, end=late + datetime.timedelta(minutes=50))
    before, after = day - datetime.timedelta(days=1), day + datetime.timedelta(days=1)
    between = EveningPage.objects.live().between
    assert list(between(day, day)) == [page]
    assert list(between(before, day)) == [page]
    assert not between(before, before).exists()
    assert not between(after, after).exists()


def test_upcoming_ends_when_the_evening_does(index: EveningIndexPage) -> None:
    now = timezone.now()
    hour = datetime.timedelta(hours=1)
    evening_page(index, "Käynnissä", start=now - hour, end=now + hour)
    evening_page(index, "Ohi", start=now - 2 * hour, end=now - hour)
    found = EveningPage.objects.live().public()
    assert [page.title for page in found.upcoming()] == ["Käynnissä"]
    assert [page.title for page in found.past()] == ["Ohi"]


def test_page_tells_all_there_is(client: Client, index: EveningIndexPage) -> None:
    page = evening_page(
        index,
        lead="Rahaa hyvään.",
        notice="Paikka on vaihtunut.",
        invited="Kaikki Heinolan yhdistykset",
        contact_name="Yhdistysyhteyshenkilö",
        contact_email="illat@example.org",
        programme=[
            (
                "item",
                {
                    "time": datetime.time(17, 30),
                    "title": "Kahvit",
                    "speaker": "Emäntä",
                    "text": "Pullaa.",
                },
            )
        ],
        municipalities=[MunicipalityFactory(name="Heinola")],
        themes=[ThemeFactory(name="Osallisuus")],
    )
    content = client.get(page.url).content.decode()
    for text in (
        *("Rahaa hyvään.", "Paikka on vaihtunut.", "Kaikki Heinolan yhdistykset", "17.30"),
        *("Kahvit", "Emäntä", "Pullaa.", "Heinola", "Osallisuus", "mailto:illat@example.org"),
    ):
        assert text in content, text


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (20, ("lead", "facts__row", "body", "programme-title", "registration", "contact")),
        (-20, ("lead", "outcome-title", "facts__row", "body", "programme-title", "contact")),
    ],
)
def test_what_one_reads_comes_before_what_one_does(
    client: Client, index: EveningIndexPage, days: int, order: tuple[str, ...]
) -> None:
    page = evening_page(
        index,
        days=days,
        lead="Rahaa hyvään.",
        contact_name="Yhdistysyhteyshenkilö",
        body=[("paragraph", "<p>Ilta on kaikille.</p>")],
        programme=[("item", {"time": datetime.time(17, 30), "title": "Kahvit"})],
        summary="<p>Paikalla oli väkeä.</p>" if days < 0 else "",
    )
    content = client.get(page.url).content.decode()
    marks = {
        **{name: f'id="{name}"' for name in order},
        "lead": 'class="lead"',
        "facts__row": 'class="facts__row"',
        "body": "Ilta on kaikille.",
        "contact": 'id="contact-title"',
    }
    places = [content.index(marks[name]) for name in order]
    assert places == sorted(places)


def test_what_came_of_it_is_on_the_same_page(
    client: Client, index: EveningIndexPage, page: EveningPage
) -> None:
    following = evening_page(index, "Seuraava ilta", days=60)
    past = evening_page(
        index,
        "Mennyt ilta",
        days=-10,
        summary="<p>Paikalla oli <b>väkeä</b>.</p>",
        decisions=[("decision", {"text": "Tilat yhteiskäyttöön."})],
        next_steps=[
            ("step", {"text": "Lista tiloista", "responsible": "Kaupunki", "timing": "keväällä"})
        ],
        next_evening=following,
    )
    content = client.get(past.url).content.decode()
    for text in (
        *("<b>väkeä</b>", "Tilat yhteiskäyttöön.", "Lista tiloista", "Kaupunki · keväällä"),
        *("Seuraava ilta", following.url, following.when_text.capitalize()),
    ):
        assert text in content, text
    assert "Peruttu" not in content
    following.is_cancelled = True
    following.save_revision().publish()
    content = client.get(past.url).content.decode()
    assert f"<s>{following.when_text.capitalize()}</s>" in content
    assert "Peruttu" in content
    following.unpublish()
    assert "Seuraava ilta" not in client.get(past.url).content.decode()


def nodes_of(client: Client, page: EveningPage) -> list[dict[str, Any]]:
    content = client.get(page.url).content.decode()
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', content)
    assert script
    nodes: list[dict[str, Any]] = json.loads(script[1])["@graph"]
    return nodes


def node_of(client: Client, page: EveningPage) -> dict[str, Any]:
    (node,) = nodes_of(client, page)
    return node


def test_machines_read_the_evening(
    client: Client, index: EveningIndexPage, page: EveningPage, register: Register
) -> None:
    register(page)
    node = node_of(client, page)
    assert node["@type"] == "Event"
    assert node["startDate"] == timezone.localtime(page.start).isoformat()
    assert node["eventStatus"] == "https://schema.org/EventScheduled"
    assert node["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert [place["name"] for place in node["location"]] == ["Kylätalo"]
    assert (node["maximumAttendeeCapacity"], node["remainingAttendeeCapacity"]) == (2, 1)
    odd = evening_page(
        index, "A </script> & B", is_cancelled=True, online_url="https://kokous.example/7"
    )
    node = node_of(client, odd)
    assert node["name"] == "A </script> & B"
    assert node["eventStatus"] == "https://schema.org/EventCancelled"
    assert node["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert "kokous.example" not in json.dumps(node)


def test_an_evening_without_a_place_is_no_event_yet(
    client: Client, index: EveningIndexPage
) -> None:
    assert nodes_of(client, evening_page(index)) == []
    somewhere = evening_page(index, "Verkossa", online_url="https://kokous.example/7")
    assert {"name", "startDate", "location", "eventStatus"} <= set(node_of(client, somewhere))


def test_number_of_queries_does_not_grow(
    client: Client,
    index: EveningIndexPage,
    page: EveningPage,
    evening: Evening,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(12):
        hall = FacilityFactory()
        one = evening_page(index, f"Ilta {number}", days=number * 5 - 20, facility=hall)
        EveningRegistration.objects.create(
            evening=Evening.objects.get(key=one.translation_key), name="X", state="coming"
        )
    full = evening_page(
        index,
        "Kaikkea",
        facility=FacilityFactory(),
        next_evening=page,
        municipalities=[MunicipalityFactory() for _number in range(5)],
        themes=[ThemeFactory() for _number in range(3)],
    )
    client.get(index.url)
    for address in (index.url, full.url):
        with django_assert_max_num_queries(20):
            assert client.get(address).status_code == 200


def test_draft_can_be_looked_at_before_anybody_registers(index: EveningIndexPage) -> None:
    page = evening_page(index, "Luonnos", live=False, capacity=10)
    response = page.make_preview_request(preview_mode=page.default_preview_mode)
    assert response.status_code == 200
    assert "Luonnos" in response.content.decode()
    assert not Evening.objects.exists()
