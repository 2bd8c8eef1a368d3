"""The list of grants and the page of one: what readers see, and how they narrow it down."""

import datetime
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from pages.models import GrantsPage, HomePage
from servicemap.models import Grant, site_today
from tests.factories import (
    ContactPersonFactory,
    GrantFactory,
    MunicipalityFactory,
    TargetGroupFactory,
    ThemeFactory,
)
from tests.pages.factories import contacts_page, grants_page, home_page
from tests.search.calendar.reading import events as read_events

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(home: HomePage) -> GrantsPage:
    """The page of grants in Finnish."""
    return grants_page(home, show_in_menus=True)


def shown(client: Client, page: GrantsPage, query: str = "") -> dict[str, list[str]]:
    """The names of the grants by state, in order."""
    response = client.get(page.url + query)
    assert response.status_code == 200
    return {
        str(group.state): [row.grant.name for row in group.rows]
        for group in response.context["groups"]
    }


def test_grants_are_in_the_order_of_their_urgency(client: Client, page: GrantsPage) -> None:
    GrantFactory(name="Kauan auki", days=[(-1, 30)])
    GrantFactory(name="Kohta kiinni", days=[(-1, 2)])
    GrantFactory(name="Aukeaa myöhemmin", days=[(30, 40)])
    GrantFactory(name="Aukeaa pian", days=[(3, 40)])
    GrantFactory(name="Aina auki", is_continuous=True)
    GrantFactory(name="Ei aikaa")
    GrantFactory(name="Ohi kauan sitten", days=[(-99, -90)])
    GrantFactory(name="Ohi äsken", days=[(-9, -1)])
    GrantFactory(name="Piilossa", days=[(-1, 2)], live=False)
    groups = shown(client, page)
    assert groups == {
        "open": ["Kohta kiinni", "Kauan auki"],
        "upcoming": ["Aukeaa pian", "Aukeaa myöhemmin"],
        "continuous": ["Aina auki"],
        "closed": ["Ohi äsken", "Ohi kauan sitten", "Ei aikaa"],
    }
    assert list(groups) == ["open", "upcoming", "continuous", "closed"]


def test_filters_narrow_and_chips_widen(client: Client, page: GrantsPage) -> None:
    lahti = MunicipalityFactory(name="Lahti")
    GrantFactory(name="Lahden", days=[(0, 1)], municipalities=[lahti], kind="travel")
    GrantFactory(name="Seudun", days=[(0, 1)], for_residents=True)
    GrantFactory(name="Muun", days=[(0, 1)], municipalities=[MunicipalityFactory()])
    assert shown(client, page, f"?municipality={lahti.code}") == {"open": ["Lahden", "Seudun"]}
    assert shown(client, page, "?kind=travel") == {"open": ["Lahden"]}
    assert shown(client, page, "?applicant=residents") == {"open": ["Seudun"]}
    query = f"?municipality={lahti.code}&kind=project"
    assert shown(client, page, query) == {"open": ["Seudun"]}
    chips = client.get(page.url + query).context["filters"].chips
    assert [(chip.value, chip.remove_url) for chip in chips] == [
        ("Lahti", f"{page.url}?kind=project"),
        (str(Grant.Kind.PROJECT.label), f"{page.url}?municipality={lahti.code}"),
    ]
    alone = client.get(f"{page.url}?kind=travel").context["filters"].chips
    assert [chip.remove_url for chip in alone] == [page.url]


@pytest.mark.parametrize("query", ["?kind=?", "?municipality=%00", "?applicant=x&kind=", "?a=b"])
def test_what_is_not_understood_narrows_nothing(
    client: Client, page: GrantsPage, query: str
) -> None:
    GrantFactory(name="Auki", days=[(0, 1)])
    assert shown(client, page, query) == {"open": ["Auki"]}


def test_empty_lists_lead_on(client: Client, page: GrantsPage) -> None:
    nothing = client.get(page.url).content.decode()
    assert reverse("search") in re.search(r'<div class="empty">.*?</div>', nothing, re.S)[0]  # type: ignore[index]
    GrantFactory(days=[(0, 1)])
    narrowed = client.get(f"{page.url}?kind=travel").content.decode()
    assert f'href="{page.url}"' in re.search(r'<div class="empty">.*?</div>', narrowed, re.S)[0]  # type: ignore[index]


@pytest.mark.parametrize(
    ("days", "said"),
    [((-3, 0), "last day"), ((-3, 1), "tomorrow"), ((-3, 5), "5 days left"), ((2, 9), "in 2 days")],
)
def test_days_that_are_left_are_said(client: Client, days: tuple[int, int], said: str) -> None:
    page = grants_page(home_page("en", translation_of=home_page("fi")), title="Grants")
    GrantFactory(days=[days])
    assert said in client.get(page.url).content.decode()


def detail(client: Client, grant: Grant) -> Any:
    response = client.get(grant.get_absolute_url())
    assert response.status_code == 200
    return response


def test_grant_has_a_page_in_each_language(client: Client, home: HomePage) -> None:
    grant = GrantFactory(name="Avustus", name_sv="Bidrag", days=[(0, 1)])
    for code, name, lang in (("fi", "Avustus", ""), ("sv", "Bidrag", ""), ("en", "Avustus", "fi")):
        with translation.override(code):
            address = grant.get_absolute_url()
        assert address.startswith(f"/{code}/")
        content = client.get(address).content.decode()
        attribute = f' lang="{lang}"' if lang else ""
        assert f"<h1{attribute}>{name}</h1>" in content
        for other in ("fi", "sv", "en"):
            with translation.override(other):
                there = f"http://localhost:8000{grant.get_absolute_url()}"
                assert f'hreflang="{other}" href="{there}"' in content


def test_hidden_grant_has_no_page(client: Client, home: HomePage) -> None:
    grant = GrantFactory(live=False, days=[(0, 1)])
    assert client.get(grant.get_absolute_url()).status_code == 404
    calendar = reverse("grant-calendar", args=[grant.slug])
    assert client.get(calendar).status_code == 404
    assert grant.name not in client.get(reverse("grants-calendar")).content.decode()


def test_page_tells_all_there_is(client: Client, page: GrantsPage) -> None:
    grant = GrantFactory(
        days=[(-5, 5), (-400, -380)],
        municipalities=[MunicipalityFactory(name="Hollola")],
        for_groups=True,
        for_whom="Kyläläiset.",
        amount="100–200 euroa",
        criteria="<ul><li>Avoin kaikille</li></ul>",
        guidance="<p>Soita ensin.</p>",
        application_url="https://haku.example/",
        contact="Koordinaattori",
        contact_email="apu@example.org",
        contact_phone="010 000 1234",
    )
    grant.target_groups.set([TargetGroupFactory(name="Nuoret")])
    grant.themes.set([ThemeFactory(name="Osallisuus")])
    content = detail(client, grant).content.decode()
    for text in (
        *("Hollola", "Kyläläiset.", "100–200 euroa", "<li>Avoin kaikille</li>", "Soita ensin."),
        *("Koordinaattori", "mailto:apu@example.org", "tel:0100001234", "Nuoret", "Osallisuus"),
        f'href="{page.url}"',
    ):
        assert text in content, text
    assert content.count('href="https://haku.example/"') == 2
    assert content.count('<li class="period') == 2
    assert content.count("period--current") == 1
    closed = GrantFactory(days=[(-9, -1)], application_url="https://haku.example/")
    assert detail(client, closed).content.decode().count('href="https://haku.example/"') == 1


def test_continuous_grant_asks_for_no_reminder(client: Client, home: HomePage) -> None:
    content = detail(client, GrantFactory(is_continuous=True, days=[(0, 1)])).content.decode()
    assert reverse("grant-reminders") not in content
    assert '<li class="period' not in content


def test_machines_read_the_grant(client: Client, home: HomePage) -> None:
    lahti = MunicipalityFactory(name="Lahti")
    grant = GrantFactory(
        name="A </script> & B", days=[(-1, 4)], funder_municipality=lahti, municipalities=[lahti]
    )
    script = re.search(
        r'<script type="application/ld\+json">(.*?)</script>',
        detail(client, grant).content.decode(),
    )
    assert script
    (node,) = json.loads(script[1])["@graph"]
    assert node["@type"] == "MonetaryGrant"
    assert node["name"] == "A </script> & B"
    assert node["funder"]["@type"] == "GovernmentOrganization"
    assert node["funder"]["parentOrganization"]["name"] == "Lahti"
    (action,) = node["potentialAction"]
    assert action["@type"] == "ApplyAction"
    assert action["startTime"] == str(site_today() - datetime.timedelta(days=1))
    assert action["endTime"] == str(site_today() + datetime.timedelta(days=4))
    assert action["target"]["urlTemplate"] == f"http://localhost:8000{grant.get_absolute_url()}"


@pytest.mark.parametrize(
    ("days", "is_offered"),
    [([(-2, 4)], True), ([(3, 4)], True), ([(-20, -10)], False), ([], False)],
)
def test_a_calendar_is_offered_while_there_are_days_to_come(
    client: Client, home: HomePage, days: list[tuple[int, int]], is_offered: bool
) -> None:
    grant: Grant = GrantFactory(days=days)  # type: ignore[assignment]
    calendar = reverse("grant-calendar", args=[grant.slug])
    content = client.get(grant.get_absolute_url()).content.decode()
    assert (calendar in content) is is_offered
    assert reverse("grant-reminders") in content


def test_calendar_has_the_first_and_the_last_days(client: Client, home: HomePage) -> None:
    lahti = MunicipalityFactory(name="Lahti")
    grant = GrantFactory(name="Oma, haku", days=[(-2, 4), (-90, -60)], municipalities=[lahti])
    GrantFactory(name="Muu", days=[(1, 2)], municipalities=[MunicipalityFactory()])
    GrantFactory(name="Jatkuva", is_continuous=True, days=[(1, 2)])

    def days(address: str) -> list[tuple[datetime.date, str]]:
        response = client.get(address)
        assert response.headers["Content-Type"].startswith("text/calendar")
        events = read_events(response.content)
        assert len({str(event["UID"]) for event in events}) == len(events)
        for event in events:
            assert event["DTEND"].dt - event["DTSTART"].dt == datetime.timedelta(days=1)
        return sorted((event["DTSTART"].dt, str(event["SUMMARY"])) for event in events)

    own = days(reverse("grant-calendar", args=[grant.slug]))
    assert [day for day, _summary in own] == [
        site_today() - datetime.timedelta(days=2),
        site_today() + datetime.timedelta(days=4),
    ]
    assert all("Oma, haku" in summary for _day, summary in own)
    assert len(days(reverse("grants-calendar"))) == 4
    assert days(f"{reverse('grants-calendar')}?municipality={lahti.code}") == own


def test_page_of_a_grant_leads_to_whom_one_may_ask(client: Client, home: HomePage) -> None:
    lahti, hollola = MunicipalityFactory(name="Lahti"), MunicipalityFactory(name="Hollola")
    directory = contacts_page(home)

    def asked(**fields: Any) -> tuple[str, bool]:
        """The role on the page, and whether the page leads to the directory in its own words."""
        answer = client.get(GrantFactory(**fields).get_absolute_url())
        person = answer.context["town_contact"]
        leads = f'municipal-contact__all" href="{directory.url}"' in answer.content.decode()
        shown = person is not None and person.email in answer.content.decode()
        return (person.title if shown else "", leads)

    assert asked(funder_municipality=lahti) == ("", True)
    for town in (lahti, hollola):
        ContactPersonFactory(municipality=town, title=f"{town} 2", email="b@kunta.example")
        ContactPersonFactory(
            municipality=town, title=f"{town} 1", is_first=True, email="a@kunta.example"
        )
    assert asked(funder_municipality=lahti, municipalities=[hollola]) == ("Lahti 1", False)
    assert asked(municipalities=[hollola]) == ("Hollola 1", False)
    assert asked(municipalities=[hollola, lahti]) == ("", True)
    assert asked() == ("", True)


def test_number_of_queries_does_not_grow(
    client: Client, page: GrantsPage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(30):
        town = MunicipalityFactory()
        grant = GrantFactory(
            days=[(-1, 5), (10, 20)], municipalities=[town], funder_municipality=town
        )
    for address in (page.url, grant.get_absolute_url(), reverse("grant-reminders")):
        client.get(address)
        with django_assert_max_num_queries(20):
            assert client.get(address).status_code == 200
    with django_assert_max_num_queries(6):
        client.get(reverse("grants-calendar"))


def test_search_engines_are_told_of_grants(client: Client, home: HomePage) -> None:
    grant, hidden = GrantFactory(), GrantFactory(live=False)
    index = client.get("/sitemap-grants.xml").content.decode()
    for code in ("fi", "sv", "en"):
        with translation.override(code):
            assert f"{grant.get_absolute_url()}<" in index
            assert f"{hidden.get_absolute_url()}<" not in index
