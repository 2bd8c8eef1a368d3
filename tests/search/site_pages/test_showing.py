"""Where pages and grants stand on the search page, and on their own."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from pages.models import HomePage
from tests.factories import (
    FacilityFactory,
    GrantFactory,
)
from tests.pages.factories import (
    evening_index,
    evening_page,
    news_index,
    news_page,
    standard_page,
)
from tests.search.site_pages.shown import found, found_of_all, html_of, rows_in

pytestmark = pytest.mark.django_db


def test_what_is_found_says_where_it_is_and_shows_the_words(client: Client, home: HomePage) -> None:
    news = news_index(home)
    news_page(
        news,
        "Kevään kuulumisia",
        date=datetime.date(2026, 3, 2),
        body=[
            ("paragraph", "<p>Ensin muuta. Kirjastossa avataan lainastokaappi. Sitten muuta.</p>")
        ],
    )
    rows = rows_in(html_of(client, "lainastokaapin"))
    sentence = "Kirjastossa avataan <mark>lainastokaappi</mark>."
    assert rows == {"Kevään kuulumisia": f"Ajankohtaista 2.3.2026 {sentence}"}
    # Where the title says it all nothing more is said.
    assert rows_in(html_of(client, "kuulumisia"))["Kevään kuulumisia"] == "Ajankohtaista 2.3.2026"


def test_what_does_not_take_place_says_so(client: Client, home: HomePage) -> None:
    page = evening_page(evening_index(home), "Sovitaan tapahtumista")
    assert not rows_in(html_of(client, "sovitaan tapahtumista"))[page.title].endswith("Peruttu")
    page.is_cancelled = True
    page.save_revision().publish()
    assert rows_in(html_of(client, "sovitaan tapahtumista"))[page.title].endswith("Peruttu")


def test_the_sentence_with_most_of_the_words_is_shown(client: Client, home: HomePage) -> None:
    text = "<p>Varaus on kevyt. Sauna lämpiää illalla. Saunan varaus tehdään soittamalla.</p>"
    standard_page(home, "Ranta", body=[("paragraph", text)])
    (said,) = rows_in(html_of(client, "saunan varaus")).values()
    assert said == "<mark>Saunan</mark> <mark>varaus</mark> tehdään soittamalla."


def test_the_words_themselves_are_shown_rather_than_what_they_come_from(
    client: Client, home: HomePage
) -> None:
    text = "<p>Uida saa aina. Uinti on maksutonta.</p>"
    standard_page(home, "Ranta", body=[("paragraph", text)])
    (said,) = rows_in(html_of(client, "uinti")).values()
    assert said == "<mark>Uinti</mark> on maksutonta."


def test_items_of_a_list_stay_apart(client: Client, home: HomePage) -> None:
    text = (
        "<p>Mukaan:</p><ul><li>pyyhe</li><li>uimalakki</li><li>Ota eväät.</li><li>kello</li></ul>"
    )
    standard_page(home, "Ranta", body=[("paragraph", text)])
    (said,) = rows_in(html_of(client, "uimalakki")).values()
    assert said == "Mukaan: pyyhe · <mark>uimalakki</mark> · Ota eväät."


def test_what_editors_wrote_is_escaped(client: Client, home: HomePage) -> None:
    attack = "<img src=x onerror=alert(1)> korvapuusti & <b>muu</b>"
    standard_page(home, f"{attack} otsikossa")
    standard_page(home, "Leivonnaiset", lead=f"{attack} johdannossa.")
    GrantFactory(name="Leipomisen avustus", summary=f"{attack} avustuksessa")
    for path in ("/fi/haku/", reverse("search_pages")):
        html = html_of(client, "korvapuusti", path=path)
        assert len(rows_in(html)) == 3
        assert "<img src=x" not in html
        assert "<b>muu" not in html
        assert "&lt;img src=x onerror=alert(1)&gt; <mark>korvapuusti</mark> &amp;" in html
    html = html_of(client, '"><script>alert(1)</script>', path=reverse("search_pages"))
    assert "<script>alert" not in html


def test_three_are_shown_beside_listings_and_all_on_a_page_of_their_own(
    client: Client, home: HomePage
) -> None:
    for number in range(25):
        standard_page(home, f"Kuorot {number:02}", lead="Laulua.")
    FacilityFactory(name="Kuoron talo")
    html = html_of(client, "kuoro")
    assert len(rows_in(html)) == 3
    address = f"{reverse('search_pages')}?q=kuoro"
    assert f'href="{address}"' in html
    first = found_of_all(client, "kuoro")
    second = found_of_all(client, "kuoro", page=2)
    assert (len(first), len(second), len({*first, *second})) == (20, 5, 25)
    assert rows_in(html_of(client, "kuoro", path=reverse("search_pages")))["Kuorot 00"] == "Laulua."
    response = client.get(reverse("search_pages"), {"q": "kuoro", "page": 9})
    assert response["Location"] == f"{address}&page=2"


def test_mere_mentions_come_after_the_listings(client: Client, home: HomePage) -> None:
    standard_page(home, "Ohje", body=[("paragraph", "<p>Kuoro laulaa.</p>")])
    FacilityFactory(name="Kuoron talo")
    html = html_of(client, "kuoro")
    assert html.index('class="cards"') < html.index('class="page-row"')
    assert 'href="#results-pages"' in html
    standard_page(home, "Kuoro")
    html = html_of(client, "kuoro")
    assert html.index('class="cards"') > html.index('class="page-row"')
    assert 'href="#results-pages"' not in html


def test_pages_come_first_where_no_listing_is_found(client: Client, home: HomePage) -> None:
    standard_page(home, "Ohje", body=[("paragraph", "<p>Pidä talousarvio ajan tasalla.</p>")])
    html = html_of(client, "talousarvio")
    assert html.index('class="page-row"') < html.index('id="results-count"')
    # What to do where nothing at all was found is not said.
    assert str(translation.gettext("Check the spelling.")) not in html
    html = html_of(client, "seiväshyppy")
    assert str(translation.gettext("Check the spelling.")) in html


def test_pages_that_hold_what_was_typed_come_before_what_listings_hold_instead(
    client: Client, home: HomePage
) -> None:
    FacilityFactory(name="Kuoron talo")
    standard_page(home, "Ohje", body=[("paragraph", "<p>Kuoro tekee talousarvion.</p>")])
    html = html_of(client, "kuoron talousarvio")
    assert 'id="result-facility' in html
    assert html.index('class="page-row"') < html.index('class="results__message"')


def test_chosen_limits_are_about_listings_only(client: Client, home: HomePage) -> None:
    standard_page(home, "Kuorot")
    assert found(client, "kuoro") == ["Kuorot"]
    assert found(client, "kuoro", kind="activity") == []


def test_page_of_all_says_what_to_do(client: Client, home: HomePage) -> None:
    standard_page(home, "Kuorot")
    path = reverse("search_pages")
    html = html_of(client, "", path=path)
    assert rows_in(html) == {}
    html = html_of(client, "seiväshyppy", path=path)
    assert rows_in(html) == {}
    assert f'href="{reverse("search")}?q=seiv%C3%A4shyppy"' in html
    assert '<meta name="robots" content="noindex">' in html
