"""Which texts of a translated page are still those of the page that it was copied from.

Wagtail's translations begin as a copy. Nothing tells its editor afterwards what of it nobody has
translated yet: what is the same word for word as on the original is taken to be that.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.html import strip_tags
from django.utils.text import Truncator, capfirst
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from servicemap.models import Municipality

REVISIONS_READ = 10
"""How far back the original is read: it may have been changed after it was copied."""

SEARCHED = frozenset({"words", "query", "address", "length"})
"""Parts of blocks that hold no prose: what is searched for, and how long a video takes."""

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
SPACE = re.compile(r"\s+")
BETWEEN = re.compile(r"<br ?/?>|</(?:p|li|h\d)>")
EXCERPT = 70


@dataclass(frozen=True)
class SameText:
    """A field or a block with texts of the original: what it is called, and the first of them."""

    label: str
    text: str
    more: int = 0
    """How many texts of the block are the same beside the first."""

    anchor: str = ""
    """Where it is in the form, if that is known."""


@dataclass(frozen=True)
class StillSame:
    """What of a page is as on its original, which is given as it is published."""

    original: Page
    texts: list[SameText] = field(default_factory=list)
    is_all: bool = False
    """Whether nothing has been translated at all."""


@dataclass(frozen=True)
class _Part:
    """A field or a block, with all its texts."""

    label: str
    texts: list[str]
    anchor: str = ""


def still_same(page: Page) -> StillSame | None:
    """Compare a page, or its draft, with its original; None where nothing is the same, or where
    the page is the original or shows it as an alias. Makes up to seven queries.
    """
    if page.alias_of_id or not page.pk or page.locale.language_code == settings.LANGUAGE_CODE:
        return None
    family = Page.objects.filter(translation_key=page.translation_key)
    original = family.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if original is None:
        return None
    known = _known(original)
    parts = list(_parts(page))
    same = [_same(part, known) for part in parts]
    found = [one for one in same if one is not None]
    if not found:
        return None
    untouched = sum(one.more + 1 for one in found)
    return StillSame(original, found, untouched == sum(map(len, (part.texts for part in parts))))


def _same(part: _Part, known: set[str]) -> SameText | None:
    texts = [text for text in part.texts if text in known]
    if not texts:
        return None
    return SameText(
        part.label, Truncator(texts[0]).chars(EXCERPT), more=len(texts) - 1, anchor=part.anchor
    )


def _known(original: Page) -> set[str]:
    """All texts of the original, now and in its latest revisions."""
    latest = original.revisions.order_by("-created_at", "-pk")[:REVISIONS_READ]
    contents = list(latest.values_list("content", flat=True))
    if not contents:
        contents = [original.specific.serializable_data()]
    return {text for content in contents for text in _strings(content)}


def _strings(data: Any) -> Iterator[str]:
    """All strings of a revision's content as plain text, whatever they are."""
    if isinstance(data, str):
        if data.startswith(("[", "{")):
            try:
                data = json.loads(data)
            except ValueError:
                pass
            else:
                yield from _strings(data)
                return
        yield _plain(data)
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)


def _plain(text: str) -> str:
    if "<" in text or "&" in text:
        text = unescape(strip_tags(BETWEEN.sub(" ", text)))
    return SPACE.sub(" ", text).strip()


def _is_prose(text: str) -> bool:
    """Whether a text may be in a language: names, numbers and addresses are the same in all."""
    words = (word for part in text.split() if "@" not in part for word in WORD.findall(part))
    return any(len(word) > 2 and word[0].islower() for word in words) and "://" not in text


def _is_name(title: str) -> bool:
    names = models.Q(name=title) | models.Q(name_sv=title) | models.Q(name_en=title)
    return Municipality.objects.filter(names).exists()


def _parts(page: Page) -> Iterator[_Part]:
    shared = getattr(page, "SAME_IN_ALL_LANGUAGES", ())
    for model_field in page._meta.get_fields():
        if getattr(model_field, "name", "") in shared or not getattr(
            model_field, "editable", False
        ):
            continue
        if isinstance(model_field, StreamField):
            yield from _blocks(model_field, page)
        elif _holds_text(model_field):
            yield from _field(model_field, page)
    for relation in get_all_child_relations(type(page)):
        # Comments are no content.
        if relation.related_model._meta.app_label != Page._meta.app_label:
            yield from _children(relation, page)


def _holds_text(model_field: Any) -> bool:
    plain = (models.CharField, models.TextField, RichTextField)
    special = (models.SlugField, models.URLField, models.EmailField)
    return (
        isinstance(model_field, plain)
        and not isinstance(model_field, special)
        and not model_field.choices
        and model_field.name != "clean_name"  # Wagtail's own, for the answers to a question.
    )


def _field(model_field: Any, page: Page) -> Iterator[_Part]:
    text = _plain(getattr(page, model_field.name) or "")
    is_title = model_field.name == "title" and not _is_name(text)
    if text and (is_title or _is_prose(text)):
        label = str(capfirst(model_field.verbose_name))
        ending = "-label" if isinstance(model_field, RichTextField) else ""
        yield _Part(label, [text], f"id_{model_field.name}{ending}")


def _blocks(model_field: Any, page: Page) -> Iterator[_Part]:
    for child in getattr(page, model_field.name) or ():
        texts = [text for text in map(_plain, _texts(child.block, child.value)) if _is_prose(text)]
        if texts:
            yield _Part(str(child.block.label), texts, f"block-{child.id}-section")


def _texts(block: blocks.Block, value: Any) -> Iterator[str]:
    """The texts of a block, those of the blocks in it included."""
    if value is None:
        return
    if isinstance(block, blocks.RichTextBlock):
        yield value.source
    elif isinstance(block, (blocks.CharBlock, blocks.TextBlock)):
        yield value
    elif isinstance(block, TypedTableBlock):
        yield value.caption
        yield from (column["heading"] for column in value.columns)
        for row in value.rows:
            yield from _each(row)
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            if name not in SEARCHED:
                yield from _texts(child, value.get(name))
    elif isinstance(block, blocks.ListBlock):
        yield from _each(value.bound_blocks)
    elif isinstance(block, blocks.BaseStreamBlock):
        yield from _each(value)


def _each(children: Iterable[Any]) -> Iterator[str]:
    for child in children:
        yield from _texts(child.block, child.value)


def _children(relation: Any, page: Page) -> Iterator[_Part]:
    """Rows that belong to the page, such as the questions of a survey."""
    fields = [one for one in relation.related_model._meta.fields if one.editable]
    for row in getattr(page, relation.get_accessor_name()).all():
        values = (getattr(row, one.name) or "" for one in fields if _holds_text(one))
        texts = [text for text in map(_plain, values) if _is_prose(text)]
        if texts:
            yield _Part(str(capfirst(relation.related_model._meta.verbose_name)), texts)
