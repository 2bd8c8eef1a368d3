"""What was worked out is kept for a while, as much as memory allows."""

from collections import OrderedDict
from collections.abc import Hashable
from contextlib import suppress
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """The values last asked for, up to a weight of all together. Threads may share it."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._values: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._weight = 0

    def get(self, key: Key) -> Value | None:
        """Return the value, if it is remembered."""
        found = self._values.get(key)
        if found is None:
            return None
        # Another thread may just have forgotten it; what was found still holds.
        with suppress(KeyError):
            self._values.move_to_end(key)
        return found[0]

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()
        self._weight = 0

    def put(self, key: Key, value: Value, weight: int) -> None:
        """Remember a value, and forget those that nobody has asked for the longest."""
        # What remembering itself takes: mostly the key.
        weight += 200
        if key not in self._values:
            self._weight += weight
        self._values[key] = (value, weight)
        while self._weight > self._limit and len(self._values) > 1:
            with suppress(KeyError):
                _key, (_value, forgotten) = self._values.popitem(last=False)
                self._weight -= forgotten
