"""Every block of a body: as readers see it, as editors try it out, and what it refuses."""

import datetime
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries, Settings
from wagtail.blocks import StructBlockValidationError

from pages.blocks.body import BodyBlock
from pages.blocks.search_map import SearchMapBlock
from pages.blocks.tables import TableBlock
from pages.models import HomePage
from pages.video import find_frame
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    FacilityFactory,
    MunicipalityFactory,
    ScheduleFactory,
    ThemeFactory,
)
from tests.pages.bodies import YOUTUBE, every_block, table
from tests.pages.factories import news_index, news_page, standard_page
from tests.test_security_headers import directives

BLOCKS = list(BodyBlock().child_blocks)

WORDS = {
    "page_cards": "Kaikki tilat yhdellä sivulla.",
    "heading": "<h2>Väliotsikko</h2>",
    "paragraph": "<p>Leipäteksti.</p>",
    "quote": "Tulin katsomaan.",
    "callout": "Sali on kiinni.",
    "accordion": "<p>Ei maksa.</p>",
    "steps": "Valitse tila",
    "checklist": "Tervehdi tulijaa.",
    "table": '<th scope="row" class="table__row">Kerhohuone</th>',
    "links": 'href="https://ohje.example/"',
    "image": 'alt="Kuoro laulaa"',
    "video": f'href="{YOUTUBE}"',
    "documents": "PDF",
    "listings": "Kuikan kuoro ry",
    "contact_persons": "Yhteispalvelun ohjaaja",
    "search_map": 'src="/fi/',
    "figure": 'href="/fi/haku/?municipality=',
    "news": "Tuore uutinen",
    "events": "Tulossa",
    "cycle": "Vuosikellosta",
}


@pytest.fixture(autouse=True)
def _own_media(settings: Settings, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def shown(client: Client, home: HomePage, *blocks: tuple[str, Any]) -> str:
    slug = f"sivu-{home.get_children().count()}"
    page = standard_page(home, "Sivu", slug=slug, body=list(blocks))
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", BLOCKS)
def test_block_shows_what_the_editor_wrote(client: Client, home: HomePage, name: str) -> None:
    news_page(news_index(home), "Tuore uutinen")
    html = shown(client, home, (name, every_block()[name]))
    assert WORDS[name] in html


@pytest.mark.parametrize("name", BLOCKS)
def test_block_can_be_tried_out_in_the_chooser(
    admin_client: Client, home: HomePage, name: str
) -> None:
    news_page(news_index(home), "Tuore uutinen")
    FacilityFactory(name="Kylätalo")
    block = BodyBlock().child_blocks[name]
    assert block.is_previewable
    assert str(block.get_description())
    response = admin_client.get("/admin/block-preview/", {"id": block.definition_prefix})
    assert response.status_code == 200
    html = response.content.decode()
    body = html[html.index(f"block-{name}") : html.index("</main>")]
    assert len(re.sub(r"<[^>]+>|\s", "", body)) > 10
    assert "css/blocks.css" in html


def test_unpublished_and_deleted_listings_are_left_out(client: Client, home: HomePage) -> None:
    gone = AssociationFactory(name="Poistettu ry")
    chosen = [
        ("association", AssociationFactory(name="Näkyvä ry")),
        ("association", AssociationFactory(name="Luonnos ry", draft=True)),
        ("association", gone),
    ]
    page = standard_page(home, "Sivu", body=[("listings", {"title": "", "listings": chosen})])
    gone.delete()
    html = client.get(page.url).content.decode()
    assert "Näkyvä ry" in html
    assert "Luonnos ry" not in html
    assert "Poistettu ry" not in html


def test_chosen_listings_are_read_by_kind(
    client: Client, home: HomePage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    chosen: list[tuple[str, Any]] = [("association", AssociationFactory()) for _ in range(4)]
    chosen += [("facility", FacilityFactory()) for _ in range(4)]
    page = standard_page(home, "Sivu", body=[("listings", {"title": "", "listings": chosen})])
    client.get(page.url)
    with django_assert_max_num_queries(14):
        client.get(page.url)


class TestVideo:
    """Nothing of another service, unless the settings and the reader say so."""

    @pytest.fixture
    def video(self) -> tuple[str, Any]:
        return ("video", {"title": "Esittely", "url": YOUTUBE, "length": "", "transcript": ""})

    def test_is_a_link_by_default(self, client: Client, home: HomePage, video: Any) -> None:
        html = shown(client, home, video)
        assert f'href="{YOUTUBE}"' in html
        assert "iframe" not in html

    def test_plays_here_where_its_service_is_allowed(
        self, client: Client, home: HomePage, settings: Settings, video: Any
    ) -> None:
        settings.VIDEO_HOSTS = ["www.youtube-nocookie.com"]
        html = shown(client, home, video)
        frame = "https://www.youtube-nocookie.com/embed/abcdefghijk"
        # In a template the browser asks for nothing.
        inside = "".join(re.findall(r"<template.*?</template>", html, re.DOTALL))
        assert html.count(frame) == inside.count(frame) == 1
        assert "www.youtube-nocookie.com" in inside

    def test_policy_lets_in_that_service_on_that_page_only(
        self, client: Client, home: HomePage, settings: Settings, video: Any
    ) -> None:
        settings.VIDEO_HOSTS = ["www.youtube-nocookie.com", "player.vimeo.com"]
        with_video = standard_page(home, "Video", body=[video])
        without = standard_page(home, "Teksti", body=[("heading", "Otsikko")])
        policy = directives(client.get(with_video.url).headers["Content-Security-Policy"])
        assert policy["frame-src"] == ["https://www.youtube-nocookie.com"]
        assert policy["default-src"] == ["'none'"]
        assert policy["script-src"] == ["'self'"]
        assert "frame-src" not in directives(
            client.get(without.url).headers["Content-Security-Policy"]
        )

    @pytest.mark.parametrize(
        ("url", "frame"),
        [
            (YOUTUBE, "https://www.youtube-nocookie.com/embed/abcdefghijk"),
            (f"{YOUTUBE}&t=4s", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
            (
                "https://youtu.be/abcdefghijk?si=x",
                "https://www.youtube-nocookie.com/embed/abcdefghijk",
            ),
            ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
            (
                "https://videot.example.org/w/4FDpG1tGwF2b9rXNvXBmTj",
                "https://videot.example.org/videos/embed/4FDpG1tGwF2b9rXNvXBmTj",
            ),
        ],
    )
    def test_known_addresses_have_a_player(self, url: str, frame: str) -> None:
        found = find_frame(url)
        assert found is not None
        assert found.url == frame

    @pytest.mark.parametrize(
        "url",
        [
            "http://www.youtube.com/watch?v=abcdefghijk",
            "https://www.youtube.com/watch?v=liian-lyhyt!",
            "https://www.youtube.com/",
            "https://vimeo.com/kanava",
            "https://youtube.com.paha.example/watch?v=abcdefghijk",
            "https://x';script-src *;/w/4FDpG1tGwF2b9rXNvXBmTj",
            "javascript:alert(1)",
            "",
        ],
    )
    def test_anything_else_has_none(self, url: str) -> None:
        assert find_frame(url) is None

    def test_setting_that_would_open_the_policy_is_refused(self, settings: Settings) -> None:
        settings.VIDEO_HOSTS = ["player.vimeo.com; script-src *"]
        with pytest.raises(SystemCheckError, match="VIDEO_HOSTS"):
            call_command("check")


class TestSearchMap:
    """A saved search in a frame of the site's own."""

    def value(self, **fields: Any) -> Any:
        block = SearchMapBlock()
        empty = dict.fromkeys(("address", "words", "municipality", "category", "theme"), "")
        rest = {"title": "Tilat", "kind": "", "show": "map", "size": "medium"}
        return block.clean(block.normalize({**empty, **rest, **fields}))

    @pytest.mark.parametrize(
        "address",
        [
            "/fi/haku/?q=kuoro",
            "https://kartta.example/sv/sok/?q=kuoro",
            "http://localhost:8000/en/search/?q=kuoro",
        ],
    )
    def test_takes_the_address_of_a_search(self, address: str) -> None:
        if "/sv/" in address:
            with translation.override("sv"):
                address = f"https://kartta.example{reverse('search')}?q=kuoro"
        assert self.value(address=address).query == "q=kuoro"

    def test_forgets_how_the_search_was_shown(self) -> None:
        value = self.value(address="/fi/haku/?q=kuoro&kind=activity&page=4&size=100&lang=sv")
        assert value.query == "q=kuoro&kind=activity"
        assert value.frame_url.endswith("?q=kuoro&kind=activity&show=map&within=1")

    def test_takes_fields_instead(self, db: None) -> None:
        MunicipalityFactory(code="111", slug="heinola")
        value = self.value(words="uimahalli", municipality="111", kind="facility")
        assert value.query == "q=uimahalli&kind=facility&municipality=111"

    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {"address": "/fi/haku/"},
            {"address": "https://muu.example/q=kuoro"},
            {"address": "/fi/ajankohtaista/?q=kuoro"},
            {"address": "javascript:alert(1)"},
            {"address": "/fi/haku/?q=kuoro", "words": "kuoro"},
        ],
    )
    def test_refuses_what_is_no_search(self, fields: dict[str, str]) -> None:
        with pytest.raises(StructBlockValidationError) as error:
            self.value(**fields)
        assert "address" in error.value.block_errors

    def test_page_may_frame_the_site_itself_and_nobody_else(
        self, client: Client, home: HomePage
    ) -> None:
        page = standard_page(home, "Tilat", body=[("search_map", every_block()["search_map"])])
        policy = directives(client.get(page.url).headers["Content-Security-Policy"])
        assert policy["frame-src"] == ["'self'"]

    def test_frame_and_link_lead_to_the_search(
        self, client: Client, home: HomePage, registers: Any
    ) -> None:
        FacilityFactory(name="Kylätalo")
        html = shown(client, home, ("search_map", every_block()["search_map"]))
        assert "page=3" not in html
        source = re.search(r'<iframe[^>]* src="([^"]+)"', html)
        assert source
        frame = client.get(source[1].replace("&amp;", "&"))
        inside = frame.content.decode()
        assert "Kylätalo" in inside
        assert '<base target="_top">' in inside
        # Links open in the page's own tab, and what is around a frame elsewhere is left out.
        assert "_blank" not in inside
        assert "X-Frame-Options" not in frame.headers
        assert 'href="/fi/haku/?kind=facility"' in html


def test_table_needs_a_caption_and_headings() -> None:
    block = TableBlock()
    block.clean(table())
    for changes in (
        {"caption": " "},
        {"columns": [{"type": "text", "heading": ""}, {"type": "number", "heading": "B"}]},
        {"columns": [], "rows": []},
    ):
        with pytest.raises(ValidationError):
            block.clean(table(**changes))


class TestEvents:
    """What takes place once, soonest first."""

    @pytest.fixture
    def today(self) -> datetime.date:
        return timezone.localdate()

    def once(self, name: str, day: datetime.date, **fields: Any) -> Any:
        times = fields.pop("times", {})
        schedule = ScheduleFactory.build(
            once=True, **{"dtstart": day, "opens_at": None, "closes_at": None, **times}
        )
        return ActivityFactory(name=name, schedules=[schedule], **fields)

    def names(self, client: Client, home: HomePage, **fields: Any) -> list[str]:
        value = {"title": "", "count": 5, "days": 30, "municipality": "", "theme": "", **fields}
        html = shown(client, home, ("events", value))
        return re.findall(r'<a href="/fi/[^"]+/"(?: lang="\w+")?>(Tapahtuma \w+)</a>', html)

    def test_are_soonest_first_and_within_the_days(
        self, client: Client, home: HomePage, today: datetime.date
    ) -> None:
        for number, days in enumerate((12, 3, 31, 0, -1)):
            self.once(f"Tapahtuma {number}", today + datetime.timedelta(days=days))
        ActivityFactory(name="Tapahtuma viikoittain", schedules=[ScheduleFactory.build()])
        self.once("Tapahtuma luonnos", today, draft=True)
        assert self.names(client, home) == ["Tapahtuma 3", "Tapahtuma 1", "Tapahtuma 0"]

    def test_that_are_over_or_called_off_are_left_out(
        self, client: Client, home: HomePage, today: datetime.date
    ) -> None:
        over = {"opens_at": datetime.time(0, 0), "closes_at": datetime.time(0, 1)}
        self.once("Tapahtuma ohi", today - datetime.timedelta(days=0), times=over)
        tomorrow = today + datetime.timedelta(days=1)
        self.once("Tapahtuma peruttu", tomorrow, times={"exdates": [tomorrow.isoformat()]})
        self.once("Tapahtuma huomenna", tomorrow)
        assert self.names(client, home) == ["Tapahtuma huomenna"]

    def test_are_narrowed_by_place_and_theme(
        self, client: Client, home: HomePage, today: datetime.date
    ) -> None:
        heinola: Any = MunicipalityFactory(code="111", slug="heinola")
        theme = ThemeFactory(slug="osallisuus")
        there: Any = FacilityFactory(municipality=heinola)
        self.once("Tapahtuma talolla", today, facility=there, municipality=None)
        self.once("Tapahtuma muualla", today, themes=[theme])
        self.once("Tapahtuma siellä", today, municipality=heinola, themes=[theme])
        assert self.names(client, home, municipality="111") == [
            "Tapahtuma talolla",
            "Tapahtuma siellä",
        ]
        assert self.names(client, home, municipality="111", theme="osallisuus") == [
            "Tapahtuma siellä"
        ]

    def test_do_not_cost_more_the_more_there_are(
        self,
        client: Client,
        home: HomePage,
        today: datetime.date,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        for number in range(30):
            self.once(f"Tapahtuma {number}", today)
        value = {"title": "", "count": 12, "days": 30}
        page = standard_page(home, "Sivu", body=[("events", value)])
        client.get(page.url)
        with django_assert_max_num_queries(14):
            client.get(page.url)
