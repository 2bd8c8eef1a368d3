"""The interface's texts: Finnish, Swedish and English say everything that the code says."""

import datetime
import io
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation.template import templatize

LANGUAGES = [code for code, _name in settings.LANGUAGES]
SOURCES = [
    folder
    for folder in settings.BASE_DIR.iterdir()
    if folder.is_dir() and not folder.name.startswith(".") and folder.name not in {"tests", "var"}
]
# The same calls as Django's makemessages looks for; numbers are the arguments, c is the context.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# What must stay as it is: %(name)s, %%, {name}, HTML tags and the converters of addresses.
MARKS = re.compile(r"%\(\w+\)(?:[sd]|\.\d+f)|%%|\{\w*\}|<[^>]+>")

Key = tuple[str | None, str]


def python_texts(source: str) -> Iterator[tuple[Key, str | None]]:
    """Find the texts to translate in Python: context, text and the plural if there is one."""
    found = extract("python", io.BytesIO(source.encode()), KEYWORDS)
    for _line, message, _comments, context in found:
        if isinstance(message, tuple):
            yield (context, message[0]), message[1]
        else:
            yield (context, message), None


def template_texts(source: str) -> Iterator[tuple[Key, str | None]]:
    """Find the texts in a template, which Django turns into calls for this."""
    calls = "\n".join(line.strip() for line in templatize(source).splitlines())
    return python_texts(calls)


def texts_in_code() -> dict[Key, str | None]:
    """Collect every text of the code and the templates with its plural."""
    collected: dict[Key, str | None] = {}
    for folder in SOURCES:
        for path in sorted(folder.rglob("*")):
            if path.suffix not in {".py", ".html", ".txt"} or not path.is_file():
                continue
            read = python_texts if path.suffix == ".py" else template_texts
            for key, plural in read(path.read_text(encoding="utf-8")):
                collected[key] = plural or collected.get(key)
    return collected


def po_file(language: str) -> Path:
    """Where a language's catalogue is."""
    return Path(settings.LOCALE_PATHS[0], language, "LC_MESSAGES", "django.po")


def catalogue(language: str) -> Catalog:
    """Read a language's catalogue, obsolete entries included."""
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str) -> list[Message]:
    """The entries of a catalogue without its header."""
    return [message for message in catalogue(language) if message.id]


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """A text's forms: one, or the singular and the plural."""
    return (text,) if isinstance(text, str) else tuple(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_holds_the_texts_of_the_code_and_no_others(language: str) -> None:
    known = {}
    for message in messages(language):
        singular, *plural = forms(message.id)
        known[message.context, singular] = plural[0] if plural else None

    assert known == texts_in_code(), "Run makemessages and translate what is new."
    assert not catalogue(language).obsolete


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    assert catalogue(language).num_plurals == 2
    for message in messages(language):
        assert not message.fuzzy, message.id
        translated = forms(message.string)
        assert len(translated) == len(forms(message.id)), message.id
        assert all(text.strip() for text in translated), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_placeholders_tags_and_converters(language: str) -> None:
    for message in messages(language):
        for original, translated in zip(forms(message.id), forms(message.string), strict=True):
            expected = sorted(MARKS.findall(original))
            assert sorted(MARKS.findall(translated)) == expected, translated
            if "%(" in original:
                assert "%" not in MARKS.sub("", translated), translated


def test_english_is_what_the_code_says() -> None:
    for message in messages("en"):
        if "format" not in (message.context or ""):
            assert forms(message.string) == forms(message.id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogue_is_up_to_date(language: str) -> None:
    with po_file(language).with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)

    for message in messages(language):
        context, texts = message.context, forms(message.id)
        if len(texts) == 1:
            built = [compiled.pgettext(context, *texts) if context else compiled.gettext(*texts)]
        elif context:
            built = [compiled.npgettext(context, *texts, number) for number in (1, 2)]
        else:
            built = [compiled.ngettext(*texts, number) for number in (1, 2)]
        assert built == list(forms(message.string)), "Run make setup."


@pytest.mark.parametrize(
    ("language", "search", "association"),
    [
        ("fi", "/fi/haku/", "/fi/yhdistykset/kuoro/"),
        ("sv", "/sv/sok/", "/sv/foreningar/kuoro/"),
        ("en", "/en/search/", "/en/associations/kuoro/"),
    ],
)
def test_addresses_are_in_the_readers_language(
    language: str, search: str, association: str
) -> None:
    with translation.override(language):
        assert reverse("search") == search
        assert reverse("association", args=["kuoro"]) == association


@pytest.mark.parametrize(
    ("language", "date", "short", "time"),
    [
        ("fi", "24.12.2026", "24.12.2026", "9.05"),
        ("sv", "24 december 2026", "24.12.2026", "9.05"),
        ("en", "24 December 2026", "24 Dec 2026", "09:05"),
    ],
)
def test_dates_and_times_are_written_as_in_finland(
    language: str, date: str, short: str, time: str
) -> None:
    moment = datetime.datetime(2026, 12, 24, 9, 5)
    with translation.override(language):
        assert formats.date_format(moment) == date
        assert formats.date_format(moment, "SHORT_DATE_FORMAT") == short
        assert formats.time_format(moment) == time


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_typed_date_is_read_day_first(language: str) -> None:
    with translation.override(language):
        first = formats.get_format("DATE_INPUT_FORMATS")[0]
    assert datetime.datetime.strptime("2.11.2026", first).date() == datetime.date(2026, 11, 2)


def test_extraction_finds_every_kind_of_call() -> None:
    python = 'x = _("a") + pgettext("c", "b")\ny = ngettext_lazy("%(n)d d", "%(n)d ds", n)\n'
    assert dict(python_texts(python)) == {
        (None, "a"): None,
        ("c", "b"): None,
        (None, "%(n)d d"): "%(n)d ds",
    }
    template = """{% load i18n %}
      <p title="{% translate 'a' %}">{% translate "e" context "c" as e %}{{ _("f") }}</p>
    {# Plain #}
    {% blocktranslate trimmed count n=3 with x=y %}
      {{ x }} one
    {% plural %}
      {{ x }} many
    {% endblocktranslate %}"""
    assert dict(template_texts(template)) == {
        (None, "a"): None,
        ("c", "e"): None,
        (None, "f"): None,
        (None, "%(x)s one"): "%(x)s many",
    }
