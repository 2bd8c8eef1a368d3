"""Lets apps that the pages do not know add to the demo."""

import datetime
from collections.abc import Callable

Add = Callable[[datetime.date], int]
"""Adds what an app has, relative to the day of loading; returns how many things that is."""

_added: list[Add] = []


def connect(add: Add) -> None:
    """Have it called once, in the transaction that loads the demo, when everything is there."""
    if add not in _added:
        _added.append(add)


def add_the_rest(today: datetime.date) -> int:
    """Let all apps add what they have; return how many things that is."""
    return sum(add(today) for add in _added)
