"""The chain of a request, in order: captured raw, given to the dialect that claims it, answered, counted, logged."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import Awaitable, Callable

from hmtocr.protocols import alibaba, huawei, tencent
from hmtocr.protocols.exchange import Answer, Dialect, Request
from hmtocr.protocols.services import Services
from hmtocr.server.capture import (
    GoneError,
    Receive,
    Scope,
    Send,
    SlowUploadError,
    take_body,
    take_head,
    until_gone,
)
from hmtocr.server.metrics import Metrics
from hmtocr.server.web import TOO_SLOW, UNEXPECTED, build_web, own_dialect

App = Callable[[Scope, Receive, Send], Awaitable[None]]
VENDORS: tuple[Dialect, ...] = (huawei.DIALECT, alibaba.DIALECT, tencent.DIALECT)
"""In the order in which they are asked; the last takes whatever is left at "/"."""
_GONE = Answer(499, b"", code="gone")
"""Counted and logged where nobody is left to answer to; the status is the one that nginx logs."""
_logger = logging.getLogger(__name__)


def build_app(services: Services, metrics: Metrics, log: Callable[..., object]) -> App:
    """The ASGI application.

    Args:
        services: what dialects may ask of the server.
        log: is told an event's name and its members; no value, path, query, header or body is among them.
    """
    web = build_web(services, metrics)
    dialects = (*VENDORS, own_dialect(web, services.settings.native_largest))

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await web(scope, receive, send)
            return
        request, dialect = take_head(scope), dialects[-1]
        start = time.perf_counter()
        try:
            dialect = choose(dialects, request)
            request = await take_body(request, receive, dialect.largest)
            dialect = choose(dialects, request)  # again, for a form names its dialect in the body
            start = time.perf_counter()
            answer = await _answered(dialect, request, services, receive)
        except SlowUploadError:
            answer = TOO_SLOW
        except GoneError:
            _note(dialect, request, _GONE, time.perf_counter() - start, metrics, log)
            return
        except Exception as error:
            # Where, but not what: an exception's text could hold a value.
            where = "".join(traceback.format_tb(error.__traceback__))
            _logger.error("unexpected %s\n%s", type(error).__name__, where)
            answer = UNEXPECTED
        await _send(answer, send)
        _note(dialect, request, answer, time.perf_counter() - start, metrics, log)

    return app


def choose(dialects: tuple[Dialect, ...], request: Request) -> Dialect:
    """The first that claims the request; the last claims everything."""
    return next(dialect for dialect in dialects if dialect.claims(request))


async def _answered(dialect: Dialect, request: Request, services: Services, receive: Receive) -> Answer:
    """The dialect's answer.

    Raises:
        GoneError: the client went away meanwhile; what it asked for is given up.
        Exception: what the dialect raised, against its contract.
    """
    if request.oversized:
        # No reading is in it that could be given up, and to listen would be to ask for the rest of the body.
        return await dialect.answer(request, services)
    answering = asyncio.ensure_future(dialect.answer(request, services))
    leaving = asyncio.ensure_future(until_gone(receive))
    try:
        await asyncio.wait((answering, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not answering.done():
            raise GoneError
        return answering.result()
    finally:
        answering.cancel()
        leaving.cancel()
        # Whatever they raise on the way is taken here: asyncio would log it, with its text.
        await asyncio.gather(answering, leaving, return_exceptions=True)


async def _send(answer: Answer, send: Send) -> None:
    """Exactly the dialect's headers: some SDKs compare them to the letter."""
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    if not any(name.lower() == b"content-length" for name, _ in headers):
        headers.append((b"Content-Length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


def _note(
    dialect: Dialect,
    request: Request,
    answer: Answer,
    seconds: float,
    metrics: Metrics,
    log: Callable[..., object],
) -> None:
    api = answer.api if answer.api in dialect.apis else "none"
    code = answer.code or str(answer.status)
    metrics.count(dialect.name, api, code, seconds)
    log(
        "request",
        dialect=dialect.name,
        api=api,
        code=code,
        status=answer.status,
        seconds=round(seconds, 4),
        bytes_in=len(request.body),
        bytes_out=len(answer.body),
        oversized=request.oversized,
    )
