"""The demo's grants, from ``pages/demo/grants.toml``: periods are counted from a day."""

import datetime
from typing import Any

from servicemap.models import Grant, GrantPeriod, Municipality, TargetGroup, Theme

RELATIONS = ("municipalities", "target_groups", "themes")


def load_grants(rows: list[dict[str, Any]], today: datetime.date) -> int:
    """Create the grants that are not there yet; return how many."""
    towns = {entry.code: entry for entry in Municipality.objects.all()}
    known: dict[str, dict[str, Any]] = {
        "municipalities": towns,
        "target_groups": {entry.slug: entry for entry in TargetGroup.objects.all()},
        "themes": {entry.slug: entry for entry in Theme.objects.all()},
    }
    there = set(Grant.objects.values_list("slug", flat=True))
    missing = [row for row in rows if row["slug"] not in there]
    for row in missing:
        values = dict(row)
        periods = values.pop("periods", [])
        related = {field: values.pop(field, []) for field in RELATIONS}
        if "funder_municipality" in values:
            values["funder_municipality"] = towns[values["funder_municipality"]]
        grant = Grant(**values)
        grant.periods = [_period(period, today) for period in periods]
        grant.full_clean()
        for one in grant.periods.all():
            one.clean()
        grant.save()
        for field, keys in related.items():
            getattr(grant, field).set(known[field][key] for key in keys)
    return len(missing)


def _period(row: dict[str, Any], today: datetime.date) -> GrantPeriod:
    values = dict(row)
    opens_on = today + datetime.timedelta(days=values.pop("opens_in"))
    closes_on = today + datetime.timedelta(days=values.pop("closes_in"))
    return GrantPeriod(opens_on=opens_on, closes_on=closes_on, **values)
