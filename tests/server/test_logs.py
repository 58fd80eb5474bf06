"""What is written to standard error: JSON lines without anything that was sent or read."""

from __future__ import annotations

import asyncio
import gc
import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from hmtocr.server.logs import access_logger, configure_libraries

NUMBER = "Z683365(5)"


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The lines that libraries have written since, once they are configured."""
    root, form = logging.getLogger(), logging.getLogger("python_multipart")
    before = (root.level, root.handlers[:], form.level)
    configure_libraries()
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream := io.StringIO())
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    form.setLevel(before[2])


def test_a_request_is_one_json_line() -> None:
    stream = io.StringIO()
    access_logger(stream).info("request", dialect="native", status=200)
    (line,) = stream.getvalue().splitlines()
    told = json.loads(line)
    assert told.pop("timestamp").endswith("Z")
    assert told == {"event": "request", "level": "info", "dialect": "native", "status": 200}


def test_standard_error_is_looked_up_when_the_logger_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    access_logger().info("request")
    assert json.loads(capsys.readouterr().err)["event"] == "request"


def test_warnings_of_libraries_are_json_lines_too(lines: Callable[[], list[dict[str, Any]]]) -> None:
    logging.getLogger("uvicorn.error").warning("Invalid %s received.", "HTTP request")
    logging.getLogger("httpx").info("HTTP Request: GET http://pictures.example/?token=hush")
    logging.getLogger("uvicorn.access").info("GET /secret")
    logging.getLogger("python_multipart.multipart").warning("Unknown Content-Transfer-Encoding: %r", b"hush")
    (told,) = lines()
    assert (told["logger"], told["level"], told["event"]) == (
        "uvicorn.error",
        "warning",
        "Invalid HTTP request received.",
    )


def test_an_exception_is_told_by_type_and_place_but_not_by_its_text(
    lines: Callable[[], list[dict[str, Any]]],
) -> None:
    try:
        raise ValueError(f"the number is {NUMBER}") from KeyError(NUMBER)
    except ValueError as error:
        logging.getLogger("uvicorn.error").error("Exception in ASGI application\n", exc_info=error)
    (told,) = lines()
    assert told["exception"].startswith("ValueError\n")
    assert "test_logs.py" in told["exception"]
    assert "Z683365" not in json.dumps(told)


def test_nor_by_the_task_that_nobody_waited_for(lines: Callable[[], list[dict[str, Any]]]) -> None:
    async def forget() -> None:
        async def fail() -> None:
            raise ValueError(f"the number is {NUMBER}")

        task = asyncio.ensure_future(fail())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        del task
        gc.collect()

    asyncio.run(forget())
    (told,) = lines()
    assert told["event"] == "Task exception was never retrieved"
    assert "Z683365" not in json.dumps(told)
