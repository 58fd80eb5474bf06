"""What must not come twice."""

from __future__ import annotations

from hmtocr.server.nonces import RememberedNonces


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_nonce_is_good_once_for_each_key() -> None:
    nonces = RememberedNonces()
    assert nonces.fresh("key", "nonce", 60)
    assert not nonces.fresh("key", "nonce", 60)
    assert nonces.fresh("other", "nonce", 60)
    assert nonces.fresh("key", "other", 60)


def test_keys_and_nonces_do_not_run_into_each_other() -> None:
    nonces = RememberedNonces()
    assert all(nonces.fresh(key, nonce, 60) for key, nonce in [("ab", "c"), ("a", "bc"), ("", "abc"), ("1:a", "bc")])


def test_odd_and_long_nonces() -> None:
    nonces = RememberedNonces()
    for nonce in ("", "\ud800", "随机", "x" * 10**6):
        assert nonces.fresh("key", nonce, 60)
        assert not nonces.fresh("key", nonce, 60)


def test_it_is_forgotten_when_its_time_is_over_and_not_before() -> None:
    clock = Clock()
    nonces = RememberedNonces(clock=clock)
    assert nonces.fresh("key", "short", 10)
    assert nonces.fresh("key", "long", 20)
    clock.now = 109.9
    assert not nonces.fresh("key", "short", 10)
    clock.now = 110
    assert nonces.fresh("key", "short", 10)
    assert not nonces.fresh("key", "long", 20)


def test_memory_is_bounded_and_the_first_to_be_forgotten_makes_room() -> None:
    clock = Clock()
    nonces = RememberedNonces(3, clock)
    for nonce, seconds in [("b", 20), ("a", 10), ("c", 30), ("d", 40)]:
        assert nonces.fresh("key", nonce, seconds)
    assert not any(nonces.fresh("key", nonce, 50) for nonce in "bcd")
    assert nonces.fresh("key", "a", 50)
    assert len(nonces._seen) == len(nonces._ends) == 3
