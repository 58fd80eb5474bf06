"""Shares the work of one call among threads: rows of a card, signals, whatever does not wait for one another.

Networks as small as these gain next to nothing from a second thread inside them; two of them side by side do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Other = TypeVar("Other")


class Crew:
    """Some threads, among them the one that calls; many calls may use it at once."""

    def __init__(self, threads: int) -> None:
        """With `threads` of them; of one, nothing is shared."""
        self._others = threads - 1
        self._pool = ThreadPoolExecutor(self._others, "hmtocr") if threads > 1 else None

    @property
    def alone(self) -> bool:
        """Whether there is only the thread that calls."""
        return self._pool is None

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """What `work` makes of every item, in their order; the first ones are begun first.

        The thread that calls takes its share, so that nothing waits for a thread that is busy elsewhere.

        >>> Crew(3).each(abs, [-3, 1, -2])
        [3, 1, 2]

        Raises:
            Exception: whatever `work` raises.
        """
        if self._pool is None or len(items) < 2:
            return [work(item) for item in items]
        results: dict[int, Result] = {}
        turn = count()

        def take() -> None:
            # A counter is drawn from by one thread at a time.
            while (index := next(turn)) < len(items):
                results[index] = work(items[index])

        helpers = [self._pool.submit(take) for _ in range(min(self._others, len(items) - 1))]
        try:
            take()
        finally:
            # One that did not come to start has nothing left to do.
            begun = [helper for helper in helpers if not helper.cancel()]
            failed = [error for helper in begun if (error := helper.exception()) is not None]
        if failed:
            raise failed[0]
        return [results[index] for index in range(len(items))]

    def both(self, first: Callable[[], Result], second: Callable[[], Other]) -> tuple[Result, Other]:
        """What two pieces of work come to; the first is done by the thread that calls.

        >>> Crew(2).both(lambda: "a", lambda: 2)
        ('a', 2)

        Raises:
            Exception: whatever either raises.
        """
        if self._pool is None:
            return first(), second()
        helper = self._pool.submit(second)
        try:
            result = first()
        finally:
            begun = not helper.cancel()
            if begun:
                helper.exception()
        return result, helper.result() if begun else second()


ALONE = Crew(1)
"""The thread that calls."""
