"""What a reader is shown of a meaning."""

import datetime
from dataclasses import replace

from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from search.costs import COST, UNDER, euros
from search.open_times import OPEN, open_text
from search.times_of_day import TimeOfDay
from servicemap.models import ListingKind, Price
from servicemap.models.fields import WEEKDAYS
from servicemap.models.translation import language_codes

from .lexicon import Lexicon, lexicon_cache
from .meaning import Meaning
from .topics import TOPIC, topics_cache


def label(meaning: Meaning) -> str:
    """Return a meaning's name in the active language, from the registers."""
    if meaning.denied:
        return _("not: %(value)s") % {"value": label(replace(meaning, denied=False))}
    lexicon = lexicon_cache.get()
    if meaning.type == "when":
        return _period(meaning.value)
    if meaning.type == "weekday":
        return _weekdays(meaning.values)
    if meaning.type == "time":
        return " / ".join(str(TimeOfDay(value).label) for value in meaning.values)
    if meaning.type == OPEN:
        return open_text(meaning.values)
    if meaning.type == COST:
        return _cost(meaning.value)
    return _one(lexicon, meaning.type, meaning.value)


def _one(lexicon: Lexicon, facet: str, value: str) -> str:
    if facet == "kind":
        return capfirst(str(ListingKind(value).label))
    if facet == "price":
        return capfirst(str(Price(value).label))
    if facet == TOPIC:
        names = topics_cache.get().labels.get(value, {})
    else:
        names = lexicon.labels.get((facet, value), {})
    active = (get_language() or "").split("-")[0]
    return next((names[code] for code in (active, *language_codes()) if code in names), value)


def _cost(limit: str) -> str:
    amount = euros(limit.removeprefix(UNDER))
    figures = number_format(amount, 0 if amount == int(amount) else 2)
    if limit.startswith(UNDER):
        return _("free or under %(sum)s €") % {"sum": figures}
    return _("free or at most %(sum)s €") % {"sum": figures}


def _weekdays(codes: tuple[str, ...]) -> str:
    """Name weekdays; those in a row by the first and the last, over Sunday if need be."""
    names = dict(WEEKDAYS)
    order = list(names)
    runs: list[list[str]] = []
    for code in codes:
        follows = runs and order.index(code) == (order.index(runs[-1][-1]) + 1) % len(order)
        if follows:
            runs[-1].append(code)
        else:
            runs.append([code])
    return ", ".join(
        str(names[run[0]]) if len(run) == 1 else f"{names[run[0]]}–{names[run[-1]]}" for run in runs
    )


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
