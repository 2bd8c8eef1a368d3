"""An evening that one can register for, and a resident's browser."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pages.models import EveningIndexPage, EveningPage, HomePage
from servicemap.models import Evening, EveningRegistration
from tests.committing import CommittingClient
from tests.pages.factories import evening_index, evening_page

Register = Callable[..., Any]


@pytest.fixture
def client() -> Client:
    """A resident's browser."""
    return CommittingClient()


@pytest.fixture
def index(home: HomePage) -> EveningIndexPage:
    """The list of evenings in Finnish."""
    return evening_index(home, show_in_menus=True)


@pytest.fixture
def page(index: EveningIndexPage) -> EveningPage:
    """An evening with two places and something to eat."""
    return evening_page(
        index,
        capacity=2,
        asks_catering=True,
        place_name="Kylätalo",
        street_address="Kyläraitti 1",
        contact_email="illat@example.org",
    )


@pytest.fixture
def evening(page: EveningPage) -> Evening:
    """What was promised of it."""
    return Evening.objects.get(key=page.translation_key)


@pytest.fixture
def register(client: Client) -> Register:
    """Fill in the public form of a page."""

    def do(page: EveningPage, email: str = "tulija@example.org", **data: Any) -> Any:
        filled = {"name": "Puheenjohtaja", "email": email, "persons": "1", **data}
        return client.post(reverse("evening-register", args=[page.translation_key]), filled)

    return do


def by_state(evening: Evening) -> dict[str, list[str]]:
    """The addresses of those who come and wait, in order."""
    found: dict[str, list[str]] = {"coming": [], "waiting": []}
    for one in EveningRegistration.objects.filter(evening=evening).order_by("pk"):
        found[one.state].append(one.email)
    return found
