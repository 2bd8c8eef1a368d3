"""Lists and long choices in the admin are readable on screens of all widths."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from wagtail.models import Page as ContentPage

from pages.models import StandardPage
from servicemap.models import Association
from tests.browser.conftest import Region, Visit
from tests.factories import AssociationFactory
from tests.servicemap.admin_forms import url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (1280, 800, 400)


def columns(page: Page, choices: str) -> int:
    """In how many columns the boxes stand."""
    return page.locator(choices).evaluate(
        "list => new Set([...list.querySelectorAll('label')].map("
        "label => Math.round(label.getBoundingClientRect().left))).size"
    )


def is_too_wide(page: Page, part: str) -> bool:
    """Whether something in the part goes over its edge."""
    wide: bool = page.locator(part).evaluate("one => one.scrollWidth > one.clientWidth + 1")
    return wide


def test_long_choices_stand_in_columns(editor: Callable[..., Visit], region: Region) -> None:
    page = editor(width=1280).go(url(Association, "edit", region.club.pk))
    page.get_by_role("tab", name="Luokittelu").click()
    expect(page.locator("#id_target_groups")).to_be_visible()
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = columns(page, "#id_target_groups")
        assert not is_too_wide(page, "#id_target_groups"), width
        # Four are few enough to be read one below the other.
        assert columns(page, "#id_themes") == 1
    assert found[1280] >= 3
    assert found[800] == 2
    assert found[400] == 1


def test_names_and_buttons_in_registers_stay_whole(
    editor: Callable[..., Visit], region: Region
) -> None:
    page = editor(width=1280).go(reverse("servicemap_category_modeladmin_index"))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        button = page.locator("ul.actions .button").first
        expect(button).to_be_visible()
        box, name = button.bounding_box(), page.locator("td.title").first.bounding_box()
        assert box
        assert name
        assert box["width"] > 60, width
        assert box["height"] < 50, width
        assert name["width"] > 120, width
        # The page itself is not scrolled sideways.
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("is_of_listings", [True, False])
def test_all_in_the_list_is_offered_where_it_means_what_is_shown(
    editor: Callable[..., Visit], region: Region, is_of_listings: bool
) -> None:
    if is_of_listings:
        for number in range(51):
            AssociationFactory(name=f"Yhdistys {number}")
        address = url(Association, "list")
    else:
        home = ContentPage.objects.get(depth=1)
        for number in range(51):
            home.add_child(instance=StandardPage(title=f"Sivu {number}", slug=f"sivu-{number}"))
        address = reverse("wagtailadmin_explore", args=[home.pk])
    page = editor().go(address)
    page.locator("[data-bulk-action-select-all-checkbox]").first.check()
    expect(page.locator("[data-bulk-action-num-objects]")).to_contain_text("50")
    expect(page.locator("[data-bulk-action-num-objects-in-listing]")).to_be_visible(
        visible=is_of_listings
    )
