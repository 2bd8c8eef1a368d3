from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Full-text and map search over everything published."""

    name = "search"
    verbose_name = _("Search and map")

    def ready(self) -> None:
        """Keep the index in step with the database."""
        from search import (  # noqa: F401
            checks,
            facets,
            page_words,
            sync,
            synonyms,
            understanding,
        )
        from search.gaps import demo
        from search.site_pages.site_texts import site_texts
        from search.suggesting import categories, places

        demo.connect()
        facets.connect()
        page_words.connect()
        sync.connect()
        synonyms.connect()
        site_texts.connect()
        understanding.connect()
        categories.connect()
        places.connect()
