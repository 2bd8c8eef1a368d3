"""The editors' tasks of docs/journeys.md, done in the demo's admin as people would do them.

Each ends where a resident sees what has changed, or where the editor sees what was looked for.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from pages.demo_content.users import CONTRIBUTOR, EDITOR, MUNICIPAL_EDITOR, DemoUser
from tests.browser.conftest import PATIENCE_MS, served_copy
from tests.browser.person import Person

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 900}
PATIENCE = 2 * PATIENCE_MS


class Editor(Person):
    """Somebody who is signed in to the admin."""

    @property
    def address(self) -> str:
        """Where the site is."""
        return re.sub(r"(//[^/]+).*", r"\1", self.page.url)

    def go_home(self) -> None:
        """Be on the admin's first page, where each task begins."""
        self.page.goto(f"{self.address}/admin/")

    def write(self, name: str, text: str) -> None:
        """Write into the last field of this name."""
        self.type(self.page.get_by_role("textbox", name=name).last, text)

    def open(self, name: str) -> None:
        """Open a part of the form that is folded."""
        heading = self.page.get_by_role("heading", name=re.compile(re.escape(name)), level=2)
        panel = self.page.get_by_role("region").filter(has=heading).last
        self.tap(panel.get_by_role("button", name="Avaa tai sulje osio").first)

    def begin(self, what: str) -> None:
        """Take one of the shortcuts of the first page."""
        self.tap(self.page.locator(".shortcuts").get_by_role("link", name=what))

    def from_menu(self, group: str, entry: str) -> None:
        """Take something from the menu."""
        menu = self.page.get_by_role("navigation").first
        self.tap(menu.get_by_role("button", name=group))
        self.tap(menu.get_by_role("link", name=entry, exact=True))

    def waiting(self, heading: str) -> Locator:
        """One of the cards that tell what waits."""
        return self.page.locator(".waiting__card").filter(has_text=heading)

    def from_footer(self, what: str | re.Pattern[str]) -> None:
        """Take something from the menu beside “Save draft”."""
        footer = self.page.locator("footer")
        self.tap(footer.get_by_role("button", name="Lisää toimintoja"))
        self.tap(footer.get_by_role("button", name=what))
        expect(self.page.locator(".messages .success")).to_be_visible()

    def publish(self) -> None:
        """Let everyone see the page."""
        self.from_footer(re.compile("^Julkaise$"))

    def save(self) -> None:
        """Save an entry of a register, where no calendar of a field covers the button."""
        self.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        self.tap(self.page.locator("footer").get_by_role("button", name="Tallenna"))
        expect(self.page.locator(".messages .success")).to_be_visible()


@dataclass
class Office:
    """The served demo: who works in it, and who reads it."""

    address: str
    passwords: dict[str, str]
    browser: Browser
    people: list[Editor] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def read(self, path: str) -> Page:
        """Open a page as somebody who is not signed in."""
        page = self._page()
        page.goto(self.address + path)
        return page

    def sign_in(self, user: DemoUser) -> Editor:
        """Sign in, which comes before the tasks."""
        page = self._page()
        page.goto(f"{self.address}/admin/login/")
        page.locator("[name=username]").fill(user.email)
        page.locator("[name=password]").fill(self.passwords[user.email])
        page.get_by_role("button", name="Kirjaudu").click()
        page.wait_for_url("**/admin/")
        self.people.append(Editor(page))
        return self.people[-1]

    def close(self) -> None:
        """Leave the browser."""
        for context in self.browser.contexts:
            context.close()

    def _page(self) -> Page:
        context = self.browser.new_context(
            viewport={"width": DESKTOP["width"], "height": DESKTOP["height"]},
            locale="fi-FI",
            reduced_motion="reduce",
            service_workers="block",
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        return page


@pytest.fixture(scope="module")
def demo_of_its_own(
    prepared_demo: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """A demo that the tasks may change, and its folder."""
    folder = tmp_path_factory.mktemp("office") / "site"
    with served_copy(prepared_demo, folder) as address:
        yield address, folder


@pytest.fixture
def office(chromium: Browser, demo_of_its_own: tuple[str, Path]) -> Iterator[Office]:
    """The demo; nobody meets an error in the browser, or asks another machine for anything."""
    address, folder = demo_of_its_own
    lines = (folder / "demo-passwords.txt").read_text().splitlines()
    office = Office(address, dict(line.split() for line in lines), chromium)
    yield office
    office.close()
    assert office.errors == []
    own = (address, "data:", "blob:")
    assert [request for request in office.requests if not request.startswith(own)] == []


def test_news_with_a_map(office: Office) -> None:
    publisher = office.sign_in(EDITOR)
    publisher.begin("Kirjoita uutinen")
    page = publisher.page
    publisher.write("Otsikko", "Koulujen salit auki iltaisin")
    publisher.write("Ingressi", "Varaa vuoro maksutta tammikuusta alkaen.")
    publisher.tap(page.get_by_role("button", name="Lisää lohko"))
    publisher.tap(page.get_by_role("option", name="Haku karttana tai luettelona"))
    block = page.get_by_role("region", name=re.compile("^Haku karttana"))
    publisher.type(block.get_by_role("textbox", name="Otsikko"), "Salit Lahdessa")
    publisher.write("Hakusanat", "liikuntasali")
    publisher.choose(page.get_by_role("combobox", name="Kunta", exact=True), "Lahti")
    publisher.publish()
    reader = office.read("/fi/ajankohtaista/")
    reader.get_by_role("link", name="Koulujen salit auki iltaisin").first.click()
    expect(reader.locator("main")).to_contain_text("Varaa vuoro maksutta")
    halls = reader.frame_locator("main iframe")
    expect(halls.get_by_role("link", name=re.compile("liikuntasali")).first).to_be_visible()
    expect(halls.locator(".map-marker").first).to_be_visible()
    assert publisher.steps == 10


def test_a_spearheads_action_is_done(office: Office) -> None:
    action = "Laaditaan yhden sivun malli kumppanuussopimukselle"
    publisher = office.sign_in(EDITOR)
    publisher.begin("Päivitä strategia")
    publisher.open("Kumppanuus")
    publisher.open(action)
    block = publisher.page.get_by_role("region", name=re.compile(action))
    publisher.choose(block.last.get_by_role("combobox", name="Tila"), "Tehty")
    publisher.publish()
    reader = office.read("/fi/strategia/yhdistysstrategia-2026-2030/")
    told = reader.locator("main li").filter(has_text=action).last
    expect(told).to_contain_text("Tehty")
    assert publisher.steps == 6


def test_a_grant_opens_again(office: Office) -> None:
    publisher = office.sign_in(EDITOR)
    publisher.begin("Lisää avustukselle hakuaika")
    page = publisher.page
    publisher.tap(page.get_by_role("link", name="Kylien avustus"))
    publisher.tap(page.get_by_role("tab", name="Hakuajat"))
    publisher.tap(page.get_by_role("button", name="Lisää hakuaika"))
    today = timezone.localdate()
    last = today + datetime.timedelta(days=21)
    publisher.see(page.get_by_role("region", name="Hakuaika 2"))
    publisher.write("Ensimmäinen päivä", f"{today:%d.%m.%Y}")
    publisher.write("Viimeinen päivä", f"{last:%d.%m.%Y}")
    publisher.save()
    reader = office.read("/fi/avustukset/sysma-kylien-avustus/")
    expect(reader.locator("main")).to_contain_text(f"Haku auki {last.day}.{last.month}.{last.year}")
    assert publisher.steps == 7


def test_an_evenings_registration(office: Office) -> None:
    publisher = office.sign_in(EDITOR)
    publisher.begin("Järjestä yhdistysilta")
    page = publisher.page
    day = timezone.localdate() + datetime.timedelta(days=40)
    publisher.write("Otsikko", "Kevään yhteiset talkoot")
    publisher.write("Alkaa", f"{day:%d.%m.%Y} 18:00")
    publisher.write("Päättyy", f"{day:%d.%m.%Y} 20:00")
    publisher.tap(page.get_by_role("tab", name="Ilmoittautuminen"))
    publisher.type(page.get_by_role("spinbutton", name="Paikat"), "20")
    publisher.publish()

    guest = office.read("/fi/yhdistysillat/")
    guest.get_by_role("link", name="Kevään yhteiset talkoot").first.click()
    guest.get_by_role("textbox", name="Nimi", exact=True).fill("Kyläyhdistyksen sihteeri")
    guest.get_by_role("textbox", name="Sähköpostiosoitteesi").fill("sihteeri@kyla.example")
    guest.get_by_role("button", name="Ilmoittaudu").click()
    expect(guest.get_by_role("heading", name="Kiitos")).to_be_visible()

    publisher.go_home()
    publisher.from_menu("Yhteistyö", "Yhdistysillat")
    publisher.tap(page.get_by_role("link", name="Kevään yhteiset talkoot"))
    publisher.read("Kyläyhdistyksen sihteeri", "sihteeri@kyla.example")
    assert publisher.steps == 11


def test_a_change_to_approve(office: Office) -> None:
    name, sentence = "Ankkurin Melojat ry", "Opi melomaan ja lähde iltaretkille Vesijärvelle."
    contributor = office.sign_in(CONTRIBUTOR)
    contributor.from_menu("Palvelukartta", "Yhdistykset")
    contributor.tap(contributor.page.get_by_role("link", name=name).first)
    contributor.write("Yhdellä lauseella", sentence)
    contributor.from_footer(re.compile("^Lähetä"))
    assert contributor.steps == 6
    reader = office.read("/fi/yhdistykset/ankkurin-melojat/")
    expect(reader.locator("main")).not_to_contain_text(sentence)

    municipal = office.sign_in(MUNICIPAL_EDITOR)
    expect(municipal.waiting("hyväksyntääsi")).to_contain_text(name)
    municipal.tap(municipal.waiting("hyväksyntääsi").get_by_role("link", name=name))
    expect(municipal.page.locator(".what-changed")).to_contain_text("iltaretkille")
    municipal.tap(
        municipal.page.locator("footer").get_by_role("button", name="Hyväksy ja julkaise").first
    )
    told = municipal.page.locator(".messages .success").filter(has_text="Hyväksytty ja julkaistu")
    expect(told).to_contain_text(name)
    municipal.go_home()
    expect(municipal.waiting("hyväksyntääsi")).not_to_contain_text(name)
    reader.reload()
    expect(reader.locator("main")).to_contain_text(sentence)
    assert municipal.steps == 2


def test_the_oldest_information_in_sysma(office: Office) -> None:
    publisher = office.sign_in(EDITOR)
    page = publisher.page
    publisher.tap(page.get_by_role("link", name="Kaikki, vanhimmat ensin"))
    shares = page.get_by_role("table").first.get_by_role("row").filter(has_text="Sysmä")
    publisher.tap(shares.get_by_role("link").last)
    rows = page.get_by_role("table").last.locator("tbody tr")
    expect(rows.filter(has_not_text="Sysmä")).to_have_count(0)
    expect(rows.first).to_contain_text("ei vahvistettu koskaan")
    assert publisher.steps == 2


def test_what_people_did_not_find(office: Office) -> None:
    for _visitor in range(3):
        office.read("/fi/haku/?q=lumikenkäily")
    publisher = office.sign_in(EDITOR)
    publisher.from_menu("Seuranta", "Haettu, ei löytynyt")
    found = publisher.page.get_by_text("lumikenkäily", exact=True)
    # Counts are saved every few seconds.
    for _second in range(30):
        if found.count():
            break
        publisher.page.wait_for_timeout(1000)
        publisher.page.reload()
    publisher.see(found)
    assert publisher.steps == 2


def test_a_report_from_a_resident(office: Office) -> None:
    listing = "/fi/yhdistykset/muistojen-silta/"
    resident = office.read(listing)
    resident.locator(".listing__report").click()
    resident.get_by_role("radio", name=re.compile("[Yy]hteystie")).click()
    resident.get_by_role("textbox").first.fill("Numero ei ole enää käytössä.")
    resident.locator(".feedback__form button").click()
    resident.wait_for_url("**?sent=1")

    publisher = office.sign_in(EDITOR)
    page = publisher.page
    reports = publisher.waiting("ilmoitukset asukkailta")
    publisher.tap(reports.get_by_role("link", name="Muistojen Silta ry").first)
    publisher.read("Numero ei ole enää käytössä.")
    publisher.tap(page.get_by_role("link", name="Muokkaa: Muistojen Silta ry"))
    publisher.tap(page.get_by_role("tab", name="Yhteystiedot"))
    number = page.get_by_role("textbox", name="Puhelin").first
    publisher.type(number, "040 000 9999")
    publisher.publish()
    publisher.go_home()
    publisher.tap(reports.get_by_role("link", name="Muistojen Silta ry").first)
    publisher.choose(page.get_by_role("combobox", name="Tilanne"), "Käsitelty")
    publisher.save()
    publisher.go_home()
    expect(reports).not_to_contain_text("Muistojen Silta ry")
    resident.goto(office.address + listing)
    expect(resident.locator("main")).to_contain_text("040 000 9999")
    assert publisher.steps == 9


def test_a_page_in_swedish(office: Office) -> None:
    publisher = office.sign_in(EDITOR)
    page = publisher.page
    search = page.get_by_role("main").get_by_role("searchbox").or_(page.locator("main [name=q]"))
    publisher.type(search.first, "kuuntelijakoulutus")
    search.first.press("Enter")
    rows = page.get_by_role("row").filter(has_text="ruotsi")
    publisher.tap(rows.get_by_role("link").first)
    publisher.tap(page.get_by_role("link", name="Aloita oma sivu"))
    publisher.tap(page.get_by_role("button", name="Kyllä, aloita oma sivu"))
    publisher.type(page.locator("#id_title"), "Utbildning för lyssnare i Lahtis")
    publisher.publish()
    reader = office.read("/sv/aktuellt/")
    reader.get_by_role("link", name="Utbildning för lyssnare i Lahtis").click()
    expect(reader.locator("html")).to_have_attribute("lang", "sv")
    expect(reader.locator("h1")).to_have_text("Utbildning för lyssnare i Lahtis")
    assert publisher.steps == 7


def test_the_rhythm_of_the_year(office: Office) -> None:
    publisher = office.sign_in(EDITOR)
    publisher.begin("Lisää vuosikelloon")
    page = publisher.page
    publisher.write("Otsikko", "Harrastusmessut")
    publisher.choose(page.get_by_role("combobox", name="Laji"), "Yhteiset tapahtumat")
    publisher.write("Ensimmäinen päivä", f"12.09.{timezone.localdate().year}")
    publisher.save()
    reader = office.read("/fi/vuosikello/")
    expect(reader.locator("main svg text").filter(has_text="Harrastusmessut").first).to_be_visible()
    next_year = reader.get_by_role("link", name=str(timezone.localdate().year + 1)).first
    next_year.click()
    expect(reader.locator("main svg text").filter(has_text="Harrastusmessut").first).to_be_visible()
    assert publisher.steps == 5
