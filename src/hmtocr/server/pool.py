"""Has pictures read, so many at once, with a bounded queue in front of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Self

from hmtocr.errors import BusyError
from hmtocr.reading import Reading, Reads


class Pool:
    """Implements `Recognise`. Belongs to one event loop; what it counts is touched by that loop's thread alone.

    Its threads wait for a reader that reads elsewhere (readers.py), or read by themselves.
    """

    def __init__(
        self,
        reader: Reads,
        threads: int,
        queue: int,
        deadline: float,
        observe: Callable[[float], None] = lambda _: None,
    ) -> None:
        """Start no thread yet.

        Args:
            reader: shared by all threads.
            threads: pictures that are read at once.
            queue: pictures that may wait besides.
            deadline: seconds after which a caller is told that there was no time.
            observe: is told the seconds that each reading took, without its wait.
        """
        self._reader = reader
        self._threads = ThreadPoolExecutor(threads, "reader")
        self._size, self._queue, self._deadline = threads, queue, deadline
        self._observe = observe
        self._inside: set[Future[Reading]] = set()

    def __enter__(self) -> Self:
        """The pool itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Drop what waits, finish what is being read."""
        self._threads.shutdown(cancel_futures=True)

    @property
    def reading(self) -> int:
        """Pictures that are being read."""
        return min(len(self._inside), self._size)

    @property
    def waiting(self) -> int:
        """Pictures that wait for a thread."""
        return max(0, len(self._inside) - self._size)

    async def __call__(
        self,
        data: bytes,
        *,
        documents: Collection[str] | None = None,
        portraits: bool = True,
        warnings: bool | Collection[str] = True,
    ) -> Reading:
        """See `hmtocr.protocols.services.Recognise`. A caller that is cancelled gives its place in the queue up."""
        if len(self._inside) >= self._size + self._queue:
            raise BusyError("more pictures wait than the queue may hold")
        loop = asyncio.get_running_loop()
        read = partial(self._reader.read, data, documents=documents, portraits=portraits, warnings=warnings)
        work = self._threads.submit(self._timed, read)
        self._inside.add(work)
        work.add_done_callback(lambda done: _tell(loop, self._inside.discard, done))
        try:
            async with asyncio.timeout(self._deadline):
                return await asyncio.wrap_future(work)
        except TimeoutError:
            raise BusyError(f"the picture could not be read within {self._deadline:g} s") from None

    def _timed(self, read: Callable[[], Reading]) -> Reading:
        start = time.perf_counter()
        try:
            return read()
        finally:
            self._observe(time.perf_counter() - start)


def _tell(loop: asyncio.AbstractEventLoop, told: Callable[[Future[Reading]], None], done: Future[Reading]) -> None:
    """Call back in the loop's thread, unless the server has stopped meanwhile."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(told, done)
