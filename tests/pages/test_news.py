"""News over time: on top, narrowed, gone, and followed from elsewhere."""

import datetime
import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from pages.models import HomePage, NewsIndexPage, NewsPage
from tests.factories import MunicipalityFactory, ThemeFactory
from tests.pages.factories import home_page, news_index, news_page

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def index(home: HomePage) -> NewsIndexPage:
    return news_index(home)


def listed(client: Client, index: NewsIndexPage, query: str = "") -> list[str]:
    context = client.get(f"{index.url}{query}").context
    return [page.title for page in (*context["pinned"], *context["page_obj"])]


def expire(page: NewsPage, at: datetime.datetime) -> None:
    """Let a published page expire at a moment, as an editor sets it."""
    page.expire_at = at
    page.save_revision().publish()


HOUR = datetime.timedelta(hours=1)


def test_pinned_news_are_on_top_until_their_day(client: Client, index: NewsIndexPage) -> None:
    today = timezone.localdate()
    old = today - datetime.timedelta(days=300)
    news_page(index, "Tuore", date=today)
    news_page(index, "Tärkeä", date=old, pinned_until=today)
    over = today - datetime.timedelta(days=1)
    news_page(index, "Oli tärkeä", date=old - datetime.timedelta(days=1), pinned_until=over)
    assert listed(client, index) == ["Tärkeä", "Tuore", "Oli tärkeä"]
    assert [page.title for page in client.get("/fi/").context["news"]] == [
        "Tärkeä",
        "Tuore",
        "Oli tärkeä",
    ]


def test_pinned_news_are_on_the_first_page_only(client: Client, index: NewsIndexPage) -> None:
    today = timezone.localdate()
    news_page(index, "Tärkeä", date=today, pinned_until=today)
    for number in range(11):
        news_page(index, f"Uutinen {number}", date=today - datetime.timedelta(days=number))
    assert len(listed(client, index)) == 11
    assert listed(client, index, "?page=2") == ["Uutinen 10"]


def test_expired_news_are_gone_at_once(client: Client, index: NewsIndexPage) -> None:
    page = news_page(index, "Mennyt")
    stays = news_page(index, "Pysyy")
    expire(page, timezone.now() + HOUR)
    assert set(listed(client, index)) == {"Pysyy", "Mennyt"}
    NewsPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - HOUR)
    assert listed(client, index) == ["Pysyy"]
    assert client.get(page.url).status_code == 404
    assert client.get(stays.url).status_code == 200
    assert "Mennyt" not in client.get("/fi/feeds/news.rss").content.decode()


def test_command_unpublishes_what_expired_and_publishes_what_was_scheduled(
    client: Client, index: NewsIndexPage
) -> None:
    gone = news_page(index, "Mennyt")
    expire(gone, timezone.now() + HOUR)
    NewsPage.objects.filter(pk=gone.pk).update(expire_at=timezone.now() - HOUR)
    coming = news_page(index, "Tulossa", live=False)
    coming.go_live_at = timezone.now() + HOUR
    coming.save_revision().publish()
    call_command("publish_scheduled")
    assert listed(client, index) == []
    coming.refresh_from_db()
    assert not coming.live
    revision = coming.latest_revision
    revision.approved_go_live_at = timezone.now() - HOUR
    revision.content["go_live_at"] = (timezone.now() - HOUR).isoformat()
    revision.save()
    call_command("publish_scheduled")
    gone.refresh_from_db()
    assert not gone.live
    assert listed(client, index) == ["Tulossa"]


class TestNarrowing:
    """By municipality and theme, with a plain form."""

    @pytest.fixture(autouse=True)
    def _news(self, index: NewsIndexPage) -> None:
        heinola = MunicipalityFactory(code="111", slug="heinola", name="Heinola")
        sysma = MunicipalityFactory(code="781", slug="sysma", name="Sysmä")
        MunicipalityFactory(code="398", slug="lahti", name="Lahti")
        theme = ThemeFactory(slug="osallisuus", name="Osallisuus")
        day = datetime.date(2026, 11, 1)
        news_page(index, "Heinolassa", date=day, municipalities=[heinola], themes=[theme])
        news_page(index, "Molemmissa", date=day, municipalities=[heinola, sysma])
        news_page(index, "Sysmässä", date=day, municipalities=[sysma])
        news_page(index, "Koko alueella", date=day)

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", {"Heinolassa", "Molemmissa", "Sysmässä", "Koko alueella"}),
            ("?municipality=111", {"Heinolassa", "Molemmissa", "Koko alueella"}),
            ("?theme=osallisuus", {"Heinolassa"}),
            ("?municipality=781&theme=osallisuus", set()),
            ("?municipality=398", {"Heinolassa", "Molemmissa", "Sysmässä", "Koko alueella"}),
            (
                "?municipality=%27&theme=x",
                {"Heinolassa", "Molemmissa", "Sysmässä", "Koko alueella"},
            ),
        ],
    )
    def test_shows_what_concerns_it(
        self, client: Client, index: NewsIndexPage, query: str, found: set[str]
    ) -> None:
        titles = listed(client, index, query)
        assert len(titles) == len(set(titles))
        assert set(titles) == found

    def test_offers_only_what_there_is_news_of(self, client: Client, index: NewsIndexPage) -> None:
        choices = client.get(index.url).context["choices"]
        assert set(choices["municipality"]) == {"111", "781"}
        assert set(choices["theme"]) == {"osallisuus"}

    def test_each_choice_can_be_taken_away(self, client: Client, index: NewsIndexPage) -> None:
        chips = client.get(f"{index.url}?municipality=111&theme=osallisuus").context["chips"]
        assert [(chip["value"], chip["remove_url"]) for chip in chips] == [
            ("Heinola", f"{index.url}?theme=osallisuus"),
            ("Osallisuus", f"{index.url}?municipality=111"),
        ]

    def test_names_the_feed_of_the_municipality(self, client: Client, index: NewsIndexPage) -> None:
        html = client.get(f"{index.url}?municipality=111").content.decode()
        head = html[: html.index("</head>")]
        assert 'type="application/rss+xml"' in head
        assert 'href="/fi/feeds/news.rss"' in head
        assert 'href="/fi/feeds/news/heinola.atom"' in head

    def test_list_reads_the_database_a_bounded_number_of_times(
        self,
        client: Client,
        index: NewsIndexPage,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        for number in range(12):
            news_page(index, f"Uutinen {number}", pinned_until=timezone.localdate())
        address = f"{index.url}?municipality=111"
        client.get(address)
        with django_assert_max_num_queries(20):
            client.get(address)


class TestFeeds:
    """RSS and Atom, by language and municipality."""

    @pytest.fixture(autouse=True)
    def _news(self, home: HomePage, index: NewsIndexPage) -> None:
        heinola = MunicipalityFactory(code="111", slug="heinola", name="Heinola")
        sysma = MunicipalityFactory(code="781", slug="sysma", name="Sysmä")
        theme = ThemeFactory(slug="osallisuus", name="Osallisuus & yhteisö")
        news_page(
            index,
            "Heinola <avaa> & kutsuu",
            lead="Tule & katso.",
            date=datetime.date(2026, 11, 20),
            municipalities=[heinola],
            themes=[theme],
        )
        news_page(index, "Sysmä", date=datetime.date(2026, 11, 19), municipalities=[sysma])
        news_page(index, "Luonnos", live=False)
        swedish = home_page("sv", translation_of=home)
        news_page(news_index(swedish, title="Aktuellt"), "Nyheter på svenska")

    def items(self, client: Client, path: str) -> list[Any]:
        response = client.get(path)
        assert response.status_code == 200
        assert "max-age=300" in response.headers["Cache-Control"]
        root = ElementTree.fromstring(response.content)
        return root.findall("./channel/item") or root.findall(f"{ATOM}entry")

    def test_rss_has_what_a_reader_needs(self, client: Client, index: NewsIndexPage) -> None:
        newest, older = self.items(client, "/fi/feeds/news.rss")
        assert newest.findtext("title") == "Heinola <avaa> & kutsuu"
        assert newest.findtext("description") == "Tule & katso."
        assert newest.findtext("category") == "Osallisuus & yhteisö"
        assert newest.findtext("link").startswith("http://localhost:8000/fi/ajankohtaista/heinola")
        assert "20 Nov 2026" in newest.findtext("pubDate")
        assert older.findtext("title") == "Sysmä"
        assert client.get(newest.findtext("link")).status_code == 200

    def test_atom_has_stable_ids(self, client: Client) -> None:
        entries = self.items(client, "/fi/feeds/news.atom")
        ids = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert len(set(ids)) == 2
        assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", text) for text in ids)
        NewsPage.objects.filter(title="Sysmä").update(slug="toinen-osoite")
        again = self.items(client, "/fi/feeds/news.atom")
        assert [entry.findtext(f"{ATOM}id") for entry in again] == ids

    def test_municipality_has_its_own_in_the_language(self, client: Client) -> None:
        assert [
            item.findtext("title") for item in self.items(client, "/fi/feeds/news/sysma.rss")
        ] == ["Sysmä"]
        assert [item.findtext("title") for item in self.items(client, "/sv/feeds/news.rss")] == [
            "Nyheter på svenska"
        ]
        assert self.items(client, "/en/feeds/news.rss") == []
        assert client.get("/fi/feeds/news/ei-ole.rss").status_code == 404

    def test_costs_the_same_however_much_there_is(
        self,
        client: Client,
        index: NewsIndexPage,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        for number in range(12):
            news_page(index, f"Uutinen {number}")
        client.get("/fi/feeds/news.rss")
        with django_assert_max_num_queries(10):
            client.get("/fi/feeds/news.rss")


def structured(html: str) -> Any:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found[1])["@graph"][0]


def meta(html: str) -> dict[str, str]:
    return dict(re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)">', html))


def test_news_say_to_machines_what_they_say_to_people(
    client: Client, index: NewsIndexPage, settings: Settings, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    picture = get_image_model().objects.create(title="Kuoro", file=get_test_image_file())
    page = news_page(
        index,
        "Ilta </script> tulee",
        lead="Tervetuloa.",
        date=datetime.date(2026, 11, 12),
        image=picture,
        municipalities=[MunicipalityFactory(code="111", slug="heinola", name="Heinola")],
    )
    html = client.get(page.url).content.decode()
    article = structured(html)
    assert article["@type"] == "NewsArticle"
    assert article["headline"] == "Ilta </script> tulee"
    assert article["description"] == "Tervetuloa."
    assert article["datePublished"].startswith("2026-11-12T")
    # Both moments are told in the time of the place.
    for name in ("datePublished", "dateModified"):
        moment = datetime.datetime.fromisoformat(article[name])
        assert moment.utcoffset() == timezone.localtime(moment).utcoffset()
    assert article["inLanguage"] == "fi"
    assert article["contentLocation"] == [{"@type": "Place", "name": "Heinola"}]
    shared = meta(html)
    assert shared["type"] == "article"
    assert shared["description"] == "Tervetuloa."
    assert shared["url"] == f"http://localhost:8000{page.url}"
    assert shared["image"] == article["image"][0]
    assert shared["image"].startswith("http://localhost:8000/media/images/")


def test_every_view_can_be_shared(client: Client, home: HomePage) -> None:
    for path in ("/fi/", "/fi/haku/?q=terveys"):
        shared = meta(client.get(path).content.decode())
        assert shared["title"]
        assert shared["image"].startswith("http://localhost:8000/static/img/")
        # What somebody searched for is nobody else's business.
        assert "terveys" not in shared["url"]
