"""The shortcuts of the admin's first page: to each role what it may do, and no more."""

import pytest
from django.test import Client
from django.urls import reverse

from pages.models import NewsIndexPage, StrategyPage
from servicemap.dashboard import Shortcut
from tests.admin.conftest import (
    ADMINISTRATOR,
    CONTRIBUTOR,
    ELSEWHERE,
    MUNICIPAL,
    PUBLISHER,
    Portal,
)
from tests.pages.factories import publish

HOME = "wagtailadmin_home"
MAP = ["Lisää yhdistys", "Lisää toimintaa"]
COOPERATION = ["Lisää avustukselle hakuaika", "Lisää vuosikelloon"]
PAGES = ["Kirjoita uutinen", "Järjestä yhdistysilta", "Päivitä strategia"]

EXPECTED = {
    CONTRIBUTOR: [*PAGES, *MAP],
    MUNICIPAL: ["Päivitä kunnan sivu: Oma", *COOPERATION, *MAP],
    ELSEWHERE: ["Päivitä kunnan sivu: Muu", *COOPERATION, *MAP],
    PUBLISHER: [*PAGES, *COOPERATION, *MAP],
    ADMINISTRATOR: [*PAGES, *COOPERATION, *MAP],
}


def shortcuts(client: Client) -> list[Shortcut]:
    """What the first page offers."""
    response = client.get(reverse(HOME))
    found = (context["offered"] for context in response.context if "offered" in context)
    offered: list[Shortcut] = next(found)
    return offered


@pytest.fixture
def written_portal(full_portal: Portal) -> Portal:
    """A portal with pages on which news and a strategy are written."""
    home = full_portal.things["home"]
    publish(home, NewsIndexPage(title="Ajankohtaista"))
    publish(home, StrategyPage(title="Strategia"))
    return full_portal


@pytest.mark.parametrize("role", EXPECTED)
def test_each_role_is_offered_what_it_may_do(written_portal: Portal, role: str) -> None:
    client = written_portal.client(role)
    offered = shortcuts(client)
    assert [one.text for one in offered] == EXPECTED[role]
    for one in offered:
        assert client.get(one.url).status_code == 200, one.text


def test_nothing_is_offered_that_has_no_place(full_portal: Portal) -> None:
    """A portal without news and strategy."""
    offered = shortcuts(full_portal.client(PUBLISHER))
    assert {"Kirjoita uutinen", "Päivitä strategia"}.isdisjoint(one.text for one in offered)
