"""What a reader is shown of a meaning."""

import datetime

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from servicemap.models import ListingKind, Price
from servicemap.models.fields import WEEKDAYS
from servicemap.models.translation import language_codes

from .lexicon import Lexicon, lexicon_cache
from .meaning import Meaning


def label(meaning: Meaning) -> str:
    """Return a meaning's name in the active language, from the registers."""
    lexicon = lexicon_cache.get()
    if meaning.type == "when":
        return _period(meaning.value)
    if meaning.type == "weekday":
        return _weekdays(meaning.values)
    return _one(lexicon, meaning.type, meaning.value)


def _one(lexicon: Lexicon, facet: str, value: str) -> str:
    if facet == "kind":
        return capfirst(str(ListingKind(value).label))
    if facet == "price":
        return capfirst(str(Price(value).label))
    names = lexicon.labels.get((facet, value), {})
    active = (get_language() or "").split("-")[0]
    return next((names[code] for code in (active, *language_codes()) if code in names), value)


def _weekdays(codes: tuple[str, ...]) -> str:
    names = dict(WEEKDAYS)
    first, last = str(names[codes[0]]), str(names[codes[-1]])
    return first if len(codes) == 1 else f"{first}–{last}"


def _period(value: str) -> str:
    named = {
        "today": _("Today"),
        "tomorrow": _("Tomorrow"),
        "weekend": _("At the weekend"),
        "week": _("This week"),
    }
    if value in named:
        return named[value]
    first, last = value.split("..")
    texts = [
        date_format(datetime.date.fromisoformat(day), "SHORT_DATE_FORMAT") for day in (first, last)
    ]
    return texts[0] if first == last else "–".join(texts)
