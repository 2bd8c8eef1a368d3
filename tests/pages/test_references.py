"""What a body leads to: read together, and shown where it is."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from wagtail.documents import get_document_model
from wagtail.models import Page

from pages.blocks.body import BodyBlock
from pages.blocks.references import DOCUMENT, PAGE, references_of
from pages.models import HomePage, StandardPage
from tests.pages.bodies import every_block, link_to, table
from tests.pages.factories import home_page, standard_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def document(title: str) -> Any:
    """A document in the library."""
    made = get_document_model()(title=title)
    made.file.save(f"{title}.pdf", ContentFile(b"%PDF-1.4"))
    return made


def text(*targets: Any) -> tuple[str, Any]:
    """A paragraph that links to pages and documents."""
    return ("paragraph", f"<p>{' ja '.join(link_to(target) for target in targets)}</p>")


def leading_to(page: Page, file: Any) -> list[tuple[str, Any]]:
    """Blocks that lead to a page and to a document in every way."""
    cell = {"columns": [{"type": "rich_text", "heading": "Mitä"}]}
    rows = [{"values": [f"<p>{link_to(page)}</p>"]}]
    answer = {"question": "Missä?", "answer": f"<p>{link_to(page)}</p>"}
    return [
        text(page, file),
        text(page),
        ("table", table(**cell, rows=rows)),
        ("accordion", {"title": "", "questions": [answer]}),
        ("links", {"title": "", "links": [{"page": page}]}),
        ("page_cards", {"title": "", "cards": [{"page": page, "text": "Siellä."}]}),
        ("documents", {"title": "", "documents": [{"document": file}]}),
    ]


def shown(client: Client, page: StandardPage) -> str:
    """The body of the page as a reader sees it."""
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode().partition('class="prose"')[2].partition("</main>")[0]


def test_all_ways_lead_there(client: Client, home: HomePage) -> None:
    target, file = standard_page(home, "Tilat"), document("Lomake")
    page = standard_page(home, "Sivu", body=leading_to(target, file))
    body = shown(client, page)
    assert body.count(f'href="{target.url}"') == 6
    assert body.count(f'href="{file.url}"') == 2


def test_number_of_queries_does_not_grow_with_what_is_referred_to(
    client: Client, home: HomePage
) -> None:
    counts = []
    for number in (1, 5):
        body: list[tuple[str, Any]] = []
        for each in range(number):
            target = standard_page(home, f"Kohde {number} {each}")
            body += leading_to(target, document(f"Lomake {number} {each}"))
        page = standard_page(home, f"Sivu {number}", body=body)
        shown(client, page)
        with CaptureQueriesContext(connection) as captured:
            shown(client, page)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_text_leads_to_the_page_in_the_readers_language(client: Client, home: HomePage) -> None:
    swedish = home_page("sv", translation_of=home)
    target, untranslated = standard_page(home, "Tilat"), standard_page(home, "Vain suomeksi")
    draft = standard_page(home, "Tulossa")
    standard_page(swedish, "Kommer", translation_of=draft, live=False)
    translated = standard_page(swedish, "Lokaler", translation_of=target)
    page = standard_page(swedish, "Sida", body=[text(target, untranslated, draft)])
    body = shown(client, page)
    for leads_to in (translated, untranslated, draft):
        assert f'<a href="{leads_to.url}">' in body
    assert target.url not in body


def test_pages_that_stand_in_for_a_translation_say_their_language(
    client: Client, home: HomePage
) -> None:
    swedish = home_page("sv", translation_of=home)
    aliases = [
        standard_page(home, title).copy_for_translation(swedish.locale, alias=True)
        for title in ("Tilat", "Avustukset", "Illat")
    ]
    counts = []
    for number in (1, 3):
        cards = [{"page": alias, "text": "Där."} for alias in aliases[:number]]
        block = ("page_cards", {"title": "", "cards": cards})
        page = standard_page(swedish, f"Sida {number}", body=[block])
        shown(client, page)
        with CaptureQueriesContext(connection) as captured:
            html = shown(client, page)
        assert html.count('lang="fi"') == number
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_what_is_gone_is_left_out(client: Client, home: HomePage) -> None:
    target, file = standard_page(home, "Tilat"), document("Lomake")
    page = standard_page(home, "Sivu", body=leading_to(target, file))
    address = target.url
    target.delete()
    file.delete()
    html = shown(client, page)
    assert address not in html
    assert "<a>Tilat</a> ja <a>Lomake</a>" in html
    assert "Siellä." not in html


def test_text_outside_a_body_finds_its_pages(client: Client, home: HomePage) -> None:
    first, second = standard_page(home, "Tilat"), standard_page(home, "Avustukset")
    block = BodyBlock().child_blocks["paragraph"]
    value = block.to_python(text(first, second)[1])
    block.render(value)
    with CaptureQueriesContext(connection) as captured:
        html = block.render(value)
    assert f'<a href="{first.url}">' in html
    assert f'<a href="{second.url}">' in html
    assert len(captured) == 1


@pytest.mark.parametrize("attributes", ['linktype="page"', 'linktype="page" id="x"', "id=''"])
def test_broken_links_break_no_page(client: Client, home: HomePage, attributes: str) -> None:
    html = shown(
        client, standard_page(home, "Sivu", body=[("paragraph", f"<a {attributes}>Rikki</a>")])
    )
    assert "Rikki</a>" in html


def test_references_are_found_in_every_block(home: HomePage) -> None:
    """As Wagtail's own index of references finds them, which decodes the values."""
    block = BodyBlock()
    body = block.normalize([*every_block().items(), *leading_to(home, document("Lomake"))])
    models = {PAGE: Page, DOCUMENT: get_document_model()}
    known = {
        (name, int(key))
        for model, key, *_paths in block.extract_references(body)
        for name, kind in models.items()
        if issubclass(model, kind)
    }
    assert len(known) == 4
    assert set(references_of(block, block.get_prep_value(body))) == known


def test_lists_as_they_were_kept_long_ago(home: HomePage) -> None:
    raw = [{"type": "links", "value": {"title": "", "links": [{"page": home.pk}, {"page": None}]}}]
    assert list(references_of(BodyBlock(), raw)) == [(PAGE, home.pk)]
    page = BodyBlock().to_python(raw)[0].value["links"][0]["page"]
    assert page.pk == home.pk


def test_blocks_that_there_are_no_more_are_passed_over(home: HomePage) -> None:
    raw = [{"type": "details", "value": home.pk}, {"type": "heading", "value": "Otsikko"}]
    assert list(references_of(BodyBlock(), raw)) == []
