"""The region as a picture: each municipality with the number of its listings."""

import json
import math
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from servicemap.registers import DATA

SMALLEST, LARGEST = 38, 54
"""Radii of the discs, in the unit of the view box, which is 1000 wide.

``scripts/derive_region.py`` places the discs so that the largest have room side by side.
"""


@cache
def _outline() -> dict[str, Any]:
    outline: dict[str, Any] = json.loads((DATA / "region_outline.json").read_text(encoding="utf-8"))
    return outline


def search_address(code: str) -> str:
    """Return where the listings of a municipality are."""
    return f"{reverse('search')}?{urlencode({'municipality': code})}"


def region_map(
    counts: Mapping[str, int],
    address_of: Callable[[str], str] = search_address,
    current: str = "",
) -> dict[str, Any]:
    """Return the outline with counts (by municipality code) and links.

    A link leads to the listings, or where ``address_of`` says of the code. ``current`` is the
    code of the municipality that the reader is at.
    """
    outline = _outline()
    most = max(counts.values(), default=0) or 1
    in_swedish = (get_language() or "").startswith("sv")
    municipalities = []
    for area in outline["municipalities"]:
        count = counts.get(area["code"], 0)
        share = math.sqrt(count / most)
        municipalities.append(
            {
                "name": area["name_sv"] if in_swedish else area["name"],
                "path": area["path"],
                "x": area["x"],
                "y": area["y"],
                "count": count,
                "radius": round(SMALLEST + (LARGEST - SMALLEST) * share),
                "url": address_of(area["code"]),
                "is_current": area["code"] == current,
            }
        )
    return {
        "view_box": outline["view_box"],
        "municipalities": municipalities,
        "lakes_path": outline["lakes"],
    }
