"""Searching from the command line gives what the API gives."""

import json
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("query", ["uimahallissa", "kuoro seura", "ei-mitään", ""])
def test_the_command_and_the_api_agree(
    client: Client, region: SimpleNamespace, capsys: pytest.CaptureFixture[str], query: str
) -> None:
    call_command("search", query, "--json", "--size", "20")
    printed = json.loads(capsys.readouterr().out)
    assert printed == client.get("/api/v1/search", {"q": query}).json()


def test_results_are_listed_with_place_and_address(
    region: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("search", "uimahallissa")
    out = capsys.readouterr().out
    assert "Launeen uimahalli (Lahti)" in out
    assert "/fi/tilat/launeen-uimahalli/" in out


def test_a_bad_option_is_explained(region: SimpleNamespace) -> None:
    with pytest.raises(CommandError, match="lang"):
        call_command("search", "kuoro", "--lang", "de")
