"""Whether pages tell of something, for those who search elsewhere."""

from django.utils.translation import get_language

from search.site_pages.matching import Asking
from search.site_pages.site_texts import site_texts


def hold_words_of(text: str) -> bool:
    """Whether a page or a grant in the reader's language has all words of a text but for times.

    Makes no query unless something has changed.
    """
    index = site_texts.get().get(get_language() or "fi")
    return index is not None and bool(Asking(index, text).all_words().hits)
