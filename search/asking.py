"""From what somebody typed to the question that is put to the engine."""

from dataclasses import dataclass, replace

from search.engines import get_engine
from search.engines.base import MapResponse, SearchRequest, SearchResponse
from search.query import Query, parse


@dataclass(frozen=True)
class Asked:
    """A request as it was read. ``some_words``: nothing held all words, so any will do."""

    request: SearchRequest
    query: Query

    @property
    def some_words(self) -> bool:
        """Whether nothing held all words, so that one is enough."""
        return self.query.any_word

    def search(self) -> SearchResponse:
        """Return a page of results."""
        return get_engine().search(self.request, self.query)

    def map(self, zoom: int) -> MapResponse:
        """Return the whole result on a map."""
        return get_engine().map(self.request, self.query, zoom)


def ask(request: SearchRequest) -> Asked:
    """Read a request: the same reading for the list, the map and the command line."""
    query = parse(request.text)
    if len(query.words) > 1 and not get_engine().count(request, query):
        query = replace(query, any_word=True)
    return Asked(request, query)
