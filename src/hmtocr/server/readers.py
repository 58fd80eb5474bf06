"""Readers in processes of their own, one picture at a time each.

Threads of one process wait for each other's turn at the interpreter: two that read Hong Kong cards at 2 MP side by side
made 23 a second where two processes made 30 (two cores of an AMD EPYC, 2026-11-23). And a library that fails on a
picture, or a lack of memory, ends one reading and not the server.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
import traceback
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Self

from hmtocr.errors import HmtocrError
from hmtocr.reading import Reading, Reads
from hmtocr.risk.thresholds import Point

_TRIES = 2
"""A picture whose process ended is read once more: it may not have been the picture's fault."""
_PATIENCE = 10.0
"""Seconds that a process has to end in, once nobody talks to it any more."""
_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Worker:
    """A process and the way to talk to it."""

    process: BaseProcess
    connection: Connection

    def ask(self, call: Any) -> Any:
        """What it answers.

        Raises:
            EOFError, OSError: it has ended.
        """
        self.connection.send(call)
        return self.connection.recv()

    def end(self) -> int | None:
        """Its exit code, once it has ended; killed (-9) if it does not hear that nobody talks to it."""
        self.connection.close()
        self.process.join(_PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        return self.process.exitcode


class Readers:
    """Implements `hmtocr.reading.Reads`. As many threads may call as there are processes; more would wait."""

    def __init__(self, count: int, make: Callable[[], Reads]) -> None:
        """Start the processes, which takes each of them a while (see `ready`).

        Args:
            count: of processes.
            make: is called in each of them, so that it must be a function of a module, or a `partial` of one.
        """
        self._make = make
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._count = count
        for _ in range(count):
            self._idle.put(_start(make))

    def __enter__(self) -> Self:
        """The readers themselves."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the processes; nothing may be under way any more."""
        workers = [self._idle.get() for _ in range(self._count)]
        for worker in workers:
            worker.connection.close()
        for worker in workers:
            worker.end()

    def ready(self) -> Self:
        """The readers themselves, once every process can read.

        Raises:
            HmtocrError: what `make` raised.
        """
        workers = [self._idle.get() for _ in range(self._count)]
        try:
            for worker in workers:
                _raise(worker.ask(None))
        except (EOFError, OSError):
            raise RuntimeError("a process that reads pictures ended before it could read") from None
        finally:
            for worker in workers:
                self._idle.put(worker)
        return self

    def read(
        self,
        data: bytes,
        *,
        documents: Collection[str] | None = None,
        portraits: bool = True,
        warnings: bool | Collection[str] = True,
    ) -> Reading:
        """As `hmtocr.Reader.read`.

        Raises:
            HmtocrError: as that does.
            RuntimeError: the process ended, twice; or anything else went wrong, which is in the log.
        """
        call = (data, {"documents": documents, "portraits": portraits, "warnings": warnings})
        worker = self._idle.get()
        try:
            for _ in range(_TRIES):
                try:
                    answer = worker.ask(call)
                except (EOFError, OSError):
                    code = worker.end()
                    _logger.warning("a process that read a picture ended with exit code %s; another is started", code)
                    worker = _start(self._make)
                else:
                    _raise(answer)
                    reading: Reading = answer
                    return reading
        finally:
            self._idle.put(worker)
        raise RuntimeError("the process that read a picture ended, and so did the next")


def reader_processes(count: int, risk: Point) -> Readers:
    """Readers with one thread each, whose risk signals warn at an operating point."""
    return Readers(count, partial(_reader, risk))


def _reader(risk: Point) -> Reads:
    # Whoever only talks to such processes needs none of what reading takes.
    import_module("cv2").setNumThreads(1)
    reader: Reads = import_module("hmtocr.reader").Reader(threads=1, risk=risk)
    return reader


def _start(make: Callable[[], Reads]) -> _Worker:
    # Not forked: networks and locks of the process that does are in whatever state its threads have left them.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, make), name="hmtocr-reader", daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _work(connection: Connection, make: Callable[[], Reads]) -> None:
    """Answer calls until nobody is there any more to call: that is how the process is told to end.

    Signals that are sent to all processes alike (Ctrl-C, a service manager's) are for the one that talks to clients.
    """
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    import_module("hmtocr.server.logs").configure_libraries()
    try:
        made: Reads | Exception = make()
    except Exception as error:
        made = _told(error)
    while True:
        try:
            call = connection.recv()
        except (EOFError, OSError):
            return
        try:
            connection.send(_answer(made, call))
        except OSError:
            return


def _answer(made: Reads | Exception, call: tuple[bytes, dict[str, Any]] | None) -> Reading | Exception | None:
    """The reading or the error; of no call whether there is a reader."""
    if isinstance(made, Exception):
        return made
    if call is None:
        return None
    data, options = call
    try:
        return made.read(data, **options)
    except Exception as error:
        return _told(error)


def _told(error: Exception) -> Exception:
    """An error of ours as it is. Of others only where they came from, in the log: their texts could hold a value."""
    if isinstance(error, HmtocrError):
        return error
    where = "".join(traceback.format_tb(error.__traceback__))
    _logger.error("unexpected %s\n%s", type(error).__name__, where)
    return RuntimeError(f"unexpected {type(error).__name__} in a process that reads pictures")


def _raise(answer: object) -> None:
    if isinstance(answer, Exception):
        raise answer
