"""The calendar as a reader uses it: found from the menu, changed in place, kept by the address."""

import datetime
import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import Region, Visit
from tests.factories import ActivityFactory, ScheduleFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CALENDAR = "/fi/kalenteri/"


@pytest.fixture
def daily(region: Region) -> Region:
    """A choir that meets every day in Lahti, and a club in Heinola that does so in the evening."""
    for name, town in (("Kuoro", region.lahti), ("Shakkikerho", region.heinola)):
        ActivityFactory(
            name=name,
            municipality=town.municipality,
            schedules=[
                ScheduleFactory.build(
                    dtstart=timezone.localdate(),
                    freq="DAILY",
                    byday="",
                    opens_at=datetime.time(23, 58),
                    closes_at=datetime.time(23, 59),
                )
            ],
        )
    return region


def same(page: Page) -> Page:
    """Mark the document, so that a reload is noticed."""
    page.evaluate("window.sameDocument = true")
    return page


def test_the_calendar_is_found_from_the_menu_and_narrowed_in_place(
    visit: Callable[..., Visit], daily: Region
) -> None:
    page = visit().go("/fi/haku/")
    page.locator(".site-header .nav__link", has_text="Kalenteri").first.click()
    page.wait_for_url(f"**{CALENDAR}")
    same(page)
    rows = page.locator("#results .happening")
    both = rows.count()
    assert both

    page.locator('#filters input[name="municipality"][value="111"]').check()
    expect(page).to_have_url(re.compile(r"\?municipality=111$"))
    expect(rows).to_have_count(both // 2)
    expect(page.locator('#filters input[name="municipality"][value="111"]')).to_be_focused()
    page.get_by_role("link", name="Tänään", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?municipality=111&when=today$"))
    expect(rows).to_have_count(1)
    expect(page.locator('.spans [aria-current="page"]')).to_have_text("Tänään")
    expect(page.locator('.spans [aria-current="page"]')).to_be_focused()
    expect(page.locator("#search-status")).to_contain_text("1")
    page.go_back()
    expect(page.locator('.spans [aria-current="page"]')).not_to_have_text("Tänään")
    assert page.evaluate("window.sameDocument")


def test_another_day_is_gone_to_in_place(visit: Callable[..., Visit], daily: Region) -> None:
    page = same(visit().go(f"{CALENDAR}?q=kuoro"))
    day = (timezone.localdate() + datetime.timedelta(days=9)).isoformat()
    page.locator("#calendar-day").fill(day)
    page.locator(".day-form button").click()
    expect(page).to_have_url(re.compile(rf"\?q=kuoro&when={day}\.\.{day}$"))
    expect(page.locator("#results .happening")).to_have_count(1)
    page.locator('[data-keep="later"]').click()
    page.wait_for_url(re.compile(r"when=(?!" + day + ")"))
    expect(page.locator('[data-keep="later"]')).to_be_focused()
    assert page.evaluate("window.sameDocument")


def test_other_languages_and_the_list_show_the_same_search(
    visit: Callable[..., Visit], daily: Region
) -> None:
    page = visit().go(CALENDAR)
    page.locator("input[name=q]").fill("kuoro")
    page.locator("input[name=q]").press("Enter")
    weekend = page.get_by_role("link", name="Viikonloppuna", exact=True)
    expect(weekend).to_have_attribute("href", re.compile("q=kuoro"))
    expect(page.locator("#results .happening").first).to_contain_text("Kuoro")
    weekend.click()
    english = page.locator(".site-header .languages__link[lang=en]").first
    expect(english).to_have_attribute("href", re.compile("q=kuoro&when=weekend"))
    english.click()
    page.wait_for_url(re.compile(r"/en/calendar/\?q=kuoro&when=weekend"))
    page.locator(".as-calendar a", has_text="map").click()
    page.wait_for_url(re.compile(r"/en/search/\?q=kuoro&when=weekend"))
    expect(page.locator("#results .card")).to_have_count(1)


def test_a_topic_that_is_suggested_stays_in_the_calendar(
    visit: Callable[..., Visit], daily: Region
) -> None:
    page = visit().go(CALENDAR)
    page.locator("input[role=combobox]").press_sequentially("heino")
    page.locator(".suggestions__option").first.click()
    page.wait_for_url(re.compile(r"/fi/kalenteri/\?municipality=111"))
    expect(page.locator("#results .happening").first).to_contain_text("Shakkikerho")


def test_days_are_chosen_without_a_script(visit: Callable[..., Visit], daily: Region) -> None:
    page = visit(java_script_enabled=False).go(f"{CALENDAR}?q=kuoro")
    page.get_by_role("link", name="Tänään", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?q=kuoro&when=today$"))
    expect(page.locator("#results .happening")).to_have_count(1)
