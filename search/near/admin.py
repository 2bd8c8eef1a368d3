"""The search by address of the map in listings' forms: the site looks it up itself."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language

from search.near.locating import Located, locate, nearest_names

MOST = 8
"""Places that an editor is given to choose from."""

LONGEST = 120
"""Characters of what is looked for."""


def find_place(request: HttpRequest) -> HttpResponse:
    """Answer what is ``found`` by that name, else what is written much ``like`` it."""
    words = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST]
    language = (get_language() or "fi").split("-")[0]
    found = locate(words, language) if words else []
    like: list[Located] = []
    if words and not found:
        for name in nearest_names(words, language):
            like += [place for place in locate(name, language) if place.label == name]
    return JsonResponse(
        {
            "found": [_shown(place) for place in found[:MOST]],
            "like": [_shown(place) for place in like[:MOST]],
        }
    )


def _shown(place: Located) -> dict[str, str | float | bool]:
    return {
        "label": place.label,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "exact": place.exact,
    }
