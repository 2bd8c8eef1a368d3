"""The admin speaks the editor's language where Wagtail's own catalogues do not."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import wagtail
import wagtail_modeladmin
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import GroupApprovalTask, Workflow
from wagtail.users.models import UserProfile

from servicemap.models import MunicipalApprovalTask
from tests.factories import UserFactory

FOLDER = Path(settings.LOCALE_PATHS[1])
PACKAGES = [Path(package.__file__).parent for package in (wagtail, wagtail_modeladmin)]
CATALOGUES = sorted(FOLDER.glob("*/LC_MESSAGES/*.po"))
MARKS = re.compile(r"%\(\w+\)[sd]|%%|<[^>]+>")
OPTIONAL = {"%(model_name)s", "%(workflow_name)s"}
"""What a translation may leave out: Wagtail's lists of pages give no name for it, and there is only
one workflow that a change can go to.
"""
REWORDED = ["Reworded."]
"""The comment of what Wagtail has in words that editors would not use."""

Key = tuple[str | None, str | tuple[str, ...]]


def messages(path: Path) -> Iterator[Message]:
    """The entries of a catalogue without its header."""
    with path.open("rb") as file:
        yield from (message for message in read_po(file) if message.id)


def key(message: Message) -> Key:
    """What a translation is looked up by."""
    return message.context, message.id


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """A text's forms: one, or the singular and the plural."""
    return (text,) if isinstance(text, str) else tuple(text)


def wagtails(language: str, name: str) -> Iterator[Message]:
    """What the catalogues of the installed Wagtail and its registers hold in the language."""
    for package in PACKAGES:
        for path in package.glob(f"**/locale/{language}/LC_MESSAGES/{name}"):
            yield from messages(path)


def test_there_is_a_catalogue_of_texts_and_one_of_scripts_in_both_languages() -> None:
    names = [str(path.relative_to(FOLDER)) for path in CATALOGUES]
    assert names == [
        f"{language}/LC_MESSAGES/{domain}.po"
        for language in ("fi", "sv")
        for domain in ("django", "djangojs")
    ]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_translations_are_whole(path: Path) -> None:
    for message in messages(path):
        assert not message.fuzzy, message.id
        originals, translated = forms(message.id), forms(message.string)
        assert len(translated) == len(originals), message.id
        for original, text in zip(originals, translated, strict=True):
            assert text.strip(), original
            marks = Counter(MARKS.findall(original))
            marks.subtract(MARKS.findall(text))
            assert {mark for mark, count in marks.items() if count} <= OPTIONAL, text


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_only_what_wagtail_says_but_does_not_translate_is_translated(path: Path) -> None:
    ours = {key(message) for message in messages(path)}
    reworded = {key(message) for message in messages(path) if message.user_comments == REWORDED}
    said = {key(message) for message in wagtails("en", path.name)}
    language = path.parts[-3]
    translated = {key(message) for message in wagtails(language, path.name) if message.string}

    assert ours - said == set(), "Wagtail does not say these any more."
    assert (ours & translated) - reworded == set(), "Wagtail has these itself now."
    assert reworded - translated == set(), "Wagtail does not have these."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "heading", "password"),
    [("fi", "Kirjaudu sisään", "Salasana"), ("sv", "Logga in", "Lösenord")],
)
def test_login_is_the_portals_own(
    client: Client, language: str, heading: str, password: str
) -> None:
    response = client.get(reverse("wagtailadmin_login"), headers={"accept-language": language})
    page = response.content.decode()
    title = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)

    assert title is not None
    assert "Seutukartta" in title[1]
    assert heading in title[1]
    assert re.search(rf"<label[^>]*>\s*{password}", page)
    assert "Sign in" not in page
    assert "Wagtail" not in title[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "name", "warning", "script"),
    [
        ("fi", "Selaus", "Juuritasolle voi lisätä", "Tallennetaan automaattisesti"),
        ("sv", "Bläddra", None, "Sparar automatiskt"),
    ],
)
def test_pages_and_scripts_are_in_the_editors_language(
    client: Client, language: str, name: str, warning: str | None, script: str
) -> None:
    user = UserFactory(is_superuser=True, is_staff=True)
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    client.force_login(user)
    page = client.get(reverse("wagtailadmin_explore_root")).content.decode()
    scripts = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()

    assert "Exploring" not in page
    assert "Pages created here" not in page
    assert name in page
    assert warning is None or warning in page
    assert script in scripts


@pytest.mark.django_db
def test_migrating_names_wagtails_workflow_in_the_sites_language() -> None:
    with override("en"):
        call_command("migrate", verbosity=0)

    assert set(Workflow.objects.values_list("name", flat=True)) == {
        "Sivujen hyväksyntä",
        "Hyväksyntä ennen julkaisua",
    }
    assert set(GroupApprovalTask.objects.values_list("name", flat=True)) == {
        "Julkaisijoiden hyväksyntä"
    }
    assert set(MunicipalApprovalTask.objects.values_list("name", flat=True)) == {
        "Kunnan hyväksyntä"
    }
