"""What pages say, read from the ``search_fields`` by which they tell it to Wagtail's search."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models.fields.reverse_related import ForeignObjectRel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.search import index

from pages.blocks.searchable import Piece, pieces
from servicemap.search_texts import SearchTexts

APART = ("title", "lead")


def texts_of(page: Page) -> SearchTexts:
    """Return what a page says in its own fields and what it names of the registers.

    Makes a query for each relation among the ``search_fields`` that is not there yet.
    """
    found = [piece for field in type(page).get_search_fields() for piece in _pieces(page, field)]
    # The same words again would weigh nothing more.
    headings = dict.fromkeys(piece.text for piece in found if piece.is_heading)
    body = dict.fromkeys(piece.text for piece in found if not piece.is_heading)
    return SearchTexts(page.title, getattr(page, "lead", ""), tuple(headings), tuple(body))


def with_relations(pages: PageQuerySet) -> PageQuerySet:
    """Return the pages of one type with what ``texts_of`` reads of others: a query for each."""
    for field in pages.model.get_search_fields():
        if isinstance(field, index.RelatedFields):
            relation = field.get_field(pages.model)
            if relation.many_to_one:
                pages = pages.select_related(field.field_name)
            else:
                pages = pages.prefetch_related(field.field_name)
    return pages


def _pieces(page: Page, field: Any) -> Iterator[Piece]:
    if isinstance(field, index.RelatedFields):
        # What a page is filed under says what it is about; what is part of it is its text.
        is_part = isinstance(field.get_field(type(page)), ForeignObjectRel)
        for related in _related(field.get_value(page)):
            for inner in field.fields:
                if isinstance(inner, index.SearchField):
                    yield from (Piece(text, not is_part) for text in _texts(inner, related))
    elif isinstance(field, index.SearchField) and field.field_name not in APART:
        stream = _stream(page, field)
        if stream is not None:
            yield from pieces(stream.stream_block, getattr(page, field.field_name))
        else:
            yield from (Piece(text, False) for text in _texts(field, page))


def _stream(page: Page, field: index.SearchField) -> StreamField | None:
    try:
        found = field.get_field(type(page))
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, StreamField) else None


def _related(value: Any) -> Iterator[Any]:
    if hasattr(value, "all"):
        yield from value.all()
    elif value is not None:
        yield value


def _texts(field: index.SearchField, obj: Any) -> Iterator[str]:
    value = field.get_value(obj)
    for text in value if isinstance(value, (list, tuple)) else [value]:
        if text:
            yield str(text)
