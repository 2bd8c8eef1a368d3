"""A guide as a reader sees it: its parts, how fresh it is, and where it leads."""

import datetime
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from pages.models import GuidePage, HomePage, KnowledgeBankPage
from tests.factories import AssociationFactory, FacilityFactory, GrantFactory
from tests.pages.factories import home_page
from tests.pages.knowledge.builders import bank, guide, topic


@pytest.fixture
def above(home: HomePage) -> KnowledgeBankPage:
    return bank(home)


BOARD = {"title": "Muistilista", "style": "boxes", "items": [{"text": "Avain on tallessa."}]}


def test_contents_lead_to_parts_that_are_there_once(
    client: Client, above: KnowledgeBankPage
) -> None:
    body = [
        ("heading", "Ennen kokousta"),
        ("paragraph", "<p>Kutsu.</p>"),
        ("heading", "Ennen kokousta"),
        ("heading", "Main"),
        ("checklist", BOARD),
        ("accordion", {"title": "", "questions": [{"question": "?", "answer": "<p>!</p>"}]}),
    ]
    html = client.get(guide(above, "Opas", body=body).url).content.decode()
    links = re.findall(r'class="toc__link" href="#([^"]+)"', html)
    assert links == ["ennen-kokousta", "ennen-kokousta-2", "main-2", "muistilista"]
    for anchor in [*links, "main"]:
        assert len(re.findall(f'id="{anchor}"', html)) == 1, anchor
    assert '<div class="block-checklist" id="muistilista">' in html


def test_short_guide_has_no_contents(client: Client, above: KnowledgeBankPage) -> None:
    page = guide(above, "Opas", body=[("heading", "Ainoa"), ("paragraph", "<p>Teksti.</p>")])
    assert "toc__link" not in client.get(page.url).content.decode()


def test_day_of_the_editor_wins_over_that_of_publishing(above: KnowledgeBankPage) -> None:
    checked = guide(above, "Tarkistettu", updated_on=datetime.date(2026, 2, 1))
    assert GuidePage.objects.get(pk=checked.pk).updated == datetime.date(2026, 2, 1)
    published = GuidePage.objects.get(pk=guide(above, "Julkaistu").pk)
    assert published.updated == timezone.localdate()
    assert GuidePage(title="Luonnos").updated is None


def test_guide_leads_to_listings_and_grants_that_everyone_may_see(
    client: Client, above: KnowledgeBankPage
) -> None:
    hall, hidden = FacilityFactory(name="Kylätalo"), FacilityFactory(name="Piilossa", live=False)
    club = AssociationFactory(name="Kerho ry")
    gone = AssociationFactory(name="Poistettu ry")
    page = guide(
        above,
        "Opas",
        related_listings=[
            ("association", club),
            ("facility", hidden),
            ("association", gone),
            ("facility", hall),
        ],
        grants=[
            GrantFactory(name="Avoin avustus", days=[(0, 5)]),
            GrantFactory(name="Luonnos", live=False),
        ],
    )
    gone.delete()
    response = client.get(page.url)
    assert [listing.name for listing in response.context["listings"]] == ["Kerho ry", "Kylätalo"]
    assert [row.grant.name for row in response.context["grants"]] == ["Avoin avustus"]
    html = response.content.decode()
    assert "Kylätalo" in html
    assert "Avoin avustus" in html


def test_guides_to_read_next_are_in_the_readers_language(
    client: Client, home: HomePage, above: KnowledgeBankPage
) -> None:
    other = guide(above, "Avustukset")
    draft = guide(above, "Luonnos", live=False)
    page = guide(above, "Opas", related_guides=[("guide", draft), ("guide", other)])
    assert [one.title for one in client.get(page.url).context["guides"]] == ["Avustukset"]
    swedish = bank(home_page("sv", home), title="Kunskapsbank", translation_of=above)
    bidrag = guide(swedish, "Bidrag", translation_of=other)
    translated = guide(
        swedish, "Guide", translation_of=page, related_guides=[("guide", other), ("guide", page)]
    )
    found = client.get(translated.url).context["guides"]
    # Not itself either, though its Finnish version was chosen.
    assert [one.pk for one in found] == [bidrag.pk]


def test_machines_read_what_it_is(client: Client, above: KnowledgeBankPage) -> None:
    page = guide(
        above,
        "Opas </script>",
        lead="Lyhyesti.",
        topic=topic("raha", name="Raha"),
        updated_on=datetime.date(2026, 2, 1),
    )
    html = client.get(page.url).content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])["@graph"][0]
    assert data["@type"] == "Article"
    assert data["headline"] == "Opas </script>"
    assert data["dateModified"] == "2026-02-01"
    assert data["articleSection"] == "Raha"
    assert data["url"] == f"http://localhost:8000{page.url}"


def test_number_of_queries_of_a_full_guide(
    client: Client,
    above: KnowledgeBankPage,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    listings = [("facility", FacilityFactory()), ("association", AssociationFactory())]
    page = guide(
        above,
        "Täysi opas",
        body=[("heading", "Yksi"), ("paragraph", "<p>Teksti</p>"), ("checklist", BOARD)] * 4,
        related_listings=listings * 3,
        grants=[GrantFactory(days=[(0, 5)]) for _number in range(4)],
        related_guides=[("guide", guide(above, f"Opas {number}")) for number in range(5)],
    )
    client.get(page.url)
    with django_assert_max_num_queries(20):
        client.get(page.url)
