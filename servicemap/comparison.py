"""How moderators see changes: in words, and only where something has changed."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from wagtail.admin.compare import (
    FieldComparison,
    M2MFieldComparison,
    TextDiff,
    TextFieldComparison,
    register_comparison_class,
)

from .in_words import PLAIN_VALUES, value_text
from .models.fields import (
    ORDINALS,
    WEEKDAYS,
    ByDayField,
    ByDayWidget,
    ChoiceListField,
    DateListField,
)
from .plain_lines import plain_lines


class LinesComparison(TextFieldComparison):
    """Texts; how their lines end is no change."""

    val_a: Any
    val_b: Any

    def __init__(self, field: models.Field[Any, Any], *sides: models.Model) -> None:
        super().__init__(field, *sides)
        self.val_a, self.val_b = plain_lines(self.val_a or ""), plain_lines(self.val_b or "")


class WordsComparison(FieldComparison):
    """Values as they are written for people, nothing where there is none."""

    val_a: Any
    val_b: Any

    def __init__(self, field: Any, before: models.Model, after: models.Model) -> None:
        super().__init__(field, before, after)
        self.val_a, self.val_b = self.in_words(self.val_a), self.in_words(self.val_b)

    def in_words(self, value: Any) -> str:
        """Write a value."""
        return value_text(value)

    def htmldiff(self) -> str:
        """What was and what is, as far as there is anything."""
        if self.val_a == self.val_b:
            parts = [("equal", self.val_a)]
        else:
            parts = [("deletion", self.val_a), ("addition", self.val_b)]
        html: str = TextDiff([part for part in parts if part[1]]).to_html()
        return html


class CodesComparison(WordsComparison):
    """Names of the codes chosen before and after; their order does not matter."""

    def in_words(self, value: Any) -> str:
        """The names in the order in which forms offer them."""
        codes = set(value or [])
        known = [str(name) for code, name in self.field.code_choices if code in codes]
        strange = codes - {code for code, _name in self.field.code_choices}
        return ", ".join([*known, *sorted(map(str, strange))])


class DatesComparison(WordsComparison):
    """Days before and after."""

    def in_words(self, value: Any) -> str:
        """The days the reader's way."""
        return dates_text(value)


class ByDayComparison(WordsComparison):
    """Weekdays before and after."""

    def in_words(self, value: Any) -> str:
        """The words of the form's own checkboxes."""
        chosen = {code for group in ByDayWidget().decompress(value) for code in group}
        return ", ".join(str(name) for code, name in [*WEEKDAYS, *ORDINALS] if code in chosen)


class ChosenComparison(M2MFieldComparison):
    """What is chosen out of a register; its order does not matter."""

    val_a: Any
    val_b: Any

    def __init__(self, field: Any, before: models.Model, after: models.Model) -> None:
        super().__init__(field, before, after)
        self.val_a, self.val_b = in_order(self.val_a), in_order(self.val_b)


def in_order(entries: Iterable[models.Model]) -> list[models.Model]:
    """Sort a register's entries by what they are called."""
    return sorted(entries, key=lambda entry: (str(entry), entry.pk))


def dates_text(value: Any) -> str:
    """Write ISO dates the reader's way."""
    days = [parse_date(item) for item in sorted(value or [])]
    return ", ".join(date_format(day, "SHORT_DATE_FORMAT") for day in days if day)


def register() -> None:
    """Make Wagtail use these."""
    for text_field in (models.CharField, models.TextField):
        register_comparison_class(text_field, comparison_class=LinesComparison)
    for plain_field in PLAIN_VALUES:
        register_comparison_class(plain_field, comparison_class=WordsComparison)
    register_comparison_class(models.ManyToManyField, comparison_class=ChosenComparison)
    register_comparison_class(ChoiceListField, comparison_class=CodesComparison)
    register_comparison_class(DateListField, comparison_class=DatesComparison)
    register_comparison_class(ByDayField, comparison_class=ByDayComparison)
