"""Calls a second."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from hmtocr.accounts.apis import RESIDENT_PERMIT
from hmtocr.accounts.rates import Rates


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time that the windows move by."""
    now = [1795219200.0]
    monkeypatch.setattr("limits.storage.memory.time.time", lambda: now[0])
    return now


@pytest.fixture
def rates() -> Rates:
    """With the permit's rate."""
    return Rates({RESIDENT_PERMIT: 20})


@pytest.mark.parametrize(
    ("api", "rate", "allowed"), [(RESIDENT_PERMIT, None, 20), (RESIDENT_PERMIT, 3, 3), ("read", 7, 7)]
)
def test_so_many_in_any_second(rates: Rates, now: list[float], api: str, rate: int | None, allowed: int) -> None:
    assert [rates.hit(1, api, rate) for _ in range(allowed + 2)] == [True] * allowed + [False] * 2
    now[0] += 0.9
    assert not rates.hit(1, api, rate)
    now[0] += 0.2
    assert rates.hit(1, api, rate)


def test_without_a_rate_there_is_no_limit(rates: Rates) -> None:
    assert all(rates.hit(1, "read", None) for _ in range(500))
    assert all(Rates({RESIDENT_PERMIT: 0}).hit(1, RESIDENT_PERMIT, None) for _ in range(50))


def test_keys_and_apis_are_counted_apart(rates: Rates) -> None:
    assert rates.hit(1, "read", 1)
    assert rates.hit(1, "HKIDCardOCR", 1)
    assert rates.hit(2, "read", 1)
    assert not rates.hit(1, "read", 1)


def test_it_is_exact_for_many_threads(rates: Rates) -> None:
    with ThreadPoolExecutor(16) as threads:
        assert sum(threads.map(lambda _: rates.hit(1, RESIDENT_PERMIT, None), range(200))) == 20
