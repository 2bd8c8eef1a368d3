"""What a reader hands to the loader: rows, and errors that say where and why."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from servicemap.models import ListingKind, Schedule


class BrokenFileError(Exception):
    """A file that cannot be read as what it is said to be; 1-based line and column if known."""

    def __init__(self, reason: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.line, self.column = reason, line, column


class FieldError(Exception):
    """A value that cannot be taken: the field's name in the source and the reason."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


@dataclass(frozen=True)
class RowError:
    """Why a row was refused. ``line`` counts from 1: a line of text, a record or a feature."""

    line: int
    record_id: str
    field: str
    reason: str


@dataclass(frozen=True)
class ScheduleValues:
    """A schedule as a source gives it."""

    dtstart: datetime.date
    opens_at: datetime.time | None = None
    closes_at: datetime.time | None = None
    freq: str = ""
    interval: int = 1
    byday: str = ""
    until: datetime.date | None = None

    @classmethod
    def of(cls, schedule: Schedule) -> Self:
        """The same of a stored schedule."""
        return cls(**{name: getattr(schedule, name) for name in cls.__dataclass_fields__})

    def as_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {
            name: value.isoformat() if hasattr(value, "isoformat") else value
            for name, value in values.items()
        }


@dataclass(frozen=True)
class ListingRow:
    """A listing as a source describes it.

    ``values`` holds only what the source speaks of; an empty value means that it says
    "nothing", an absent one that it does not say. Keys are the listing's fields, and

    - ``point``: ``[latitude, longitude]`` in degrees WGS84, or None;
    - ``municipality``: a name or a code; with ``locality`` (the town's name) it may be one
      outside the region, and then the town is kept in the street address;
    - ``organiser``: an association's id in the source, slug or name, or any other name;
    - ``categories``, ``target_groups``, ``accessibility``: slugs; a category also as
      ``scheme:code``; ``keywords`` and ``languages``: lists of words and codes;
    - ``geometry``: a GeoJSON geometry or None.

    ``schedules`` is None when the source does not say.
    """

    kind: ListingKind
    source_id: str
    line: int
    values: Mapping[str, Any] = field(default_factory=dict)
    schedules: tuple[ScheduleValues, ...] | None = None

    def error(self, field: str, reason: object) -> RowError:
        """Say what is wrong with the row."""
        return RowError(self.line, self.source_id, field, str(reason))
