"""Single values as people and services write them, made plain."""

import datetime
import re
import unicodedata
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from servicemap.models import Price
from servicemap.recurrence import Recurrence, parse_rrule

from .rows import FieldError, ScheduleValues

_NUMBER = re.compile(r"[+-]?\d{1,3}([.,]\d{1,20})?")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def plain_text(value: str, field: str, lines: bool = False) -> str:
    """Return the text composed (NFC) and trimmed; line breaks stay only with ``lines``."""
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t":
            raise FieldError(
                field,
                _("There is a character that cannot be shown: U+%(code)s.")
                % {"code": f"{ord(character):04X}"},
            )
    if not lines:
        return " ".join(text.split())
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def word_list(value: str, field: str, separators: str = ";") -> list[str]:
    """Split at the separators; no empty words and none twice."""
    words = re.split(f"[{re.escape(separators)}]", plain_text(value, field))
    return list(dict.fromkeys(word.strip() for word in words if word.strip()))


def web_address(value: str, field: str) -> str:
    """Return the address with a scheme: ``www.example.org`` is ``https://www.example.org``."""
    text = plain_text(value, field)
    if not text or _SCHEME.match(text):
        return text
    return f"https://{text.lstrip('/')}"


def postal_code(value: str, field: str = "postal_code") -> str:
    """Return five digits, or nothing."""
    text = plain_text(value, field)
    if text and not re.fullmatch(r"[0-9]{5}", text):
        raise FieldError(field, _("A postcode has five digits."))
    return text


def price(value: str, field: str = "price") -> str:
    """Return one of the price codes, or nothing."""
    text = plain_text(value, field).lower()
    if text and text not in Price.values:
        raise FieldError(field, one_of(Price.values))
    return text


def one_of(known: Sequence[str]) -> str:
    """Say which values there are."""
    return _("This must be one of: %(values)s.") % {"values": ", ".join(known)}


def point(latitude: str, longitude: str) -> list[float] | None:
    """Return ``[latitude, longitude]`` in degrees WGS84; decimal commas are understood."""
    latitude, longitude = latitude.strip(), longitude.strip()
    if not latitude and not longitude:
        return None
    if not latitude or not longitude:
        raise FieldError(
            "longitude" if latitude else "latitude",
            _("Give both the latitude and the longitude, or neither."),
        )
    found = [_degrees(latitude, "latitude", 90), _degrees(longitude, "longitude", 180)]
    if found[0] < 35 and found[1] > 55:
        # No place in Europe has such a point, and every Finnish one does when swapped.
        raise FieldError("latitude", _("The latitude and the longitude seem to be swapped."))
    return found


def _degrees(text: str, field: str, limit: int) -> float:
    text = text.replace("\u2212", "-")
    degrees = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None
    if degrees is None or abs(degrees) > limit:
        raise FieldError(
            field,
            _("Write degrees like 60.98, from -%(limit)d to %(limit)d (WGS84).") % {"limit": limit},
        )
    return degrees


def schedule(rule: str, starts_at: str, ends_at: str) -> ScheduleValues | None:
    """Return the schedule of an RRULE and the first occurrence's start and end, if any.

    Times without an offset are the site's local time, others are turned into it. A date
    alone is a whole day.
    """
    rule, starts_at, ends_at = rule.strip(), starts_at.strip(), ends_at.strip()
    if not starts_at:
        if rule or ends_at:
            raise FieldError("starts_at", _("A schedule needs the start of its first time."))
        return None
    recurrence = Recurrence()
    if rule:
        try:
            recurrence = parse_rrule(rule)
        except ValueError as error:
            raise FieldError(
                "schedule",
                _("Write a rule like FREQ=WEEKLY;BYDAY=MO,WE (%(reason)s).") % {"reason": error},
            ) from error
    first, opens_at = _moment(starts_at, "starts_at")
    last, closes_at = _moment(ends_at, "ends_at") if ends_at else (first, None)
    if last != first:
        raise FieldError("ends_at", _("It must end on the day it starts."))
    if (closes_at is None) != (opens_at is None) and ends_at:
        raise FieldError("ends_at", _("Give a time of day to both the start and the end."))
    if recurrence.until and recurrence.until < first:
        raise FieldError("schedule", _("The last day cannot be before the first day."))
    if opens_at and closes_at and closes_at <= opens_at:
        raise FieldError("ends_at", _("The end time must be after the start time."))
    return ScheduleValues(
        dtstart=first,
        opens_at=opens_at,
        closes_at=closes_at,
        freq=recurrence.freq,
        interval=recurrence.interval,
        byday=recurrence.byday,
        until=recurrence.until,
    )


def _moment(text: str, field: str) -> tuple[datetime.date, datetime.time | None]:
    """Read an ISO 8601 date or date and time."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return datetime.date.fromisoformat(text), None
        moment = datetime.datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            moment = timezone.make_naive(moment, timezone.get_default_timezone())
    except (ValueError, OverflowError) as error:
        raise FieldError(field, _("Write a time like 2026-09-07T17:30.")) from error
    return moment.date(), moment.time().replace(microsecond=0)
