"""The knowledge bank: guides by topic, narrowed down by topic and by words."""

import datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import PageViewRestriction

from pages.knowledge import words
from pages.models import HomePage, KnowledgeBankPage
from tests.pages.factories import home_page
from tests.pages.knowledge.builders import bank, guide, topic


@pytest.fixture
def above(home: HomePage) -> KnowledgeBankPage:
    """A bank of four guides."""
    page = bank(home)
    money, rooms = topic("raha", order=2), topic("tilat", order=1)
    guide(
        page,
        "Avustuksen hakeminen",
        topic=money,
        updated_on=datetime.date(2026, 11, 3),
        body=[("paragraph", "<p>Liitä tilinpäätös.</p>")],
    )
    guide(page, "Tilan varaaminen", topic=rooms, lead="Kokoustilat löytyvät kartalta.")
    guide(page, "Luonnos", topic=rooms, live=False)
    private = guide(page, "Vain ryhmälle", topic=rooms)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    return page


def shown(client: Client, address: str) -> list[tuple[str, list[str]]]:
    """The topics and the titles of their guides."""
    response = client.get(address)
    assert response.status_code == 200
    groups: list[dict[str, Any]] = response.context["groups"]
    return [(one["topic"].slug, [page.title for page in one["guides"]]) for one in groups]


def test_guides_are_by_topic_in_the_topics_order(client: Client, above: KnowledgeBankPage) -> None:
    assert shown(client, above.url) == [
        ("tilat", ["Tilan varaaminen"]),
        ("raha", ["Avustuksen hakeminen"]),
    ]
    html = client.get(above.url).content.decode()
    assert '<time datetime="2026-11-03">3.11.2026</time>' in html
    assert "Luonnos" not in html
    assert "Vain ryhmälle" not in html


def test_topic_narrows_down_and_an_unknown_one_does_not(
    client: Client, above: KnowledgeBankPage
) -> None:
    assert shown(client, f"{above.url}?topic=raha") == [("raha", ["Avustuksen hakeminen"])]
    assert len(shown(client, f"{above.url}?topic=ei-ole")) == 2


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("avustus", ["Avustuksen hakeminen"]),
        ("AVUSTUKSIA", ["Avustuksen hakeminen"]),
        ("tilinpäätöksen", ["Avustuksen hakeminen"]),
        ("tila", ["Tilan varaaminen"]),
        ("kokoustilassa", ["Tilan varaaminen"]),
        ("miten avustus", ["Avustuksen hakeminen"]),
        ("avustus kokoustila", []),
        ("ooppera", []),
    ],
)
def test_words_are_found_in_any_form(
    client: Client, above: KnowledgeBankPage, typed: str, found: list[str]
) -> None:
    groups = shown(client, f"{above.url}?q={typed}")
    assert [title for _topic, titles in groups for title in titles] == found


def test_words_of_a_new_version_are_found_at_once(client: Client, above: KnowledgeBankPage) -> None:
    assert shown(client, f"{above.url}?q=talkoot") == []
    page = above.guides().get(title="Tilan varaaminen")
    page.lead = "Talkoissa siivotaan."
    page.save_revision().publish()
    assert shown(client, f"{above.url}?q=talkoot") == [("tilat", ["Tilan varaaminen"])]


@pytest.mark.parametrize("typed", ["%00", "%3Cscript%3E", "%22%27", "x" * 500, "+", "%F0%9F%98%80"])
def test_odd_words_do_no_harm(client: Client, above: KnowledgeBankPage, typed: str) -> None:
    response = client.get(f"{above.url}?q={typed}&topic={typed}")
    assert response.status_code == 200
    assert b"<script>" not in response.content


def test_words_are_compared_as_written_where_nobody_lends_a_reader() -> None:
    assert [word.terms for word in words.as_written("Avustus 2027!", "fi")] == [
        {"avustus"},
        {"2027"},
    ]


def test_empty_bank_leads_on(client: Client, home: HomePage) -> None:
    response = client.get(bank(home).url)
    assert response.status_code == 200
    assert "/fi/haku/" in response.content.decode()


def test_number_of_queries_does_not_grow_with_the_guides(
    client: Client,
    above: KnowledgeBankPage,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(12):
        guide(above, f"Opas {number}", topic=topic(f"aihe-{number % 4}"))
    client.get(above.url)
    for address in (above.url, f"{above.url}?q=avustus", f"{above.url}?topic=raha"):
        with django_assert_max_num_queries(20):
            client.get(address)


def test_guide_that_is_not_translated_is_read_in_its_own_language(
    client: Client, home: HomePage, above: KnowledgeBankPage
) -> None:
    swedish = bank(home_page("sv", home), title="Kunskapsbank", translation_of=above)
    own = guide(swedish, "Att söka bidrag", topic=topic("raha"))
    original = above.guides().get(title="Tilan varaaminen")
    alias = original.copy_for_translation(swedish.locale, alias=True)
    found = {
        word: [
            title for _topic, titles in shown(client, f"{swedish.url}?q={word}") for title in titles
        ]
        for word in ("bidragen", "kokoustilassa")
    }
    assert found == {"bidragen": [own.title], "kokoustilassa": [alias.title]}
    html = client.get(swedish.url).content.decode()
    assert f'<a class="guides__link" href="{alias.url}" lang="fi">' in html
    assert f'<a class="guides__link" href="{own.url}">' in html
    assert '"inLanguage": "fi"' in client.get(alias.url).content.decode()
    original.lead = "Talkoissa siivotaan."
    original.save_revision().publish()
    assert shown(client, f"{swedish.url}?q=talkoot") == [("tilat", [alias.title])]
