"""Search engines behind one contract; ``settings.SEARCH_ENGINE`` chooses."""

import functools
from importlib import import_module

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .base import SearchEngine

ENGINES = {
    "sqlite": "search.engines.sqlite",
    "postgres": "search.engines.postgres",
}


@functools.lru_cache(maxsize=4)
def _load(name: str) -> SearchEngine:
    try:
        module = import_module(ENGINES[name])
    except KeyError as error:
        raise ImproperlyConfigured(
            f"SEARCH_ENGINE is “{name}”; it must be one of: {', '.join(sorted(ENGINES))}."
        ) from error
    made: SearchEngine = module.engine()
    return made


def get_engine() -> SearchEngine:
    """Return the engine that the settings name."""
    return _load(settings.SEARCH_ENGINE)
