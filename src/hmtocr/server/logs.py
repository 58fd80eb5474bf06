"""JSON lines on standard error: one for each request, and what libraries have to say."""

from __future__ import annotations

import logging
import logging.config
import sys
import traceback
from typing import TextIO

import structlog


def access_logger(stream: TextIO | None = None) -> structlog.typing.FilteringBoundLogger:
    """Writes one JSON object a line, to standard error if no stream is given.

    What is passed to it are counts and names that we chose: never a path, a query, a header, a body or a value.
    """
    logger: structlog.typing.FilteringBoundLogger = structlog.wrap_logger(
        structlog.PrintLogger(stream or sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
    )
    return logger


def configure_libraries() -> None:
    """Warnings of uvicorn and of the dialects as JSON lines too. Access lines are ours alone."""
    shared: list[structlog.typing.Processor] = [
        _first_line_of_asyncio,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        _without_values,
                        structlog.processors.JSONRenderer(),
                    ],
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            # It cites headers of a form's parts.
            "loggers": {"python_multipart": {"level": "CRITICAL"}},
        }
    )


def _without_values(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """An exception's type and where it was raised; its text could hold anything that was sent or read."""
    kind, _error, where = event.pop("exc_info", None) or (None, None, None)
    if kind is not None:
        event["exception"] = f"{kind.__name__}\n{''.join(traceback.format_tb(where))}"
    return event


def _first_line_of_asyncio(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """What follows its first line are representations of tasks, and those hold their exceptions' texts."""
    if event["_record"].name == "asyncio":
        event["event"] = event["event"].partition("\n")[0]
    return event
