"""The table of contents of a page that is made of blocks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify


@dataclass(frozen=True)
class Part:
    """A block of a body. What begins a part of the page has an anchor and a title."""

    block: Any
    anchor: str = ""
    title: str = ""


TITLED = {"checklist", "steps", "accordion", "table", "documents", "search_map"}
"""Blocks that begin a part if they have a title of their own; a heading always does."""


def parts_of(body: Iterable[Any], taken: Iterable[str] = ()) -> list[Part]:
    """Return the blocks with their anchors: unique, none of ``taken``, and made of the words,
    so that a link to a part holds when parts are moved.
    """
    return list(_parts(body, set(taken)))


def _parts(body: Iterable[Any], used: set[str]) -> Iterator[Part]:
    for child in body:
        title = _title(child)
        yield Part(child, free_anchor(title, used), title) if title else Part(child)


def free_anchor(title: str, used: set[str]) -> str:
    """Return an anchor for a title that is not used on the page yet, and take it."""
    base = slugify(title)[:60].strip("-") or "osa"
    anchor, number = base, 1
    while anchor in used:
        number += 1
        anchor = f"{base}-{number}"
    used.add(anchor)
    return anchor


def _title(child: Any) -> str:
    if child.block_type == "heading":
        return str(child.value)
    if child.block_type in TITLED:
        return str(child.value.get("title") or "")
    return ""
