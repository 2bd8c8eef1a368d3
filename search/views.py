"""The search page."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from search.asking import Asked, ask
from search.counting import count_search
from search.engines.base import SearchRequest, Sort
from search.facets import FacetGroup, meaning_label, present_all
from search.forms import SORT_LABELS, SearchForm
from search.results import present
from search.understanding import label
from servicemap.places import region_bounds

KEPT_HIDDEN = ("near", "radius", "bbox")
"""Parameters without a control of their own: the form carries them along."""

NOT_FOR_MAP = ("page", "size", "sort")


def search(request: HttpRequest) -> HttpResponse:
    """Show what is found as a list and on the map; everything is in the address."""
    form = SearchForm(request.GET)
    form.is_valid()
    parameters = _without(request.GET, *form.errors)
    wanted = form.request()
    asked = ask(wanted)
    response = asked.search()
    last_page = max(1, -(-response.total // wanted.size))
    if wanted.page > last_page:
        return redirect(_page_url(parameters, last_page))
    language = get_language() or "fi"
    facets = present_all(response.facets, wanted.selected)
    form.fields["sort"].choices = [  # type: ignore[attr-defined]
        (value, label) for value, label in SORT_LABELS if value != Sort.DISTANCE or wanted.near
    ]
    count_search(asked, language, response.total)
    active = [*_understood(parameters, asked), *_active_filters(parameters, wanted, facets)]
    west, south, east, north = region_bounds()
    context = {
        "form": form,
        "results": [present(hit, asked.query, language) for hit in response.hits],
        "total": response.total,
        "unlocated": response.unlocated,
        "relaxed": asked.some_words,
        "dropped": [label(meaning) for meaning in asked.dropped],
        "corrected": asked.corrected,
        "as_typed_url": _url(_with_text(parameters, f'"{wanted.text.replace(chr(34), "")}"')),
        "suggested": asked.suggested,
        "suggested_url": _url(_with_text(parameters, asked.suggested or "")),
        "facets": facets,
        "active_filters": active,
        "clear_url": _url(_only(parameters, "q")),
        "page_obj": _pages(parameters, wanted.page, last_page),
        "hidden_params": [
            {"name": name, "value": parameters[name]}
            for name in KEPT_HIDDEN
            if parameters.get(name)
        ],
        "when_label": _period_text(parameters.get("when", ""), wanted),
        "map": {
            "url": _map_url(parameters, language),
            "west": west,
            "south": south,
            "east": east,
            "north": north,
        },
    }
    return render(request, "search/search.html", context)


def _url(parameters: QueryDict) -> str:
    encoded = parameters.urlencode(safe=",.")
    return f"{reverse('search')}?{encoded}" if encoded else reverse("search")


def _only(parameters: QueryDict, *names: str) -> QueryDict:
    kept = QueryDict(mutable=True)
    for name in names:
        kept.setlist(name, [value for value in parameters.getlist(name) if value])
    return kept


def _without(parameters: QueryDict, *names: str) -> QueryDict:
    kept = _only(parameters, *parameters)
    for name in names:
        kept.pop(name, None)
    return kept


def _without_value(parameters: QueryDict, name: str, value: str) -> QueryDict:
    kept = _without(parameters, "page")
    kept.setlist(name, [other for other in kept.getlist(name) if other != value])
    return kept


def _map_url(parameters: QueryDict, language: str) -> str:
    kept = _without(parameters, *NOT_FOR_MAP)
    kept["lang"] = language
    return f"{reverse('api-1:map')}?{kept.urlencode(safe=',.')}"


def _page_url(parameters: QueryDict, number: int) -> str:
    kept = _without(parameters, "page")
    if number > 1:
        kept["page"] = str(number)
    return _url(kept)


def _pages(parameters: QueryDict, number: int, last: int) -> dict[str, Any]:
    return {
        "number": number,
        "num_pages": last,
        "previous_url": _page_url(parameters, number - 1) if number > 1 else "",
        "next_url": _page_url(parameters, number + 1) if number < last else "",
    }


def _with_text(parameters: QueryDict, text: str) -> QueryDict:
    kept = _without(parameters, "q", "page")
    if text:
        kept["q"] = text
    return kept


def _understood(parameters: QueryDict, asked: Asked) -> list[dict[str, Any]]:
    """Name what the words were understood to mean; dropping it takes its words away."""
    return [
        {
            "label": meaning_label(meaning.type),
            "value": label(meaning),
            "count": asked.count_without(meaning),
            "remove_url": _url(_with_text(parameters, asked.text_without(meaning))),
        }
        for meaning in asked.reading.meanings
    ]


def _active_filters(
    parameters: QueryDict, wanted: SearchRequest, facets: list[FacetGroup]
) -> list[dict[str, str]]:
    """Name everything that limits the search beside its words, each with a way to drop it."""
    active = [
        {
            "label": group.label if group.name != "kind" else _("Kind"),
            "value": option.label,
            "remove_url": _url(_without_value(parameters, group.name, option.value)),
        }
        for group in facets
        for option in group.options
        if option.selected
    ]
    if wanted.period:
        active.append(
            {
                "label": _("When"),
                "value": _period_text(parameters.get("when", ""), wanted),
                "remove_url": _url(_without(parameters, "when", "page")),
            }
        )
    if wanted.near:
        active.append(
            {
                "label": _("Near"),
                "value": _near_text(wanted),
                "remove_url": _url(_without(parameters, "near", "radius", "sort", "page")),
            }
        )
    if wanted.bbox:
        active.append(
            {
                "label": _("Area"),
                "value": _("on the map"),
                "remove_url": _url(_without(parameters, "bbox", "page")),
            }
        )
    return active


def _period_text(value: str, wanted: SearchRequest) -> str:
    named = {
        "today": _("Today"),
        "tomorrow": _("Tomorrow"),
        "weekend": _("At the weekend"),
        "week": _("This week"),
    }
    if value in named or wanted.period is None:
        return named.get(value, "")
    first, _separator, last = value.partition("..")
    return "–".join(
        date_format(datetime.date.fromisoformat(day), "SHORT_DATE_FORMAT") for day in (first, last)
    )


def _near_text(wanted: SearchRequest) -> str:
    if wanted.radius is None:
        return _("chosen place")
    if wanted.radius < 1000:
        return _("within %(metres)d m") % {"metres": round(wanted.radius)}
    return _("within %(kilometres)d km") % {"kilometres": round(wanted.radius / 1000)}
