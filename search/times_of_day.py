"""Parts of the day in which things begin, by the clock of the site's time zone."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class TimeOfDay(models.TextChoices):
    """When something begins; what lasts the whole day is in none of them."""

    MORNING = "morning", _("In the morning (before 12)")
    AFTERNOON = "afternoon", _("In the afternoon (12–17)")
    EVENING = "evening", _("In the evening (from 17)")


STARTS = {
    TimeOfDay.MORNING: datetime.time.min,
    TimeOfDay.AFTERNOON: datetime.time(12),
    TimeOfDay.EVENING: datetime.time(17),
}
"""From when on, in the order of the day; each lasts until the next one starts."""
