"""A search in a frame on another site, and the page on which its code is made."""

import html
import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.factories import AssociationFactory, FacilityFactory

pytestmark = pytest.mark.django_db


class Frames(HTMLParser):
    """The attributes of the frames in some HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "iframe":
            self.found.append(dict(attrs))


def code(client: Client, query: str = "") -> str:
    """The code that the builder offers, as one copies it."""
    text = client.get(f"{reverse('embed_builder')}{query}").content.decode()
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", text, re.DOTALL)
    assert found
    assert "<" not in found.group(1)
    return html.unescape(found.group(1))


def test_only_the_embedded_view_may_be_framed(client: Client) -> None:
    club = AssociationFactory(slug="soutajat")
    embedded = client.get(reverse("embed"))
    assert "frame-ancestors *" in embedded["Content-Security-Policy"]
    assert "X-Frame-Options" not in embedded
    assert not embedded.cookies
    others = [
        "/fi/",
        "/fi/ei-ole/",
        "/api/v1/docs",
        "/sitemap.xml",
        "/healthz",
        club.get_absolute_url(),  # type: ignore[attr-defined]
        club.get_feedback_url(),  # type: ignore[attr-defined]
        *(reverse(name) for name in ("search", "calendar", "search_feed", "embed_builder")),
    ]
    for path in others:
        headers = client.get(path).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], path
        assert headers["X-Frame-Options"] == "DENY", path


def test_the_embedded_view_allows_no_more_than_being_framed(client: Client) -> None:
    def policy(path: str) -> set[str]:
        parts = client.get(path)["Content-Security-Policy"].split(";")
        return {" ".join(part.split()) for part in parts}

    changed = policy(reverse("embed")) ^ policy(reverse("search"))
    assert changed == {"frame-ancestors *", "frame-ancestors 'none'"}


def test_the_builder_is_framed_by_nobody_and_frames_its_own(client: Client) -> None:
    policy = client.get(reverse("embed_builder"))["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_all_links_of_a_frame_open_in_a_new_tab_but_those_of_its_list(client: Client) -> None:
    for number in range(25):
        FacilityFactory(name=f"Sali {number}", slug=f"sali-{number}")
    text = client.get(reverse("embed"), {"q": "sali"}).content.decode()
    links = re.findall(r"<a\b[^>]*>", text)
    stay = [link for link in links if 'target="_blank"' not in link]
    assert len(stay) == 1
    assert 'rel="next"' in stay[0]
    assert f'href="{reverse("embed")}?q=sali&amp;page=2"' in stay[0]
    assert all("noopener" in link for link in links if link not in stay)
    assert f'href="{reverse("search")}?q=sali"' in text
    second = client.get(reverse("embed"), {"q": "sali", "page": "2"}).content.decode()
    assert second.count('class="card"') == 5
    beyond = client.get(reverse("embed"), {"q": "sali", "page": "9"})
    assert beyond["Location"] == f"{reverse('embed')}?q=sali&page=2"


@pytest.mark.parametrize(("show", "has_map"), [("list", False), ("map", True), ("both", True)])
def test_a_frame_shows_what_was_chosen_and_always_the_list(
    client: Client, show: str, has_map: bool
) -> None:
    FacilityFactory(name="Sali", slug="sali")
    text = client.get(reverse("embed"), {"show": show}).content.decode()
    assert ("<service-map" in text) is has_map
    assert ("leaflet.js" in text) is has_map
    assert 'class="card"' in text


def test_a_frame_has_the_colours_that_were_chosen(client: Client) -> None:
    def scheme(value: str) -> tuple[str, bool, bool]:
        text = client.get(reverse("embed"), {"scheme": value}).content.decode()
        meta = re.search(r'name="color-scheme" content="([^"]*)"', text)
        dark = re.search(r"<link[^>]*dark\.css[^>]*>", text)
        assert meta
        follows = dark is not None and "prefers-color-scheme" in dark.group(0)
        # Never on paper.
        assert dark is None or 'media="screen' in dark.group(0)
        return meta.group(1), dark is not None, follows

    assert scheme("") == ("light dark", True, True)
    assert scheme("light") == ("light", False, False)
    assert scheme("dark") == ("dark", True, False)


def test_the_code_leads_to_the_frame_that_is_previewed(client: Client) -> None:
    query = "?q=kuoro+%26+soitto&kind=activity&show=list&height=500&scheme=dark&lang=sv&page=3"
    [frame] = Frames(code(client, query)).found
    with translation.override("sv"):
        path = reverse("embed")
    assert frame["src"] == (
        f"http://testserver{path}?q=kuoro%20%26%20soitto&kind=activity&show=list&scheme=dark"
    )
    assert frame["height"] == "500"
    assert frame["loading"] == "lazy"
    assert "kuoro & soitto" in (frame["title"] or "")
    assert "allow-popups" in (frame["sandbox"] or "")
    page = client.get(f"{reverse('embed_builder')}{query}").content.decode()
    [preview] = Frames(page).found
    assert f"http://testserver{preview['src']}" == frame["src"]
    assert client.get(preview["src"] or "").status_code == 200


def test_nothing_that_is_typed_breaks_out_of_the_code(client: Client) -> None:
    evil = '"><script>alert(1)</script>'
    text = code(client, f"?q={evil}&title={evil}")
    [frame] = Frames(text).found
    assert frame["title"] == evil
    assert "<script" not in text


def test_what_is_not_understood_is_said_and_left_out(client: Client) -> None:
    response = client.get(reverse("embed_builder"), {"height": "5", "show": "all"})
    assert response.status_code == 200
    text = response.content.decode()
    assert "<strong>Korkeus pikseleinä</strong>: <q>5</q>" in text
    [frame] = Frames(text).found
    assert frame["height"] == "640"
    assert client.get(reverse("embed"), {"show": "all", "bbox": "x"}).status_code == 200


def test_the_search_page_leads_to_its_frame(client: Client) -> None:
    FacilityFactory(name="Sali", slug="sali")
    text = client.get(reverse("search"), {"q": "sali", "page": "1"}).content.decode()
    assert f'href="{reverse("embed_builder")}?q=sali"' in text


def test_chips_of_the_builder_keep_how_it_looks(client: Client) -> None:
    FacilityFactory(name="Sali", slug="sali")
    query = {"q": "sali", "kind": "facility", "show": "list", "height": "400"}
    text = client.get(reverse("embed_builder"), query).content.decode()
    assert f'href="{reverse("embed_builder")}?q=sali&amp;show=list&amp;height=400"' in text


def test_queries_are_bounded(client: Client, django_assert_max_num_queries: object) -> None:
    for number in range(20):
        FacilityFactory(name=f"Sali {number}", slug=f"sali-{number}")
    for path in (reverse("embed"), reverse("embed_builder")):
        client.get(path, {"q": "sali"})
        with django_assert_max_num_queries(20):  # type: ignore[operator]
            client.get(path, {"q": "sali"})
