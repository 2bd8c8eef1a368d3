"""Association evenings: the whole way of a guest, and an editor who cancels rather than deletes."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from pages.models import EveningPage
from servicemap.models import Evening, EveningRegistration
from tests.browser.conftest import Region, Visit
from tests.browser.test_keyboard import tab_to
from tests.pages.factories import evening_index, evening_page, home_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAME, ASSOCIATION, EMAIL = "#evening-name", "#evening-association", "#evening-email"
PERSONS, EATS, DIET = "#evening-persons", "#evening-wants_catering", "#evening-diet"
SEND = ".evening-form button[type=submit]"
WHY = "Sali on rikki. Uusi ilta on syksyllä."


@pytest.fixture
def evening(region: Region, settings: Settings, live_server: LiveServer) -> EveningPage:
    """An evening with two places and something to eat, whose mail leads to this very server."""
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    return evening_page(
        evening_index(home_page("fi")),
        "Tilailta",
        capacity=2,
        asks_catering=True,
        place_name="Kylätalo",
        street_address="Kyläraitti 1",
    )


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def guest(
    request: pytest.FixtureRequest, visit: Callable[..., Visit], evening: EveningPage
) -> Visit:
    """Somebody on the page of the evening, with and without scripts."""
    visitor = visit(java_script_enabled=request.param)
    visitor.go(str(evening.get_url()))
    return visitor


def known(evening: EveningPage) -> list[tuple[str, str]]:
    """Return who is on the list, with their state, in order."""
    rows = Evening.objects.get(key=evening.translation_key).registrations.order_by("pk")
    return list(rows.values_list("email", "state"))


def register(page: Page, email: str, *, name: str = "Sihteeri", persons: str = "1") -> None:
    """Fill in the form on the page of the evening and send it."""
    page.fill(NAME, name)
    page.fill(EMAIL, email)
    page.fill(PERSONS, persons)
    page.click(SEND)
    page.wait_for_url("**?sent=1")


def message_to(address: str) -> str:
    """Return the body of the last message to an address."""
    return str(next(one.body for one in reversed(mail.outbox) if one.to == [address]))


def way_back(address: str) -> str:
    """Return the link in the last message to an address that leads to the registration."""
    return re.findall(r"https?://\S+/oma-ilmoittautuminen/\S+", message_to(address))[-1]


def forgive_refusal(visitor: Visit) -> None:
    """Forget that the browser itself notes each answer of 400 in its console."""
    visitor.errors[:] = [error for error in visitor.errors if "status of 400" not in error]


def test_guest_comes_eats_and_cancels(guest: Visit, evening: EveningPage) -> None:
    page = guest.page
    page.fill(NAME, "Puheenjohtaja")
    page.fill(ASSOCIATION, "Kylän Väki ry")
    page.fill(EMAIL, "ei-osoite")
    page.fill(PERSONS, "2")
    page.check(EATS)
    page.fill(DIET, "1 gluteeniton")
    page.click(SEND)

    problem = page.get_by_role("alert")
    expect(problem.get_by_role("link")).to_have_count(1)
    expect(problem.get_by_role("link")).to_contain_text("nimi@example.org")
    expect(page.locator(EMAIL)).to_have_attribute("aria-invalid", "true")
    expect(page.locator(EMAIL)).to_have_accessible_description(re.compile("nimi@example.org"))
    for field, kept in (
        (NAME, "Puheenjohtaja"),
        (ASSOCIATION, "Kylän Väki ry"),
        (EMAIL, "ei-osoite"),
        (PERSONS, "2"),
        (DIET, "1 gluteeniton"),
    ):
        expect(page.locator(field)).to_have_value(kept)
    expect(page.locator(EATS)).to_be_checked()
    assert (known(evening), mail.outbox) == ([], [])
    forgive_refusal(guest)

    problem.get_by_role("link").click()
    expect(page.locator(EMAIL)).to_be_focused()
    page.fill(EMAIL, "puheenjohtaja@example.org")
    page.click(SEND)
    page.wait_for_url("**?sent=1")
    expect(page.get_by_role("heading", level=1)).to_contain_text("sähköposti")
    assert known(evening) == [("puheenjohtaja@example.org", "coming")]
    sent = mail.outbox[-1]
    assert "Kylätalo" in sent.body
    assert "1 gluteeniton" in sent.body
    assert [name for name, _content, _type in sent.attachments] == [f"{evening.slug}.ics"]

    page.goto(way_back("puheenjohtaja@example.org"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Olet tulossa")
    assert len(known(evening)) == 1, "Following the link alone cancels nothing."
    page.get_by_role("button", name="Peru ilmoittautumiseni").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("peruttu")
    assert known(evening) == []
    assert "peruttu" in mail.outbox[-1].subject


def test_association_is_suggested_while_one_types(
    visit: Callable[..., Visit], evening: EveningPage, region: Region
) -> None:
    visitor = visit()
    page = visitor.go(str(evening.get_url()))
    names = page.locator("#evening-association-names option")
    expect(names).to_have_count(0)
    page.locator(ASSOCIATION).press_sequentially("uimar")
    expect(names).to_have_count(1)
    expect(names).to_have_attribute("value", region.club.name)
    page.fill(ASSOCIATION, "Ei tällaista")
    expect(names).to_have_count(0)
    page.fill(ASSOCIATION, region.club.name)
    register(page, "uimari@example.org")
    [one] = Evening.objects.get(key=evening.translation_key).registrations.all()
    assert one.listing == region.club
    assert visitor.strangers == set()


def test_full_evening_puts_in_line_and_moves_up(
    visit: Callable[..., Visit], evening: EveningPage
) -> None:
    path = str(evening.get_url())
    first, second = visit(), visit(width=360, height=740)
    register(first.go(path), "a@example.org", persons="2")

    page = second.go(path)
    expect(page.locator(".status--full")).to_be_visible()
    page.locator(".evening__to-form a").click()
    expect(page.locator("#registration")).to_be_in_viewport()
    expect(page.locator(SEND)).to_have_text("Ilmoittaudu jonoon")
    register(page, "b@example.org")
    assert known(evening) == [("a@example.org", "coming"), ("b@example.org", "waiting")]
    page.goto(way_back("b@example.org"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Olet jonossa")

    first.page.goto(way_back("a@example.org"))
    first.page.get_by_role("button", name="Peru ilmoittautumiseni").click()
    expect(first.page.get_by_role("heading", level=1)).to_contain_text("peruttu")
    assert known(evening) == [("b@example.org", "coming")]
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Olet tulossa")
    assert "Sait paikan" in mail.outbox[-1].subject


def test_guest_registers_and_cancels_by_keyboard_alone(
    visit: Callable[..., Visit], evening: EveningPage
) -> None:
    visitor = visit(width=360, height=740)
    page = visitor.go(str(evening.get_url()))
    wrong = tab_to(page, ".evening__to-form a", 30)
    page.keyboard.press("Enter")
    wrong += tab_to(page, NAME, 30)
    page.keyboard.type("Rahastonhoitaja")
    wrong += tab_to(page, EMAIL, 3)
    page.keyboard.press("Enter")
    problem = page.get_by_role("alert").get_by_role("link")
    expect(problem).to_have_text("Kirjoita sähköpostiosoitteesi.")
    forgive_refusal(visitor)
    wrong += tab_to(page, '[role="alert"] a', 30)
    page.keyboard.press("Enter")
    expect(page.locator(EMAIL)).to_be_focused()
    page.keyboard.type("rahat@example.org")
    wrong += tab_to(page, EATS, 4)
    page.keyboard.press("Space")
    wrong += tab_to(page, DIET, 2)
    page.keyboard.type("vegaani")
    wrong += tab_to(page, SEND, 4)
    page.keyboard.press("Enter")
    page.wait_for_url("**?sent=1")
    assert known(evening) == [("rahat@example.org", "coming")]
    assert "vegaani" in message_to("rahat@example.org")

    page.goto(way_back("rahat@example.org"))
    wrong += tab_to(page, ".feedback__form button", 30)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("peruttu")
    assert known(evening) == []
    assert wrong == []


def test_editor_cancels_rather_than_deletes(
    editor: Callable[..., Visit], visit: Callable[..., Visit], evening: EveningPage
) -> None:
    told = Evening.objects.get(key=evening.translation_key)
    told.enrol(EveningRegistration(name="Sihteeri", email="sihteeri@example.org", persons=2))
    desk = editor()
    page = desk.go(reverse("wagtailadmin_pages:delete", args=[evening.pk]))
    page.locator("form .button.serious").click()
    expect(page.locator(".help-block.help-critical")).to_be_visible()
    expect(page.locator(".evening-preview")).to_contain_text("Tilailta")
    assert EveningPage.objects.filter(pk=evening.pk).exists()

    page.locator(".evening-preview .button").first.click()
    page.wait_for_url(f"**{reverse('evening_cancel', args=[evening.pk])}")
    page.locator("textarea").first.fill(WHY)
    page.locator(".evening-choices .button.serious").click()
    page.wait_for_url(f"**{reverse('evening_roll', args=[evening.pk])}")
    expect(page.locator(".messages .success")).to_be_visible()
    [message] = mail.outbox
    assert message.to == ["sihteeri@example.org"]
    assert WHY in message.body

    reader = visit(width=360, height=740)
    shown = reader.go(str(evening.get_url()))
    expect(shown.locator(".status--cancelled")).to_be_visible()
    expect(shown.locator(".evening__notice")).to_contain_text(WHY)
    expect(shown.locator(".evening-form")).to_have_count(0)

    # Everybody knows by now: nothing is in the way any more.
    page = desk.go(reverse("wagtailadmin_pages:delete", args=[evening.pk]))
    page.locator("form .button.serious").click()
    page.wait_for_url("**/admin/pages/**")
    expect(page.locator(".messages .success")).to_be_visible()
    assert not EveningPage.objects.filter(pk=evening.pk).exists()
