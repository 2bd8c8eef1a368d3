"""What the body of a page refers to, by choosers and from running text: read together.

Wagtail reads the pages of each kind of block by themselves, and those of each paragraph.
"""

import copy
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import Any

from django.db.models import Q
from wagtail.blocks import (
    BaseStreamBlock,
    BaseStructBlock,
    Block,
    ListBlock,
    PageChooserBlock,
    RichTextBlock,
    StreamValue,
)
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.models import Page
from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

from servicemap.models.translation import active_language

PAGE, DOCUMENT = "page", "document"
"""What is referred to, as links in running text name it."""

Reference = tuple[str, int]
"""What is referred to, and its key."""


class References:
    """Pages and documents by their keys, each read in one query when the first is asked for."""

    def __init__(self, references: Iterable[Reference]) -> None:
        self.all = frozenset(references)

    def _keys(self, kind: str) -> set[int]:
        return {key for name, key in self.all if name == kind}

    @cached_property
    def _pages(self) -> list[Page]:
        own = Q(pk__in=self._keys(PAGE))
        families = Page.objects.filter(own).order_by().values("translation_key")
        readers = Q(translation_key__in=families, locale__language_code=active_language())
        found = Page.objects.filter(own | readers).select_related("locale", "alias_of__locale")
        return list(found.order_by())

    @cached_property
    def _by_key(self) -> dict[int, Page]:
        return {page.pk: page for page in self._pages}

    @cached_property
    def _readers(self) -> dict[Any, Page]:
        language = active_language()
        return {
            page.translation_key: page
            for page in self._pages
            if page.live and page.locale.language_code == language
        }

    @cached_property
    def _documents(self) -> dict[int, Any]:
        found: dict[int, Any] = get_document_model().objects.in_bulk(self._keys(DOCUMENT))
        return found

    def page(self, key: int) -> Page | None:
        """Return a page, one's own to change; None where it is gone."""
        return copy.copy(self._by_key.get(key))

    def document(self, key: int) -> Any:
        """Return a document, one's own to change; None where it is gone."""
        return copy.copy(self._documents.get(key))

    def address(self, kind: str, key: int) -> str:
        """Return where something is; a page in the reader's language if it is there in it.

        Empty where it is gone.
        """
        if kind == DOCUMENT:
            document = self._documents.get(key)
            return str(document.url) if document else ""
        page = self._by_key.get(key)
        return self._readers.get(page.translation_key, page).url or "" if page else ""


AT_HAND: ContextVar[References | None] = ContextVar("references", default=None)
"""What the body refers to that is being read or shown."""


def references(wanted: Iterable[Reference]) -> References:
    """Return what knows these: what is at hand if it does, or else one that reads only these."""
    own = References(wanted)
    known = AT_HAND.get()
    return known if known is not None and own.all <= known.all else own


class SitePageBlock(PageChooserBlock):
    """A choice of a page; those of a body are read together."""

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Page | None]:
        """Return the pages in order, None for each that is gone or was never chosen."""
        keys = list(values)
        found = references((PAGE, key) for key in keys if key)
        return [found.page(key) if key else None for key in keys]

    def deconstruct(self) -> tuple[str, Any, Any]:
        """Be Wagtail's own in migrations: what is kept is the same."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.PageChooserBlock", args, kwargs


class SiteDocumentBlock(DocumentChooserBlock):
    """A choice of a document; those of a body are read together."""

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Any]:
        """Return the documents in order, None for each that is gone or was never chosen."""
        keys = list(values)
        found = references((DOCUMENT, key) for key in keys if key)
        return [found.document(key) if key else None for key in keys]

    def deconstruct(self) -> tuple[str, Any, Any]:
        """Be Wagtail's own in migrations: what is kept is the same."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.documents.blocks.DocumentChooserBlock", args, kwargs


class BodyValue(StreamValue):
    """A body as the database keeps it, which reads what it refers to together."""

    @cached_property
    def _references(self) -> References:
        return References(references_of(self.stream_block, self.raw_data))

    @contextmanager
    def references_at_hand(self) -> Iterator[None]:
        """Let the choosers and the running text of this body find what they refer to."""
        token = AT_HAND.set(self._references)
        try:
            yield
        finally:
            AT_HAND.reset(token)

    def __getitem__(self, index: Any) -> Any:
        with self.references_at_hand():
            return super().__getitem__(index)


def references_of(block: Block, raw: Any) -> Iterator[Reference]:
    """Yield all that a block refers to, from what the database keeps of it."""
    if not raw:
        return
    if isinstance(block, PageChooserBlock):
        yield PAGE, int(raw)
    elif isinstance(block, DocumentChooserBlock):
        yield DOCUMENT, int(raw)
    elif isinstance(block, RichTextBlock):
        links = (extract_attrs(tag) for tag in FIND_A_TAG.findall(str(raw)))
        yield from filter(None, map(reference_of_link, links))
    else:
        for child, value in _parts(block, raw):
            yield from references_of(child, value)


def reference_of_link(attributes: Mapping[str, str]) -> Reference | None:
    """Return what a link in running text leads to; None for an address, and for nothing."""
    kind, key = attributes.get("linktype"), attributes.get("id", "")
    if kind in (PAGE, DOCUMENT) and key.isascii() and key.isdecimal():
        return kind, int(key)
    return None


def _parts(block: Block, raw: Any) -> Iterator[tuple[Block, Any]]:
    """Yield what a block is made of, and what the database keeps of each."""
    if isinstance(block, BaseStructBlock):
        yield from ((child, raw.get(name)) for name, child in block.child_blocks.items())
    elif isinstance(block, ListBlock):
        # Lists that were kept long ago hold bare values.
        values = (item["value"] if _is_item(item) else item for item in raw)
        yield from ((block.child_block, value) for value in values)
    elif isinstance(block, BaseStreamBlock):
        known = (item for item in raw if item["type"] in block.child_blocks)
        yield from ((block.child_blocks[item["type"]], item["value"]) for item in known)
    elif isinstance(block, BaseTypedTableBlock):
        children = [block.child_blocks.get(column["type"]) for column in raw["columns"]]
        for row in raw["rows"]:
            pairs = zip(children, row["values"], strict=False)
            yield from ((child, value) for child, value in pairs if child)


def _is_item(item: Any) -> bool:
    return isinstance(item, dict) and "type" in item and "value" in item
