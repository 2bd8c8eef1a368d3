"""The open HTTP API: search, map and suggestions."""

import datetime
from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest
from ninja import Field, NinjaAPI, Query, Schema, Status
from ninja.renderers import JSONRenderer

from search.answers import answer_of, map_answer
from search.asking import ask
from search.forms import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, MapForm, SearchForm, SuggestForm
from search.gaps.counting import count_search
from search.suggesting.suggestions import suggest

DEFAULT_ZOOM = 9
"""The zoom of a map that shows the whole region."""


class ReadableJSON(JSONRenderer):
    """JSON with letters as they are, not as escapes: smaller, and legible to people."""

    json_dumps_params = {"ensure_ascii": False, "separators": (",", ":")}


api = NinjaAPI(
    title="Seutukartta",
    version="1",
    description="Associations, facilities and activities of the region. Open, read only.",
    openapi_url="/openapi.json",
    docs_url="/docs",
    renderer=ReadableJSON(),
)


class SearchParameters(Schema):
    """What narrows a search; parameters that are lists may repeat."""

    q: str = Field("", description="Words, in any inflected form.")
    lang: str = Field("fi", description="Language of the answer: fi, sv or en.")
    kind: list[str] = Field([], description="association, facility or activity.")
    category: list[str] = Field([], description="Slugs; a category includes those below it.")
    target: list[str] = Field([], description="Slugs of target groups.")
    municipality: list[str] = Field([], description="Three-digit codes, such as 398.")
    theme: list[str] = Field([], description="Slugs of wellbeing themes.")
    price: list[str] = Field([], description="free, low or fee.")
    accessibility: list[str] = Field([], description="Slugs; all of them must hold.")
    when: str = Field(
        "",
        description="today, tomorrow, weekend (from Sunday evening on the next one), week or "
        "YYYY-MM-DD..YYYY-MM-DD.",
    )
    weekday: list[str] = Field([], description="MO, TU, WE, TH, FR, SA or SU.")
    time: list[str] = Field(
        [],
        description="When it begins, by the region's clock: morning (before 12), afternoon (12–17) "
        "or evening (from 17). One occurrence must meet time, weekday and when.",
    )
    open: list[str] = Field(
        [],
        description="Facilities that are open now (now), or at some time of the next such weekday, "
        "today included as far as it is left (MO, TU, WE, TH, FR, SA or SU).",
    )
    bbox: str = Field("", description="west,south,east,north in degrees WGS84.")
    near: str = Field("", description="latitude,longitude in degrees WGS84.")
    radius: str = Field("", description="Metres; needs near.")


class PageParameters(SearchParameters):
    """A search, its order and the wanted page of it."""

    sort: str = Field("relevance", description="relevance, distance, name, updated or next.")
    page: str = Field("1", description="From 1.")
    size: str = Field(str(DEFAULT_PAGE_SIZE), description=f"1–{MAX_PAGE_SIZE}.")


class MapParameters(SearchParameters):
    """A search and the zoom of the map it is for."""

    zoom: str = Field(str(DEFAULT_ZOOM), description="0–22; clusters open as it grows.")
    view: str = Field(
        "",
        description="west,south,east,north: answers with what lies there of the same search, "
        "which bbox would make another search.",
    )


class SuggestParameters(Schema):
    """What has been typed so far."""

    q: str = Field("", description="Words; the last one may be unfinished unless a space follows.")
    lang: str = Field("fi", description="Language of the answer: fi, sv or en.")


class Understood(Schema):
    """Something the query was understood to mean.

    ``type`` is named as the parameter with the same values, or place; cost: a sum in euros, with
    “<” in front if it must not be reached; elsewhere: a municipality, by code, that is not on
    this map and limits nothing.
    """

    type: str
    value: str
    label: str
    text: str


class QueryOut(Schema):
    """The query as it was read.

    ``corrected`` was searched for in place of a text that finds nothing.
    """

    q: str
    understood: list[Understood]
    corrected: str | None


class BroaderOut(Schema):
    """A compound that nothing held with the rest, and the part that is searched for instead."""

    word: str
    shown: str


class RelaxedOut(Schema):
    """What was given up so that something is found.

    ``meanings`` were understood, but nothing met them all. ``words`` are those that nothing at all
    holds, or that are no subject and met the rest nowhere. ``broader`` are compounds that nothing
    held with the rest, with what is searched for in their place: of “aamujumppa” its head “jumppa”.
    With ``some_words`` nothing held all of the others, so one is enough. ``suggested`` is a text
    that may have been meant.
    """

    meanings: list[Understood]
    words: list[str]
    broader: list[BroaderOut]
    some_words: bool
    suggested: str | None


class ResultOut(Schema):
    """One result. ``highlight`` is HTML with ``<mark>``; distances are in metres."""

    kind: str
    id: int
    name: str
    summary: str
    highlight: str
    url: str
    latitude: float | None
    longitude: float | None
    municipality: str
    distance_m: float | None
    categories: list[str]
    next_occurrence: datetime.datetime | None
    confirmed_on: datetime.date | None


class FacetOption(Schema):
    """A value to narrow by and how many results it would leave."""

    value: str
    label: str
    count: int


class SearchOut(Schema):
    """A page of results with the counts of all."""

    query: QueryOut
    relaxed: RelaxedOut
    excluded: list[Understood] = Field(
        description="What the words ask results not to be: “ei lapsille”. None has these values."
    )
    overruled: list[Understood] = Field(
        description="What the words say of something that a parameter says otherwise: it limits "
        "nothing."
    )
    total: int
    page: int
    size: int
    results: list[ResultOut]
    facets: dict[str, list[FacetOption]]


class ClusterOut(Schema):
    """Several results near each other; ``bbox`` is west, south, east, north."""

    latitude: float
    longitude: float
    count: int
    bbox: list[float]


class PointOut(Schema):
    """One result on the map."""

    kind: str
    id: int
    name: str
    latitude: float
    longitude: float
    url: str


class MapOut(Schema):
    """The whole result as clusters and points; ``unlocated`` results have no place."""

    total: int
    unlocated: int
    clusters: list[ClusterOut]
    points: list[PointOut]


class ListingSuggestionOut(Schema):
    """A listing whose name holds what was typed; ``url`` is its page."""

    kind: str
    id: int
    name: str
    url: str
    municipality: str


class CategorySuggestionOut(Schema):
    """A category and how many listings it holds; ``url`` is the search page that shows them."""

    value: str
    label: str
    count: int
    url: str


class PlaceSuggestionOut(Schema):
    """A place in degrees WGS84; ``url`` is the search page of what is there.

    ``type`` is municipality, district, village, postcode or lake; ``value`` is a municipality's
    code, a postcode, or the place's name.
    """

    value: str
    label: str
    type: str
    municipality: str
    latitude: float | None
    longitude: float | None
    url: str


class SuggestOut(Schema):
    """Completions of what was typed, best first: five listings, three of the others at most."""

    q: str
    listings: list[ListingSuggestionOut]
    categories: list[CategorySuggestionOut]
    places: list[PlaceSuggestionOut]


class FieldError(Schema):
    """A parameter in error and the reason."""

    loc: list[str]
    msg: str
    type: str


class Refusal(Schema):
    """Why a request was refused."""

    detail: list[FieldError]


def _refusal(form: Form) -> Status[Any]:
    errors = [
        {"loc": ["query", name], "msg": str(message), "type": "value_error"}
        for name, messages in form.errors.items()
        for message in messages
    ]
    return Status(422, {"detail": errors})


def _language(form: Form) -> str:
    return str(form.cleaned_data["lang"] or settings.LANGUAGE_CODE)


@api.get("/search", response={200: SearchOut, 422: Refusal}, url_name="search")
def search(request: HttpRequest, parameters: Query[PageParameters]) -> Any:
    """Find listings by words, place, time and kind."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        return _refusal(form)
    asked, language = ask(form.request()), _language(form)
    answer = answer_of(asked, language)
    count_search(asked, language, answer["total"])
    return Status(200, answer)


@api.get("/map", response={200: MapOut, 422: Refusal}, url_name="map")
def map_(request: HttpRequest, parameters: Query[MapParameters]) -> Any:
    """Show the whole result of a search on a map."""
    form = MapForm(request.GET)
    if not form.is_valid():
        return _refusal(form)
    zoom = form.cleaned_data["zoom"]
    wanted = form.request()
    answer = map_answer(
        wanted,
        DEFAULT_ZOOM if zoom is None else zoom,
        _language(form),
        view=form.cleaned_data["view"],
    )
    return Status(200, answer)


@api.get("/suggest", response={200: SuggestOut, 422: Refusal}, url_name="suggest")
def suggest_(request: HttpRequest, parameters: Query[SuggestParameters]) -> Any:
    """Complete what is being typed to listings, categories and places."""
    form = SuggestForm(request.GET)
    if not form.is_valid():
        return _refusal(form)
    return Status(200, suggest(form.cleaned_data["q"], _language(form)))
