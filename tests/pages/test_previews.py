"""Drafts of pages as editors see them before publishing, in the language of their tree."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from pages.demo_content.site_pages import load_site
from pages.models import HomePage, NewsPage, StandardPage, StrategyPage
from tests.conftest import Shared
from tests.pages.factories import home_page
from tests.register_rows import RegisterRows

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def site(shared: Shared, register_rows: RegisterRows) -> None:
    """The demo's pages in all languages."""
    with shared():
        register_rows.insert()
        home_page("fi")
        load_site(datetime.date(2026, 11, 22))


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("model", [HomePage, NewsPage, StandardPage, StrategyPage])
def test_draft_is_previewed_in_the_language_of_its_tree(
    admin_client: Client, site: None, model: type[Page], language: str
) -> None:
    page = model.objects.filter(locale__language_code=language, alias_of=None).first()
    if page is None:
        pytest.skip(f"The demo has no {model.__name__} in {language}.")
    was = page.title
    page.title = "Vielä luonnos"
    page.save_revision()
    response = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    html = response.content.decode()
    assert f'<html lang="{language}"' in html
    assert "Vielä luonnos" in html
    assert "Content-Security-Policy" not in response.headers
    public = Client().get(page.get_url()).content.decode()
    assert was in public
    assert "Vielä luonnos" not in public
    assert "wagtail-userbar" not in public
