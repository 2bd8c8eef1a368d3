"""Form controls for what Django has no control of."""

from typing import Any

from django import forms
from django.conf import settings
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.admin.widgets.slug import SlugInput

from .models import Category
from .models.taxonomy import category_tree


class PlainSlugInput(SlugInput):
    """An address that follows the name as it is typed, in a to z only."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        plain = {"data-w-slug-allow-unicode-value": "false"}
        super().__init__(attrs={**plain, **(attrs or {})}, locale=settings.LANGUAGE_CODE)


def nested(rows: list[dict[str, Any]], chosen: set[str]) -> list[dict[str, Any]]:
    """Turn rows of ``category_tree`` into nodes with children.

    A node knows whether it is chosen and how many in its branch are, itself included.
    """
    roots: list[dict[str, Any]] = []
    path: list[dict[str, Any]] = []
    for row in rows:
        category: Category = row["category"]
        selected = str(category.pk) in chosen
        node = {"category": category, "selected": selected, "children": [], "count": 0}
        del path[row["depth"] :]
        (path[-1]["children"] if path else roots).append(node)
        path.append(node)
        if selected:
            for ancestor in path:
                ancestor["count"] += 1
    return roots


class CategoryTree(forms.SelectMultiple):
    """Categories as a tree of checkboxes that folds and can be searched. Makes one query."""

    template_name = "servicemap/admin/category_tree.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the tree to what the template knows."""
        # Not super(): it would make a flat list of all options as well.
        context = forms.Widget.get_context(self, name, value, attrs)
        chosen = {str(item) for item in value or []}
        context["widget"]["tree"] = nested(category_tree(Category.objects.all()), chosen)
        context["widget"]["count"] = len(chosen)
        return context

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Render with the site's templates; Django's form renderer knows only its own."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """A group of checkboxes has no single control to label."""
        return ""

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Unticked boxes are not sent: nothing can be told from absence."""
        return False

    @property
    def media(self) -> forms.Media:
        """The search box's script."""
        return forms.Media(
            css={"all": ["servicemap/admin/category-tree.css"]},
            js=[Script("servicemap/admin/category-tree.js", type="module")],  # type: ignore[list-item]
        )
