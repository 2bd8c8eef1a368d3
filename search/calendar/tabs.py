"""The calendar's spans that have a name, as links."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from search.calendar.day_pages import span_address
from search.calendar.spans import NAMED, Span, coming_days, named_span


@dataclass(frozen=True)
class Tab:
    """A span by its name, and whether it is the one that is shown."""

    name: str
    label: str
    url: str
    current: bool


def tabs(span: Span, parameters: QueryDict) -> Iterator[Tab]:
    """Yield the coming days and the spans that have a name; of equal ones one is current."""
    labels = {"today": _("Today"), "weekend": _("At the weekend"), "week": _("This week")}
    shown = parameters.get("when") or ""
    spans = {"": coming_days()} | {name: named_span(name) for name in NAMED}
    same = [name for name, each in spans.items() if each == span]
    current = shown if shown in same else next(iter(same), None)
    for name in spans:
        label = labels.get(name) or _("7 days")
        yield Tab(name, label, span_address(name, parameters), name == current)
