"""Load: `hmtocr serve` under genuinely signed HTTP requests of three vendors, from one client at a time to many.

    python benchmarks/load.py --seconds 30    so long for each row; writes benchmarks/results/load.* and into the README
    python benchmarks/load.py --quick         a few seconds, printed only

The server is a process of its own, started as users start it, with accounts in a temporary folder and a key of
`hmtocr keys create`. The clients run in this process, on the same cores: what they take, the server lacks. The queue is
made longer than by default, so that 32 clients wait rather than be refused.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    # A program's folder comes first on the path, where warnings.py would hide the standard module.
    sys.path[0] += "/.."

import argparse
import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from rich.progress import Progress

from benchmarks.charts import Line, draw_lines
from benchmarks.clients import (
    MIX,
    Answered,
    closed_loop,
    even_arrivals,
    open_loop,
    percentiles,
    prepare,
    random_arrivals,
)
from benchmarks.pictures import SEED, SIZES, draw_samples
from benchmarks.publish import RESULTS, circumstances, into_readme, keep, table, told
from benchmarks.serving import served
from hmtocr.models.engine import threads
from hmtocr.specimens.card import FACES

CONCURRENCY = (1, 2, 4, 8, 16, 32)
_HONG_KONG = [face for face in FACES if face[0] == "hk-id"]
_WARM_UP = 8
"""Requests before any that count."""
_QUICK_SECONDS = 3.0


def row(name: str, answers: Sequence[Answered]) -> dict[str, Any]:
    """The figures of one run; `per_second` counts cards that were read, up to the last answer."""
    read = sum(not answer.error for answer in answers)
    lasted = max((answer.began + answer.seconds for answer in answers), default=0.0)
    return {
        "name": name,
        "requests": len(answers),
        "per_second": round(read / lasted, 2) if lasted else 0.0,
        **dict(percentiles(answers)),
        "errors": dict(Counter(answer.error for answer in answers if answer.error)),
        "right": sum(answer.right for answer in answers),
        "dialects": dict(Counter(answer.dialect for answer in answers)),
    }


def markdown(result: dict[str, Any]) -> str:
    """The tables for people."""

    def cells(row: dict[str, Any]) -> list[str]:
        errors = ", ".join(f"{number} {code}" for code, number in row["errors"].items())
        times = ("" if row[share] is None else f"{row[share]:.0f}" for share in ("p50", "p90", "p95", "p99"))
        right = f"{row['right']} of {row['requests']}"
        return [row["name"], f"**{row['per_second']:.1f}**", *times, right, errors or "none"]

    head = ["cards a second", "p50 ms", "p90", "p95", "p99", "number right", "errors"]
    return "\n".join(
        [
            f"`hmtocr serve` with {result['threads']} processes that read and a queue of {result['queue']}; signed "
            f"requests of Tencent Cloud (half), Huawei Cloud and Alibaba Cloud over HTTP, each with one of "
            f"{result['pictures']} photographs of Hong Kong cards ({result['size']} JPEG, "
            f"{result['bytes'] / 1e3:.0f} kB in the mean); clients on the same cores; {result['seconds']:g} s a row. "
            f"{told(result)}.",
            "",
            table(["clients", *head], [cells(row) for row in result["closed"]]),
            "",
            f"Requests that come {result['rate']:g} a second whatever the server does, timed from when they were due:",
            "",
            table(["arrivals", *head], [cells(row) for row in result["open"]]),
            "",
            f"Ready {result['started']:.2f} s after its start.",
            "",
        ]
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run, print the tables, and keep the full run's results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a few seconds, three rows, printed only")
    parser.add_argument("--seconds", type=float, help="for each row")
    parser.add_argument("--concurrency", type=int, nargs="+", help="clients at a time")
    parser.add_argument("--rate", type=float, default=15.0, help="requests a second of the open runs")
    parser.add_argument("--pictures", type=int, default=8, help="photographs that are sent in turns")
    parser.add_argument("--size", choices=list(SIZES), default="2 MP")
    parser.add_argument("--threads", type=int, help="of the server; else as many as it chooses itself")
    parser.add_argument("--queue", type=int, default=64, help="pictures that may wait at the server")
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the full run's results go")
    args = parser.parse_args(arguments)
    seconds = args.seconds or (_QUICK_SECONDS if args.quick else 30.0)
    numbers = args.concurrency or ((1, 4) if args.quick else CONCURRENCY)
    result = circumstances()
    with Progress() as progress:
        each = max(1, args.pictures // len(_HONG_KONG))
        bar = progress.add_task("drawing", total=each * len(_HONG_KONG))
        samples = draw_samples(each, {args.size: SIZES[args.size]}, _HONG_KONG, SEED, lambda: progress.advance(bar))
        requests = prepare(samples)
        settings = {"queue": args.queue, "threads": args.threads or threads()}
        result |= {
            "seconds": seconds,
            "rate": args.rate,
            "mix": MIX,
            "pictures": len(samples),
            "size": args.size,
            "bytes": sum(len(sample.jpeg) for sample in samples) / len(samples),
            **settings,
        }
        rng = np.random.default_rng(SEED)
        arrivals = {
            f"even, {args.rate:g} a second": even_arrivals(args.rate, seconds),
            f"random, {args.rate:g} a second": random_arrivals(rng, args.rate, seconds),
        }
        with served(settings) as server:
            result["started"] = round(server.started, 3)
            asyncio.run(closed_loop(server, requests, 2, 600, _WARM_UP))
            result["closed"] = [
                _shown(progress, str(n), seconds, partial(closed_loop, server, requests, n, seconds, None))
                for n in numbers
            ]
            result["open"] = [
                _shown(progress, name, seconds, partial(open_loop, server, requests, due))
                for name, due in arrivals.items()
            ]
    page = markdown(result)
    print(page)
    if not args.quick:
        keep(args.out, "load", result, page)
        _plot(args.out, result)
        if args.out == RESULTS:
            into_readme("load", f"{page}\n![Throughput](benchmarks/results/load.png)\n")


def _shown(
    progress: Progress, name: str, seconds: float, run: Callable[[Callable[[], None]], Awaitable[list[Answered]]]
) -> dict[str, Any]:
    """The row of a run, behind a bar that shows its time."""
    bar, begin = progress.add_task(f"clients: {name}", total=seconds), time.monotonic()

    async def running() -> list[Answered]:
        return await run(lambda: progress.update(bar, completed=min(seconds, time.monotonic() - begin)))

    answers = asyncio.run(running())
    progress.update(bar, completed=seconds)
    return row(name, answers)


def _plot(out: Path, result: dict[str, Any]) -> None:
    rows = [row for row in result["closed"] if row["p50"] is not None]
    if not rows:
        return
    clients = [float(row["name"]) for row in rows]
    throughput = Line("cards a second", [(n, row["per_second"]) for n, row in zip(clients, rows, strict=True)])
    draw_lines(
        out / "load.png", f"hmtocr serve ({result['cpu']})", "clients", "cards a second", [throughput], log_x=True
    )
    times = [
        Line(share, [(n, row[share]) for n, row in zip(clients, rows, strict=True)]) for share in ("p50", "p95", "p99")
    ]
    draw_lines(
        out / "load-latency.png", f"hmtocr serve ({result['cpu']})", "clients", "milliseconds", times, log_x=True
    )


if __name__ == "__main__":
    main()
