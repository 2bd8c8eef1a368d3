"""Cancelling an evening: its pages say so, and those who have registered get a message, once."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from pages.evenings import registering
from pages.models import EveningPage
from servicemap.models import Evening


def pages_that_say_so(evening: Evening) -> list[EveningPage]:
    """Return the published pages that are written, the original first. Makes two queries."""
    original = EveningPage.objects.original(evening.key)
    if original is None or not original.live:
        return []
    others = EveningPage.objects.of(evening).live().filter(alias_of=None).exclude(pk=original.pk)
    return [original, *others.select_related("locale").order_by("pk")]


@transaction.atomic
def cancel(evening: Evening, notices: Mapping[str, str], user: Any) -> int:
    """Cancel an evening with what its page and the messages say, by language.

    Pages and messages change together or not at all. Returns how many messages were queued. What
    has been written on a page but is not published yet stays as it is.
    """
    pages = pages_that_say_so(evening)
    for page in pages:
        # The original has handed to the others by now that the evening is cancelled.
        page.refresh_from_db()
        _publish(page, notices.get(page.locale.language_code, ""), user)
    evening.refresh_from_db()
    return registering.tell_changes(evening, texts=notices)


def _publish(page: EveningPage, notice: str, user: Any) -> None:
    draft = page.get_latest_revision_as_object() if page.has_unpublished_changes else None
    _write(page, notice, user).publish(user=user)
    if draft is not None:
        _write(draft, notice, user)


def _write(page: EveningPage, notice: str, user: Any) -> Any:
    page.is_cancelled = True
    page.notice = notice or page.notice
    return page.save_revision(user=user, clean=False)
