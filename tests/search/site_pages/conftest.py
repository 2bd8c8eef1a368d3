"""A site with a home page."""

import pytest

from pages.models import HomePage
from tests.pages.factories import home_page


@pytest.fixture
def home(db: None) -> HomePage:
    return home_page("fi")
