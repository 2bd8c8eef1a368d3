"""Grants in the order in which readers need them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from servicemap.models import Grant, GrantState, GrantStatus, site_today


@dataclass(frozen=True)
class Shown:
    """A grant, and whether one can apply."""

    grant: Grant
    status: GrantStatus


@dataclass(frozen=True)
class Group:
    """The grants in one state; never empty."""

    state: GrantState
    rows: tuple[Shown, ...]


def grouped(grants: Iterable[Grant]) -> list[Group]:
    """Return the grants by state: what closes first, what opens first, what closed last on top.

    Makes no query if the grants come ``with_dates()``.
    """
    today = site_today()
    shown = [Shown(grant, grant.status(today)) for grant in grants]
    groups = []
    for state in GrantState:
        rows = sorted((one for one in shown if one.status.state == state), key=_urgency)
        if rows:
            groups.append(Group(state, tuple(rows)))
    return groups


def to_apply_for(grants: Iterable[Grant], count: int) -> list[Shown]:
    """Return a few of the grants that are open or will open, in the order of ``grouped``."""
    groups = [group for group in grouped(grants) if group.state != GrantState.CLOSED]
    return [row for group in groups for row in group.rows][:count]


def _urgency(shown: Shown) -> tuple[Any, ...]:
    period = shown.status.period
    name = shown.grant.display_name.casefold()
    match shown.status.state:
        case GrantState.OPEN if period:
            return (period.closes_on, name)
        case GrantState.UPCOMING if period:
            return (period.opens_on, name)
        case GrantState.CLOSED:
            # What never had a period comes last.
            return (-period.closes_on.toordinal() if period else 1, name)
    return (name,)
