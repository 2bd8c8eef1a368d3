"""What is kept of pages and grants in memory, and when it is read again."""

import threading
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from pages.models import GuidePage, GuideTopic, HomePage, KnowledgeBankPage
from search.site_pages import site_texts as module
from search.site_pages.site_texts import SiteTexts
from tests.factories import (
    ContactPersonFactory,
    GrantFactory,
    MunicipalityFactory,
    ThemeFactory,
)
from tests.pages.factories import (
    contacts_page,
    grants_page,
    municipality_index,
    municipality_page,
    news_index,
    news_page,
    publish,
    standard_page,
)
from tests.search.site_pages.shown import found, html_of

pytestmark = pytest.mark.django_db

TOWNS = (("Heinola", "111"), ("Lahti", "398"))


def test_edited_page_is_found_by_its_new_words_only(client: Client, home: HomePage) -> None:
    page = standard_page(home, "Ohje", lead="Ota mukaan eväät.")
    assert found(client, "eväät") == ["Ohje"]
    page.lead = "Ota mukaan lapio."
    page.save_revision().publish()
    assert found(client, "lapio") == ["Ohje"]
    assert found(client, "eväät") == []
    # A program that saves without publishing is heard of, too.
    page.refresh_from_db()
    page.lead = "Ota mukaan talikko."
    page.save()
    assert found(client, "talikko") == ["Ohje"]
    page.delete()
    assert found(client, "talikko") == []


def test_another_process_learns_of_an_edit(home: HomePage) -> None:
    page = standard_page(home, "Ohje", lead="Ota mukaan eväät.")
    theirs = SiteTexts()

    def holding(word: str) -> int:
        return len(theirs.get()["fi"].postings.get(word, ()))

    assert (holding("eväs"), holding("lapio")) == (1, 0)
    page.lead = "Ota mukaan lapio."
    page.save_revision().publish()
    assert (holding("eväs"), holding("lapio")) == (0, 1)


def test_one_edit_reads_and_analyses_one_page(
    home: HomePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [standard_page(home, f"Sivu {number}", lead="Sama teksti.") for number in range(6)]
    texts = SiteTexts()
    texts.get()
    read: list[int] = []
    real_read, real_analysed = module.page_texts, module.analysed
    analysed: list[str] = []

    def page_texts(rows: Any) -> Any:
        read.extend(row.pk for row in rows)
        return real_read(rows)

    def analysing(said: Any, language: str) -> Any:
        analysed.append(said.title)
        return real_analysed(said, language)

    monkeypatch.setattr(module, "page_texts", page_texts)
    monkeypatch.setattr(module, "analysed", analysing)
    pages[2].lead = "Toinen teksti."
    pages[2].save_revision().publish()
    assert texts.get()["fi"].postings["toinen"]
    assert read == [pages[2].pk]
    assert analysed == ["Sivu 2"]
    # Renamed above, the page says the same: nothing is analysed.
    standard_page(home, "Uusi")
    texts.get()
    assert analysed == ["Sivu 2", "Uusi"]


def test_renamed_theme_is_found_by_its_new_name(client: Client, home: HomePage) -> None:
    theme = ThemeFactory(name="Osallisuus")
    news = news_page(news_index(home), "Uutinen")
    news.themes = [theme]
    news.save_revision().publish()
    assert found(client, "osallisuus") == ["Uutinen"]
    theme.name = "Mukanaolo"
    theme.save()
    assert found(client, "mukanaolo") == ["Uutinen"]


def test_contact_persons_lead_to_their_municipality_and_the_directory(
    client: Client, home: HomePage
) -> None:
    index = municipality_index(home)
    towns = [MunicipalityFactory(slug=n.lower(), name=n, code=c) for n, c in TOWNS]
    for town in towns:
        municipality_page(index, town)
    contacts_page(home, title="Yhteyshenkilöt")
    assert found(client, "liikuntakoordinaattori heinola") == []
    person = ContactPersonFactory(
        municipality=towns[0],
        title="Liikuntakoordinaattori",
        unit="Hyvinvointipalvelut",
        tasks="Neuvoo kenttävuoroissa.",
    )
    for query in ("liikuntakoordinaattori heinola", "kenttävuorot", "hyvinvointipalvelut"):
        assert set(found(client, query)) == {"Heinola", "Yhteyshenkilöt"}, query
    html = html_of(client, "liikuntakoordinaattori heinola")
    assert "/yhteyshenkilot/?municipality=111" in html.replace("yhteyshenkilöt", "yhteyshenkilot")
    person.title = "Seuratuki"
    person.save()
    assert found(client, "liikuntakoordinaattori") == []
    assert set(found(client, "seuratuki")) == {"Heinola", "Yhteyshenkilöt"}
    person.live = False
    person.save()
    assert found(client, "seuratuki") == []
    person.live = True
    person.save()
    assert found(client, "seuratuki")
    person.delete()
    assert found(client, "seuratuki") == []


def test_queries_are_few_however_many_pages_there_are(
    client: Client, home: HomePage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    bank = publish(home, KnowledgeBankPage(title="Tietopankki"))
    topic = GuideTopic.objects.create(slug="raha", name="Raha")
    grants_page(home)
    town = MunicipalityFactory(slug="heinola", name="Heinola")
    municipality_page(municipality_index(home), town)
    for number in range(12):
        guide = GuidePage(title=f"Opas {number}", topic=topic, lead="Avustuksista.")
        publish(bank, guide)
        standard_page(home, f"Avustukset {number}")
        GrantFactory(name=f"Avustus {number}", days=[(-1, 5)], municipalities=[town])
    counts = []
    for words in ("xyzzy", "avustus"):
        client.get("/fi/haku/", {"q": words})
        with CaptureQueriesContext(connection) as captured:
            client.get("/fi/haku/", {"q": words})
        counts.append(len(captured))
    assert counts[1] <= counts[0] + 1
    # All that is found is read again, but only the little that tells whether it has changed.
    cache.clear()
    with django_assert_max_num_queries(25):
        client.get("/fi/haku/", {"q": "avustus"})
    with django_assert_max_num_queries(12):
        client.get(reverse("search_pages"), {"q": "avustus"})
    # A process that knows nothing reads a type at a time: pages, relations and grants.
    fresh = SiteTexts()
    with django_assert_max_num_queries(20):
        fresh.get()


def test_others_find_titles_while_a_thread_reads_the_rest_for_the_first_time(
    home: HomePage,
) -> None:
    standard_page(home, "Kuorot", lead="Laulua.")
    GrantFactory(name="Kylien tuki", summary="Talkoisiin.")
    texts = SiteTexts()
    texts.read_first_in(threading.Thread())
    fi = texts.get()["fi"]
    assert fi.postings["kuoro"]
    assert fi.postings["talkoo"] or fi.postings["talkoot"]
    assert "laulu" not in fi.postings
    texts.read_first_in(threading.current_thread())
    texts.read_all()
    texts.read_first_in(threading.Thread())
    assert texts.get()["fi"].postings["laulu"]
    assert texts.get()["fi"].postings["kuoro"]
