"""Keeps what networks leave behind on large pictures out of the process: glibc's heap would hold on to it.

The text detector asks for dozens of maps of megabytes. From glibc's heap, which they leave in pieces, they take 200 MB;
asked of the system one by one they take 90, but then every page is cleared anew: for the many small networks of the
quick way that costs more time than it is worth. Elsewhere than on glibc all of this does nothing.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""mallopt's names (malloc.h)."""
_LARGE = 1 << 20
"""Bytes of a block from which the system is asked for it, while `large_blocks_apart`."""
_USUAL, _KEPT = 32 << 20, 64 << 20
"""The same otherwise, and what may lie unused on top of the heap: where glibc's own adjustment ends up."""


def trim() -> None:
    """Hand back what no one uses: without it a process stays as large as it ever was.

    It takes milliseconds, for the pages that are needed again have to be asked for again.
    """
    library = _library()
    if library is not None:
        library.malloc_trim(0)


@contextmanager
def large_blocks_apart() -> Iterator[None]:
    """Meanwhile large blocks are the system's, in every thread, and go back to it once they are free."""
    library = _library()
    if library is None:
        yield
        return
    library.mallopt(_MMAP_THRESHOLD, _LARGE)
    try:
        yield
    finally:
        library.mallopt(_MMAP_THRESHOLD, _USUAL)
        library.mallopt(_TRIM_THRESHOLD, _KEPT)


@cache
def _library() -> Any:
    """The C library, or None where it has not what is needed."""
    try:
        library = ctypes.CDLL(None)
        library.malloc_trim  # noqa: B018  (asked for, for its absence raises)
        library.mallopt  # noqa: B018
    except (AttributeError, OSError, TypeError):
        return None
    return library
