"""The annual cycle in words: spans of days, and how often an entry recurs."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from servicemap.models import CycleEntry, Schedule
from servicemap.month_names import not_in_months
from servicemap.schedule_text import describe


def days_text(
    starts: datetime.date, ends: datetime.date, year_known: datetime.date | None = None
) -> str:
    """Say “1.–31.3.2027”, “1.3.–15.4.2027” or “7.9.2027”.

    ``year_known`` is a day of the year that readers know already: “1.–31.3.”.
    """
    if starts.year != ends.year:
        return _span(_with_year(starts), _with_year(ends))
    is_known = year_known is not None and starts.year == year_known.year
    end = _day_and_month(ends) if is_known else _with_year(ends)
    if starts == ends:
        return end
    if starts.month == ends.month:
        return _span(date_format(starts, pgettext("first day of a span in a month", "j")), end)
    return _span(_day_and_month(starts), end)


def _day_and_month(day: datetime.date) -> str:
    return date_format(day, pgettext("day and month", "j M"))


def _with_year(day: datetime.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _span(start: str, end: str) -> str:
    """Join; where a date holds spaces they stand around the dash, too."""
    return f"{start} – {end}" if " " in start else f"{start}–{end}"


def recurrence_text(entry: CycleEntry, first: datetime.date, last: datetime.date) -> str:
    """Say “joka vuosi 1.–31.3.”, “kuukauden 1. ti” or, once, “1.–31.3.2027”.

    Months of ``first`` to ``last`` in which each time is cancelled are named: “ei heinäkuussa”.
    """
    rule = entry.recurrence
    ends = entry.ends_on or entry.starts_on
    if not rule.freq:
        return days_text(entry.starts_on, ends)
    if rule.freq == "YEARLY":
        days = _yearly_days(entry.starts_on, ends)
        if rule.interval == 1:
            said = _("every year %(days)s") % {"days": days}
        else:
            said = _("every %(count)d years %(days)s") % {"count": rule.interval, "days": days}
    else:
        said = describe(
            Schedule(
                freq=rule.freq, interval=rule.interval, byday=rule.byday, dtstart=entry.starts_on
            )
        )
        if count := entry.length.days:
            taken = ngettext("%(count)d day", "%(count)d days", count + 1) % {"count": count + 1}
            said = f"{said}, {taken}"
    if rule.until:
        said = _("%(rhythm)s, until %(day)s") % {"rhythm": said, "day": _with_year(rule.until)}
    if months := entry.months_skipped(first, last):
        exception = not_in_months(months)
        said = _("%(rhythm)s, %(exception)s") % {"rhythm": said, "exception": exception}
    return said


def _yearly_days(starts: datetime.date, ends: datetime.date) -> str:
    if starts.year != ends.year:
        return _span(_day_and_month(starts), _day_and_month(ends))
    return days_text(starts, ends, year_known=starts)
