"""What blocks refuse, and what editors may choose from."""

from typing import Any

import pytest
from wagtail.blocks import StructBlockValidationError

from pages.blocks.home import TopicBlock, category_choices
from pages.blocks.links import LinkBlock
from pages.blocks.strategy import SpearheadBlock
from pages.models import HomePage
from tests.factories import CategoryFactory, TargetGroupFactory


def cleaned(block: Any, **values: Any) -> Any:
    return block.clean(block.normalize(values))


@pytest.fixture
def _registers(db: None) -> None:
    sports = CategoryFactory(slug="liikunta", name="Liikunta", order=1)
    CategoryFactory(slug="uinti", name="Uinti", parent=sports, order=2)
    TargetGroupFactory(slug="seniorit")


@pytest.mark.usefixtures("_registers")
@pytest.mark.parametrize(
    "values",
    [{"category": "uinti"}, {"target_group": "seniorit"}, {"title": "Vesi", "category": "uinti"}],
)
def test_topic_is_a_category_or_a_target_group(values: dict[str, str]) -> None:
    topic = cleaned(TopicBlock(), **{"title": "", "category": "", "target_group": "", **values})
    assert topic["category"] or topic["target_group"]


@pytest.mark.usefixtures("_registers")
@pytest.mark.parametrize(
    "values",
    [
        {"category": "", "target_group": ""},
        {"category": "uinti", "target_group": "seniorit"},
        {"category": "poistettu", "target_group": ""},
    ],
)
def test_topic_refuses_none_both_and_unknown(values: dict[str, str]) -> None:
    with pytest.raises(StructBlockValidationError) as error:
        cleaned(TopicBlock(), title="", **values)
    assert "category" in error.value.block_errors


@pytest.mark.usefixtures("_registers")
def test_categories_are_offered_as_a_tree() -> None:
    assert category_choices() == [
        ("Liikunta", [("liikunta", "Liikunta: koko aihe"), ("uinti", "Uinti")]),
    ]


def test_link_needs_exactly_one_target(home: HomePage) -> None:
    block = LinkBlock()
    address = "https://ohje.example/"
    assert cleaned(block, title="", page=None, url=address).href == address
    assert cleaned(block, title="", page=home, url="").text == home.title
    for page, url in ((None, ""), (home, address)):
        with pytest.raises(StructBlockValidationError) as error:
            cleaned(block, title="", page=page, url=url)
        assert "page" in error.value.block_errors


def test_action_says_its_state_in_words() -> None:
    block = SpearheadBlock()
    value = block.to_python(
        {"title": "Näkyvyys", "goal": "Löytyy.", "actions": [{"title": "Kartta", "state": "done"}]}
    )
    assert value["actions"][0].state_label
    with pytest.raises(StructBlockValidationError):
        cleaned(
            block,
            title="Näkyvyys",
            goal="Löytyy.",
            description="",
            evaluation="",
            actions=[{"title": "Kartta", "state": "forgotten"}],
        )
