"""System checks: what search needs, and what is lost without it."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import connection

from search.analysis import finnish
from search.engines import ENGINES


@register()
def check_voikko(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Say what is lost where Voikko is missing."""
    if finnish.is_available():
        return []
    return [
        Warning(
            "Voikko is not available: Finnish words are matched by Snowball stems only.",
            hint=(
                "Inflected forms and parts of compounds (“seura” in “nuorisoseura”) will often "
                "not be found. Install it with “apt install libvoikko1 voikko-fi” or “brew "
                "install libvoikko”, then run “manage.py rebuild_search_index”."
            ),
            id="search.W001",
        )
    ]


@register()
def check_engine(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse an engine that does not exist or does not fit the database."""
    name = settings.SEARCH_ENGINE
    if name not in ENGINES:
        known = ", ".join(sorted(ENGINES))
        return [Error(f"SEARCH_ENGINE is “{name}”; it must be one of: {known}.", id="search.E001")]
    if name == "sqlite" and connection.vendor != "sqlite":
        return [
            Error(
                f"SEARCH_ENGINE is “sqlite”, but the database is {connection.vendor}.",
                hint="The engine keeps its index in the site's own database.",
                id="search.E002",
            )
        ]
    return []
