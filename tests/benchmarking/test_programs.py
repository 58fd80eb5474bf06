"""Each of the programs in miniature, from its arguments to its files; the reader that is measured is the real one."""

from __future__ import annotations

import doctest
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from benchmarks import load, memory, serving, speed
from benchmarks.pictures import Sample
from benchmarks.publish import README
from benchmarks.starts import STEPS, measure_starts
from PIL import Image

from hmtocr.specimens.card import FACES

HERE = Path(__file__).parent
JPEG = (HERE.parents[1] / "examples" / "hk-id-2018.jpg").read_bytes()
SMALL = {"small": (640, 480)}


@pytest.fixture
def quick_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs start a server that reads in no time; its command line, keys, signatures and HTTP are real."""
    monkeypatch.setattr(serving, "_COMMAND", (sys.executable, str(HERE / "quick_server.py")))


@pytest.fixture
def readme_untouched() -> Any:
    """Only results that are kept in the repository go into the README."""
    before = README.read_bytes()
    yield
    assert README.read_bytes() == before


def _kept(folder: Path, name: str, *plots: str) -> dict[str, Any]:
    """The figures that a program wrote; it has also written its page and its plots."""
    assert "| --- |" in (folder / f"{name}.md").read_text("utf-8")
    for plot in plots:
        with Image.open(folder / plot) as image:
            assert image.size == (960, 540)
    return dict(json.loads((folder / f"{name}.json").read_text("utf-8")))


@pytest.mark.usefixtures("readme_untouched")
def test_speed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    peers: list[int] = []
    monkeypatch.setattr(speed, "peer_text", lambda _, threads: peers.append(threads))
    monkeypatch.setattr(speed, "measure_starts", lambda *_: dict.fromkeys(STEPS, 1.0))
    monkeypatch.setattr(speed, "SIZES", SMALL)
    monkeypatch.setattr(speed, "FACES", FACES[1:2])
    options = ["--sizes", "small", "--each", "1", "--rounds", "1", "--threads", "1"]
    speed.main([*options, "--out", str(tmp_path)])
    kept = _kept(tmp_path, "speed", "speed.png")
    (row,) = kept["whole"]
    assert (row["size"], row["threads"], row["pairs"]) == ("small", 1, 1)
    assert row["right"] > row["fields"] / 2
    # One warms up.
    assert peers == [1, 1]
    (stages,) = (row["stages"] for row in kept["stages"])
    assert all(stages[name] > 0 for name in ("decode", "locate"))


def test_starts() -> None:
    seconds = measure_starts(JPEG, 1)
    assert list(seconds) == list(STEPS)
    assert sorted(seconds.values()) == list(seconds.values())


def test_turns_change_who_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []

    class Fake:
        def __init__(self, *, threads: int) -> None:
            assert threads == 1

        def read(self, _: bytes) -> object:
            order.append("hmtocr")
            return type("Nothing", (), {"cards": ()})()

    monkeypatch.setattr(speed, "Reader", Fake)
    monkeypatch.setattr(speed, "peer_text", lambda *_: order.append("peer"))
    samples = [Sample("face", "small", b"", {})] * 2
    timings = speed.measure_pairs(samples, 1, 2)
    assert len(timings) == 4
    # The first two are the warm-up.
    assert order[2:] == ["hmtocr", "peer", "peer", "hmtocr", "peer", "hmtocr", "hmtocr", "peer"]


@pytest.mark.usefixtures("readme_untouched", "quick_server")
def test_load(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sample = Sample("hk-id/2018/front", "small", JPEG, {"number": "A123456(3)"})
    monkeypatch.setattr(load, "draw_samples", lambda *_: [sample])
    options = ["--seconds", "0.5", "--concurrency", "1", "3", "--rate", "20"]
    load.main([*options, "--out", str(tmp_path)])
    kept = _kept(tmp_path, "load", "load.png", "load-latency.png")
    rows = [*kept["closed"], *kept["open"]]
    assert [row["errors"] for row in rows] == [{}, {}, {}, {}]
    assert all(row["right"] == row["requests"] > 0 for row in rows)
    assert [row["requests"] for row in kept["open"]] == [10, 10]
    assert kept["started"] > 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is measured on Linux")
@pytest.mark.usefixtures("readme_untouched", "quick_server")
def test_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(memory, "_SIZES", SMALL)
    memory.main(["--calls", "2", "--requests", "4", "--faces", "1", "--out", str(tmp_path)])
    kept = _kept(tmp_path, "memory", "memory.png")
    assert 50 < kept["reader"] <= kept["peak"] < 2000
    assert [done for done, _ in kept["held"]] == [0, 1, 2]
    assert (kept["server"]["requests"], kept["server"]["errors"]) == (4, 0)
    assert all(held["idle"] > 5 for held in kept["server"]["processes"])


def test_growth_leaves_the_warm_up_out() -> None:
    assert doctest.testmod(memory).failed == 0
    assert memory.growth([(0, 1), (1, 100), (2, 100)])["per_cent"] == 0
