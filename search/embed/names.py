"""What a search finds as a list of names and addresses: what is printed of a search on a page."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from search.asking import ask
from search.embed.options import EmbedForm
from search.embed.views import A_MINUTE, MAX_AGE
from search.results import present

MOST_NAMES = 40
"""How many are printed at most: about a sheet of paper."""


@require_safe
@cache_control(public=True, max_age=MAX_AGE)
def found_names(request: HttpRequest) -> HttpResponse:
    """Answer with the list alone, as a part of a page. It is not counted as a search."""
    form = EmbedForm(request.GET)
    form.is_valid()
    asked = ask(replace(form.request(), page=1, size=MOST_NAMES))
    response = asked.search()
    context = {
        "results": present(response.hits, asked.query, get_language() or "fi"),
        "total": response.total,
        "more": response.total - len(response.hits),
    }
    shown = render(request, "search/embed/names.html", context)
    shown["X-Robots-Tag"] = "noindex"
    if asked.depends_on_the_hour:
        patch_cache_control(shown, max_age=A_MINUTE)
    return shown
