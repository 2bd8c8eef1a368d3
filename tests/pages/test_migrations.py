"""What landed migrations make of content that is there."""

from importlib import import_module
from typing import Any

from pages.models import StandardPage


def test_single_questions_become_one_block_for_each_run() -> None:
    gather = import_module("pages.migrations.0005_blocks").GatherQuestions()
    question: Any = {"type": "details", "value": {"title": "Miksi?", "text": "<p>Siksi.</p>"}}
    heading: Any = {"type": "heading", "value": "Lisää"}
    raw = gather.apply([question, question, heading, question])
    body = StandardPage._meta.get_field("body").to_python(raw)
    assert [child.block_type for child in body] == ["accordion", "heading", "accordion"]
    assert [len(body[number].value["questions"]) for number in (0, 2)] == [2, 1]
    assert body[0].value["questions"][1]["question"] == "Miksi?"
    assert body[2].value["questions"][0]["answer"].source == "<p>Siksi.</p>"
