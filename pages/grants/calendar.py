"""Application periods as a calendar file: the day one opens, and its last day."""

import datetime
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from servicemap.calendar_file.content_lines import date_value, text_value, utc_value
from servicemap.calendar_file.file import Event
from servicemap.calendar_file.publisher import Publisher
from servicemap.models import Grant, GrantPeriod, site_today

KEPT = datetime.timedelta(days=30)
"""How long what is over stays in a calendar."""


def events(grants: Iterable[Grant], publisher: Publisher) -> list[Event]:
    """Return two days of each period. Makes no query if the grants come ``with_dates()``."""
    return [
        event
        for grant in grants
        if not grant.is_continuous
        for period in grant.periods.all()
        if period.closes_on >= site_today() - KEPT
        for event in _days(grant, period, publisher)
    ]


def _days(grant: Grant, period: GrantPeriod, publisher: Publisher) -> Iterator[Event]:
    name = grant.display_name
    opening = _("Applications open: %(name)s") % {"name": name}
    closing = _("Last day to apply: %(name)s") % {"name": name}
    yield _event(grant, period, "opens", period.opens_on, opening, publisher)
    yield _event(grant, period, "closes", period.closes_on, closing, publisher)


def _event(
    grant: Grant,
    period: GrantPeriod,
    what: str,
    day: datetime.date,
    title: str,
    publisher: Publisher,
) -> Event:
    url = publisher.address(grant.get_absolute_url())
    facts = (grant.display_summary, grant.display_funder, grant.application_url, url)
    lines = (
        "BEGIN:VEVENT",
        f"UID:{publisher.uid(f'grant-period-{period.pk}-{what}')}",
        f"DTSTAMP:{utc_value(grant.updated_at)}",
        f"LAST-MODIFIED:{utc_value(grant.updated_at)}",
        f"DTSTART;VALUE=DATE:{date_value(day)}",
        # The end of a whole day is the day after.
        f"DTEND;VALUE=DATE:{date_value(day + datetime.timedelta(days=1))}",
        f"SUMMARY:{text_value(title)}",
        f"DESCRIPTION:{text_value(chr(10).join(fact for fact in facts if fact))}",
        f"URL:{url}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    )
    return Event(lines, day)
