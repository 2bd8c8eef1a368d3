"""What takes place once: evenings, outings and concerts, soonest first."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from servicemap.models import Activity, Schedule
from servicemap.recurrence import Occurrence

SPARE = 12
"""How many more are read than asked for: some of today's are over, some were called off."""


@dataclass(frozen=True)
class Event:
    """An activity and when it takes place."""

    activity: Activity
    occurrence: Occurrence


def next_events(
    now: datetime.datetime,
    within: datetime.timedelta,
    count: int,
    municipality: str = "",
    theme: str = "",
) -> list[Event]:
    """Return the events that are on now or begin ``within`` that time. Makes one query.

    ``municipality`` is a code, ``theme`` a slug; an activity without a place of its own is where
    its facility is.
    """
    today = timezone.localdate(now)
    activities = Activity.objects.published().in_municipality(municipality).with_theme(theme)
    schedules = (
        Schedule.objects.filter(freq="", dtstart__gte=today, dtstart__lte=today + within)
        .filter(activity__in=activities.order_by().values("pk"))
        .select_related("activity__municipality", "activity__facility__municipality")
        .defer("activity__municipality__outline", "activity__facility__municipality__outline")
        .order_by("dtstart", "opens_at", "pk")[: count + SPARE]
    )
    events = [
        Event(schedule.activity, occurrence)
        for schedule in schedules
        for occurrence in schedule.occurrences(now, now + within)
        if schedule.activity is not None
    ]
    return sorted(events, key=lambda event: event.occurrence)[:count]
