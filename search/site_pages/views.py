"""All pages and grants that hold what somebody searches for."""

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from search.page import addresses
from search.query import MAX_QUERY_LENGTH
from search.site_pages.found import VIEW, matches, reworded, rows

PER_PAGE = 20


class PagesForm(forms.Form):
    """The words and the page of the list; what is not understood is not asked."""

    q = forms.CharField(required=False, max_length=MAX_QUERY_LENGTH)
    page = forms.IntegerField(required=False, min_value=1)


@require_safe
def search_pages(request: HttpRequest) -> HttpResponse:
    """Show the pages and grants, the best first. Makes a query of its own if there is a page."""
    form = PagesForm(request.GET)
    form.is_valid()
    text, number = form.cleaned_data.get("q") or "", form.cleaned_data.get("page") or 1
    parameters: QueryDict = addresses.text_alone(text)
    found = matches(text, get_language() or "fi", stop=number * PER_PAGE)
    last_page = max(1, -(-found.total // PER_PAGE))
    if number > last_page:
        return redirect(addresses.page_address(parameters, last_page, VIEW))
    some = found.best[(number - 1) * PER_PAGE :]
    context = {
        "query": text,
        "total": found.total,
        "changed": bool(found.corrected) or found.found.gave_up,
        "reworded": reworded(found, VIEW),
        "rows": rows(request, found, some, with_leads=True),
        "page_obj": addresses.shown_page(parameters, number, last_page, VIEW),
        "listings_url": addresses.address(parameters),
    }
    return render(request, "search/pages.html", context)
