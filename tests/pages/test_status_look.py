"""Where something stands looks the same wherever it is said."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from pages.blocks.strategy import ActionState
from pages.models.operating_model import BAR_STATES
from servicemap.models.evenings import EveningState
from servicemap.models.grants import GrantState

STYLE = Path(settings.SITE_DIR, "static/css/status.css").read_text(encoding="utf-8")
STATES = sorted(
    {str(state) for states in (GrantState, EveningState, ActionState) for state in states}
    | set(BAR_STATES.values())
)
OVER = {"closed", "past"}
"""What looks as the component does by itself: grey, with a dash."""


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_its_form(state: str) -> None:
    assert (state in OVER) or re.search(rf"\.status--{state}\b", STYLE)


def test_state_is_said_with_what_goes_with_it() -> None:
    with override("fi"):
        html = render_to_string(
            "components/status.html", {"state": "open", "text": "Auki", "more": "5 päivää"}
        )
    (status,) = BeautifulSoup(html, "html.parser").select(".status--open")
    assert status.get_text() == "Auki 5 päivää"
    bare = render_to_string("components/status.html", {"state": "done", "text": "Tehty"})
    assert "status__more" not in bare
