"""Pictures in the body of a page: for each screen no larger than it needs, and when shared."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from pages.blocks.media import PictureBlock
from pages.models import HomePage, StandardPage
from tests.pages.factories import news_index, news_page, standard_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def picture(title: str = "Kuoro", size: tuple[int, int] = (1600, 900)) -> Any:
    """A picture in the library."""
    file = get_test_image_file(f"{title}.png", size=size)
    return get_image_model().objects.create(title=title, file=file)


def block(image: Any, alt: str = "Kuoro laulaa") -> tuple[str, Any]:
    """The picture as a block of a body."""
    return ("image", {"image": image, "alt": alt, "caption": "Kevätjuhlasta"})


def image_tag(html: str) -> dict[str, str]:
    """The attributes of the picture in the body."""
    tags = re.findall(r'<figure class="picture">\s*<img ([^>]+)>', html)
    assert len(tags) == 1
    return dict(re.findall(r'([\w-]+)="([^"]*)"', tags[0]))


def shared_picture(client: Client, page: StandardPage) -> dict[str, str]:
    """What other services are told of the page's picture."""
    html = client.get(page.url).content.decode()
    return dict(re.findall(r'<meta property="og:image:?(\w*)" content="([^"]*)">', html))


def test_screen_chooses_the_width_it_needs(client: Client, home: HomePage) -> None:
    page = standard_page(home, "Kuva", body=[block(picture())])
    tag = image_tag(client.get(page.url).content.decode())
    offered = [one.split() for one in tag["srcset"].split(", ")]
    assert [width for _address, width in offered] == ["480w", "800w", "1200w"]
    assert tag["src"] == offered[-1][0]
    assert "42rem" in tag["sizes"]
    # The room for the picture is known before it comes: nothing jumps.
    assert (tag["width"], tag["height"]) == ("1200", "675")
    assert (tag["alt"], tag["loading"]) == ("Kuoro laulaa", "lazy")


def test_files_are_there_in_each_width(client: Client, home: HomePage, media: Path) -> None:
    page = standard_page(home, "Kuva", body=[block(picture())])
    tag = image_tag(client.get(page.url).content.decode())
    sizes = []
    for one in tag["srcset"].split(", "):
        file = media / one.split()[0].removeprefix("/media/")
        sizes.append(file.stat().st_size)
    assert sizes == sorted(sizes)


@pytest.mark.parametrize(
    ("size", "widths"), [((640, 480), ["480w", "640w"]), ((800, 600), ["480w", "800w"])]
)
def test_small_picture_is_in_no_width_twice(
    client: Client, home: HomePage, size: tuple[int, int], widths: list[str]
) -> None:
    page = standard_page(home, "Kuva", body=[block(picture(size=size))])
    tag = image_tag(client.get(page.url).content.decode())
    assert [one.split()[1] for one in tag["srcset"].split(", ")] == widths


def test_very_small_picture_is_as_it_is(client: Client, home: HomePage) -> None:
    page = standard_page(home, "Kuva", body=[block(picture(size=(300, 200)))])
    tag = image_tag(client.get(page.url).content.decode())
    assert (tag["width"], tag["height"]) == ("300", "200")
    assert "srcset" not in tag


def test_page_whose_picture_file_is_gone_is_shown_without_it(
    client: Client, home: HomePage
) -> None:
    image = picture()
    page = standard_page(home, "Kuva", body=[block(image), ("paragraph", "<p>Teksti</p>")])
    Path(image.file.path).unlink()
    response = client.get(page.url)
    assert response.status_code == 200
    assert 'class="picture"' not in response.content.decode()
    assert "Teksti" in response.content.decode()
    assert shared_picture(client, page)[""].endswith("app-512.png")


def test_first_picture_of_the_body_is_shared_where_the_page_has_none(
    client: Client, home: HomePage
) -> None:
    body = [
        ("paragraph", "<p>Ensin tekstiä.</p>"),
        block(picture("eka")),
        block(picture("toka")),
    ]
    page = standard_page(home, "Kuvia", body=body)
    shared = shared_picture(client, page)
    assert "eka" in shared[""]
    assert (shared["width"], shared["height"]) == ("1200", "630")
    page.image = picture("oma")
    page.save_revision().publish()
    assert "oma" in shared_picture(client, page)[""]


def test_picture_that_was_deleted_gives_way_to_the_next(client: Client, home: HomePage) -> None:
    gone = picture("pois")
    page = standard_page(home, "Kuvia", body=[block(gone), block(picture("jai"))])
    gone.delete()
    assert "jai" in shared_picture(client, page)[""]


def test_page_without_pictures_is_shared_with_the_portals_mark(
    client: Client, home: HomePage
) -> None:
    page = standard_page(home, "Tekstiä", body=[("paragraph", "<p>Teksti</p>")])
    assert shared_picture(client, page)[""].endswith("app-512.png")


def test_search_engines_get_the_same_picture_of_news(client: Client, home: HomePage) -> None:
    page = news_page(news_index(home), "Uutinen", body=[block(picture("uutis"))])
    html = client.get(page.url).content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found
    article = json.loads(found[1])["@graph"][0]
    assert "/uutis." in article["image"][0]


def test_number_of_queries_does_not_grow_with_pictures(client: Client, home: HomePage) -> None:
    counts = []
    for number in (1, 4):
        body = [block(picture(f"kuva{number}-{each}")) for each in range(number)]
        page = standard_page(home, f"Kuvia {number}", body=body)
        client.get(page.url)
        with CaptureQueriesContext(connection) as captured:
            html = client.get(page.url).content.decode()
        assert html.count('<figure class="picture">') == number
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_picture_with_only_some_sizes_made_gets_the_others(client: Client, home: HomePage) -> None:
    image = picture()
    image.get_rendition("width-480|format-webp")
    page = standard_page(home, "Kuva", body=[block(image), block(picture("toinen"))])
    html = client.get(page.url).content.decode()
    assert [len(one.split(", ")) for one in re.findall(r'srcset="([^"]+)"', html)] == [3, 3]
    assert image.renditions.count() == 4


def test_page_with_its_own_picture_asks_no_more_of_it(client: Client, home: HomePage) -> None:
    page = standard_page(home, "Kuva", image=picture("oma"))
    client.get(page.url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page.url).status_code == 200
    asked = [query["sql"] for query in captured if 'FROM "wagtailimages_image"' in query["sql"]]
    assert asked == []


def test_preview_shows_a_drawing_until_the_library_has_a_picture(db: None) -> None:
    block = PictureBlock()
    drawing = image_tag(block.render(block.get_preview_value()))
    assert drawing["alt"]
    assert finders.find(drawing["src"].removeprefix("/static/"))
    picture()
    assert "/static/" not in block.render(block.get_preview_value())
