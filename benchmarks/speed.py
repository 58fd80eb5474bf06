"""Speed: a card in a 2 MP and in a 12 MP JPEG, on one thread and on two, whole and stage by stage, warm; plain RapidOCR
on the same pictures in the same run, picture by picture in turns; and from the start of a process to a reader.

    python benchmarks/speed.py            the full run; writes benchmarks/results/speed.* and into the README
    python benchmarks/speed.py --quick    a few pictures, once each, printed only

Let nothing else run meanwhile: the load average before the run is written down with the figures.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    # A program's folder comes first on the path, where warnings.py would hide the standard module.
    sys.path[0] += "/.."

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import mean, median
from typing import Any

import cv2
import numpy as np
from rich.progress import Progress

from benchmarks.charts import draw_bars
from benchmarks.peer import peer_text
from benchmarks.pictures import SIZES, Sample, draw_samples
from benchmarks.publish import RESULTS, circumstances, into_readme, keep, table, told
from benchmarks.starts import STEPS, measure_starts
from benchmarks.stopwatch import REST, STAGES, Stopwatch
from hmtocr import Reader
from hmtocr.specimens.card import FACES

_FULL, _QUICK = (2, 3, 7), (1, 1, 2)
"""Photographs of each face, times that each is read, starts of a process."""


@dataclass(frozen=True)
class Timing:
    """One picture read once by both.

    Attributes:
        hmtocr, rapidocr: seconds from bytes to what was read.
        right: fields that hmtocr had exactly, of `fields`.
    """

    size: str
    threads: int
    hmtocr: float
    rapidocr: float
    right: int
    fields: int


def measure_pairs(
    samples: Sequence[Sample], threads: int, rounds: int, progress: Callable[[], None] = lambda: None
) -> list[Timing]:
    """Every picture `rounds` times; who goes first changes from picture to picture and from round to round."""
    cv2.setNumThreads(threads)
    reader = Reader(threads=threads)
    for sample in {sample.size: sample for sample in samples}.values():
        reader.read(sample.jpeg)
        peer_text(sample.jpeg, threads)
    timings = []
    for turn in range(rounds):
        for number, sample in enumerate(samples):
            peer_first = (turn + number) % 2 == 1
            before = _peer_seconds(sample, threads) if peer_first else 0.0
            start = time.perf_counter()
            reading = reader.read(sample.jpeg)
            seconds = time.perf_counter() - start
            peer = before if peer_first else _peer_seconds(sample, threads)
            timings.append(Timing(sample.size, threads, seconds, peer, sample.right(reading), len(sample.texts)))
            progress()
    return timings


def measure_stages(
    samples: Sequence[Sample], threads: int, progress: Callable[[], None] = lambda: None
) -> dict[str, dict[str, float]]:
    """Mean milliseconds of each stage for a picture, by the picture's size."""
    cv2.setNumThreads(threads)
    reader = Reader(threads=threads)
    found: dict[str, list[dict[str, float]]] = {}
    for sample in samples:
        stopwatch = Stopwatch()
        with stopwatch.watching():
            reader.read(sample.jpeg)
        found.setdefault(sample.size, []).append(stopwatch.seconds)
        progress()
    return {
        size: {stage: round(1000 * mean(run[stage] for run in runs), 2) for stage in (*STAGES, REST)}
        for size, runs in found.items()
    }


def summary(timings: Sequence[Timing]) -> list[dict[str, Any]]:
    """One row for each size and number of threads, times in milliseconds; `ratio` is the median of the pairs' own."""
    rows = []
    for size, threads in dict.fromkeys((t.size, t.threads) for t in timings):
        pairs = [t for t in timings if (t.size, t.threads) == (size, threads)]
        rows.append(
            {
                "size": size,
                "threads": threads,
                "hmtocr": _spread([t.hmtocr for t in pairs]),
                "rapidocr": _spread([t.rapidocr for t in pairs]),
                "ratio": round(median(t.rapidocr / t.hmtocr for t in pairs), 2),
                "pairs": len(pairs),
                "right": sum(t.right for t in pairs),
                "fields": sum(t.fields for t in pairs),
            }
        )
    return rows


def markdown(result: dict[str, Any]) -> str:
    """The tables for people."""
    start = result["start"]
    stages = result["stages"]
    return "\n".join(
        [
            f"Milliseconds for one card, JPEG bytes to what is on it, warm; plain RapidOCR {result['rapidocr']} on the "
            f"same pictures and threads, in turns. {result['photographs']} drawn photographs of "
            f"{result['faces']} faces at {' and '.join(result['sizes'])}; {told(result)}.",
            "",
            table(
                ["", "threads", "hmtocr median", "p95", "RapidOCR median", "p95", "times faster", "fields right"],
                [
                    [
                        row["size"],
                        str(row["threads"]),
                        f"**{row['hmtocr']['median']:.0f}**",
                        f"{row['hmtocr']['p95']:.0f}",
                        f"{row['rapidocr']['median']:.0f}",
                        f"{row['rapidocr']['p95']:.0f}",
                        f"**{row['ratio']:.1f}**",
                        f"{row['right']} of {row['fields']}",
                    ]
                    for row in result["whole"]
                ],
            ),
            "",
            "Where the time goes, mean milliseconds of the thread that reads:",
            "",
            table(
                ["", "threads", *STAGES, REST],
                [
                    [row["size"], str(row["threads"]), *(f"{row['stages'][stage]:.1f}" for stage in (*STAGES, REST))]
                    for row in stages
                ],
            ),
            "",
            f"From the start of a process: hmtocr imported after {start['import']:.2f} s, reader ready after "
            f"{start['ready']:.2f} s, first card read after {start['first read']:.2f} s (medians of "
            f"{result['starts']} starts).",
            "",
        ]
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run, print the tables, and keep the full run's results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="four pictures, once each, printed only")
    parser.add_argument("--each", type=int, help="photographs of each face")
    parser.add_argument("--rounds", type=int, help="times that each is read")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--sizes", nargs="+", choices=list(SIZES), default=list(SIZES))
    parser.add_argument("--starts", type=int, help="fresh processes")
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the full run's results go")
    args = parser.parse_args(arguments)
    usual = _QUICK if args.quick else _FULL
    each, rounds, starts = (given or n for given, n in zip((args.each, args.rounds, args.starts), usual, strict=True))
    faces = FACES[1::3] if args.quick else FACES
    sizes = {name: SIZES[name] for name in args.sizes}
    result = circumstances()
    with Progress() as progress:
        bar = progress.add_task("drawing", total=len(faces) * each)
        samples = draw_samples(each, sizes, faces, progress=lambda: progress.advance(bar))
        bar = progress.add_task("both in turns", total=len(samples) * rounds * len(args.threads))
        timings = [t for n in args.threads for t in measure_pairs(samples, n, rounds, lambda: progress.advance(bar))]
        bar = progress.add_task("stages", total=len(samples) * len(args.threads))
        stages = [
            {"size": size, "threads": n, "stages": spent}
            for n in args.threads
            for size, spent in measure_stages(samples, n, lambda: progress.advance(bar)).items()
        ]
        bar = progress.add_task("starts", total=starts)
        start = measure_starts(samples[0].jpeg, starts, lambda: progress.advance(bar))
    result |= {
        "rapidocr": version("rapidocr"),
        "photographs": len(faces) * each,
        "faces": len(faces),
        "sizes": {name: f"{width} x {height}" for name, (width, height) in sizes.items()},
        "rounds": rounds,
        "whole": summary(timings),
        "stages": stages,
        "starts": starts,
        "start": {step: round(start[step], 3) for step in STEPS},
    }
    page = markdown(result)
    print(page)
    if not args.quick:
        keep(args.out, "speed", result, page)
        bars = {f"{row['size']}, {row['threads']} thr.": row["stages"] for row in stages}
        draw_bars(args.out / "speed.png", f"One card, stage by stage ({result['cpu']})", "milliseconds", bars)
        if args.out == RESULTS:
            into_readme("speed", f"{page}\n![Stages](benchmarks/results/speed.png)\n")


def _peer_seconds(sample: Sample, threads: int) -> float:
    start = time.perf_counter()
    peer_text(sample.jpeg, threads)
    return time.perf_counter() - start


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    return {"median": round(1000 * median(seconds), 1), "p95": round(1000 * float(np.percentile(seconds, 95)), 1)}


if __name__ == "__main__":
    main()
