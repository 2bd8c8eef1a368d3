"""A schedule in words, in the reader's language."""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from servicemap.models.fields import WEEKDAY_CODES

if TYPE_CHECKING:
    from servicemap.models import Schedule


def weekday_short(code: str) -> str:
    """Return the short name of an RFC 5545 weekday: ``MO`` is “ma” in Finnish."""
    return {
        "MO": pgettext("weekday, short", "Mon"),
        "TU": pgettext("weekday, short", "Tue"),
        "WE": pgettext("weekday, short", "Wed"),
        "TH": pgettext("weekday, short", "Thu"),
        "FR": pgettext("weekday, short", "Fri"),
        "SA": pgettext("weekday, short", "Sat"),
        "SU": pgettext("weekday, short", "Sun"),
    }[code]


def days_text(codes: Iterable[str]) -> str:
    """Join weekdays; three or more in a row become a range: “ma–pe”."""
    order = sorted(WEEKDAY_CODES.index(code) for code in codes)
    runs: list[list[int]] = []
    for number in order:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    texts = []
    for run in runs:
        names = [weekday_short(WEEKDAY_CODES[number]) for number in run]
        if len(names) > 2:
            texts.append(f"{names[0]}–{names[-1]}")
        else:
            texts.extend(names)
    return ", ".join(texts)


def _monthly(byday: str) -> str:
    """Say “kuukauden 1. ti” for ``1TU`` and “kuukauden viimeinen pe” for ``-1FR``."""
    texts = []
    for part in byday.split(","):
        ordinal, day = part[:-2], weekday_short(part[-2:])
        if ordinal == "-1":
            texts.append(_("last %(day)s of the month") % {"day": day})
        elif ordinal == "1":
            texts.append(_("first %(day)s of the month") % {"day": day})
        elif ordinal == "2":
            texts.append(_("second %(day)s of the month") % {"day": day})
        elif ordinal == "3":
            texts.append(_("third %(day)s of the month") % {"day": day})
        elif ordinal == "4":
            texts.append(_("fourth %(day)s of the month") % {"day": day})
        elif ordinal == "5":
            texts.append(_("fifth %(day)s of the month") % {"day": day})
        else:
            texts.append(day)
    return ", ".join(texts)


def clock_text(opens_at: datetime.time | None, closes_at: datetime.time | None) -> str:
    """Say “10.00–11.00”, “10.00” or nothing, in the reader's way of writing times."""
    if opens_at is None:
        return ""
    start = time_format(opens_at)
    return f"{start}–{time_format(closes_at)}" if closes_at else start


def _rhythm(schedule: "Schedule") -> str:
    codes = [part[-2:] for part in schedule.byday.split(",") if part]
    own_day = WEEKDAY_CODES[schedule.dtstart.weekday()]
    days = {"days": days_text(codes or [own_day])}
    if schedule.freq == "DAILY":
        return (
            _("every day")
            if schedule.interval == 1
            else _("every %(count)d days") % {"count": schedule.interval}
        )
    if schedule.freq == "WEEKLY":
        if schedule.interval == 1:
            return days["days"]
        if schedule.interval == 2:
            return _("%(days)s every second week") % days
        return _("%(days)s every %(count)d weeks") % {**days, "count": schedule.interval}
    if schedule.freq == "MONTHLY":
        base = (
            _monthly(schedule.byday)
            if schedule.byday
            else _("day %(day)d of the month") % {"day": schedule.dtstart.day}
        )
        if schedule.interval == 1:
            return base
        return _("%(rhythm)s, every %(count)d months") % {
            "rhythm": base,
            "count": schedule.interval,
        }
    if schedule.freq == "YEARLY":
        return _("every year on %(date)s") % {
            "date": date_format(schedule.dtstart, pgettext("day and month", "j M"))
        }
    return f"{weekday_short(own_day)} {date_format(schedule.dtstart, 'SHORT_DATE_FORMAT')}"


def describe(schedule: "Schedule") -> str:
    """Say when, without the note: “ke 10.00–11.00”, “ti, to 18.00 joka toinen viikko”."""
    rhythm = _rhythm(schedule)
    clock = clock_text(schedule.opens_at, schedule.closes_at)
    if clock and _ends_in_number(schedule):
        return pgettext("date and clock", "%(date)s, %(clock)s") % {"date": rhythm, "clock": clock}
    return f"{rhythm} {clock}".strip()


def _ends_in_number(schedule: "Schedule") -> bool:
    """Whether the rhythm is a date, after which the hours would be read as a part of it."""
    return schedule.freq in ("", "YEARLY") or (schedule.freq == "MONTHLY" and not schedule.byday)
