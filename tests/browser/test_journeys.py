"""The residents' tasks of docs/journeys.md, done on the demo as people would, each step counted."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PATIENCE_MS, served_copy
from tests.browser.person import Person

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
MOST = 4
"""Interactions that any task may take."""


@pytest.fixture(scope="session")
def demo(prepared_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address at which the demo is served, in a process of its own as in production."""
    with served_copy(prepared_demo, tmp_path_factory.mktemp("residents") / "site") as address:
        yield address


class Resident(Person):
    """Somebody who looks for something."""

    def search(self, words: str) -> None:
        """Type words where the page asks for them and press Enter."""
        field = self.page.get_by_role("combobox").first
        self.type(field, words)
        field.press("Enter")
        self.see(self.page.locator("#results .card").first)

    def open_first(self) -> None:
        """Open the first result."""
        self.tap(self.page.locator("#results .card").first.get_by_role("heading"))
        expect(self.page.locator("#results")).to_have_count(0)


@pytest.fixture
def person(chromium: Browser, demo: str) -> Iterator[Callable[..., Resident]]:
    """Put somebody in front of a page; nobody meets an error, and nobody needs more than four."""
    people: list[Resident] = []
    errors: list[str] = []

    def begin(path: str = "/", *, size: dict[str, int] = PHONE, locale: str = "fi-FI") -> Resident:
        context = chromium.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            has_touch=size is PHONE,
            locale=locale,
            reduced_motion="reduce",
            service_workers="block",
        )
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(demo + path)
        people.append(Resident(page))
        return people[-1]

    yield begin
    for one in people:
        one.page.context.close()
    assert errors == []
    assert [one.steps for one in people if one.steps > MOST] == []


def test_a_free_exercise_group_for_seniors(person: Callable[..., Resident]) -> None:
    daughter = person()
    daughter.search("ilmainen liikuntaryhmä eläkeläisille Heinolassa arkiaamuisin")
    daughter.open_first()
    daughter.read("Heinola", "Maksuton", re.compile(r"ti, to 9\.30–10\.30"), "Seniorit")
    assert daughter.steps == 2


def test_a_room_for_thirty_with_a_kitchen_and_no_steps(person: Callable[..., Resident]) -> None:
    secretary = person()
    secretary.search("tila 30 hengelle Orimattilassa, keittiö ja esteetön")
    secretary.open_first()
    secretary.read("Orimattila", "32", "Keittiö", "Esteetön sisäänkäynti")
    assert secretary.steps == 2


def test_a_weekend_with_small_children(person: Callable[..., Resident]) -> None:
    parent = person()
    parent.search("lapsille viikonloppuna")
    parent.tap(parent.page.get_by_role("link", name="Katso päivittäin"))
    parent.see(parent.page.locator(".day .happening__time"))
    days = parent.page.locator(".day h2, .day h3").all_inner_texts()
    assert days
    assert all(re.match("Lauantai|Sunnuntai", day) for day in days), days
    assert parent.steps == 2


def test_a_choir_and_whom_to_ask(person: Callable[..., Resident]) -> None:
    singer = person()
    singer.search("kuoro Lahti")
    singer.open_first()
    singer.read("kuoro")
    singer.see(singer.page.locator('main a[href^="mailto:"]'))
    assert singer.steps == 2


def test_swimming_near_home_and_the_way_there(person: Callable[..., Resident]) -> None:
    swimmer = person()
    swimmer.search("uimahalli")
    swimmer.tap(swimmer.page.locator(".near__open"))
    place = swimmer.page.locator("#near-place")
    swimmer.type(place, "Vapaudenkatu 12, Lahti")
    place.press("Enter")
    nearest = swimmer.page.locator("#results .card").first
    expect(nearest.get_by_role("heading")).to_have_text("Salpausselän uimahalli")
    expect(nearest).to_contain_text("1,3 km")
    swimmer.open_first()
    swimmer.see(swimmer.page.get_by_role("link", name=re.compile("OpenStreetMap|Reitti")))
    assert swimmer.steps == MOST


def test_learning_finnish_by_talking(person: Callable[..., Resident]) -> None:
    newcomer = person(locale="en-GB")
    newcomer.search("practise speaking Finnish")
    newcomer.open_first()
    expect(newcomer.page.locator("html")).to_have_attribute("lang", "en")
    expect(newcomer.page.locator("h1")).to_have_text("Language café: Finnish")
    newcomer.read(re.compile(r"Thu 17:00–18:30"))
    assert newcomer.steps == 2


def test_something_free_for_a_teenager(person: Callable[..., Resident]) -> None:
    teenager = person()
    teenager.search("ilmaista tekemistä nuorille Kärkölässä arki-iltana")
    teenager.open_first()
    teenager.read("Kärkölä", "Maksuton", "Nuoret", re.compile(r"1[78]\.00–2[02]\.00"))
    assert teenager.steps == 2


def test_a_wrong_number_is_told(person: Callable[..., Resident]) -> None:
    caller = person("/fi/yhdistykset/muistojen-silta/")
    caller.tap(caller.page.locator(".listing__report"))
    caller.tap(caller.page.get_by_role("radio", name=re.compile("[Yy]hteystie")))
    caller.type(caller.page.get_by_role("textbox").first, "Numerosta vastaa aivan muu.")
    caller.tap(caller.page.locator(".feedback__form button"))
    caller.page.wait_for_url("**?sent=1")
    caller.read("Kiitos")
    assert caller.steps == MOST


def test_hobbies_to_think_about_at_home(person: Callable[..., Resident]) -> None:
    thinker = person("/fi/haku/?q=tanssi", size=DESKTOP)
    names = []
    for place in (0, 2):
        card = thinker.page.locator("#results .card").nth(place)
        names.append(card.get_by_role("heading").inner_text())
        thinker.tap(card.locator("list-button button"))
    thinker.tap(
        thinker.page.get_by_role("banner").get_by_role("link", name=re.compile("Oma lista"))
    )
    entries = thinker.page.locator("#my-list-entries > [data-key]")
    expect(entries).to_have_count(2)
    for place, name in enumerate(names):
        expect(entries.nth(place)).to_contain_text(name)
    thinker.see(
        thinker.page.get_by_role("button", name="Tulosta"),
        thinker.page.get_by_role("button", name="Kopioi linkki"),
    )
    assert thinker.steps == 3


def test_the_clubs_times_in_a_calendar(person: Callable[..., Resident], demo: str) -> None:
    member = person("/fi/haku/?q=lankavyyhti", size=DESKTOP)
    member.tap(member.page.get_by_text("Tilaa kalenteriin"))
    subscribe = member.page.get_by_role("link", name="Tilaa", exact=True)
    member.see(subscribe)
    address = str(subscribe.get_attribute("href"))
    assert address.startswith("webcal:")
    with urlopen(address.replace("webcal:", "http:", 1)) as answer:
        feed = answer.read().decode()
    assert feed.startswith("BEGIN:VCALENDAR")
    assert "BEGIN:VEVENT" in feed
    assert member.steps == 1
