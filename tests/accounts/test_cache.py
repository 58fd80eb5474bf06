"""A memory of a few moments."""

from __future__ import annotations

from hmtocr.accounts.cache import Cache


def test_it_forgets_in_time_counted_from_when_was_asked() -> None:
    now = [100.0]
    cache = Cache[str](1.0, 10, lambda: now[0])
    asked = cache.now()
    now[0] = 100.75
    cache.put(("a",), "value", asked)
    assert cache.get(("a",)) == "value"
    now[0] = 101.0
    assert cache.get(("a",)) is None


def test_it_holds_the_newest_so_many() -> None:
    cache = Cache[int](1.0, 3, lambda: 0.0)
    for i in range(5):
        cache.put((str(i),), i, 0.0)
    assert [cache.get((str(i),)) for i in range(5)] == [None, None, 2, 3, 4]
