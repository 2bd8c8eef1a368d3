"""When a place may be asked to be open: now, or on the next day of a weekday's name."""

from collections.abc import Iterable

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from servicemap.models.fields import WEEKDAY_CODES
from servicemap.schedule_text import days_text

OPEN = "open"
"""The facet, and the parameter."""

NOW = "now"

VALUES = (NOW, *WEEKDAY_CODES)


def open_text(values: Iterable[str]) -> str:
    """Say when places are asked to be open: “open now”, “open Mon–Fri”."""
    values = list(values)
    days = [value for value in values if value != NOW]
    texts = [_("Open now")] if NOW in values else []
    if days:
        texts.append(_("Open %(days)s") % {"days": days_text(days)})
    return " / ".join(texts)


CHOICES = [(value, lazy(open_text, str)((value,))) for value in VALUES]
