"""What a grant says, for those who search."""

from typing import Any

from django.utils.translation import gettext

from .models import Grant
from .models.translation import Text
from .search_texts import SearchTexts, plain_text


def texts_of(grant: Grant) -> SearchTexts:
    """Return everything that a grant's page says, in the active language.

    What is not translated is in another language, and knows it. Makes up to three queries for the
    relations that are not there yet.
    """
    filed_under = (*grant.municipalities.all(), *grant.target_groups.all(), *grant.themes.all())
    headings: list[Any] = [
        grant.display_funder,
        grant.display_for_whom,
        grant.get_kind_display(),
        gettext("Application period"),
        *(entry.display_name for entry in filed_under),
    ]
    body: list[Any] = [
        *grant.applicants,
        grant.display_amount,
        _plain(grant.display_criteria),
        _plain(grant.display_guidance),
        grant.display_contact,
        *(period.display_decision for period in grant.periods.all()),
    ]
    return SearchTexts(
        grant.display_name,
        grant.display_summary,
        tuple(text for text in headings if text),
        tuple(dict.fromkeys(text for text in body if text)),
    )


def _plain(html: Text) -> Text:
    return Text(plain_text(html), html.language)
