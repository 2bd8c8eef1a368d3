"""Long pages: the operating model folds on a phone, and answers are given without a script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from pages.models import GuidePage, OperatingModelPage, UsefulnessCount, UsefulnessNote
from tests.browser.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def _demo(addresses_in: Callable[[str], list[str]]) -> None:
    """The pages of the demo."""


@pytest.mark.usefixtures("_demo")
def test_model_folds_on_a_phone_and_opens_what_is_asked_for(visit: Callable[..., Visit]) -> None:
    address = OperatingModelPage.objects.get(locale__language_code="fi").url
    phone = visit(width=360).go(address)
    parts = phone.locator("details[data-fold]")
    expect(phone.locator("details[data-fold][open]")).to_have_count(0)
    parts.first.locator("summary").click()
    expect(parts.first).to_have_attribute("open", "")
    named = visit(width=360).go(f"{address}#tilat")
    expect(named.locator("details[data-fold][open]")).to_have_count(1)
    expect(named.locator("#tilat .element__body")).to_be_in_viewport()
    for options in ({"width": 1280}, {"width": 360, "java_script_enabled": False}):
        page = visit(**options).go(address)
        expect(page.locator("details[data-fold]:not([open])")).to_have_count(0)


@pytest.mark.usefixtures("_demo")
def test_reader_says_that_a_guide_was_of_no_use_without_a_script(
    visit: Callable[..., Visit],
) -> None:
    guide = GuidePage.objects.filter(locale__language_code="fi").earliest("pk")
    visitor = visit(width=360, java_script_enabled=False)
    page = visitor.go(guide.url)
    page.locator('.usefulness button[value="no"]').click()
    expect(page).to_have_url(re.compile(r"\?answer=no$"))
    page.locator("#note-text").fill("Esimerkki puuttui.")
    page.locator(".feedback__form button").click()
    expect(page).to_have_url(re.compile(r"sent=1$"))
    assert visitor.context.cookies() == []
    count = UsefulnessCount.objects.get()
    assert (count.page_id, count.yes, count.no) == (guide.pk, 0, 1)
    assert UsefulnessNote.objects.get().text == "Esimerkki puuttui."
