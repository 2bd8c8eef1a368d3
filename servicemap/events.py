"""What takes place once: evenings, outings and concerts, soonest first."""

import datetime
from dataclasses import dataclass

from django.db.models import Min
from django.utils import timezone

from servicemap.models import Activity
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
    """Return the events that are on now or begin ``within`` that time. Makes 2 queries.

    ``municipality`` is a code, ``theme`` a slug; an activity without a place of its own is where
    its facility is.
    """
    today = timezone.localdate(now)
    activities = Activity.objects.published().in_municipality(municipality).with_theme(theme)
    first = (
        activities.once_between(today, today + within)
        .annotate(day=Min("schedules__dtstart"), clock=Min("schedules__opens_at"))
        .select_related("municipality", "facility__municipality")
        .prefetch_related("schedules")
        .order_by("day", "clock", "name", "pk")[: count + SPARE]
    )
    events = [
        Event(activity, occurrence)
        for activity in first
        for schedule in activity.schedules.all()
        if not schedule.freq
        for occurrence in schedule.occurrences(now, now + within)
    ]
    return sorted(events, key=lambda event: event.occurrence)[:count]
