"""What is given up where no page holds all that was asked, and what never is."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pages.models import HomePage
from servicemap.models import Municipality
from tests.factories import (
    ActivityFactory,
    FacilityFactory,
    GrantFactory,
    MunicipalityFactory,
    SynonymFactory,
    TargetGroupFactory,
)
from tests.pages.factories import (
    contacts_page,
    grants_page,
    home_page,
    municipality_index,
    municipality_page,
    news_index,
    news_page,
    standard_page,
)
from tests.search.site_pages.shown import found, found_of_all, html_of, rows_in

pytestmark = pytest.mark.django_db

UNKNOWN = "ei ole millään sivulla tai avustuksessa"
SOME = "Millään sivulla tai avustuksessa ei ole kaikkia hakusanojasi."


@pytest.fixture
def towns(home: HomePage) -> HomePage:
    """Pages of two municipalities, and the directory of contact persons."""
    index = municipality_index(home)
    for code, name in (("111", "Heinola"), ("398", "Lahti")):
        municipality_page(index, MunicipalityFactory(code=code, slug=name.lower(), name=name))
    contacts_page(home, title="Kuntien yhteyshenkilöt")
    return home


def test_words_that_no_page_holds_are_left_out_and_named(client: Client, home: HomePage) -> None:
    standard_page(home, "Vuosikello", lead="Vuosi yhdellä sivulla.")
    for path in ("/fi/haku/", reverse("search_pages")):
        html = html_of(client, "vuosikello pdf", path=path)
        assert list(rows_in(html)) == ["Vuosikello"]
        assert f"Sanaa <strong>pdf</strong> {UNKNOWN}" in html
        html = html_of(client, "vuosikello <b>x</b> pdf", path=path)
        assert "<b>x" not in html
    assert UNKNOWN not in html_of(client, "vuosikello")


def test_what_holds_most_of_the_words_is_shown_and_said(client: Client, home: HomePage) -> None:
    standard_page(home, "Talkoot", lead="Lumitöitä ja makkaraa.")
    standard_page(home, "Retki", lead="Makkaraa ja mehua.")
    html = html_of(client, "talkoot lumityöt mehu")
    assert list(rows_in(html)) == ["Talkoot"]
    assert SOME in html
    assert SOME not in html_of(client, "talkoot lumityöt")


def test_one_common_word_of_three_is_no_answer(client: Client, home: HomePage) -> None:
    for number in range(8):
        standard_page(home, f"Yhdistyksen ohje {number}", lead="Kaikille.")
    standard_page(home, "Avaruus", lead="Raketti nousee.")
    for nothing in (
        "yhdistyksen raketti kuningas",
        "yhdistyksen seiväshyppy",
        "yhdistyksen seiväshyppy kuningas",
    ):
        assert not [title for title in found(client, nothing) if "Yhdistyksen" in title], nothing
    # The rare word of two says what it is about.
    assert found(client, "yhdistyksen raketti") == ["Avaruus"]


def test_a_page_that_is_called_by_a_common_word_alone_answers(
    client: Client, home: HomePage
) -> None:
    for number in range(8):
        standard_page(home, f"Avustus {number} kylille", lead="Kaikille.")
    standard_page(home, "Avustukset")
    assert found(client, "avustus matkakuluihin") == ["Avustukset"]


def test_words_in_quotation_marks_are_never_left_out(client: Client, home: HomePage) -> None:
    standard_page(home, "Vuosikello", lead="Vuosi yhdellä sivulla.")
    assert found(client, 'vuosikello "pdf"') == []
    assert found(client, '"vuosikello pdf"') == []
    assert found(client, '"vuosikello" pdf') == ["Vuosikello"]
    assert found(client, '"vuosikelo"') == []


def test_what_is_denied_is_not_shown(client: Client, home: HomePage) -> None:
    TargetGroupFactory(slug="lapset", name="Lapset")
    standard_page(home, "Avustukset")
    standard_page(home, "Avustus lapsille")
    standard_page(home, "Avustus nuorille", body=[("paragraph", "<p>Ei lapsille.</p>")])
    assert found(client, "avustus ei lapsille") == ["Avustukset", "Avustus nuorille"]
    assert found(client, "avustus -lapset") == ["Avustukset", "Avustus nuorille"]
    assert found(client, "avustus ilman hakemusta")[0] == "Avustukset"


@pytest.mark.parametrize(
    "query", ["yhteyshenkilö Heinola", "kunnan yhteyshenkilö Heinola", "Heinolan yhteyshenkilöt"]
)
def test_contact_persons_of_a_municipality_are_found(
    client: Client, towns: HomePage, query: str
) -> None:
    html = html_of(client, query)
    rows = rows_in(html)
    assert next(iter(rows)) == "Kuntien yhteyshenkilöt"
    assert rows["Kuntien yhteyshenkilöt"].startswith("Heinola")
    assert 'yhteyshenkilot/?municipality=111"' in html
    assert "Lahti" not in rows


def test_a_municipality_is_preferred_and_not_required(client: Client, towns: HomePage) -> None:
    lahti, heinola = (Municipality.objects.get(code=code) for code in ("398", "111"))
    for name, places in (("A", [lahti]), ("B", []), ("C", [heinola])):
        GrantFactory(name=f"Avustus {name}", municipalities=places, days=[(-1, 5)])
    grants_page(towns)
    standard_page(towns, "Talkoot", lead="Kaikille.")
    assert found_of_all(client, "avustus Heinola") == [
        "Avustukset",
        "Avustus C",
        "Avustus B",
    ]
    assert found(client, "talkoot heinolassa") == ["Talkoot"]
    assert found(client, "Heinola")[0] == "Heinola"


def test_what_is_of_another_municipality_only_is_said(client: Client, towns: HomePage) -> None:
    lahti = Municipality.objects.get(code="398")
    news = news_page(news_index(towns), "Keväthulina")
    news.municipalities = [lahti]
    news.save_revision().publish()
    html = html_of(client, "keväthulina Heinolassa")
    assert list(rows_in(html)) == ["Keväthulina"]
    assert "Tällaista ei löytynyt täältä: <strong>Heinola</strong>." in html
    assert "Tällaista ei löytynyt" not in html_of(client, "keväthulina Lahdessa")


def test_nothing_is_given_up_beside_listings_that_hold_all(client: Client, home: HomePage) -> None:
    FacilityFactory(name="Kuoron talo")
    standard_page(home, "Kuoro")
    assert found(client, "kuoron talo") == []
    ActivityFactory(name="Kuoron harjoitus")
    # Here listings lack a word, and pages, too: these would say nothing more.
    assert found(client, "kuoron seiväshyppy") == []
    standard_page(home, "Harrastukset", lead="Kuoron arpajaiset.")
    assert found(client, "kuoron arpajaiset seiväshyppy") == ["Harrastukset"]


def test_what_is_given_up_does_not_count_as_what_was_asked(client: Client, home: HomePage) -> None:
    standard_page(home, "Vuosikello")
    html = html_of(client, "vuosikello pdf")
    assert "Sanat löytyvät yllä" not in html
    assert "Sanat löytyvät yllä" in html_of(client, "vuosikello")


def test_phrases_of_synonyms_may_hold_words_that_stand_in_any_text(
    client: Client, home: HomePage
) -> None:
    english = home_page("en", translation_of=home)
    standard_page(english, "Founding an association")
    standard_page(english, "Associations")
    words, means = "start an association", "found association"
    SynonymFactory(language="en", words=words, means=means, direction="one_way")
    assert found(client, words, path="/en/search/") == ["Founding an association"]


def test_odd_queries_are_answered_with_few_queries(client: Client, home: HomePage) -> None:
    standard_page(home, "Vuosikello", lead="Vuosi yhdellä sivulla.")
    client.get("/fi/haku/", {"q": "vuosikello"})
    for query in (
        "vuosikello " * 40,
        " ".join(f"sana{number}" for number in range(60)),
        "ö" * 200,
        "vuosikello pdf Heinola ei lapsille “x",
        "-",
        '"',
    ):
        for path in ("/fi/haku/", reverse("search_pages")):
            client.get(path, {"q": query[:200]})
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path, {"q": query[:200]}).status_code == 200
            assert len(captured) <= 20, (path, query)


def test_listings_do_not_say_that_nothing_holds_what_pages_above_hold(
    client: Client, home: HomePage
) -> None:
    FacilityFactory(name="Kuoron talo")
    assert "ei löydy mistään" in html_of(client, "kuoron talousarvio")
    standard_page(home, "Ohje", lead="Kuoro tekee talousarvion.")
    html = html_of(client, "kuoron talousarvio")
    assert "Sanaa <strong>talousarvio</strong> ei löydy kartalta." in html
    assert "ei löydy mistään" not in html
