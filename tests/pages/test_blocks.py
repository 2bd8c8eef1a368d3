"""What blocks refuse, and what editors may choose from."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from wagtail.blocks import StructBlockValidationError

from pages.blocks.body import BodyBlock
from pages.blocks.home import TopicBlock, category_choices
from pages.blocks.links import LinkBlock
from pages.blocks.operating_model import ElementBlock, MaterialBlock
from pages.blocks.strategy import EvaluationsBlock, SpearheadBlock
from pages.models import HomePage
from tests.factories import CategoryFactory, TargetGroupFactory
from tests.pages.factories import standard_page, strategy_page


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
@pytest.mark.parametrize(("category", "is_both"), [("", False), ("uinti", True)])
def test_topic_says_what_is_wrong(category: str, is_both: bool) -> None:
    group = "seniorit" if is_both else ""
    with translation.override("fi"), pytest.raises(StructBlockValidationError) as error:
        cleaned(TopicBlock(), title="", category=category, target_group=group)
    for name in ("category", "target_group"):
        (said,) = error.value.block_errors[name].messages
        assert ("molempia" in said) == is_both


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
    expected = {
        (None, ""): "Valitse sivu tai anna osoite.",
        (home, address): "Valitse sivu tai anna osoite, ei molempia.",
    }
    for (page, url), message in expected.items():
        with translation.override("fi"), pytest.raises(StructBlockValidationError) as error:
            cleaned(block, title="", page=page, url=url)
        for name in ("page", "url"):
            assert error.value.block_errors[name].messages == [message]


class TestDraft:
    """What is not finished is kept; what is wrong or contradictory is refused at once."""

    @pytest.mark.parametrize("name", list(BodyBlock().child_blocks))
    def test_every_block_may_be_left_empty(
        self, client: Client, home: HomePage, registers: Any, name: str
    ) -> None:
        body = BodyBlock()
        block = body.child_blocks[name]
        value = body.clean_deferred(body.normalize([(name, block.get_default())]))
        page = standard_page(home, "Luonnos", body=[(name, value[0].value)])
        assert client.get(page.url).status_code == 200

    @pytest.mark.parametrize(
        ("block", "values"),
        [
            (TopicBlock(), {"title": "", "category": "", "target_group": ""}),
            (LinkBlock(), {"title": "", "page": None, "url": ""}),
            (MaterialBlock(), {"title": "Ohje"}),
            (ElementBlock(), {"title": "Osa", "state": "ready", "points": []}),
        ],
    )
    @pytest.mark.usefixtures("_registers")
    def test_what_is_asked_for_may_come_later(self, block: Any, values: dict[str, Any]) -> None:
        value = block.to_python(values)
        block.clean_deferred(value)
        with pytest.raises(StructBlockValidationError):
            block.clean(value)

    def test_two_targets_are_refused(self, home: HomePage) -> None:
        block = LinkBlock()
        with pytest.raises(StructBlockValidationError):
            block.clean_deferred(
                block.normalize({"title": "", "page": home, "url": "https://ohje.example/"})
            )

    def test_evaluations_may_lack_their_year(self, client: Client, home: HomePage) -> None:
        block = EvaluationsBlock()
        blank = {"year": None, "text": "", "findings": []}
        old = {"year": 2024, "text": "", "findings": []}
        value = block.to_python(
            [{"type": "evaluation", "value": one} for one in (blank, blank, old)]
        )
        assert len(block.clean_deferred(value)) == 3
        page = strategy_page(home, evaluations=value)
        assert client.get(page.url).status_code == 200


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
