"""The speed benchmark asks what it says it asks."""

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bench.answering import COMPARED, _asked, _wagtail_page
from bench.databases import fingerprint
from bench.figures import Report
from bench.queries import Choice, _mistyped, choose


@pytest.fixture
def queries(registers: Any) -> dict[str, list[Choice]]:
    call_command("generate_listings", 400, verbosity=0)
    call_command("update_index", verbosity=0)
    return choose()


def test_every_class_has_queries_that_can_be_asked_of_us_and_of_wagtail(
    queries: dict[str, list[Choice]],
) -> None:
    assert all(queries.values())
    found = {name: _asked(choices[0])[2] for name, choices in queries.items()}
    assert found["no words"] == 400
    assert all(found[name] for name in ("a rare word", "a common word", "two words"))
    assert found["the broadest words"] >= found["a common word"] > found["a rare word"] > 0
    assert 0 < found["near, within 5 km"] < 400
    theirs = {name: _wagtail_page(name, queries[name][0]) for name in COMPARED}
    assert theirs["no words"] == 400
    assert 0 < theirs["a place, chosen"] < 400


def test_no_listings_is_told(registers: Any) -> None:
    with pytest.raises(CommandError, match="no listings"):
        choose()


def test_a_mistyped_word_is_no_word_that_there_is() -> None:
    known = Counter(["kerho", "kehro"])
    for seed in range(20):
        wrong = _mistyped("kerho", known, random.Random(seed))
        assert wrong not in known
        assert abs(len(wrong) - 5) <= 1


def test_a_figure_over_or_under_its_budget_makes_the_run_fail(capsys: Any) -> None:
    report = Report()
    report.add("answers", 20, "ms", 25)
    report.add_least("build", 1200, "/s", 1000)
    assert report.finish() == 0
    report.add("slow answers", 30, "ms", 25)
    report.add_least("slow build", 900, "/s", 1000)
    assert report.finish() == 1
    assert "slow answers" in capsys.readouterr().out


def test_the_databases_are_made_anew_when_what_they_are_made_of_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.databases.ROOT", tmp_path)
    words = tmp_path / "servicemap" / "generation" / "data" / "words.toml"
    words.parent.mkdir(parents=True)
    words.write_text("nouns = 'kerho'", encoding="utf-8")
    before = fingerprint()
    (words.parent / "words.toml~").write_text("left by an editor", encoding="utf-8")
    assert fingerprint() == before
    words.write_text("nouns = 'retki'", encoding="utf-8")
    assert fingerprint() != before
