"""Keeps linear algebra on the thread that asks for it.

NumPy's BLAS shares a large product of matrices among a thread for each core, and these spin for a while after it: for
one such product a card took twice its time of processor, and beside a second process that reads two and a half times as
long.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock

from threadpoolctl import ThreadpoolController

_lock = Lock()


@contextmanager
def on_one_thread() -> Iterator[None]:
    """Meanwhile BLAS shares no work, and afterwards as before.

    The limit is the process's: threads that ask for it take turns, so it is for what takes a millisecond.
    """
    with _lock, _controller().limit(limits=1, user_api="blas"):
        yield


@cache
def _controller() -> ThreadpoolController:
    """Of what is loaded by now; to look for it takes milliseconds."""
    return ThreadpoolController()
