"""Grants beside listings: by all that they say, with their state."""

import pytest
from django.test import Client
from django.urls import reverse

from pages.models import HomePage
from servicemap.models import Grant, GrantPeriod
from tests.factories import (
    GrantFactory,
    period,
)
from tests.pages.factories import grants_page, home_page, standard_page
from tests.search.site_pages.shown import found, html_of, rows_in

pytestmark = pytest.mark.django_db


def test_grants_are_found_by_all_they_say_and_lead_to_their_pages(
    client: Client, home: HomePage
) -> None:
    grant = GrantFactory(
        name="Kylien tuki",
        summary="Talkoisiin ja kylätaloihin.",
        funder="Elinvoimalautakunta",
        for_whom="Kyläyhdistyksille.",
        criteria="<p>Latukone hankitaan yhdessä.</p>",
        days=[(-3, 4)],
    )
    GrantFactory(name="Salainen tuki", live=False)
    for query in (
        "kylien tukea",
        "kylätalot",
        "elinvoimalautakunnan",
        "kyläyhdistykselle",
        "latukoneet",
    ):
        html = html_of(client, query)
        assert list(rows_in(html)) == ["Kylien tuki"], query
        assert f'href="{grant.get_absolute_url()}"' in html
        assert "4 päivää jäljellä" in html
    assert found(client, "salainen") == []
    assert "Elinvoima" in rows_in(html_of(client, "lautakunta"))["Kylien tuki"]


def test_open_grants_come_first_among_equals(client: Client, home: HomePage) -> None:
    GrantFactory(name="Tuki D", days=[(-60, -30)])
    GrantFactory(name="Tuki C", days=[(20, 30)])
    GrantFactory(name="Tuki B", days=[(-2, 30)])
    GrantFactory(name="Tuki A", is_continuous=True)
    GrantFactory(name="Muu", summary="Tuki talkoisiin.", days=[(-2, 30)])
    rows = rows_in(html_of(client, "tuki", path=reverse("search_pages")))
    # Closed, it is still what was asked for rather than what mentions it.
    assert list(rows) == ["Tuki A", "Tuki B", "Tuki C", "Tuki D", "Muu"]
    for title, state in (
        ("Tuki A", "Jatkuva haku"),
        ("Tuki B", "Haku auki"),
        ("Tuki C", "Haku aukeaa"),
        ("Tuki D", "Haku päättyi"),
    ):
        assert state in rows[title]


def test_state_of_a_grant_changes_with_its_periods(client: Client, home: HomePage) -> None:
    grant = GrantFactory(name="Tuki", days=[(-60, -30)])
    assert "Haku päättyi" in rows_in(html_of(client, "tuki"))["Tuki"]
    opening: GrantPeriod = period(-1, 9)
    opening.grant = grant
    opening.save()
    assert "Haku auki" in rows_in(html_of(client, "tuki"))["Tuki"]
    Grant.objects.get().delete()
    assert found(client, "tuki") == []


def test_grant_is_shown_in_the_readers_language_where_it_is_translated(
    client: Client, home: HomePage
) -> None:
    home_page("sv", translation_of=home)
    GrantFactory(name="Kylien tuki", name_sv="Byabidrag", summary="Talkoisiin.", days=[(-3, 4)])
    html = html_of(client, "byabidraget", path="/sv/sok/")
    assert list(rows_in(html)) == ["Byabidrag"]
    # The summary is not translated: it is found as the Finnish that it is.
    html = html_of(client, "talkoot", path="/sv/sok/")
    assert list(rows_in(html)) == ["Byabidrag"]
    assert '<p class="page-row__text" lang="fi"><mark>Talkoisiin</mark>.' in html


def test_application_periods_are_asked_for_by_name(client: Client, home: HomePage) -> None:
    GrantFactory(name="Kylien avustus", days=[(-3, 4)])
    text = "<p>Avustus ja sen hakuaika kerrotaan uutisissa.</p>"
    standard_page(home, "Tiedote", body=[("paragraph", text)])
    grants_page(home)
    assert found(client, "avustuksen hakuajat") == ["Avustukset", "Kylien avustus", "Tiedote"]
