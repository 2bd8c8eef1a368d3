"""How moderators see changes in fields that Wagtail has no words for."""

from typing import Any

from django.db import models
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from wagtail.admin.compare import FieldComparison, register_comparison_class

from .models.fields import ChoiceListField, DateListField


class CodesComparison(FieldComparison):
    """Names of the codes chosen before and after."""

    def __init__(self, field: ChoiceListField, before: models.Model, after: models.Model) -> None:
        super().__init__(field, before, after)
        names = dict(field.code_choices)
        for side in ("val_a", "val_b"):
            codes = getattr(self, side) or []
            setattr(self, side, ", ".join(str(names.get(code, code)) for code in codes))


class DatesComparison(FieldComparison):
    """Days before and after."""

    def __init__(self, field: DateListField, before: models.Model, after: models.Model) -> None:
        super().__init__(field, before, after)
        for side in ("val_a", "val_b"):
            setattr(self, side, dates_text(getattr(self, side)))


def dates_text(value: Any) -> str:
    """Write ISO dates the reader's way."""
    days = [parse_date(item) for item in value or []]
    return ", ".join(date_format(day, "SHORT_DATE_FORMAT") for day in days if day)


def register() -> None:
    """Make Wagtail use these."""
    register_comparison_class(ChoiceListField, comparison_class=CodesComparison)
    register_comparison_class(DateListField, comparison_class=DatesComparison)
