"""Times the stages of a reading from outside: functions of hmtocr are wrapped while it is measured, and only then."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import wraps
from importlib import import_module
from typing import Any
from unittest import mock

STAGES: Mapping[str, Sequence[str]] = {
    "decode": ("hmtocr.image.decode:decode",),
    "locate": (
        "hmtocr.image.locate:glimpse",
        "hmtocr.image.locate:locate",
        "hmtocr.image.relocate:glimpse_in_parts",
        "hmtocr.image.relocate:look_again",
        "hmtocr.image.relocate:look_everywhere",
    ),
    "flatten": ("hmtocr.image.flatten:flatten", "hmtocr.text.level:levelling_quad"),
    "detect": ("hmtocr.text.detector:Detector.__call__", "hmtocr.text.detector:Detector.thorough"),
    "find fields": ("hmtocr.text.places:find_places",),
    "read": (
        "hmtocr.documents.quick:read_quickly",
        "hmtocr.documents.layout:read_layout",
        "hmtocr.documents.captions:read_captions",
    ),
    "signals": ("hmtocr.risk.assess:Assessor.warnings",),
    "portraits": ("hmtocr.image.portraits:find_portraits", "hmtocr.image.portrait:cut_out"),
}
"""Stages, and the functions ("module:name" or "module:Class.method") that they are made of. One that no longer exists
is passed over: its time then counts as "rest"."""
REST = "rest"


class Stopwatch:
    """Sums seconds up by stage. A stage within another counts for itself alone, so that the sums add up to the whole.

    Only the thread that the stopwatch was made in is timed; what others do meanwhile is part of its waiting.
    """

    def __init__(self, stages: Mapping[str, Sequence[str]] = STAGES, clock: Callable[[], float] = time.perf_counter):
        """Nothing is wrapped yet."""
        self._stages, self._clock = stages, clock
        self._thread = threading.get_ident()
        self._open: list[str] = []
        self._since = 0.0
        self.seconds: dict[str, float] = dict.fromkeys((*stages, REST), 0.0)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Time what runs inside: what belongs to no stage is "rest"."""
        with ExitStack() as patches:
            for stage, names in self._stages.items():
                for name in names:
                    self._wrap(patches, stage, name)
            with self._inside(REST):
                yield

    def _wrap(self, patches: ExitStack, stage: str, name: str) -> None:
        module_name, _, path = name.partition(":")
        try:
            home: Any = import_module(module_name)
            *owners, last = path.split(".")
            for owner in owners:
                home = getattr(home, owner)
            function = getattr(home, last)
        except (ImportError, AttributeError):
            return
        timed = self._timed(stage, function)
        patches.enter_context(mock.patch.object(home, last, timed))
        if not owners:
            # Whoever imported it by name holds it under that name.
            for module in [m for n, m in sys.modules.items() if n.startswith("hmtocr")]:
                if getattr(module, last, None) is function:
                    patches.enter_context(mock.patch.object(module, last, timed))

    def _timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            if threading.get_ident() != self._thread:
                return function(*args, **kwargs)
            with self._inside(stage):
                return function(*args, **kwargs)

        return call

    @contextmanager
    def _inside(self, stage: str) -> Iterator[None]:
        self._turn()
        self._open.append(stage)
        try:
            yield
        finally:
            self._turn()
            self._open.pop()

    def _turn(self) -> None:
        """Credit the time since the last turn to the stage that was running."""
        now = self._clock()
        if self._open:
            self.seconds[self._open[-1]] += now - self._since
        self._since = now
