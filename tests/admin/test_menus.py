"""What each role has in the admin's menu, and that all of it opens."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from tests.admin.conftest import ADMINISTRATOR, CONTRIBUTOR, MUNICIPAL, PUBLISHER, Portal

pytestmark = pytest.mark.django_db

LISTINGS = "Palvelukartta"
COOPERATION = "Yhteistyö"
FOLLOWING = "Seuranta"
FILES = "Tiedostot"
REGISTERS = "Rekisterit"
SETTINGS = "Asetukset"
HELP = "Tuki"

KINDS = ["Yhdistykset", "Tilat", "Toiminta"]
PICTURES = ["Kuvat", "Asiakirjat"]
OWN_KEPT = ["Avustukset", "Yhteyshenkilöt", "Vuosikello"]
KEPT = [*OWN_KEPT, "Yhdistysillat"]
SEEN_BY_ALL = ["Haettu, ei löytynyt", "Kattavuus kunnittain", "Tietojen tuoreus"]
OF_PAGES = ["Oliko tästä hyötyä?", "Ikääntyvät sivut", "Sivutyyppien käyttö"]
OVERSIGHT = ["Työnkulut", "Työnkulun tehtävät", "Sivuston historia"]
CLASSIFIED_BY = [
    *("Käyttöoikeudet", "Kunnat", "Paikat", "Aiheet", "Kohderyhmät", "Hyvinvointiteemat"),
    *("Esteettömyystiedot", "Synonyymit"),
]
ADVICE = ["Wagtailin opas (englanniksi)", "Pikanäppäimet"]
OWN = ["Tili", "Kirjaudu ulos"]

MENUS: dict[str, dict[str, list[str]]] = {
    CONTRIBUTOR: {
        "": ["Sivut", *OWN],
        LISTINGS: KINDS,
        FOLLOWING: [*SEEN_BY_ALL, *OF_PAGES],
        FILES: PICTURES,
        HELP: ADVICE,
    },
    MUNICIPAL: {
        "": ["Sivut", *OWN],
        LISTINGS: KINDS,
        COOPERATION: OWN_KEPT,
        FOLLOWING: [
            *("Asukkaiden ilmoitukset", "Ilmoitukset lukuina", "Lukitut sivut"),
            *(*SEEN_BY_ALL, *OF_PAGES),
        ],
        FILES: PICTURES,
        HELP: ADVICE,
    },
    PUBLISHER: {
        "": ["Sivut", "Lomakkeet", *OWN],
        LISTINGS: KINDS,
        COOPERATION: [*KEPT, "Avustusten muistutukset"],
        FOLLOWING: [
            *("Asukkaiden ilmoitukset", "Ilmoitukset lukuina", "Lukijoiden vastaukset"),
            *("Lukitut sivut", *SEEN_BY_ALL, *OF_PAGES, *OVERSIGHT),
        ],
        FILES: PICTURES,
        REGISTERS: CLASSIFIED_BY,
        SETTINGS: ["Uudelleenohjaukset", "Lähtevä posti", "Oppaiden aiheet"],
        HELP: ADVICE,
    },
}
MENUS[ADMINISTRATOR] = MENUS[PUBLISHER] | {
    SETTINGS: [
        *("Työnkulut", "Työnkulun tehtävät", "Käyttäjät", "Ryhmät", "Sivustot", "Kokoelmat"),
        *("Uudelleenohjaukset", "Lähtevä posti", "Oppaiden aiheet", "Portaalin asetukset"),
    ]
}


@dataclass(frozen=True)
class Item:
    """A line of the menu."""

    above: str
    label: str
    url: str


def items_in(packed: Any, above: str = "") -> Iterator[Item]:
    """The lines of a menu as it is sent to the sidebar's script."""
    for item in packed:
        about, *rest = item["_args"]
        if item["_type"].endswith("SubMenuItem"):
            yield from items_in(rest[0], about["label"])
        else:
            yield Item(above, about["label"], about.get("url") or "")


def menu_of(client: Client) -> list[Item]:
    """All lines."""
    page = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
    sidebar = page.select_one("#wagtail-sidebar-props")
    assert sidebar
    modules = json.loads(sidebar.text)["modules"]
    (main,) = [one for one in modules if one["_type"].endswith("MainMenuModule")]
    return list(items_in([*main["_args"][0], *main["_args"][1]]))


@pytest.mark.parametrize("role", MENUS)
def test_menu_has_what_the_role_comes_to_do(full_portal: Portal, role: str) -> None:
    seen: dict[str, list[str]] = {}
    for item in menu_of(full_portal.client(role)):
        seen.setdefault(item.above, []).append(item.label)
    assert {name: sorted(labels) for name, labels in seen.items()} == {
        name: sorted(labels) for name, labels in MENUS[role].items()
    }
    # Lines of one name could not be told apart.
    assert all(len(set(labels)) == len(labels) for labels in seen.values())


@pytest.mark.parametrize("role", MENUS)
def test_all_of_the_menu_opens(full_portal: Portal, role: str) -> None:
    client = full_portal.client(role)
    opened = {}
    for item in menu_of(client):
        if item.url.startswith("/"):
            opened[item.label, item.url] = client.get(item.url, follow=True)
    assert len(opened) >= 10
    refused = {
        line: answer.redirect_chain or answer.status_code
        for line, answer in opened.items()
        if answer.status_code != 200
        or any(url in ("/admin/", "/admin/login/") for url, _status in answer.redirect_chain)
    }
    assert refused == {}


def test_what_everybody_does_is_seen_by_those_who_answer_for_it(full_portal: Portal) -> None:
    address = reverse("wagtailadmin_reports:site_history")
    for role, may in ((CONTRIBUTOR, False), (MUNICIPAL, False), (PUBLISHER, True)):
        exported = full_portal.client(role).get(address, {"export": "csv"})
        assert (exported.status_code == 200) is may, role
