"""The formats that listings can be imported from. A new one is a module and a line here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_noop

from . import csv_rows, geojson, lipas
from .rows import ListingRow, RowError


@dataclass(frozen=True)
class Format:
    """How a format is read, a row's place in words, and the source unless another is named."""

    read: Callable[[Path], Iterator[ListingRow | RowError]]
    place: str
    source: str


FORMATS = {
    "csv": Format(csv_rows.read, gettext_noop("line %(number)d"), "csv"),
    "geojson": Format(geojson.read, gettext_noop("feature %(number)d"), "geojson"),
    "lipas": Format(lipas.read, gettext_noop("record %(number)d"), "lipas"),
}
