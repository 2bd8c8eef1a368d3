"""Recurrence rules after RFC 5545, without a clock or a database."""

import datetime
import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import cast
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, rrulestr
from django.utils.translation import gettext as _

FREQUENCIES = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY, "YEARLY": YEARLY}
_PARTS = {"FREQ", "INTERVAL", "BYDAY", "UNTIL", "WKST"}
_DAY = re.compile(r"^(?:[+]?(-1|[1-5]))?(MO|TU|WE|TH|FR|SA|SU)$")


@dataclass(frozen=True)
class Recurrence:
    """How often something recurs. An empty ``freq`` is once."""

    freq: str = ""
    interval: int = 1
    byday: str = ""
    until: datetime.date | None = None


@dataclass(frozen=True, order=True)
class Occurrence:
    """One time that something takes place, in the region's own time zone."""

    starts: datetime.datetime
    ends: datetime.datetime
    all_day: bool = False


def parse_rrule(text: str) -> Recurrence:
    """Read an RRULE such as ``FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20270531``.

    FREQ (DAILY to YEARLY), INTERVAL, BYDAY and UNTIL are understood. Anything else, COUNT
    included, raises ValueError with the reason: a rule that is half understood is wrong.
    """
    parts: dict[str, str] = {}
    for item in text.strip().removeprefix("RRULE:").split(";"):
        name, _equals, value = item.partition("=")
        if not value:
            raise ValueError(_("“%(item)s” is not of the form NAME=VALUE") % {"item": item})
        parts[name.strip().upper()] = value.strip().upper()
    unknown = sorted(set(parts) - _PARTS)
    if unknown:
        raise ValueError(_("%(names)s is not supported") % {"names": ", ".join(unknown)})
    freq = parts.get("FREQ", "")
    if freq not in FREQUENCIES:
        raise ValueError(_("FREQ must be one of %(known)s") % {"known": ", ".join(FREQUENCIES)})
    try:
        interval = int(parts.get("INTERVAL", "1"))
    except ValueError as error:
        raise ValueError(_("INTERVAL must be a whole number")) from error
    if not 1 <= interval <= 366:
        raise ValueError(_("INTERVAL must be between 1 and 366"))
    until = None
    if "UNTIL" in parts:
        try:
            until = datetime.datetime.strptime(parts["UNTIL"][:8], "%Y%m%d").date()
        except ValueError as error:
            raise ValueError(_("UNTIL must be a date like 20270531")) from error
    if freq == "WEEKLY" and interval > 1 and parts.get("WKST", "MO") != "MO":
        raise ValueError(_("WKST other than MO is not supported with INTERVAL"))
    byday = parts.get("BYDAY", "")
    if freq == "DAILY" and byday and interval == 1:
        freq = "WEEKLY"
    return Recurrence(freq=freq, interval=interval, byday=clean_byday(byday, freq), until=until)


def clean_byday(byday: str, freq: str) -> str:
    """Return BYDAY in a plain form, or raise ValueError with the reason.

    Weekdays belong to weeks and months; in months all of them have the same numbers
    (``1MO,3MO``), so that the rule can be said in words and edited without loss.
    """
    days: list[tuple[str, str]] = []
    for part in filter(None, (item.strip() for item in byday.upper().split(","))):
        match = _DAY.match(part)
        if not match:
            raise ValueError(
                _("“%(part)s” is not a weekday; BYDAY is like MO,WE or 1TU") % {"part": part}
            )
        days.append((match.group(1) or "", match.group(2)))
    if days and freq not in {"WEEKLY", "MONTHLY"}:
        raise ValueError(_("BYDAY needs FREQ=WEEKLY or MONTHLY"))
    numbers, names = {number for number, _ in days}, {name for _, name in days}
    if freq == "WEEKLY" and numbers - {""}:
        raise ValueError(_("BYDAY with a number needs FREQ=MONTHLY"))
    if set(days) != set(product(numbers, names)):
        raise ValueError(_("all weekdays of BYDAY need the same numbers"))
    return ",".join(dict.fromkeys(number + name for number, name in days))


def format_rrule(recurrence: Recurrence) -> str:
    """Write the rule as RRULE text; empty for something that happens once."""
    if not recurrence.freq:
        return ""
    parts = [f"FREQ={recurrence.freq}"]
    if recurrence.interval != 1:
        parts.append(f"INTERVAL={recurrence.interval}")
    if recurrence.byday:
        parts.append(f"BYDAY={recurrence.byday}")
    if recurrence.until:
        parts.append(f"UNTIL={recurrence.until:%Y%m%d}")
    return ";".join(parts)


def dates(
    recurrence: Recurrence,
    dtstart: datetime.date,
    first: datetime.date,
    last: datetime.date,
    exdates: Sequence[datetime.date] = (),
) -> Iterator[datetime.date]:
    """Yield the dates of the rule from ``first`` to ``last``, both included, in order."""
    if recurrence.until:
        last = min(last, recurrence.until)
    if last < first:
        return
    if not recurrence.freq:
        if first <= dtstart <= last and dtstart not in exdates:
            yield dtstart
        return
    excluded = set(exdates)
    for date in _repeated(*_near(recurrence, dtstart, first), first, last):
        if date not in excluded:
            yield date


def _near(
    recurrence: Recurrence, dtstart: datetime.date, first: datetime.date
) -> tuple[str, datetime.date]:
    """Return the rule without its end, and a start as late before ``first`` as gives the same.

    Days and weeks go by at one pace, so whole intervals may be left out.
    """
    step = {"DAILY": 1, "WEEKLY": 7}.get(recurrence.freq, 0) * recurrence.interval
    if step and dtstart < first:
        dtstart += datetime.timedelta(days=(first - dtstart).days // step * step)
    return format_rrule(replace(recurrence, until=None)), dtstart


@functools.lru_cache(maxsize=2_000)
def _repeated(
    rule_text: str, dtstart: datetime.date, first: datetime.date, last: datetime.date
) -> tuple[datetime.date, ...]:
    """Return the dates of a rule without an end; most things take place weekly on one day."""
    midnight = datetime.time.min
    rule = cast(rrule, rrulestr(rule_text, dtstart=datetime.datetime.combine(dtstart, midnight)))
    begin = datetime.datetime.combine(max(first, dtstart), midnight)
    moments = rule.xafter(begin, inc=True)
    return tuple(
        moment.date() for moment in itertools.takewhile(lambda each: each.date() <= last, moments)
    )


def occurrence_on(
    date: datetime.date,
    opens_at: datetime.time | None,
    closes_at: datetime.time | None,
    zone: ZoneInfo,
) -> Occurrence:
    """Place the clock times on a date; without times the occurrence lasts the whole day.

    Wall-clock times are kept over changes to and from summer time.
    """
    if opens_at is None:
        start = datetime.datetime.combine(date, datetime.time.min, zone)
        end = datetime.datetime.combine(date + datetime.timedelta(days=1), datetime.time.min, zone)
        return Occurrence(start, end, all_day=True)
    start = datetime.datetime.combine(date, opens_at, zone)
    end = datetime.datetime.combine(date, closes_at, zone) if closes_at else start
    return Occurrence(start, end)
