"""Choices out of the map's registers, kept by what never changes: a slug or a code."""

from typing import Any

from wagtail import blocks

from servicemap.models import Category, Municipality, TargetGroup, Theme
from servicemap.models.taxonomy import category_tree


def category_choices() -> list[tuple[str, str]]:
    """Return the whole category tree as choices, indented. Makes one query."""
    return [
        (row["category"].slug, f"{'– ' * row['depth']}{row['category'].display_name}")
        for row in category_tree(Category.objects.all())
    ]


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
