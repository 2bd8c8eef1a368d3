"""The preview beside a form, and the checks of accessibility that run on it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from wagtail.models import Page as ContentPage

from pages.models import NewsPage, StandardPage
from servicemap.models import Association
from tests.browser.conftest import Region, Visit
from tests.servicemap.admin_forms import url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def open_panel(page: Page, name: str) -> None:
    """Open a panel beside the form."""
    page.locator(f'[data-side-panel-toggle="{name}"]').first.click()


FRAME = "#w-preview-iframe"


def expect_problems(page: Page, pattern: str) -> None:
    """Wait for the checks to have run and to find so many problems."""
    panel = page.locator('[data-side-panel="checks"]')
    expect(panel.locator("[data-content-word-count]")).not_to_have_text("-")
    expect(panel.locator("[data-content-checker-count]")).to_have_text(re.compile(pattern))


def test_listing_is_previewed_in_another_language(
    editor: Callable[..., Visit], region: Region
) -> None:
    Association.objects.filter(pk=region.club.pk).update(name_sv="Lahtis simmare rf")
    visitor = editor(width=1400)
    page = visitor.go(url(Association, "edit", region.club.pk))
    open_panel(page, "preview")
    frame = page.frame_locator(FRAME)
    expect(frame.locator("h1")).to_have_text("Lahden Uimarit ry")
    page.locator("#id_preview_mode").select_option("sv")
    expect(frame.locator("h1")).to_have_text("Lahtis simmare rf")
    expect(frame.locator("html")).to_have_attribute("lang", "sv")
    assert visitor.strangers == set()


def test_checks_run_on_a_listing(editor: Callable[..., Visit], region: Region) -> None:
    page = editor(width=1400).go(url(Association, "edit", region.club.pk))
    open_panel(page, "checks")
    expect_problems(page, r"^0$")


def test_checks_find_what_is_wrong_on_a_page(
    editor: Callable[..., Visit], addresses_in: Callable[[str], list[str]]
) -> None:
    addresses_in("fi")
    news = NewsPage.objects.live().filter(locale__language_code="fi").first()
    assert news is not None
    page = editor(width=1400).go(f"/admin/pages/{news.pk}/edit/")
    open_panel(page, "checks")
    expect_problems(page, r"^0$")

    wrong: ContentPage = StandardPage.objects.live().first()
    wrong.lead = ""
    wrong.search_description = ""
    wrong.body = [
        (
            "paragraph",
            "<p><b><i>Ei otsikko</i></b></p><p>Tavallista tekstiä, jota on monta "
            "sanaa, niin että edellinen näyttää otsikolta.</p>",
        )
    ]
    wrong.save_revision()
    visitor = editor(width=1400)
    page = visitor.go(f"/admin/pages/{wrong.pk}/edit/")
    open_panel(page, "checks")
    expect_problems(page, r"^[1-9]")
    # The checks tell the console, too, what they find.
    assert all(error.startswith("axe.run results") for error in visitor.errors)
    visitor.errors.clear()
