"""Schedules of generated activities and opening hours of generated facilities."""

import datetime
import random
from functools import cache

from servicemap.generation.material import Weighted, load
from servicemap.models import Schedule

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = Weighted(dict(zip(DAYS, (20, 24, 24, 20, 12, 9, 6), strict=True)))
_START = Weighted({9: 4, 10: 10, 11: 6, 12: 6, 13: 8, 14: 5, 15: 4, 16: 7, 17: 16, 18: 22, 19: 9})
_LENGTH = Weighted({45: 10, 60: 30, 75: 5, 90: 25, 120: 20, 180: 6, 240: 2})
_OPEN = Weighted(
    {"MO,TU,WE,TH,FR": 11, "MO,TU,WE,TH,FR,SA,SU": 6, "SA,SU": 10, "MO,WE,FR": 6, "TU,TH": 6}
)
_SCHEDULES = Weighted({1: 162, 2: 18, 0: 2})
_OPENING_HOURS = Weighted({0: 17, 1: 20, 2: 21})
_DAYS_A_WEEK = Weighted({1: 117, 2: 9, 3: 2})


@cache
def _rhythms() -> Weighted[str]:
    return Weighted(load("mixes")["rhythms"])


def activity_schedules(
    rng: random.Random, today: datetime.date, ended_share: float
) -> list[Schedule]:
    """Return one or two schedules without an owner, rarely none; some of them have ended."""
    count = _SCHEDULES.pick(rng)
    ended = rng.random() < ended_share
    return [_schedule(rng, today, ended) for _number in range(count)]


def _schedule(rng: random.Random, today: datetime.date, ended: bool) -> Schedule:
    rhythm = _rhythms().pick(rng)
    start = today + datetime.timedelta(days=rng.randint(-200, 30))
    opens, closes = _hours(rng)
    schedule = Schedule(dtstart=start, opens_at=opens, closes_at=closes)
    if rhythm == "once":
        distance = rng.randint(1, 90)
        schedule.dtstart = today + datetime.timedelta(days=-distance if ended else distance)
        return schedule
    if rhythm == "monthly":
        schedule.freq = Schedule.Freq.MONTHLY
        schedule.byday = f"{rng.choice((1, 2, 3, -1))}{_DAY.pick(rng)}"
    else:
        schedule.freq = Schedule.Freq.WEEKLY
        schedule.interval = 2 if rhythm == "fortnightly" else 1
        days = {_DAY.pick(rng) for _number in range(_DAYS_A_WEEK.pick(rng))}
        schedule.byday = ",".join(day for day in DAYS if day in days)
    if ended:
        schedule.dtstart = today - datetime.timedelta(days=rng.randint(60, 400))
        schedule.until = today - datetime.timedelta(days=rng.randint(1, 50))
    elif rng.random() < 0.7:
        schedule.until = today + datetime.timedelta(days=rng.randint(31, 260))
    if rng.random() < 0.05:
        schedule.exdates = [(today + datetime.timedelta(days=rng.randint(1, 60))).isoformat()]
    return schedule


def opening_hours(rng: random.Random, today: datetime.date) -> list[Schedule]:
    """Return up to two weekly schedules without an owner."""
    found = []
    for _number in range(_OPENING_HOURS.pick(rng)):
        opens, closes = _hours(rng)
        found.append(
            Schedule(
                dtstart=today - datetime.timedelta(days=rng.randint(10, 300)),
                freq=Schedule.Freq.WEEKLY,
                byday=_OPEN.pick(rng),
                opens_at=opens,
                closes_at=closes,
            )
        )
    return found


def _hours(rng: random.Random) -> tuple[datetime.time, datetime.time]:
    minutes = _START.pick(rng) * 60 + rng.choice((0, 0, 0, 30, 15))
    end = minutes + _LENGTH.pick(rng)
    return datetime.time(*divmod(minutes, 60)), datetime.time(*divmod(end, 60))
