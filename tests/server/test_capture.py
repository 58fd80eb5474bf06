"""Requests as they come in: whole, too large, too slow, or not to the end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from hmtocr.protocols.exchange import Request
from hmtocr.server.capture import GoneError, SlowUploadError, take_body, take_head, until_gone

GONE = {"type": "http.disconnect"}


class Sender:
    """Hands out messages: bytes are chunks of a body, a number is a wait, the last chunk ends the body."""

    def __init__(self, *parts: bytes | float | dict[str, str], ends: bool = True) -> None:
        self.parts: list[Any] = list(parts)
        self.ends = ends

    async def __call__(self) -> dict[str, Any]:
        while self.parts and isinstance(self.parts[0], float):
            await asyncio.sleep(self.parts.pop(0))
        if not self.parts:
            await asyncio.Event().wait()
        part = self.parts.pop(0)
        if isinstance(part, dict):
            return part
        return {"type": "http.request", "body": part, "more_body": bool(self.parts) or not self.ends}


def take(sender: Sender, largest: int = 10, head: Request | None = None, **options: Any) -> Request:
    return asyncio.run(take_body(head or Request("POST", "/", ()), sender, largest, **options))


def test_the_head_is_what_was_sent(scope: Callable[..., dict[str, Any]]) -> None:
    given = scope("post", "/a%2Fb//c?x=%20&x=+", X_One="caf\xe9")
    given["headers"].append((b"x-one", b"two"))
    head = take_head(given)
    assert (head.method, head.target) == ("POST", "/a%2Fb//c?x=%20&x=+")
    assert head.headers == (("x-one", "caf\xe9"), ("x-one", "two"))
    assert abs(head.received - time.time()) < 5


@pytest.mark.parametrize("chunks", [[b"abcdefghij"], [b"abc", b"", b"defghij"], [b"abcdefghij", b""]])
def test_a_body_comes_in_pieces(chunks: Sequence[bytes]) -> None:
    got = take(Sender(*chunks))
    assert (got.body, got.oversized) == (b"abcdefghij", False)


def test_no_body() -> None:
    assert take(Sender(b"")).body == b""


@pytest.mark.parametrize("chunks", [[b"x" * 11], [b"x" * 10, b"x"], [b"x" * 6, b"x" * 6, b"x" * 999]])
def test_one_byte_more_is_drained_and_marked(chunks: Sequence[bytes]) -> None:
    sender = Sender(*chunks)
    got = take(sender)
    assert (got.body, got.oversized) == (b"", True)
    assert sender.parts == []


def test_not_more_is_drained_than_that() -> None:
    sender = Sender(*[b"x" * 11] * 9)
    assert take(sender, drain=30).oversized
    assert len(sender.parts) == 5


@pytest.mark.parametrize(("length", "asked"), [("11", False), ("10", True), ("9" * 30, True), ("-1", True)])
def test_who_waits_for_100_continue_is_not_asked_for_what_is_too_large(length: str, asked: bool) -> None:
    head = Request("POST", "/", (("content-length", length), ("expect", "100-Continue")))
    sender = Sender(b"x" * 10)
    got = take(sender, head=head)
    assert got.oversized is not asked
    assert bool(sender.parts) is not asked


def test_a_declared_length_alone_decides_nothing() -> None:
    """Others have begun to send: they get to read our error only once they are done."""
    sender = Sender(b"x" * 11)
    assert take(sender, head=Request("POST", "/", (("content-length", "11"),))).oversized
    assert sender.parts == []


@pytest.mark.parametrize("parts", [[b"x", 0.02, b"x", 0.02, b"x", 0.02, b"x", 0.02, b"x"], [b"x"], []])
def test_who_dawdles_is_told_so(parts: Sequence[Any]) -> None:
    start = time.perf_counter()
    with pytest.raises(SlowUploadError):
        take(Sender(*parts, ends=False), seconds=0.05)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("parts", [[GONE], [b"x", GONE], [b"x" * 11, GONE]])
def test_who_goes_away_is_gone(parts: Sequence[Any]) -> None:
    with pytest.raises(GoneError):
        take(Sender(*parts, ends=False))


def test_until_gone_waits_for_nothing_else() -> None:
    asyncio.run(asyncio.wait_for(until_gone(Sender(b"", 0.01, b"", GONE)), 2))
    with pytest.raises(TimeoutError):
        asyncio.run(asyncio.wait_for(until_gone(Sender(b"")), 0.05))
