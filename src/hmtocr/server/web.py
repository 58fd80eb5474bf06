"""What is no vendor's: the native API, its description, health and metrics, as a FastAPI application and a dialect."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import Request as WebRequest

from hmtocr import __version__
from hmtocr.protocols.exchange import Answer, Dialect, Request
from hmtocr.protocols.native import API
from hmtocr.protocols.native.openapi import complete
from hmtocr.protocols.native.parse import tell_faults
from hmtocr.protocols.native.problems import MEDIA_TYPE, ProblemError
from hmtocr.protocols.native.routes import CAPTURED, native_router
from hmtocr.protocols.services import Services
from hmtocr.server.capture import Message
from hmtocr.server.metrics import CONTENT_TYPE, Metrics
from hmtocr.server.page import render_page

_PROBLEM = "hmtocr.problem"
"""Where in the ASGI scope the name of the problem is left for counts."""
_ABOUT = (
    "Reads Hong Kong and Macao identity cards and the residence permits of Hong Kong, Macao and Taiwan residents. "
    "The same port speaks the APIs of Tencent Cloud, Huawei Cloud and Alibaba Cloud for their own SDKs."
)
_PATIENCE = 2.0
"""Seconds in which the accounts must answer for the server to be ready."""


def build_web(services: Services, metrics: Metrics) -> FastAPI:
    """The application; everything that goes wrong in it is told as problem+json."""
    web = FastAPI(
        title="hmtocr", version=__version__, description=_ABOUT, docs_url=None, redoc_url=None, redirect_slashes=False
    )
    web.include_router(native_router(services))

    @web.get("/v2/health/live", include_in_schema=False)
    async def live() -> Mapping[str, str]:
        return {"status": "live"}

    @web.get("/v2/health/ready", include_in_schema=False)
    async def ready() -> Response:
        # The networks were loaded before the port was opened: only the database can be missing.
        try:
            async with asyncio.timeout(_PATIENCE):
                await services.accounts.by_bearer("nobody's")
        except Exception:
            return JSONResponse({"status": "not ready", "because": "the accounts do not answer"}, 503)
        return JSONResponse({"status": "ready"})

    @web.get("/metrics", include_in_schema=False)
    async def measured() -> Response:
        return Response(metrics.render(), headers={"Content-Type": CONTENT_TYPE})

    @web.get("/docs", include_in_schema=False)
    async def docs() -> Response:
        return HTMLResponse(render_page(web.openapi()))

    web.add_exception_handler(ProblemError, _tell_problem)
    web.add_exception_handler(RequestValidationError, _tell_invalid)
    web.add_exception_handler(HTTPException, _tell_http)
    described = web.openapi

    def openapi() -> dict[str, Any]:
        return complete(described())

    # The way that FastAPI documents.
    web.openapi = openapi  # type: ignore[method-assign]
    return web


def own_dialect(web: FastAPI, largest: int) -> Dialect:
    """The application as a dialect that claims all that no vendor does; bodies of at most `largest` bytes."""

    async def answer(request: Request, _: Services) -> Answer:
        scope = _scope(request)
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        await web(scope, receive, send)
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in sent[0]["headers"])
        body = b"".join(message.get("body", b"") for message in sent[1:])
        api = API if request.path == "/v1/read" else ""
        return Answer(sent[0]["status"], body, headers, api, scope.get(_PROBLEM, ""))

    return Dialect("native", lambda _: True, largest, answer, (API,))


def _scope(request: Request) -> dict[str, Any]:
    """For ASGI; the body travels beside it as it was captured, so that no framework spools it to a disk."""
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": request.method,
        "path": unquote(request.path),
        "raw_path": request.path.encode("latin-1"),
        "query_string": request.query.encode("latin-1"),
        "root_path": "",
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in request.headers],
        "client": None,
        "server": None,
        CAPTURED: request,
    }


async def _tell_problem(request: WebRequest, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    request.scope[_PROBLEM] = error.name
    return Response(error.problem.model_dump_json(), error.problem.status, error.headers, MEDIA_TYPE)


async def _tell_invalid(request: WebRequest, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = ((fault["loc"], fault["msg"]) for fault in error.errors())
    return await _tell_problem(request, ProblemError("invalid", tell_faults(faults)))


async def _tell_http(request: WebRequest, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    name = {404: "not-found", 405: "method-not-allowed"}.get(error.status_code, "malformed")
    response = await _tell_problem(request, ProblemError(name))
    response.headers.update(error.headers or {})
    return response


def _plain(name: str, *headers: tuple[str, str]) -> Answer:
    problem = ProblemError(name).problem
    told = (("Content-Type", MEDIA_TYPE), *headers)
    return Answer(problem.status, problem.model_dump_json().encode(), told, code=name)


TOO_SLOW = _plain("too-slow", ("Connection", "close"))
"""To whoever did not send its body in time, whatever dialect it meant to speak."""
UNEXPECTED = _plain("unexpected")
"""Where a dialect raised something, against its contract."""
