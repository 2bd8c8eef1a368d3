"""The calendar's page: a search, and when what it finds takes place."""

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from search.asked import Asked
from search.asking import ask
from search.calendar.day_pages import A_PAGE, EACH_DAY, days, span_address
from search.calendar.spans import Span, coming_days, last_day, short_label, span_of
from search.calendar.tabs import tabs
from search.engines import get_engine
from search.engines.base import Agenda, SearchRequest, SearchResponse
from search.facets import present_all
from search.open_times import OPEN
from search.page import addresses
from search.page.chips import chosen_chips, understood_chips
from search.page.filters import filters
from search.page.near import SearchPageForm, near_panel
from search.page.notices import notices
from servicemap.models import ListingKind

NOT_IN_CALENDAR = ("kind", OPEN, "size", "sort", "day", "lang")
"""Parameters of a search that mean nothing here."""

KEPT_HIDDEN = ("place", "near", "radius", "bbox", "when")
"""Parameters without a control of their own: the form carries them along."""


class CalendarForm(SearchPageForm):
    """The parameters of the calendar: those of a search, and a day to go to."""

    day = forms.DateField(required=False, label=_("Day"))


@dataclass(frozen=True)
class Sheet:
    """A search for activities, the days that are shown of it, and what is on then."""

    asked: Asked
    span: Span
    page: int
    agenda: Agenda
    response: SearchResponse

    @property
    def count(self) -> int:
        """How many occurrences the days have."""
        return sum(self.agenda.counts.values())

    @property
    def found(self) -> int:
        """How much was found; what comes later only counts as one."""
        return self.response.total or int(self.agenda.next_starts is not None)

    @property
    def last_page(self) -> int:
        """The last page of a single day; several days are one page."""
        return max(1, -(-self.count // A_PAGE)) if self.span.days == 1 else 1


def sheet_of(wanted: SearchRequest) -> Sheet:
    """Read a request and look up the days that are asked for, the coming ones where none are.

    How the words are read does not depend on the days: that nothing takes place then is an answer.
    """
    activity = {**wanted.selected, "kind": (str(ListingKind.ACTIVITY),)}
    activity.pop(OPEN, None)
    wanted = replace(wanted, selected=activity)
    asked = ask(replace(wanted, period=None))
    said = [limit.period for limit in asked.query.limits if limit.period]
    if said and wanted.period:
        # What was chosen beats what the words say.
        asked, said = ask(wanted), []
    if said:
        span = span_of(said[0])
    elif wanted.period:
        span = span_of(wanted.period)
    else:
        span = coming_days()
    whole = replace(asked.request, period=None, page=1, size=1)
    page = wanted.page if span.days == 1 else 1
    each_day = A_PAGE if span.days == 1 else EACH_DAY
    agenda = get_engine().agenda(whole, asked.query, span.period, each_day, page)
    narrowed = whole if said else replace(whole, period=span.period)
    response = get_engine().search(narrowed, asked.query)
    return Sheet(replace(asked, request=whole), span, page, agenda, response)


def context(sheet: Sheet, form: CalendarForm, given: QueryDict, language: str) -> dict[str, Any]:
    """Return what search/calendar.html shows; the language must be active."""
    asked = sheet.asked
    parameters = addresses.without(given, *NOT_IN_CALENDAR, *form.errors)
    span = replace(sheet.span, name=parameters.get("when") or sheet.span.name)
    shown = days(span, sheet.agenda, parameters, language)
    facets = [
        group
        for group in present_all(sheet.response.facets, asked.request.selected)
        if group.name not in NOT_IN_CALENDAR
    ]
    chips = [
        [replace(chip, view="calendar") for chip in some]
        for some in (
            understood_chips(parameters, asked),
            chosen_chips(parameters, asked.request, facets),
        )
    ]
    following = sheet.agenda.next_starts
    next_day = Span(following.date(), following.date()) if following else None
    limits = (*asked.understood, *asked.reading.overruled)
    cleared = addresses.text_alone(asked.text_without(*limits))
    if when := parameters.get("when"):
        cleared["when"] = str(when)
    names = [row.name for day in shown for row in day.rows]
    return {
        "form": form,
        "span": span,
        "tabs": list(tabs(span, parameters)),
        "days": shown,
        "count": sheet.count,
        "previous": _link(span.previous(), parameters),
        "next": _link(span.next(), parameters),
        "next_day": next_day
        and {"label": short_label(next_day.first), "url": _at(next_day, given)},
        "last_day": last_day(),
        "near": near_panel(parameters, language, "calendar"),
        "filters": filters(facets, asked),
        "notices": notices(parameters, asked, names, "calendar"),
        "understood": chips[0],
        "chosen": chips[1],
        "clear_url": addresses.address(cleared, "calendar"),
        "page_obj": addresses.shown_page(parameters, sheet.page, sheet.last_page, "calendar"),
        "hidden_params": [
            {"name": name, "value": parameters[name]}
            for name in KEPT_HIDDEN
            if parameters.get(name)
        ],
        "day_params": [
            {"name": name, "value": value}
            for name, values in addresses.without(parameters, "when", "page").lists()
            for value in values
        ],
        "list_url": addresses.map_shown(parameters),
    }


def _at(span: Span, given: QueryDict) -> str:
    return span_address(span.value, addresses.without(given, *NOT_IN_CALENDAR))


def _link(span: Span | None, parameters: QueryDict) -> dict[str, str] | None:
    if span is None:
        return None
    return {"label": span.label, "url": span_address(span.value, parameters)}
