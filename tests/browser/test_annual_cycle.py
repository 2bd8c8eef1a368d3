"""The annual cycle in a real browser: nothing overlaps, everything can be reached, paper too."""

import datetime
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from servicemap.models import CycleKind, site_today
from tests.browser.conftest import Visit
from tests.browser.styles import restyled
from tests.browser.test_accessibility import AXE, RUN
from tests.browser.test_print import A4_AT_SCREEN_SIZE, DARK_GROUNDS, on_paper
from tests.factories import CycleEntryFactory
from tests.pages.factories import cycle_page, home_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLES = (
    "Salivuorojen haku",
    "Päijäthämäläisten yhdistysten vapaaehtoistoiminnan kehittämistyöryhmän vuosisuunnittelupäivä",
    "Hyvinvointialuejärjestöneuvottelukunnanvaliokuntatyöskentely",
    "Hyte-verkosto",
)

OVERLAPS = """() => {
    const boxes = [...document.querySelectorAll('.cycle-page__full .cycle-label')]
        .map((label) => [label.textContent, label.getBBox()]);
    return boxes.flatMap(([one, a], index) => boxes.slice(index + 1)
        .filter(([, b]) => a.x < b.x + b.width && b.x < a.x + a.width
            && a.y + 3 < b.y + b.height - 3 && b.y + 3 < a.y + a.height - 3)
        .map(([other]) => `${one} / ${other}`));
}"""

OUTSIDE = """() => {
    const [x, y, width, height] = document.querySelector('.cycle-page__full svg')
        .getAttribute('viewBox').split(' ').map(Number);
    return [...document.querySelectorAll('.cycle-page__full .cycle-label')].filter((label) => {
        const box = label.getBBox();
        return box.x < x || box.x + box.width > x + width || box.y < y
            || box.y + box.height > y + height;
    }).map((label) => label.textContent);
}"""


@pytest.fixture
def cycle_of(live_server: object) -> Callable[[int], str]:
    """Give the address of a cycle with so many entries."""

    def make(count: int) -> str:
        year = site_today().year
        for number in range(count):
            day = datetime.date(year, 1, 1) + datetime.timedelta(days=number * 360 // count)
            recurs = number % 7 == 3
            CycleEntryFactory(
                title=TITLES[number % len(TITLES)],
                kind=CycleKind.values[number % len(CycleKind.values)],
                starts_on=day.replace(day=min(day.day, 28)),
                ends_on=None if recurs else day + datetime.timedelta(days=number % 40),
                repeats="monthly" if recurs else "once",
            )
        return str(cycle_page(home_page("fi")).url)

    return make


@pytest.mark.parametrize("count", [5, 28, 80])
def test_no_label_lies_on_another_or_leaves_the_picture(
    visit: Callable[..., Visit], cycle_of: Callable[[int], str], count: int
) -> None:
    page = visit().go(cycle_of(count))
    page.evaluate("document.fonts.ready")
    expect(page.locator(".cycle-page__full .cycle-item")).to_have_count(count)
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(OUTSIDE) == []
    assert page.locator(".cycle-page--numbered").count() == (count == 80)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_where_it_is_crowded(
    visit: Callable[..., Visit], cycle_of: Callable[[int], str], width: int, scheme: str
) -> None:
    address = cycle_of(80)
    visitor = visit(width=width, color_scheme=scheme)
    for query in ("", "?show=table"):
        page = visitor.go(address + query)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert page.evaluate(RUN) == []


def test_pointing_and_focusing_mark_what_belongs_together(
    visit: Callable[..., Visit], cycle_of: Callable[[int], str]
) -> None:
    page = visit().go(cycle_of(5))
    item = page.locator(".cycle-page__full .cycle-item").first
    key = item.get_attribute("data-cycle-item")
    row = page.locator(f"#{key}")
    item.locator(".cycle-label").hover()
    expect(row).to_have_class(re.compile("is-active"))
    page.locator("h1").hover()
    expect(row).not_to_have_class(re.compile("is-active"))
    item.focus()
    expect(row).to_have_class(re.compile("is-active"))
    page.keyboard.press("Enter")
    assert page.url.endswith(f"#{key}")
    expect(row).to_be_in_viewport()
    row.hover()
    expect(item).to_have_class(re.compile("is-active"))


def test_the_keyboard_reaches_each_entry_and_can_pass_them_by(
    visit: Callable[..., Visit], cycle_of: Callable[[int], str]
) -> None:
    page = visit().go(cycle_of(5))
    wheel = page.locator(".cycle-page__full svg")
    expect(wheel.get_by_role("link", name=re.compile("Salivuorojen haku, "))).to_have_count(2)
    skip = page.locator(".cycle-page__skip")
    page.locator(".cycle-filters button").focus()
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    for _kind in CycleKind:
        page.keyboard.press("Tab")
    for _entry in range(5):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('.cycle-page__full .cycle-item')")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.matches('.cycle-item')")
    skip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#cycle-list")).to_be_focused()


def fits(page: Page) -> bool:
    """Whether nothing is wider than the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("count", [5, 80])
def test_on_a_phone_a_small_wheel_leads_to_the_months(
    visit: Callable[..., Visit], cycle_of: Callable[[int], str], count: int
) -> None:
    page = visit(width=360, height=780).go(cycle_of(count))
    assert fits(page)
    expect(page.locator(".cycle-page__full")).to_be_hidden()
    small = page.locator(".cycle-page__small svg")
    expect(small).to_be_visible()
    name = small.locator(".cycle-wheel__month-name").first
    size = name.evaluate(
        "(text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a"
    )
    assert size >= 11.5
    for number in range(1, 13):
        box = small.locator(f"a[href='#cycle-month-{number}'] .cycle-wheel__sector").bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    small.locator("a[href='#cycle-month-9'] .cycle-wheel__month-name").click()
    expect(page.locator("#cycle-month-9-name")).to_be_in_viewport()
    page.locator(".cycle-page__switch").last.click()
    expect(page.locator("table")).to_be_visible()
    assert fits(page)


LETTERS = """() => [...document.querySelectorAll('.cycle-page__wheel svg text')]
    .filter((text) => text.checkVisibility())
    .map((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a * 0.75)"""
LYING_SHEET = 1032
"""Pixels between the margins of the sheet that the wheel asks for."""


@pytest.mark.parametrize("width", [A4_AT_SCREEN_SIZE, LYING_SHEET])
@pytest.mark.parametrize("count", [28, 45, 80])
def test_the_wheel_is_read_on_paper_however_the_sheet_lies(
    visit: Callable[..., Visit], cycle_of: Callable[[int], str], count: int, width: int
) -> None:
    page = on_paper(visit().go(cycle_of(count)))
    page.set_viewport_size({"width": width, "height": 1000})
    restyled(page)
    expect(page.locator(".cycle-filters")).to_be_hidden()
    points = page.evaluate(LETTERS)
    assert len(points) > count
    assert min(points) >= 8
    has_key = count < 80 and width == A4_AT_SCREEN_SIZE
    expect(page.locator(".cycle-page__numbers")).to_be_visible(visible=has_key)
    if has_key:
        expect(page.locator(".cycle-page__numbers li")).to_have_count(count)


CROSSED = """() => {
    const plates = [...document.querySelectorAll('.cycle-page__full .cycle-wheel__plate')];
    const names = [...document.querySelectorAll('.cycle-page__full .cycle-wheel__month-name')];
    const lines = document.querySelectorAll(
        '.cycle-page__full .cycle-leader, .cycle-page__full .cycle-wheel__hand');
    const above = (line) => plates.some((plate) =>
        line.compareDocumentPosition(plate) & Node.DOCUMENT_POSITION_PRECEDING);
    const hand = document.querySelector('.cycle-page__full .cycle-wheel__hand');
    const rings = document.querySelector('.cycle-page__full .cycle-wheel__field').r.baseVal.value;
    return [
        ...names.filter((name, index) =>
            plates[index].getTotalLength() < name.getComputedTextLength()),
        ...[...lines].filter((line) => line !== hand && above(line)),
        ...(Math.hypot(hand.x2.baseVal.value, hand.y2.baseVal.value) > rings + 1 ? [hand] : []),
    ].map((element) => element.textContent || element.getAttribute('class'));
}"""


def test_no_line_strikes_out_the_name_of_a_month(
    visit: Callable[..., Visit], cycle_of: Callable[[int], str]
) -> None:
    page = visit().go(cycle_of(28))
    page.evaluate("document.fonts.ready")
    expect(page.locator(".cycle-page__full .cycle-wheel__plate")).to_have_count(12)
    assert page.evaluate(CROSSED) == []
    on_paper(page).set_viewport_size({"width": LYING_SHEET, "height": 1000})
    assert restyled(page).evaluate(CROSSED) == []


@pytest.mark.parametrize("count", [28, 80])
def test_the_wheel_is_a_sheet_of_its_own_and_the_table_follows(
    visit: Callable[..., Visit], cycle_of: Callable[[int], str], count: int
) -> None:
    page = visit().go(cycle_of(count))
    printed = page.pdf(prefer_css_page_size=True)
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    lying = [float(width) > float(height) for width, height in sheets]
    # With numbers it takes the width of a standing sheet.
    assert lying[0] is (count == 28)
    assert not any(lying[1:])
    assert 2 <= len(lying) <= 5
    on_paper(page).set_viewport_size({"width": LYING_SHEET, "height": 1000})
    expect(page.locator(".cycle-page__full svg")).to_be_visible()
    expect(page.locator(".cycle-page__small")).to_be_hidden()
    expect(page.locator("table tbody tr")).to_have_count(count)
    expect(page.locator("table")).to_be_visible()
    for controls in (".cycle-filters", ".cycle-years", ".subscribe", ".cycle-months"):
        expect(page.locator(controls).first).to_be_hidden()
    assert page.evaluate(DARK_GROUNDS) == []


def test_filters_years_and_the_table_need_no_script(
    visit: Callable[..., Visit], cycle_of: Callable[[int], str]
) -> None:
    page = visit(java_script_enabled=False).go(cycle_of(12))
    page.locator("select[name=kind]").select_option("networks")
    page.locator(".cycle-filters button").click()
    assert "kind=networks" in page.url
    expect(page.locator(".cycle-page__full .cycle-item")).to_have_count(2)
    page.locator(".cycle-page__switch").last.click()
    expect(page.locator("table tbody tr")).to_have_count(2)
    expect(page.locator(".cycle-months")).to_be_hidden()
    page.locator(".cycle-key__link[aria-current]").click()
    expect(page.locator(".cycle-page__full .cycle-item")).to_have_count(12)
    page.locator(".cycle-years a").last.click()
    assert f"year={site_today().year + 1}" in page.url
