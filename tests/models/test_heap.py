"""Memory is given back where the C library can, and nothing happens where it cannot."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from hmtocr.models import heap


@pytest.fixture(autouse=True)
def anew() -> Iterator[None]:
    """What was found of the C library is forgotten before and after."""
    heap._release.cache_clear()
    yield
    heap._release.cache_clear()


def test_the_c_library_is_asked_to_give_everything_back(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace(malloc_trim=asked.append))
    heap.trim()
    assert asked == [0]


def test_a_library_that_cannot_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(_: object) -> object:
        raise OSError

    monkeypatch.setattr(ctypes, "CDLL", nothing)
    heap.trim()
