"""What is measured: the project's own search, and Wagtail's on the same data."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from modelsearch.index import FilterField, RelatedFields, SearchField
from wagtail.search.backends import get_search_backend

from bench.relevance.rules import Key
from search.answers import search_answer
from search.engines.base import SearchRequest
from servicemap.models import LISTING_MODELS

DEPTH = 20
"""Results looked at."""


@dataclass(frozen=True)
class Answer:
    """The listings found, best first, and what search says that it understood."""

    found: tuple[Key, ...]
    understood: tuple[dict[str, Any], ...] = ()
    corrected: str | None = None


@dataclass(frozen=True)
class System:
    """Something that answers a query in a language."""

    name: str
    answer: Callable[[str, str, int], Answer] = field(repr=False)
    """Takes the text, the page's language and how many results to ask for."""


def _own(text: str, language: str, size: int) -> Answer:
    answer = search_answer(SearchRequest(text=text, size=size), language)
    return Answer(
        found=tuple((result["kind"], result["id"]) for result in answer["results"]),
        understood=tuple(answer["query"]["understood"]),
        corrected=answer["query"]["corrected"],
    )


def _wagtail(operator: str) -> Callable[[str, str, int], Answer]:
    """Wagtail's database search; SQLite's rank is over one table, so kinds merge by it."""
    backend = get_search_backend()

    def answer(text: str, _language: str, size: int) -> Answer:
        ranked: list[tuple[float, Key]] = []
        for model in LISTING_MODELS:
            results = backend.search(
                text, model._default_manager.filter(live=True), operator=operator
            )
            ranked += [
                (listing.rank, (str(listing.kind), listing.pk))
                for listing in results.annotate_score("rank")[:size]
            ]
        return Answer(found=tuple(key for _rank, key in sorted(ranked)[:size]))

    return answer


def index_for_wagtail() -> None:
    """Give Wagtail's index every text of every listing: more than the admin's search has."""
    backend = get_search_backend()
    index = backend.get_index_for_model(LISTING_MODELS[0])
    texts = [
        SearchField(f"{name}{language}")
        for name in ("name", "summary", "description")
        for language in ("", "_sv", "_en")
    ]
    names = [SearchField("name"), SearchField("name_sv"), SearchField("name_en")]
    registers = ("municipality", "categories", "target_groups")
    for model in LISTING_MODELS:
        own = [FilterField("live"), SearchField("keywords"), *texts]
        own += [RelatedFields(name, names) for name in registers]
        own += [
            RelatedFields(name, [SearchField("name")])
            for name in ("organiser", "facility")
            if hasattr(model, name)
        ]
        model.search_fields = own
    rebuilder = backend.rebuilder_class(index)
    rebuilder.start()
    for model in LISTING_MODELS:
        index.add_items(model, list(model._default_manager.filter(live=True)))
    rebuilder.finish()


OWN = System("own", _own)


def wagtail_systems() -> tuple[System, ...]:
    """Wagtail's search as it is by default, all words needed, and with any word enough."""
    return System("wagtail", _wagtail("and")), System("wagtail, any word", _wagtail("or"))
