"""Choices out of the map's registers, kept by what never changes: a slug or a code."""

from typing import Any

from django.utils.translation import gettext
from wagtail import blocks

from servicemap.models import Category, Municipality, TargetGroup, Theme
from servicemap.models.taxonomy import category_tree

Group = tuple[str, list[tuple[str, str]]]
"""The name of a group of choices, and what is in it."""

INDENT = "\N{NO-BREAK SPACE}" * 4
"""Browsers pass over it when somebody types the beginning of a name."""


def category_choices() -> list[Group | tuple[str, str]]:
    """Return the category tree as choices, in a group for each topic. Makes one query.

    First in a group is the topic as a whole; deeper ones are indented.
    """
    choices: list[Group | tuple[str, str]] = []
    below: list[tuple[str, str]] = []
    for row in reversed(category_tree(Category.objects.all())):
        slug, name, depth = row["category"].slug, row["category"].display_name, row["depth"]
        if depth:
            below.append((slug, f"{INDENT * (depth - 1)}{name}"))
            continue
        whole = (slug, gettext("%(topic)s: all of it") % {"topic": name})
        choices.append((name, [whole, *reversed(below)]) if below else (slug, name))
        below = []
    return choices[::-1]


def target_group_choices() -> list[tuple[str, str]]:
    """Return the target groups as choices. Makes one query."""
    return [(group.slug, group.display_name) for group in TargetGroup.objects.all()]


def municipality_choices() -> list[tuple[str, str]]:
    """Return the municipalities as choices, by their codes. Makes one query."""
    return [(entry.code, entry.display_name) for entry in Municipality.objects.all()]


def theme_choices() -> list[tuple[str, str]]:
    """Return the wellbeing themes as choices. Makes one query."""
    return [(theme.slug, theme.display_name) for theme in Theme.objects.all()]


class SlugChoiceBlock(blocks.ChoiceBlock):
    """A choice of a register's entry, kept as its slug or code.

    Both are text already, so reading a page does not look the choices up, as it would in the
    parent class.
    """

    def normalize_choice(self, value: Any) -> Any:
        """Return the value as it is."""
        return value

    def get_searchable_content(self, value: Any) -> list[str]:
        """Return nothing: what is chosen from a list is not among the words of the page.

        The parent class would look through all choices, that is ask for the whole register, for
        each such block whenever a page is saved.
        """
        return []
