"""Calls a second: a moving window for each key and API, in this process's memory."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class Rates:
    """Counts the calls of the last second. Each process of a server counts by itself."""

    def __init__(self, defaults: Mapping[str, int]) -> None:
        """Take the calls a second of APIs that have a rate without a key's own; 0 is none."""
        self._defaults = dict(defaults)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._lock = Lock()

    def hit(self, ident: int, api: str, rate: int | None) -> bool:
        """Whether one more call is within the key's rate, or else the API's; it is then counted."""
        allowed = self._defaults.get(api, 0) if rate is None else rate
        if not allowed:
            return True
        # The storage drops idle keys' locks while others may wait for them.
        with self._lock:
            return self._limiter.hit(RateLimitItemPerSecond(allowed), str(ident), api)
