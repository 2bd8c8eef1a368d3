"""What templates need to write well in each language, and to say in which one a text is."""

from collections.abc import Iterable

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import get_text_list
from django.utils.translation import pgettext

from servicemap.models.translation import Text, active_language

register = template.Library()


@register.filter
def in_a_row(words: Iterable[object]) -> str:
    """Join words as a sentence does: “Lahti, Hollola ja Heinola”."""
    return get_text_list([str(word) for word in words], pgettext("between the last two", "and"))


@register.simple_tag
def lang_of(text: str) -> SafeString | str:
    """Return `` lang="fi"`` where a text is not in the page's language.

    A text that does not know its language comes from a field that is in one only: the main one.
    """
    language = text.language if isinstance(text, Text) else settings.LANGUAGE_CODE
    # The codes are those of the settings.
    return mark_safe(f' lang="{language}"') if text and language != active_language() else ""
