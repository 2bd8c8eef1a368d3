"""The days that the calendar shows, and those before and after them."""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from search.documents import LOOK_AHEAD
from search.engines.base import Period
from search.periods import DAY, period_of

NAMED = ("today", "weekend", "week")
"""The spans that have a name in the calendar; ``tomorrow`` is a day like others."""

WEEK = 7 * DAY
MOST_DAYS = 31


@dataclass(frozen=True)
class Span:
    """Some days, both ends included.

    ``name`` is what they were asked for by: some that have a name may be the same days.
    """

    first: datetime.date
    last: datetime.date
    name: str = field(default="", compare=False)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def value(self) -> str:
        """The parameter ``when`` that says it: by its name, where it has one."""
        named = (name for name in NAMED if self == named_span(name))
        return next(named, f"{self.first.isoformat()}..{self.last.isoformat()}")

    @property
    def period(self) -> Period:
        """The moments of its days."""
        return period_of(f"{self.first.isoformat()}..{self.last.isoformat()}")

    @property
    def label(self) -> str:
        """The days in words: “ma 23.11. – su 29.11.”."""
        if self.first == self.last:
            return day_label(self.first)
        return f"{short_label(self.first)} – {short_label(self.last)}"

    @property
    def is_past(self) -> bool:
        """Whether it is over: what was, the calendar does not know."""
        return self.last < timezone.localdate()

    def next(self) -> "Span | None":
        """Return the days after it, as far as the calendar reaches."""
        following = self._moved(1)
        if following is None or following.first > last_day():
            return None
        return following

    def previous(self) -> "Span | None":
        """Return the days before it, from today on."""
        today = timezone.localdate()
        before = self._moved(-1)
        if before is None or before.last < today:
            return None
        return Span(max(today, before.first), before.last)

    def _moved(self, steps: int) -> "Span | None":
        """Return as many days later or earlier: weeks and weekends stay whole."""
        try:
            monday = self.first - self.first.weekday() * DAY
            for name, begin in (("weekend", monday + 5 * DAY), ("week", monday)):
                whole = Span(begin, monday + 6 * DAY)
                if self.name == name or self == whole:
                    return Span(begin + steps * WEEK, whole.last + steps * WEEK)
            step = steps * self.days * DAY
            return Span(self.first + step, self.last + step)
        except OverflowError:
            return None


def named_span(name: str) -> Span:
    """Return today, this weekend or the rest of this week."""
    return span_of(period_of(name))


def coming_days() -> Span:
    """Return what is shown where no days are asked for: a week from today on."""
    today = timezone.localdate()
    return Span(today, today + WEEK - DAY)


def span_of(period: Period) -> Span:
    """Return the days of a period, the first ones of many."""
    zone = timezone.get_default_timezone()
    first = period.starts.astimezone(zone).date()
    last = (period.ends - datetime.timedelta(microseconds=1)).astimezone(zone).date()
    return Span(first, min(last, first + (MOST_DAYS - 1) * DAY))


def last_day() -> datetime.date:
    """Return the last day whose occurrences are known."""
    return timezone.localdate() + LOOK_AHEAD


def day_label(date: datetime.date) -> str:
    """Return a day in words: “maanantai 23. marraskuuta”, with its year in another one."""
    if date.year == timezone.localdate().year:
        text = date_format(date, pgettext("day with its weekday", "l j F"))
    else:
        text = date_format(date, pgettext("day with its weekday and year", "l j F Y"))
    return text[:1].upper() + text[1:]


def short_label(date: datetime.date) -> str:
    """Return a day in short, never broken: “ma 23.11.”."""
    text = date_format(date, pgettext("date format without year", "D j M"))
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def relative_label(date: datetime.date) -> str:
    """Return “today” or “tomorrow”; of other days nothing."""
    today = timezone.localdate()
    return {today: _("Today"), today + DAY: _("Tomorrow")}.get(date, "")
