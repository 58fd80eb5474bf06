"""Remembers nonces for as long as a request that carries one could be sent again."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable
from hashlib import blake2b

_MOST = 200_000
"""About 40 MB at the most; at 100 calls a second a window of 15 minutes holds 90,000."""


class RememberedNonces:
    """Implements `Nonces` in bounded memory; the one that would be forgotten first makes room for a new one.

    Belongs to one event loop. What is remembered is a digest, so that long nonces take no more room.
    """

    def __init__(self, most: int = _MOST, clock: Callable[[], float] = time.monotonic) -> None:
        """Remember at most so many; `clock` gives seconds that never go back."""
        self._most, self._clock = most, clock
        self._seen: set[bytes] = set()
        self._ends: list[tuple[float, bytes]] = []

    def fresh(self, key: str, nonce: str, seconds: float) -> bool:
        """See `hmtocr.protocols.services.Nonces.fresh`."""
        now = self._clock()
        while self._ends and self._ends[0][0] <= now:
            self._forget_first()
        mark = blake2b(f"{len(key)}:{key}{nonce}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
        if mark in self._seen:
            return False
        if len(self._ends) >= self._most:
            self._forget_first()
        self._seen.add(mark)
        heapq.heappush(self._ends, (now + seconds, mark))
        return True

    def _forget_first(self) -> None:
        self._seen.discard(heapq.heappop(self._ends)[1])
