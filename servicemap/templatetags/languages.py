"""Saying in what language a text is, for those who listen to it."""

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from servicemap.models.translation import Text, active_language

register = template.Library()


@register.simple_tag
def lang_of(text: str) -> SafeString | str:
    """Return `` lang="fi"`` where a text is not in the page's language.

    A text that does not know its language comes from a field that is in one only: the main one.
    """
    language = text.language if isinstance(text, Text) else settings.LANGUAGE_CODE
    # The codes are those of the settings.
    return mark_safe(f' lang="{language}"') if text and language != active_language() else ""
