"""Sends the search index to a second database, so that one run tries the engines of both."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db.models import Model

POSTGRES = "postgres"
"""The second database's alias; see ``config.settings.test``."""


class SearchRouter:
    """The app ``search`` lives where ``routed_to`` says, everything else in ``default``."""

    alias: str | None = None
    is_made = False
    """Whether the second database has the index; until then nothing may be made there."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        """Return the database of the model, or None for Django's own choice."""
        return SearchRouter.alias if model._meta.app_label == "search" else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Make nothing but the index in the second database."""
        if db == POSTGRES:
            return SearchRouter.is_made and app_label == "search"
        return None


def make_index() -> None:
    """Migrate the second database, which Django left empty, by the app's own migrations.

    Django would walk through those of all apps, which takes half a minute of two workers.
    """
    SearchRouter.is_made = True
    call_command("migrate", "search", database=POSTGRES, verbosity=0)


@contextmanager
def routed_to(alias: str) -> Iterator[None]:
    """Keep the search index in this database meanwhile, in all threads."""
    before = SearchRouter.alias
    SearchRouter.alias = alias
    try:
        yield
    finally:
        SearchRouter.alias = before
