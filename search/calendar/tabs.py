"""The calendar's spans that have a name, as links."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from search.calendar.day_pages import span_address
from search.calendar.spans import NAMED, Span, named_span


@dataclass(frozen=True)
class Tab:
    """A span by its name, and whether it is the one that is shown."""

    name: str
    label: str
    url: str
    current: bool


def tabs(span: Span, parameters: QueryDict) -> Iterator[Tab]:
    """Yield the spans that have a name; of equal ones, as on a Sunday, one is the current one."""
    labels = {"today": _("Today"), "weekend": _("At the weekend"), "week": _("This week")}
    shown = parameters.get("when") or "week"
    same = [name for name in NAMED if named_span(name) == span]
    current = shown if shown in same else next(iter(same), "")
    for name in NAMED:
        yield Tab(name, labels[name], span_address(name, parameters), name == current)
