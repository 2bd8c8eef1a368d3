"""A site of one home page in Finnish, and the whole demo."""

from pathlib import Path

import pytest
from pytest_django import Settings

from pages.models import HomePage
from tests.pages.factories import home_page


@pytest.fixture
def home(db: None) -> HomePage:
    """The Finnish home page at the root of the site."""
    return home_page("fi")


@pytest.fixture
def var_dir(settings: Settings, tmp_path: Path) -> Path:
    """Where an installation keeps its data."""
    settings.VAR_DIR = tmp_path
    return tmp_path
