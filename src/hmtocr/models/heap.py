"""Gives memory that was freed back to the system: networks on large pictures leave hundreds of megabytes behind."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache


def trim() -> None:
    """Where the C library can (glibc), hand back what no one uses: without it a process stays as large as it ever was.

    It takes milliseconds, for the pages that are needed again have to be asked for again.
    """
    release = _release()
    if release is not None:
        release(0)


@cache
def _release() -> Callable[[int], int] | None:
    try:
        release: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return None
    return release
