"""Whether the facilities among some results are open now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from search.results import Result
from servicemap.models import ListingKind, Schedule
from servicemap.opening import opening_of


def with_openings(results: Iterable[Result]) -> list[Result]:
    """Return the results, the facilities among them with their ``opening``. Makes one query.

    The hours in the index do not tell what is closed from what does not say when it is open.
    """
    results = list(results)
    facilities = [one.id for one in results if one.kind == ListingKind.FACILITY]
    if not facilities:
        return results
    schedules: dict[int, list[Schedule]] = defaultdict(list)
    for schedule in Schedule.objects.filter(facility__in=facilities):
        if schedule.facility_id is not None:
            schedules[schedule.facility_id].append(schedule)
    return [
        replace(one, opening=opening_of(schedules[one.id]))
        if one.kind == ListingKind.FACILITY
        else one
        for one in results
    ]
