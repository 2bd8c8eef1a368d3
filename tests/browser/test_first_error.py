"""A form that was refused opens where it has to be mended."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import Region, Visit
from tests.factories import GrantFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_registers_form_opens_at_its_error(editor: Callable[..., Visit], region: Region) -> None:
    grant = GrantFactory(days=[(-5, 5)])
    page = editor().go(reverse("servicemap_grant_modeladmin_edit", args=[grant.pk]))
    page.get_by_role("tab", name="Hakuajat").click()
    closes = page.locator("#id_periods-0-closes_on")
    closes.fill("01.01.2020")
    closes.press("Escape")
    page.get_by_role("tab", name="Perustiedot").click()
    page.locator("footer").get_by_role("button", name="Tallenna").click()
    expect(closes).to_be_focused()
    expect(page.get_by_role("tab", name="Hakuajat")).to_have_attribute("aria-selected", "true")
