"""Editors read the admin in their own language, in words that an editor would use."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
import wagtail
import wagtail_modeladmin
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.users.models import UserProfile

from tests.admin.conftest import ADMINISTRATOR, Portal

FOREIGN = {
    "fi": re.compile(r"pätk|\bMallin |maa-asetu|tätä sivu ", re.IGNORECASE),
    "sv": re.compile(r"snutt|\bstutt\b|för modell", re.IGNORECASE),
}
"""What Wagtail calls what is edited, word by word from English: a bit of something, a model's."""

READ_ALOUD = ("aria-label", "title", "placeholder", "alt")
PLACES = [
    *(Path(package.__file__).parent for package in (wagtail, wagtail_modeladmin)),
    Path(settings.LOCALE_PATHS[0]),
]


@cache
def english() -> frozenset[str]:
    """All texts of two words and more that the admin may say, as they are in the code."""
    found = set()
    for place in PLACES:
        for path in place.glob("**/en/LC_MESSAGES/*.po"):
            with path.open("rb") as file:
                for message in read_po(file):
                    texts = [message.id] if isinstance(message.id, str) else message.id
                    found |= {_plain(text) for text in texts}
    return frozenset(text for text in found if " " in text and not re.search(r"[%{<]", text))


def _plain(text: str) -> str:
    return " ".join(text.split())


def said(page: str) -> set[str]:
    """What a page says, piece by piece, also to those who hear it."""
    soup = BeautifulSoup(page, "html.parser")
    for one in soup.select("script:not([type^='text/']), style"):
        one.decompose()
    attributes = {str(one[name]) for name in READ_ALOUD for one in soup.select(f"[{name}]")}
    return {_plain(text) for text in (*soup.stripped_strings, *attributes)}


def strange(page: str, language: str) -> set[str]:
    """What an editor would not say in the language."""
    return {text for text in said(page) if text in english() or FOREIGN[language].search(text)}


def main_views(portal: Portal) -> Iterable[str]:
    """The addresses of what editors open most, and of what is seldom opened and seldom read."""
    things = portal.things
    page, listing = things["page"].pk, things["association"].pk
    yield reverse("wagtailadmin_home")
    yield reverse("wagtailadmin_explore", args=[things["home"].pk])
    yield reverse("wagtailadmin_pages:edit", args=[things["home"].pk])
    for name in ("edit", "history", "delete", "unpublish", "copy", "move", "usage"):
        yield reverse(f"wagtailadmin_pages:{name}", args=[page])
    yield reverse("wagtailadmin_pages:workflow_history", args=[page])
    yield reverse("wagtailadmin_pages:edit", args=[things["evening"].pk])
    for kind in ("association", "facility", "activity"):
        for name in ("list", "add"):
            yield reverse(f"wagtailsnippets_servicemap_{kind}:{name}")
    for name in ("edit", "history", "delete", "unpublish", "usage", "copy", "workflow_history"):
        yield reverse(f"wagtailsnippets_servicemap_association:{name}", args=[listing])
    for action in ("delete", "publish", "unpublish"):
        address = reverse("wagtail_bulk_action", args=["servicemap", "association", action])
        yield f"{address}?id={listing}&next=/admin/"
    for name in ("workflow", "workflow_tasks", "locked_pages", "aging_pages", "site_history"):
        yield reverse(f"wagtailadmin_reports:{name}")
    yield reverse("wagtailadmin_workflows:index")
    yield reverse("wagtailadmin_workflows:edit", args=[things["workflow"].pk])
    yield reverse("wagtailadmin_workflows:task_index")
    for app, thing in (("wagtailimages", "image"), ("wagtaildocs", "document")):
        pk = things[thing].pk
        yield reverse(f"{app}:index")
        yield reverse(f"{app}:edit", args=[pk])
        yield reverse(f"{app}:delete", args=[pk])
    for name in ("category", "grant", "municipality"):
        pk = things[name].pk
        yield reverse(f"servicemap_{name}_modeladmin_index")
        yield reverse(f"servicemap_{name}_modeladmin_edit", args=[pk])
        yield reverse(f"servicemap_{name}_modeladmin_delete", args=[pk])
    yield reverse("wagtailusers_users:index")
    yield reverse("wagtailadmin_account")


@pytest.mark.django_db
@pytest.mark.parametrize("language", sorted(FOREIGN))
def test_main_views_say_nothing_strange(full_portal: Portal, language: str) -> None:
    user = full_portal.users[ADMINISTRATOR]
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    Page.objects.filter(pk=full_portal.things["page"].pk).update(
        locked=True, locked_by=user, locked_at=timezone.now()
    )
    client = full_portal.client(ADMINISTRATOR)
    found = {}
    for address in main_views(full_portal):
        response = client.get(address)
        assert response.status_code == 200, address
        content = response.content.decode()
        assert f'<html lang="{language}"' in content, address
        if texts := strange(content, language):
            found[address] = texts
    assert found == {}


@pytest.mark.parametrize(
    ("language", "page"),
    [
        ("fi", "<p>Valitse kaikki listauksen pätkät</p>"),
        ("fi", "<p>Mallin Yhdistys tiedot</p>"),
        ("sv", "<p>Alla <b>snuttar</b> i lista har valts</p>"),
        ("fi", "<button aria-label='Select all snippets in listing'></button>"),
        ("sv", "<p>  Select all\n snippets in listing </p>"),
    ],
)
def test_what_is_strange_is_found(language: str, page: str) -> None:
    assert strange(page, language)


def test_what_editors_say_is_not_strange() -> None:
    assert strange("<p>Valitse kaikki luettelon kohteet</p>", "fi") == set()
    assert strange("<p>Välj alla objekt i listan</p>", "sv") == set()
