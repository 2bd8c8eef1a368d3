"""A strategy over the years: how far its actions are, and what each year taught."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.blocks import StreamBlockValidationError

from pages.blocks.strategy import EvaluationsBlock
from pages.models import HomePage
from pages.models.strategy import count_states
from tests.factories import ActivityFactory
from tests.pages.factories import spearhead, strategy_page


def evaluation(year: int, **fields: Any) -> tuple[str, dict[str, Any]]:
    finding = {"spearhead": 1, "progress": "well", "text": f"Havainto {year}"}
    return (
        "evaluation",
        {"year": year, "text": "<p>Lyhyesti.</p>", "findings": [finding], **fields},
    )


def test_states_add_up_in_words_and_along_the_bar() -> None:
    states = ["planned", "done", "ongoing", "done", "planned", "planned"]
    found = count_states([{"state": state} for state in states])
    assert [(entry["state"], entry["count"], entry["x"]) for entry in found] == [
        ("done", 2, 0),
        ("ongoing", 1, 2),
        ("planned", 3, 3),
    ]
    assert count_states([]) == []


def test_bar_has_the_same_in_words(client: Client, home: HomePage) -> None:
    page = strategy_page(home, spearheads=[spearhead("done", "done", "planned")])
    html = client.get(page.url).content.decode()
    assert 'viewBox="0 0 3 1"' in html
    assert '<rect class="states__part states__part--done" x="0" width="2" height="1">' in html
    assert html.count('<strong class="number">2</strong>') == 2


def test_latest_evaluation_comes_first_and_names_the_spearhead(
    client: Client, home: HomePage
) -> None:
    page = strategy_page(
        home,
        spearheads=[spearhead("done")],
        evaluations=[evaluation(2025), evaluation(2027), evaluation(2026)],
        next_steps="<p>Seuraavaksi kysytään.</p>",
    )
    response = client.get(page.url)
    years = [entry["year"] for entry in response.context["evaluations_by_year"]]
    assert years == [2027, 2026, 2025]
    html = response.content.decode()
    assert html.index("Havainto 2027") < html.index("Havainto 2025")
    assert "<strong>1 <span>Näkyvyys</span></strong>" in html
    assert "Seuraavaksi kysytään." in html


def test_finding_of_a_spearhead_that_is_gone_keeps_its_number(
    client: Client, home: HomePage
) -> None:
    finding = {"spearhead": 9, "progress": "", "text": "Jäi pois."}
    page = strategy_page(
        home, spearheads=[spearhead("done")], evaluations=[evaluation(2026, findings=[finding])]
    )
    assert "<strong>9</strong>" in client.get(page.url).content.decode()


def test_year_is_evaluated_once() -> None:
    block = EvaluationsBlock()
    block.clean(block.normalize([evaluation(2025), evaluation(2026)]))
    with pytest.raises(StreamBlockValidationError):
        block.clean(block.normalize([evaluation(2026), evaluation(2026)]))


def test_spearhead_shows_its_live_figure(
    client: Client, home: HomePage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ActivityFactory.create_batch(7)
    kind, value = spearhead("done")
    heads = [(kind, {**value, "figure": "activities"}) for _ in range(5)]
    page = strategy_page(home, spearheads=heads, evaluations=[evaluation(2026)])
    html = client.get(page.url).content.decode()
    assert html.count('<span class="spearhead__figure-value">7</span>') == 5
    with django_assert_max_num_queries(20):
        client.get(page.url)
