"""Takes a request raw, before any framework decodes it: signatures cover the bytes that were sent."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import replace
from typing import Any

from hmtocr.protocols.exchange import Request

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

UPLOAD_SECONDS = 60.0
"""In which a body must have come in."""
DRAIN_BYTES, DRAIN_SECONDS = 64 * 2**20, 20.0
"""How much of a body that is too large is thrown away, and for how long, so that its sender gets to read our error."""


class GoneError(Exception):
    """The client closed the connection before its request was complete."""


class SlowUploadError(Exception):
    """The body did not come in within UPLOAD_SECONDS."""


def take_head(scope: Scope) -> Request:
    """The request without its body; target and header values byte for byte (Latin-1)."""
    target = scope["raw_path"].decode("latin-1")
    if scope["query_string"]:
        target += "?" + scope["query_string"].decode("latin-1")
    headers = tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"])
    return Request(scope["method"].upper(), target, headers, received=time.time())


async def take_body(
    head: Request, receive: Receive, largest: int, *, seconds: float = UPLOAD_SECONDS, drain: int = DRAIN_BYTES
) -> Request:
    """The request with its body, or marked as oversized where that has more than `largest` bytes.

    Raises:
        GoneError: the client went away.
        SlowUploadError: it took longer than `seconds`.
    """
    if _declared(head) > largest and (head.header("expect") or "").lower() == "100-continue":
        # Such a client waits for our word before it sends the body, and reads an error as well.
        return replace(head, oversized=True)
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            more = True
            while more:
                message = await _next(receive)
                more = message.get("more_body", False)
                chunk = message.get("body", b"")
                if len(body) + len(chunk) > largest:
                    body.clear()
                    break
                body += chunk
            else:
                return replace(head, body=bytes(body))
    except TimeoutError:
        raise SlowUploadError from None
    if more:
        await _drain(receive, drain)
    return replace(head, oversized=True)


async def until_gone(receive: Receive) -> None:
    """Returns when the client has gone; its request is complete."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _drain(receive: Receive, most: int) -> None:
    left = most
    try:
        async with asyncio.timeout(DRAIN_SECONDS):
            while left > 0:
                message = await _next(receive)
                left -= len(message.get("body", b""))
                if not message.get("more_body", False):
                    return
    except TimeoutError:
        return


async def _next(receive: Receive) -> Message:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise GoneError
    return message


def _declared(head: Request) -> int:
    length = head.header("content-length") or ""
    return int(length) if length.isdecimal() and len(length) < 19 else 0
