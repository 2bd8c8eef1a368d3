"""What an unpublished change would change, for whoever approves it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from wagtail.models import Revision

MARKED = re.compile(r'<span class="(addition|deletion)">(.*?)</span>', re.DOTALL)
"""How Wagtail marks a difference; the text inside is escaped and holds no tag."""

ELEMENTS = {"addition": "ins", "deletion": "del"}

Comparison = Callable[[Any, Any], Any]


@dataclass(frozen=True)
class FieldChange:
    """A field's name, and what was and is in it as marked HTML."""

    label: str
    html: SafeString


@dataclass(frozen=True)
class PartChange:
    """A part, such as a time, that is ``added``, ``removed`` or ``changed``."""

    state: str
    fields: list[FieldChange]


@dataclass(frozen=True)
class PartsChange:
    """What has changed in the parts of one kind."""

    label: str
    parts: list[PartChange]


@dataclass(frozen=True)
class WhatChanged:
    """What the latest draft changes in what residents see."""

    revision: Revision
    is_new: bool = False
    changes: list[FieldChange | PartsChange] = field(default_factory=list)


def as_elements(html: str) -> SafeString:
    """Mark differences with elements that screen readers know."""

    def element(match: re.Match[str]) -> str:
        name = ELEMENTS[match[1]]
        return f"<{name}>{match[2]}</{name}>"

    # Wagtail has escaped all that is not its own markup.
    return mark_safe(MARKED.sub(element, html))


def what_changed(content: Any, draft: Any, panel: Any, request: HttpRequest) -> WhatChanged | None:
    """Compare what is in the database with its latest draft; None where nothing differs.

    ``panel`` is the edit handler of the form. The number of queries depends on the fields that the
    form has, and not on how much has changed in them.
    """
    revision = content.latest_revision
    if revision is None or (content.live and not content.has_unpublished_changes):
        return None
    if not content.live and content.first_published_at is None:
        return WhatChanged(revision, is_new=True)
    bound = panel.get_bound_panel(instance=content, request=request, form=None)
    changes = list(_changes(bound.get_comparison(), content, draft))
    return WhatChanged(revision, changes=changes) if changes else None


def _changes(
    comparisons: list[Comparison], before: Any, after: Any
) -> Iterator[FieldChange | PartsChange]:
    for compare in comparisons:
        difference = compare(before, after)
        if getattr(difference, "is_child_relation", False):
            if parts := list(_parts(difference)):
                yield PartsChange(difference.field_label(), parts)
        elif difference.has_changed():
            yield _field(difference)


def _field(difference: Any) -> FieldChange:
    return FieldChange(str(capfirst(difference.field_label())), as_elements(difference.htmldiff()))


def _parts(relation: Any) -> Iterator[PartChange]:
    for part in relation.get_child_comparisons():
        fields = part.get_field_comparisons()
        if part.is_addition() or part.is_deletion():
            shown = [one for one in map(_field, fields) if one.html]
            yield PartChange("added" if part.is_addition() else "removed", shown)
        elif changed := [_field(one) for one in fields if one.has_changed()]:
            yield PartChange("changed", changed)
