"""One HTTP request and its answer as a dialect sees them: raw, because signatures cover what was sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hmtocr.protocols.services import Services


@dataclass(frozen=True, slots=True)
class Request:
    """A request, nothing of it decoded.

    Attributes:
        method: as sent, in capitals.
        target: path and query exactly as on the request line.
        headers: (name in lower case, value with outer blanks taken off), in the order sent.
        body: the whole body; empty where `oversized`.
        oversized: the body was larger than the dialect's `largest` and was thrown away while it came in.
        received: seconds since the epoch, UTC.
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(default=b"", repr=False)
    oversized: bool = False
    received: float = 0.0

    @property
    def path(self) -> str:
        """The target up to its question mark, not decoded; of "http://host/path" (RFC 9112, 3.2.2) the path alone."""
        path = self.target.partition("?")[0]
        if path.lower().startswith(("http://", "https://")):
            return "/" + path.split("/", 3)[3] if path.count("/") > 2 else "/"
        return path

    @property
    def query(self) -> str:
        """What follows the question mark, not decoded."""
        return self.target.partition("?")[2]

    def header(self, name: str) -> str | None:
        """The first header of that name (lower case), or None."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: the headers exactly as given here (plus Content-Length, Date and Connection).

    Attributes:
        api: which API was called, one of `Dialect.apis`, for counts and logs; "" where the request did not get so far.
        code: the vendor's error code, for counts and logs; "" for a success.
    """

    status: int
    body: bytes = field(repr=False)
    headers: tuple[tuple[str, str], ...] = ()
    api: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Dialect:
    """One vendor's protocol.

    Attributes:
        name: "tencent", "huawei", "alibaba" or "native".
        claims: whether a request, of which only the head may have come in, speaks this dialect.
        largest: bytes of body that it lets in; more are drained and answered in its own words.
        answer: the whole of it, from raw request to raw answer; raises nothing.
        apis: the names that keys are enabled for, for example "HKIDCardOCR".
    """

    name: str
    claims: Callable[[Request], bool]
    largest: int
    answer: Callable[[Request, Services], Awaitable[Answer]]
    apis: tuple[str, ...]
