"""Whoever hides or deletes an evening's page is told of those who have registered."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from pages.evenings.at_stake import KNOWN
from pages.models import EveningIndexPage, EveningPage, HomePage, StandardPage
from servicemap.models import Evening, EveningRegistration, User
from tests.committing import CommittingClient
from tests.pages.evenings.conftest import Register
from tests.pages.evenings.test_editing import edit
from tests.pages.factories import evening_index, evening_page, home_page, standard_page

pytestmark = pytest.mark.django_db

WARNING = "pages/evenings/admin/at_stake.html"


@pytest.fixture
def organiser(superuser: User) -> Client:
    """The administrator's browser, whose requests are committed."""
    client = CommittingClient()
    client.force_login(superuser)
    return client


def one(action: str, page: Page) -> str:
    return reverse(f"wagtailadmin_pages:{action}", args=[page.pk])


def many(action: str, *pages: Page) -> str:
    ids = "&".join(f"id={page.pk}" for page in pages)
    return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?{ids}"


def warned(response: Any) -> bool:
    return WARNING in {template.name for template in response.templates}


def is_there(page: Page, action: str) -> bool:
    found = Page.objects.filter(pk=page.pk)
    return found.exists() if action == "delete" else found.filter(live=True).exists()


@pytest.mark.parametrize("way", [one, many])
@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_warning_says_how_many_and_leads_to_the_right_way(
    page: EveningPage,
    evening: Evening,
    register: Register,
    organiser: Client,
    action: str,
    way: Any,
) -> None:
    register(page, "a@example.org", persons="2")
    register(page, "b@example.org")
    address = way(action, page)
    assert organiser.get(address).status_code == 200
    response = organiser.post(address)
    assert warned(response)
    assert is_there(page, action)
    [found] = response.context["evenings"]
    assert (found.registrations, found.persons) == (2, 3)
    content = response.content.decode()
    assert reverse("evening_cancel", args=[page.pk]) in content
    assert reverse("evening_roll", args=[page.pk]) in content
    assert "a@example.org" not in content
    assert organiser.post(address, {KNOWN: "1"}).status_code == 302
    assert not is_there(page, action)
    assert Evening.objects.filter(pk=evening.pk).exists() == (action == "unpublish")


@pytest.mark.parametrize("way", [one, many])
def test_what_was_asked_is_asked_again(
    index: EveningIndexPage, page: EveningPage, register: Register, organiser: Client, way: Any
) -> None:
    register(page)
    address = way("unpublish", index)
    response = organiser.post(address, {"include_descendants": "on"})
    assert warned(response)
    assert f'action="{address.replace("&", "&amp;")}"' in response.content.decode()
    assert response.context["sent"] == [("include_descendants", "on")]
    # Without what is below it the evening stays where it is.
    assert not warned(organiser.post(address))
    assert is_there(page, "unpublish")


def test_page_above_is_warned_of_too(
    index: EveningIndexPage, page: EveningPage, register: Register, organiser: Client
) -> None:
    register(page)
    assert warned(organiser.post(one("delete", index)))
    assert is_there(index, "delete")


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_nobody_is_warned_where_nobody_waits_for_a_message(
    home: HomePage,
    index: EveningIndexPage,
    page: EveningPage,
    register: Register,
    organiser: Client,
    action: str,
) -> None:
    past = evening_page(index, "Eilen", days=-1)
    EveningRegistration.objects.create(
        evening=Evening.objects.get(key=past.translation_key), name="Kävijä", state="coming"
    )
    other: StandardPage = standard_page(home, "Muu sivu")
    for quiet in (page, past, other):
        assert not warned(organiser.post(one(action, quiet)))
        assert not is_there(quiet, action)


def test_cancelled_evening_goes_once_everybody_knows(
    page: EveningPage, register: Register, organiser: Client
) -> None:
    register(page)
    edit(page, is_cancelled=True)
    response = organiser.post(one("delete", page))
    assert warned(response)
    assert reverse("evening_tell", args=[page.pk]) in response.content.decode()
    organiser.post(reverse("evening_tell", args=[page.pk]), {"text": ""})
    assert not warned(organiser.post(one("delete", page)))
    assert not is_there(page, "delete")


def test_one_language_of_two_may_go(
    home: HomePage,
    index: EveningIndexPage,
    page: EveningPage,
    register: Register,
    organiser: Client,
) -> None:
    above = evening_index(home_page("sv", home), title="Kvällar", translation_of=index)
    own = {"start": page.start, "end": page.end}
    swedish = evening_page(above, "Bidragskväll", translation_of=page, **own)
    register(page)
    assert warned(organiser.post(one("unpublish", swedish))), "Wagtail takes the other along."
    assert not warned(organiser.post(many("unpublish", swedish)))
    assert not is_there(swedish, "unpublish")
    assert warned(organiser.post(many("unpublish", page))), "It is the last one now."


def test_mirrors_in_other_languages_do_not_count(
    home: HomePage,
    index: EveningIndexPage,
    page: EveningPage,
    register: Register,
    organiser: Client,
) -> None:
    swedish_home = home_page("sv", home)
    evening_index(swedish_home, title="Kvällar", translation_of=index)
    alias = page.copy_for_translation(swedish_home.locale, alias=True)
    assert alias.live
    register(page)
    assert warned(organiser.post(one("unpublish", page)))
