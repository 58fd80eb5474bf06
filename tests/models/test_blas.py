"""Linear algebra keeps to the thread that asks for it, and has its own threads back afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from hmtocr import Reader
from hmtocr.models.blas import on_one_thread
from hmtocr.risk import twins

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(autouse=True)
def two_threads() -> Iterator[None]:
    """As on a machine with two cores."""
    limits = threadpool_limits(limits=2, user_api="blas")
    # Who sets a limit keeps other threads from it, until a `with` of the same thread is left.
    with threadpool_limits(limits=2, user_api="blas"):
        usable = allowed() == {2}
    if not usable:
        pytest.skip("no library here has threads of its own")
    yield
    with limits:
        pass


def allowed() -> set[int]:
    """How many threads the libraries may use."""
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


def test_only_meanwhile() -> None:
    with on_one_thread():
        assert allowed() == {1}
    assert allowed() == {2}


def test_an_error_gives_them_back() -> None:
    with pytest.raises(ValueError, match="no card"), on_one_thread():
        raise ValueError("no card")
    assert allowed() == {2}


def test_threads_take_turns() -> None:
    def ask(_: int) -> set[int]:
        with on_one_thread():
            return allowed()

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(200))) == [{1}] * 200
    assert allowed() == {2}


def test_a_card_is_read_so(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[set[int]] = []
    level = twins._level

    def looking(windows: Any) -> np.ndarray:
        seen.append(allowed())
        return level(windows)

    monkeypatch.setattr(twins, "_level", looking)
    Reader(threads=1).read((EXAMPLES / "hk-id-2018.jpg").read_bytes())
    assert seen
    assert set(map(frozenset, seen)) == {frozenset({1})}
    assert allowed() == {2}
