"""Whether a survey can be answered."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy


class SurveyState(models.TextChoices):
    """In the order in which readers want to know."""

    OPEN = "open", pgettext_lazy("surveys", "Open now")
    UPCOMING = "upcoming", pgettext_lazy("surveys", "Opening later")
    CLOSED = "closed", pgettext_lazy("surveys", "Closed")


def state_at(
    opens_at: datetime.datetime | None,
    closes_at: datetime.datetime | None,
    now: datetime.datetime | None = None,
) -> SurveyState:
    """Return the state at a moment: open from the first moment on, closed from the second on."""
    now = now or timezone.now()
    if closes_at is not None and now >= closes_at:
        return SurveyState.CLOSED
    if opens_at is not None and now < opens_at:
        return SurveyState.UPCOMING
    return SurveyState.OPEN
