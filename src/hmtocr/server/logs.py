"""JSON lines on standard error: one for each request, and what libraries have to say."""

from __future__ import annotations

import logging
import logging.config
import sys
from typing import TextIO

import structlog


def access_logger(stream: TextIO = sys.stderr) -> structlog.typing.FilteringBoundLogger:
    """Writes one JSON object a line.

    What is passed to it are counts and names that we chose: never a path, a query, a header, a body or a value.
    """
    logger: structlog.typing.FilteringBoundLogger = structlog.wrap_logger(
        structlog.PrintLogger(stream),
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
    shared = [
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
                        structlog.processors.format_exc_info,
                        structlog.processors.JSONRenderer(),
                    ],
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": "WARNING"},
        }
    )
