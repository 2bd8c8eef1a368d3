"""Pages that stand in for a translation that nobody has made yet: Wagtail's aliases."""

from wagtail.models import Page


def source_of(page: Page) -> Page | None:
    """Return the page in another language whose content an alias shows; None for other pages.

    Makes a query, once, for an alias read without ``select_related("alias_of__locale")``.
    """
    if page.alias_of_id is None:
        return None
    if not Page.alias_of.is_cached(page):
        page.alias_of = Page.objects.select_related("locale").get(pk=page.alias_of_id)
    source: Page | None = page.alias_of
    return source if source is not None and source.locale_id != page.locale_id else None


def source_language(page: Page) -> str:
    """Return the code of the language of an alias's content; empty where it is the page's own."""
    source = source_of(page)
    return str(source.locale.language_code) if source is not None else ""
