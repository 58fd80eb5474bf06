"""A memory of a few moments, so that each call need not ask the database who its caller is."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Cache(Generic[Value]):
    """Remembers what was found, for some seconds and for a bounded number of names; what is not found it forgets."""

    def __init__(self, seconds: float, largest: int, clock: Callable[[], float] = monotonic) -> None:
        """Set how long and how many."""
        self._seconds = seconds
        self._largest = largest
        self._clock = clock
        self._entries: OrderedDict[tuple[str, ...], tuple[float, Value]] = OrderedDict()
        self._lock = Lock()

    def get(self, name: tuple[str, ...]) -> Value | None:
        """What was put under that name, unless too long ago."""
        with self._lock:
            entry = self._entries.get(name)
        return entry[1] if entry is not None and self._clock() < entry[0] else None

    def put(self, name: tuple[str, ...], value: Value, asked: float) -> None:
        """Remember a value that the database was asked for at `asked` (of the cache's clock)."""
        with self._lock:
            self._entries[name] = (asked + self._seconds, value)
            self._entries.move_to_end(name)
            while len(self._entries) > self._largest:
                self._entries.popitem(last=False)

    def now(self) -> float:
        """The cache's clock; read it before asking, so that an answer does not live longer for having come late."""
        return self._clock()
