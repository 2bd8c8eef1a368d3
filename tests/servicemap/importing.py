"""What the import tests share: running the command and reading its outcome."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Revision

from servicemap.exchange.rows import BrokenFileError
from servicemap.models import LISTING_MODELS, Facility, Schedule

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Run:
    """What a run of the command said; ``failure`` is the text of its CommandError."""

    out: str
    refusals: list[str]
    failure: str

    @property
    def counts(self) -> str:
        """The last line: what was created, updated, unchanged and refused."""
        return self.out.strip().splitlines()[-1]

    @property
    def places(self) -> list[str]:
        """Each refusal's row and field, without the reason."""
        return [" · ".join(line.split(" · ")[:2]) for line in self.refusals]


def run(path: Path, format: str, **options: Any) -> Run:
    """Run ``import_listings`` in English and catch its CommandError."""
    out, err, failure = io.StringIO(), io.StringIO(), ""
    options = {"no_translations": True, **options}
    try:
        call_command("import_listings", path, format=format, stdout=out, stderr=err, **options)
    except CommandError as error:
        failure = str(error)
    return Run(out.getvalue(), err.getvalue().splitlines(), failure)


def write(folder: Path, text: str, name: str = "listings.csv") -> Path:
    """Write a file for a test."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def everything() -> list[tuple[Any, ...]]:
    """Return what must not change when nothing is written."""
    rows: list[tuple[Any, ...]] = [(Revision.objects.count(), Schedule.objects.count())]
    for model in LISTING_MODELS:
        rows += model._default_manager.order_by("pk").values_list(
            "pk", "name", "updated_at", "latest_revision", "live_revision"
        )
    return rows


def only() -> Facility:
    """Return the only facility."""
    return Facility.objects.get()


def broken(reader: Any, path: Path) -> BrokenFileError:
    """Read a file that is refused as a whole, and return why."""
    with pytest.raises(BrokenFileError) as caught:
        list(reader.read(path))
    return caught.value
