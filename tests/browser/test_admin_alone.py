"""Editors work with this site alone: nothing in the admin asks anything of another machine."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from pages.models import NewsPage
from servicemap.models import Facility, Grant, GrantSubscriber, User
from tests.admin.registers import REGISTERS
from tests.browser.conftest import Region, Visit
from tests.browser.test_preview import open_panel
from tests.factories import PASSWORD, UserFactory
from tests.servicemap.admin_forms import url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(visitor: Visit, user: User) -> Page:
    """Sign in as an editor does."""
    page = visitor.go(reverse("wagtailadmin_home"))
    page.locator("#id_username").fill(user.email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form button[type=submit]").first.click()
    expect(page.locator(".sidebar")).to_be_visible()
    visitor.settle()
    return page


@pytest.fixture
def editors_visit(
    visit: Callable[..., Visit], region: Region, addresses_in: Callable[[str], list[str]]
) -> Visit:
    """An administrator who has just signed in to a site with everything on it."""
    visitor = visit(width=1400)
    sign_in(visitor, UserFactory(is_superuser=True))
    return visitor


def test_whole_menu_asks_nobody_else(editors_visit: Visit) -> None:
    page = editors_visit.page
    links: list[str] = page.evaluate(
        """() => {
            const props = JSON.parse(document.getElementById('wagtail-sidebar-props').textContent);
            return [...JSON.stringify(props).matchAll(/"url": ?"([^"]+)"/g)].map((m) => m[1]);
        }"""
    )
    own = {link for link in links if link.startswith("/admin/")}
    assert len(own) > 30
    for link in sorted(own):
        editors_visit.go(link)
        editors_visit.settle()
        expect(page.locator(".sidebar")).to_be_visible()
    assert editors_visit.strangers == set()
    assert len(editors_visit.requests) > len(own)


def test_forms_of_registers_ask_nobody_else(editors_visit: Visit) -> None:
    page = editors_visit.page
    opened = 0
    for register in REGISTERS:
        editors_visit.go(register.url_helper.get_action_url("index"))
        editors_visit.settle()
        entry = register.model._default_manager.first()
        # Nobody edits the addresses of those who get reminders.
        if entry is None or register.model is GrantSubscriber:
            continue
        editors_visit.go(register.url_helper.get_action_url("edit", entry.pk))
        editors_visit.settle()
        expect(page.locator("form[data-edit-form], .w-form-width, form").first).to_be_visible()
        opened += 1
    assert opened >= 8
    assert Grant.objects.exists()
    assert editors_visit.strangers == set()


def test_editing_a_page_asks_nobody_else(editors_visit: Visit) -> None:
    page = editors_visit.page
    news = NewsPage.objects.live().filter(locale__language_code="fi").first()
    assert news is not None
    editors_visit.go(reverse("wagtailadmin_explore", args=[news.get_parent().pk]))
    editors_visit.settle()
    editors_visit.go(reverse("wagtailadmin_pages:edit", args=[news.pk]))
    expect(page.locator(".public-DraftEditor-content").first).to_be_visible()
    for panel in ("status", "comments", "checks", "preview"):
        open_panel(page, panel)
        editors_visit.settle()
    for name in ("wagtailadmin_pages:history", "wagtailadmin_pages:usage"):
        editors_visit.go(reverse(name, args=[news.pk]))
        editors_visit.settle()
    assert editors_visit.strangers == set()


def test_choosing_an_image_asks_nobody_else(editors_visit: Visit) -> None:
    page = editors_visit.page
    editors_visit.go(reverse("wagtailimages:add_multiple"))
    editors_visit.settle()
    news = NewsPage.objects.live().filter(locale__language_code="fi").first()
    assert news is not None
    editors_visit.go(reverse("wagtailadmin_pages:edit", args=[news.pk]))
    chooser = page.locator("#id_image-chooser [data-chooser-action-choose]").first
    tab = chooser.evaluate("button => button.closest('[role=tabpanel]').id")
    page.locator(f'[role=tab][href="#{tab}"]').click()
    chooser.click()
    expect(page.locator(".modal-dialog [role=tab]").first).to_be_visible()
    editors_visit.settle()
    assert editors_visit.strangers == set()


def test_editing_a_listing_asks_nobody_else(editors_visit: Visit, region: Region) -> None:
    page = editors_visit.go(url(Facility, "edit", region.lahti.pk))
    page.get_by_role("tab", name="Sijainti").click()
    expect(page.locator(".leaflet-marker-icon")).to_be_visible()
    expect(page.locator(".map-pin__label").first).to_be_visible()
    page.locator("#map-pin-address").fill("Heinola")
    page.locator("#map-pin-address").press("Enter")
    editors_visit.settle()
    open_panel(page, "preview")
    editors_visit.settle()
    assert editors_visit.strangers == set()
