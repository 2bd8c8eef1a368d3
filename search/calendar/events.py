"""An activity as events of a calendar file: one for each of its schedules."""

import datetime
from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from search.calendar import timing
from servicemap.calendar_file.content_lines import text_list, text_value, utc_value
from servicemap.calendar_file.file import Event
from servicemap.calendar_file.publisher import Publisher
from servicemap.models import Activity, Price, Schedule

KEPT = datetime.timedelta(days=30)
"""How long what is over stays in a calendar."""


def activities(pks: Iterable[int]) -> list[Activity]:
    """Read those of the activities that are published now. Makes three queries."""
    found = (
        Activity.objects.published()
        .filter(pk__in=list(pks))
        .select_related("municipality", "organiser", "facility__municipality")
        .defer("municipality__outline", "facility__municipality__outline", "source_values")
        .prefetch_related("schedules", "categories")
    )
    return list(found)


def changed_at(activity: Activity) -> datetime.datetime:
    """Return when what its events say was last changed: by itself, its organiser or its place."""
    shown = (activity, activity.organiser, activity.facility)
    return max(listing.updated_at for listing in shown if listing is not None)


def events(
    activity: Activity,
    publisher: Publisher,
    starts: Sequence[datetime.datetime] | None = None,
    *,
    clipped: bool = False,
) -> Iterator[Event]:
    """Yield the events of an activity in the active language.

    With ``starts`` only schedules with an occurrence at one of these moments are events, and with
    ``clipped`` these occurrences are all of it.
    """
    for schedule in activity.schedules.all():
        times = _timing(schedule, starts, clipped)
        if times is None or (times.last and times.last < timezone.localdate() - KEPT):
            continue
        yield Event(tuple(_lines(activity, schedule, times, publisher)), times.first)


def _timing(
    schedule: Schedule, starts: Sequence[datetime.datetime] | None, clipped: bool
) -> timing.Timing | None:
    if starts is None:
        return timing.whole(schedule)
    if clipped:
        return timing.within(schedule, starts)
    return timing.whole(schedule) if timing.days_among(schedule, starts) else None


def _lines(
    activity: Activity, schedule: Schedule, times: timing.Timing, publisher: Publisher
) -> Iterator[str]:
    location, url = activity.location, publisher.address(activity.get_absolute_url())
    changed = utc_value(changed_at(activity))
    name = activity.display_name
    yield "BEGIN:VEVENT"
    yield f"UID:{uid(activity, schedule, publisher)}"
    yield f"DTSTAMP:{changed}"
    yield f"CREATED:{utc_value(activity.created_at)}"
    yield f"LAST-MODIFIED:{changed}"
    yield from times.lines()
    note = schedule.description
    yield f"SUMMARY:{text_value(f'{name} – {note}' if note else name)}"
    yield f"DESCRIPTION:{text_value(_description(activity, url))}"
    if place := _place(activity):
        yield f"LOCATION:{text_value(place)}"
    if location.is_on_map:
        yield f"GEO:{location.latitude:.6f};{location.longitude:.6f}"
    if categories := [category.display_name for category in activity.categories.all()]:
        yield f"CATEGORIES:{text_list(categories)}"
    yield f"URL:{url}"
    # Something one may go to, not an appointment: it makes nobody busy.
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def uid(activity: Activity, schedule: Schedule, publisher: Publisher) -> str:
    """Return the same identifier for a schedule whatever search finds it, in any language."""
    return publisher.uid(f"{activity.kind}-{activity.pk}-schedule-{schedule.pk}")


def _place(activity: Activity) -> str:
    location = activity.location
    town = location.municipality.display_name if location.municipality else ""
    parts = (
        location.place_name,
        location.street_address,
        f"{location.postal_code} {town}".strip(),
    )
    return ", ".join(part for part in parts if part)


def _description(activity: Activity, url: str) -> str:
    organiser = activity.organiser
    price = activity.price_info or (str(Price(activity.price).label) if activity.price else "")
    facts = (
        (_("Organiser"), organiser.display_name if organiser else activity.organiser_name),
        (_("Price"), price),
        (
            _("Registration"),
            activity.registration_url
            or (_("Please register beforehand.") if activity.registration_required else ""),
        ),
    )
    parts = (
        activity.display_summary,
        activity.display_description,
        "\n".join(f"{name}: {value}" for name, value in facts if value),
        url,
    )
    return "\n\n".join(part for part in parts if part)
