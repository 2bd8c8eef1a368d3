"""The region as a picture: each municipality with the number of its listings."""

import itertools
import json
import math
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from servicemap.registers import DATA

SMALLEST, LARGEST = 38, 54
"""Radii of the discs, in the unit of the view box, which is 1000 wide."""

GAP = 20
"""Least room between two discs."""


@cache
def _outline() -> dict[str, Any]:
    outline: dict[str, Any] = json.loads((DATA / "region_outline.json").read_text(encoding="utf-8"))
    return outline


def region_map(counts: Mapping[str, int]) -> dict[str, Any]:
    """Return the outline with counts (by municipality code) and links to the listings."""
    outline = _outline()
    most = max(counts.values(), default=0) or 1
    search = reverse("search")
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
                "url": f"{search}?{urlencode({'municipality': area['code']})}",
            }
        )
    _move_apart(municipalities)
    return {
        "view_box": outline["view_box"],
        "municipalities": municipalities,
        "lakes_path": outline["lakes"],
    }


def _move_apart(discs: list[dict[str, Any]]) -> None:
    """Push discs that overlap away from each other, both by half of what is missing."""
    for first, second in itertools.combinations(discs, 2):
        x, y = second["x"] - first["x"], second["y"] - first["y"]
        distance = math.hypot(x, y)
        missing = first["radius"] + second["radius"] + GAP - distance
        if missing <= 0:
            continue
        # Discs on the very same spot part sideways.
        x, y = (x / distance, y / distance) if distance else (1.0, 0.0)
        for disc, way in ((first, -1), (second, 1)):
            disc["x"] = round(disc["x"] + way * x * missing / 2)
            disc["y"] = round(disc["y"] + way * y * missing / 2)
