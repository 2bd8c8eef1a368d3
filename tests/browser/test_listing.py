"""A listing's page in a real browser: passed on, printed, and put right."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from servicemap.models import Feedback
from tests.browser.conftest import Region, Visit
from tests.factories import UserFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def test_link_is_copied_and_the_page_says_so(visit: Callable[..., Visit], region: Region) -> None:
    visitor = visit()
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visitor.go(region.lahti.get_absolute_url() + "?from=search")
    share = page.locator("share-link")
    share.get_by_role("button").click()
    expect(share.get_by_role("status")).to_have_text(re.compile(r"\w"))
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == visitor.base + region.lahti.get_absolute_url()


def test_copying_that_fails_leaves_the_address_to_select(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit()
    visitor.page.add_init_script("navigator.clipboard.writeText = () => Promise.reject()")
    page = visitor.go(region.lahti.get_absolute_url())
    share = page.locator("share-link")
    share.get_by_role("button").click()
    failed = share.get_by_role("status").get_attribute("data-failed")
    assert failed
    expect(share.get_by_role("status")).to_have_text(failed)


def test_without_a_script_the_address_and_the_ways_are_there(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit(java_script_enabled=False)
    page = visitor.go(region.lahti.get_absolute_url())
    share = page.locator("share-link")
    expect(share).to_contain_text(visitor.base + region.lahti.get_absolute_url())
    assert share.get_by_role("button").count() == 0
    expect(page.locator('a[href^="https://www.openstreetmap.org/directions"]')).to_be_visible()


def test_printed_page_is_one_sheet_with_a_map_and_the_way_back(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit()
    page = visitor.go(region.lahti.get_absolute_url())
    for on_paper in (".place-map", ".qr", ".on-paper__address"):
        expect(page.locator(on_paper)).to_be_hidden()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    page.emulate_media(media="print")
    for on_paper in (".place-map", ".qr", ".on-paper__address"):
        expect(page.locator(on_paper)).to_be_visible()
    for on_screen in ("listing-map", ".share", ".site-footer", ".listing__report"):
        expect(page.locator(on_screen)).to_be_hidden()


def open_form(visitor: Visit, region: Region) -> Page:
    page = visitor.go(region.exercise.get_absolute_url())
    page.locator(".listing__report").click()
    expect(page.locator(".feedback__form")).to_be_visible()
    return page


@pytest.mark.parametrize("script", [True, False])
def test_what_is_wrong_is_told_by_keyboard_alone(
    visit: Callable[..., Visit], region: Region, script: bool
) -> None:
    editor = UserFactory(is_superuser=True)
    page = open_form(visit(width=360, java_script_enabled=script), region)
    page.locator("#id_topic_0").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Ovi on toisella puolella taloa.")
    page.keyboard.press("Tab")
    page.keyboard.type("lukija@example.org")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**?sent=1")
    expect(page.locator("h1")).to_be_visible()
    feedback = Feedback.objects.get()
    assert feedback.listing == region.exercise
    assert (feedback.topic, feedback.text, feedback.email) == (
        "place",
        "Ovi on toisella puolella taloa.",
        "lukija@example.org",
    )
    assert [message.to for message in mail.outbox] == [[editor.email]]


def test_mistake_leads_to_its_field(visit: Callable[..., Visit], region: Region) -> None:
    visitor = visit()
    page = open_form(visitor, region)
    page.locator("#id_email").fill("ei-osoite")
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        page.locator(".feedback__form button").click()
    assert answer.value.status == 400
    page.locator('.feedback__problem a[href="#id_email"]').click()
    expect(page.locator("#id_email")).to_be_focused()
    expect(page.locator("#id_email")).to_have_attribute("aria-describedby", "id_email_error")
    expect(page.locator("#id_email")).to_have_value("ei-osoite")
    # The browser itself notes each answer of 400 in its console.
    visitor.errors[:] = [error for error in visitor.errors if "status of 400" not in error]


def test_form_fits_a_small_phone_and_a_strict_policy(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit(width=320, height=640)

    page = visitor.go(region.exercise.get_feedback_url())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    heights = page.locator(
        ".field__choice, .feedback__form .button, .feedback__cancel"
    ).evaluate_all("all => all.map(each => each.getBoundingClientRect().height)")
    assert min(heights) >= 44
    trap = page.locator('[name="homepage"]').bounding_box()
    assert trap is None or trap["x"] < 0
    assert visitor.strangers == set()
