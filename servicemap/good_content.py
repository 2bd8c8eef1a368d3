"""A word to editors, above a form: what makes its content good."""

from collections.abc import Sequence
from typing import Any

from django import forms
from wagtail.admin.panels import Panel


class GoodContent(Panel):
    """A few points of advice; they fold away, and are folded where the entry exists already."""

    def __init__(self, points: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.points = points

    def clone_kwargs(self) -> dict[str, Any]:
        """What it takes to make another like this."""
        kwargs: dict[str, Any] = super().clone_kwargs()
        return {**kwargs, "points": self.points}

    @property
    def clean_name(self) -> str:
        """Its name in the form's address."""
        return super().clean_name or "good_content"

    class BoundPanel(Panel.BoundPanel):
        """The advice in a form."""

        template_name = "servicemap/admin/good_content.html"

        @property
        def media(self) -> forms.Media:
            """Its looks."""
            return forms.Media(css={"all": ["servicemap/admin/good-content.css"]})
