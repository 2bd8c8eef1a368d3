"""The search page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from search.asking import ask
from search.calendar.subscribing import holds_activities, subscription
from search.engines.base import SearchRequest, Sort
from search.facets import present_all
from search.forms import SORT_LABELS
from search.gaps.counting import count_search
from search.opening import with_openings
from search.page import addresses
from search.page.chips import chosen_chips, count_for, understood_chips, with_results
from search.page.filters import filters, when_filter
from search.page.near import SearchPageForm, near_panel, redirected
from search.page.notices import notices
from search.page.region import region_map
from search.results import present
from search.site_pages import found as site_pages

KEPT_HIDDEN = ("place", "near", "radius", "bbox")
"""Parameters without a control of their own: the form carries them along."""


def search(request: HttpRequest) -> HttpResponse:
    """Show what is found as a list and on the map; everything is in the address."""
    form = SearchPageForm(request.GET)
    form.is_valid()
    parameters = addresses.without(request.GET, *form.errors)
    language = get_language() or "fi"
    if there := redirected(parameters, language):
        return redirect(there)
    wanted = form.request()
    asked = ask(wanted)
    response = asked.search()
    last_page = max(1, -(-response.total // wanted.size))
    if wanted.page > last_page:
        return redirect(addresses.page_address(parameters, last_page))
    facets = present_all(response.facets, wanted.selected)
    form.fields["sort"].choices = _orders(wanted)  # type: ignore[attr-defined]
    understood = understood_chips(parameters, asked)
    chosen = chosen_chips(parameters, wanted, facets)
    limits = (*asked.understood, *asked.reading.overruled)
    cleared = addresses.text_alone(asked.text_without(*limits))
    results = with_openings(present(response.hits, asked.query, language))
    # What is chosen is said of listings only.
    pages = None if chosen or wanted.page > 1 else site_pages.answer(request, asked, response.total)
    pages_only = bool(pages and pages.first and pages.whole)
    count_search(asked, language, response.total, pages_only=pages_only)
    context = {
        "form": form,
        "results": results,
        "total": response.total,
        "unlocated": response.unlocated,
        "notices": notices(parameters, asked, [result.name for result in results]),
        "pages": pages,
        "filters": filters(facets, asked),
        "when": when_filter(parameters, asked),
        "understood": understood,
        "chosen": chosen,
        "ways": [] if response.total else with_results([*understood, *chosen]),
        "subscription": (
            subscription(request, parameters) if holds_activities(asked, response) else None
        ),
        "clear_url": addresses.address(cleared),
        "clear_count": None if response.total else count_for(cleared),
        "page_obj": addresses.shown_page(parameters, wanted.page, last_page),
        "hidden_params": [
            {"name": name, "value": parameters[name]}
            for name in KEPT_HIDDEN
            if parameters.get(name)
        ],
        "near": near_panel(parameters, language),
        "map": region_map(parameters, asked, response, facets, language),
        "shown": "map" if parameters.get(addresses.SHOWN) == "map" else "list",
        "embed_url": addresses.address(
            addresses.without(parameters, "page", addresses.SHOWN), "embed_builder"
        ),
    }
    return render(request, "search/search.html", context)


def _orders(wanted: SearchRequest) -> list[tuple[str, Any]]:
    """Return the orders to choose from; the first is how results are ordered by themselves."""
    labels = dict(SORT_LABELS)
    if not wanted.near:
        del labels[Sort.DISTANCE.value]
        if not wanted.text:
            # Nothing matches better than the rest: all are by name. Words that are typed next
            # are answered by the best match again.
            labels[Sort.RELEVANCE.value] = labels.pop(Sort.NAME.value)
    return list(labels.items())
