"""Trimming is for any C library: where there is nothing to call, nothing happens."""

from __future__ import annotations

import ctypes

import pytest

from hmtocr.models import heap


def test_memory_is_given_back_twice_as_well_as_once() -> None:
    heap.trim()
    heap.trim()


def test_a_library_that_cannot_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(_: object) -> object:
        raise OSError

    monkeypatch.setattr(ctypes, "CDLL", nothing)
    heap._release.cache_clear()
    try:
        heap.trim()
    finally:
        heap._release.cache_clear()
