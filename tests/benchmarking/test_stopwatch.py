"""Stages are timed from outside, and nothing stays wrapped."""

from __future__ import annotations

import threading

import pytest
from benchmarks.stopwatch import REST, STAGES, Stopwatch

import hmtocr.reader
from hmtocr.image import decode as decode_module
from hmtocr.text.detector import Detector


class Clock:
    """Goes on by a second whenever it is looked at."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


def test_a_stage_within_another_counts_for_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode_module, "_sniff", lambda *_: "PDF")
    monkeypatch.setattr(decode_module, "_from_pdf", lambda *_: None)
    stages = {"outer": ("hmtocr.image.decode:decode",), "inner": ("hmtocr.image.decode:_from_pdf",)}
    stopwatch = Stopwatch(stages, Clock())
    with stopwatch.watching():
        decode_module.decode(b"")
    # Four seconds between five looks at the clock: rest, outer, inner, outer, rest make five turns.
    assert stopwatch.seconds == {"outer": 2, "inner": 1, REST: 2}


def test_functions_are_what_they_were_afterwards() -> None:
    held, method = vars(hmtocr.reader), Detector.__call__
    before = dict(held)
    with Stopwatch().watching():
        assert held["decode"] is not before["decode"]
        assert Detector.__call__ is not method
    assert held == before
    assert Detector.__call__ is method


def test_what_no_longer_exists_is_passed_over() -> None:
    names = ("hmtocr.nowhere:read", "hmtocr.reader:nothing", "hmtocr.reader:Nobody.read")
    stopwatch = Stopwatch({"gone": names})
    with stopwatch.watching():
        pass
    assert stopwatch.seconds["gone"] == 0
    assert stopwatch.seconds[REST] > 0


def test_other_threads_are_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode_module, "decode", lambda data: data)
    stopwatch = Stopwatch({"decode": ("hmtocr.image.decode:decode",)})
    with stopwatch.watching():
        thread = threading.Thread(target=lambda: decode_module.decode(b""))
        thread.start()
        thread.join()
    assert stopwatch.seconds["decode"] == 0


@pytest.mark.parametrize("stage", ["decode", "locate"])
def test_the_reader_has_the_stages_that_are_named(stage: str) -> None:
    for name in STAGES[stage]:
        module, _, function = name.partition(":")
        assert callable(getattr(__import__(module, fromlist=[function]), function))
