"""Mistyped words are corrected by those of pages where neither pages nor listings hold them."""

import pytest
from django.test import Client
from django.urls import reverse

from pages.models import HomePage
from tests.factories import FacilityFactory
from tests.pages.factories import home_page, standard_page
from tests.search.site_pages.shown import found, html_of, rows_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(home: HomePage) -> HomePage:
    standard_page(home, "Vuosikello", lead="Vuosi yhdellä sivulla.")
    standard_page(home, "Tietosuoja", lead="Näin tietoja käsitellään.")
    return home


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("vuosikelo", "Vuosikello"), ("vuoskello", "Vuosikello"), ("tietosuja", "Tietosuoja")],
)
def test_mistyped_words_find_their_pages_and_it_is_said(
    client: Client, pages: HomePage, typed: str, meant: str
) -> None:
    for path in ("/fi/haku/", reverse("search_pages")):
        html = html_of(client, typed, path=path)
        assert list(rows_in(html)) == [meant]
        assert f"Näytetään tulokset haulle <strong>{meant.lower()}</strong>." in html
        # What was typed can be asked for nevertheless.
        assert f'href="{path}?q=%22{typed}%22"' in html
        assert rows_in(html_of(client, f'"{typed}"', path=path)) == {}


def test_one_word_is_corrected_and_another_left_out(client: Client, pages: HomePage) -> None:
    html = html_of(client, "vuosikelo pdf")
    assert list(rows_in(html)) == ["Vuosikello"]
    assert "Näytetään tulokset haulle <strong>vuosikello pdf</strong>." in html
    assert "Sanaa <strong>pdf</strong>" in html


@pytest.mark.parametrize(
    ("written", "meant"), [("Ansök senast i maj.", "ansöka"), ("Ansökan görs här.", "ansökan")]
)
def test_swedish_words_may_be_typed_without_their_dots(
    client: Client, home: HomePage, written: str, meant: str
) -> None:
    swedish = home_page("sv", translation_of=home)
    standard_page(swedish, "Hjälp", lead=f"Bidrag beviljas. {written}")
    html = html_of(client, "ansoka bidrag", path="/sv/sok/")
    assert list(rows_in(html)) == ["Hjälp"]
    assert f"<strong>{meant} bidrag</strong>" in html
    assert found(client, "ansoka", path="/sv/sok/") == ["Hjälp"]


def test_words_of_listings_and_words_that_are_right_stay(client: Client, pages: HomePage) -> None:
    FacilityFactory(name="Vuosikelo")
    html = html_of(client, "vuosikelo", path=reverse("search_pages"))
    assert rows_in(html) == {}
    assert found(client, "vuosikelo") == []
    # A word of the language is no slip, whether or not anything holds it.
    assert found(client, "vuosikerta") == []


def test_an_edit_gives_new_words(client: Client, pages: HomePage) -> None:
    assert found(client, "hanhimarsi") == []
    standard_page(pages, "Leikki", lead="Tanssitaan hanhimarssia.")
    assert found(client, "hanhimarsi") == ["Leikki"]
