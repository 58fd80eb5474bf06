"""Puts the server together from its parts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hmtocr.models.engine import threads
from hmtocr.protocols.services import Accounts, Services
from hmtocr.reading import Reads
from hmtocr.server.app import App, build_app
from hmtocr.server.fetch import Fetcher
from hmtocr.server.metrics import Metrics
from hmtocr.server.nonces import RememberedNonces
from hmtocr.server.pool import Pool
from hmtocr.settings import Settings


@contextmanager
def assembled(
    settings: Settings, accounts: Accounts, reader: Reads, log: Callable[..., object] = lambda *_, **__: None
) -> Iterator[App]:
    """The application with the threads in which it waits for readings; they end with the context.

    Args:
        reader: is shared by those threads.
        log: as for `build_app`.
    """
    metrics = Metrics()
    size = settings.threads or threads()
    with Pool(reader, size, settings.queue, settings.deadline, metrics.observe_reading) as pool:
        metrics.watch("reading", "Pictures that are being read.", lambda: pool.reading)
        metrics.watch("waiting", "Pictures that wait for a reader.", lambda: pool.waiting)
        metrics.watch("threads", "Pictures that can be read at once.", lambda: size)
        services = Services(settings, accounts, pool, Fetcher(settings.fetch_hosts), RememberedNonces(), time.time)
        yield build_app(services, metrics, log)
