"""The site as an app: what browsers are told to keep."""

import json
import re
import struct
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from pages.models import HomePage, PortalSettings
from pages.offline import shell

pytestmark = pytest.mark.django_db

LANGUAGES = ("fi", "sv", "en")


def manifest(client: Client, language: str) -> dict[str, Any]:
    with translation.override(language):
        response = client.get(reverse("web_manifest"))
    assert response["Content-Type"] == "application/manifest+json"
    found: dict[str, Any] = json.loads(response.content)
    return found


def file_at(address: str) -> Path:
    found = finders.find(address.removeprefix("/static/"))
    assert isinstance(found, str), address
    return Path(found)


def kept(client: Client) -> dict[str, Any]:
    """What the service worker is told to keep."""
    script = client.get("/service-worker.js").content.decode()
    match = re.match(r"self\.KEPT = (\{.*\});\n", script)
    assert match
    found: dict[str, Any] = json.loads(match[1])
    return found


def test_app_has_the_portals_name_in_each_language(client: Client, home: HomePage) -> None:
    PortalSettings.objects.create(
        site=Site.objects.get(is_default_site=True),
        site_name="Palvelukartta",
        short_name="Kartta",
        site_name_sv="Servicekartan",
        site_name_en="Service map",
    )
    names = {language: manifest(client, language) for language in LANGUAGES}
    assert [names[code]["name"] for code in LANGUAGES] == [
        "Palvelukartta",
        "Servicekartan",
        "Service map",
    ]
    assert names["fi"]["short_name"] == "Kartta"
    for code in LANGUAGES:
        assert names[code]["lang"] == code
        assert names[code]["start_url"] == f"/{code}/"


def test_icons_are_what_the_manifest_says(client: Client) -> None:
    icons = manifest(client, "fi")["icons"]
    assert {icon["purpose"] for icon in icons} == {"any", "maskable"}
    for icon in icons:
        content = file_at(icon["src"]).read_bytes()
        if icon["type"] == "image/png":
            width, height = struct.unpack(">II", content[16:24])
            assert icon["sizes"] == f"{width}x{height}"
        else:
            assert b"<svg" in content


def test_worker_is_at_the_root_and_never_stale(client: Client) -> None:
    response = client.get("/service-worker.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    script = re.search(r'importScripts\("([^"]+)"\)', response.content.decode())
    assert script
    assert file_at(script[1]).is_file()


def test_everything_to_keep_is_there(client: Client) -> None:
    told = kept(client)
    for address in (*told["core"], *told["ofLists"]):
        assert file_at(address).is_file()
    assert set(told["offline"]) == set(LANGUAGES)
    for address in (*told["offline"].values(), *told["lists"]):
        assert client.get(address).status_code == 200


def test_version_changes_with_a_file() -> None:
    before = shell._digest()
    assert shell._digest() == before
    read = Path.read_bytes

    def changed(path: Path) -> bytes:
        return read(path) + (b"/**/" if path.name == "card.css" else b"")

    with patch.object(Path, "read_bytes", changed):
        assert shell._digest() != before


@pytest.mark.parametrize("language", LANGUAGES)
def test_offline_page_is_in_the_readers_language(client: Client, language: str) -> None:
    address = kept(client)["offline"][language]
    page = client.get(address)
    assert f'<html lang="{language}">' in page.content.decode()
    assert "noindex" in page["X-Robots-Tag"]
    assert not page.cookies


def test_pages_name_the_manifest(client: Client) -> None:
    page = client.get("/fi/haku/").content.decode()
    assert '<link rel="manifest" href="/fi/app.webmanifest">' in page
