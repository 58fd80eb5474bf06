"""Counts for Prometheus: by dialect, API and error code; never a value, a key or a path."""

from __future__ import annotations

import re
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 30)
_CODE = re.compile(r"[A-Za-z0-9._-]{1,80}")


class Metrics:
    """What `/metrics` shows, in a registry of its own."""

    def __init__(self) -> None:
        """With the process's own figures (memory, CPU time, open files) beside ours."""
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "hmtocr_requests", "Requests answered.", ("dialect", "api", "code"), registry=self._registry
        )
        self._seconds = Histogram(
            "hmtocr_request_seconds",
            "From a request's last byte to its answer.",
            ("dialect", "api"),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._reading = Histogram(
            "hmtocr_reading_seconds",
            "Time a picture was read for, without its wait.",
            buckets=_SECONDS,
            registry=self._registry,
        )

    def count(self, dialect: str, api: str, code: str, seconds: float) -> None:
        """One answered request; `code` is the vendor's error code, or the HTTP status."""
        self._requests.labels(dialect, api, code if _CODE.fullmatch(code) else "other").inc()
        self._seconds.labels(dialect, api).observe(seconds)

    def observe_reading(self, seconds: float) -> None:
        """One picture was read."""
        self._reading.observe(seconds)

    def watch(self, name: str, about: str, measure: Callable[[], float]) -> None:
        """A gauge that is measured whenever it is asked for."""
        Gauge(f"hmtocr_{name}", about, registry=self._registry).set_function(measure)

    def render(self) -> bytes:
        """Prometheus's text format."""
        return generate_latest(self._registry)
