"""Memory is given back where the C library can, and nothing happens where it cannot."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from hmtocr.models import heap

_PROGRAM = """
import sys
from contextlib import nullcontext
import numpy as np
from hmtocr.models.heap import large_blocks_apart

# A block of ten megabytes that was the system's and is freed: from now on glibc takes such blocks from its heap.
np.ones(10 << 20, np.uint8)
with large_blocks_apart() if sys.argv[1] == "apart" else nullcontext():
    # Small blocks that stay, between large ones that go.
    pairs = [(np.ones(4 << 20, np.uint8), np.ones(1 << 16, np.uint8)) for _ in range(12)]
    small = [pair[1] for pair in pairs]
    del pairs
    print(int(open("/proc/self/statm").read().split()[1]) * 4096)
"""


@pytest.fixture
def anew() -> Iterator[None]:
    """What was found of the C library is forgotten before and after."""
    heap._library.cache_clear()
    yield
    heap._library.cache_clear()


@pytest.mark.usefixtures("anew")
def test_the_c_library_is_asked_to_give_everything_back(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    library = SimpleNamespace(malloc_trim=asked.append, mallopt=lambda *_: 1)
    monkeypatch.setattr(ctypes, "CDLL", lambda _: library)
    heap.trim()
    assert asked == [0]


@pytest.mark.usefixtures("anew")
@pytest.mark.parametrize("library", [None, SimpleNamespace(malloc_trim=lambda _: 1)])
def test_a_library_that_cannot_is_left_alone(monkeypatch: pytest.MonkeyPatch, library: object) -> None:
    def load(_: object) -> object:
        if library is None:
            raise OSError
        return library

    monkeypatch.setattr(ctypes, "CDLL", load)
    heap.trim()
    with heap.large_blocks_apart():
        pass


@pytest.mark.usefixtures("anew")
def test_large_blocks_are_the_systems_only_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    set_to: dict[int, int] = {}
    library = SimpleNamespace(malloc_trim=lambda _: 1, mallopt=set_to.__setitem__)
    monkeypatch.setattr(ctypes, "CDLL", lambda _: library)
    with heap.large_blocks_apart():
        assert set_to == {-3: 1 << 20}
    assert set_to == {-3: 32 << 20, -1: 64 << 20}


@pytest.mark.skipif(heap._library() is None, reason="needs glibc")
def test_what_was_large_does_not_stay_in_the_process() -> None:
    def held(how: str) -> int:
        told = subprocess.run([sys.executable, "-c", _PROGRAM, how], capture_output=True, text=True, check=True)
        return int(told.stdout)

    assert held("apart") < held("plain") - (30 << 20)
