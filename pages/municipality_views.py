"""The way to a municipality for those who know its code only."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.query import PageQuerySet

from pages.models import ContactsPage, MunicipalityPage
from pages.public_pages import only_public
from servicemap.models import Municipality
from servicemap.models.translation import active_language


def municipality(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to the municipality's page, else to its contact persons, else to its listings.

    What is in the reader's language comes before a page in the site's own.
    """
    place = get_object_or_404(Municipality, code=code)
    here = urlencode({"municipality": code})
    pages = only_public(MunicipalityPage.objects.live().filter(municipality=place)).order_by("path")
    lists = only_public(ContactsPage.objects.live()).order_by("path")
    reader, own = active_language(), settings.LANGUAGE_CODE
    ways: list[tuple[PageQuerySet, str]] = [
        (pages.filter(locale__language_code=reader), ""),
        (lists.filter(locale__language_code=reader), f"?{here}"),
        (pages.filter(locale__language_code=own), ""),
    ]
    for found, parameters in ways:
        if page := found.first():
            return redirect(f"{page.get_url(request)}{parameters}")
    return redirect(f"{reverse('search')}?{here}")
