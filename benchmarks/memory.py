"""Memory: what a process that reads many pictures of mixed faces and sizes holds, and whether that grows; and what a
server holds at rest and after load. Linux only.

    python benchmarks/memory.py                  10,000 calls; writes benchmarks/results/memory.* and into the README
    python benchmarks/memory.py --calls 2000
    python benchmarks/memory.py --quick          a few calls, printed only
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    # A program's folder comes first on the path, where warnings.py would hide the standard module.
    sys.path[0] += "/.."

import argparse
import asyncio
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from rich.progress import Progress

from benchmarks.charts import Line, draw_lines
from benchmarks.clients import closed_loop, prepare
from benchmarks.pictures import SIZES, Sample, draw_samples
from benchmarks.publish import RESULTS, circumstances, into_readme, keep, table, told
from benchmarks.resident import children, peak, resident
from benchmarks.serving import served
from hmtocr.specimens.card import FACES

_SIZES = {**SIZES, "1 MP": (1152, 864), "640 x 480": (640, 480)}
_STEPS = 200
"""Times that the memory is looked at."""
_WARM_UP = 0.1
"""Share of the calls after which a process should hold all that it needs; every picture was read by then."""
_CLIENTS = 8
_HELPER = 30
"""Megabytes that no process holds which has imported anything of ours."""

Held = list[tuple[int, int]]
"""Calls made, bytes held."""


def measure_calls(
    samples: Sequence[Sample], calls: int, progress: Callable[[int], None] = lambda _: None
) -> tuple[Held, int]:
    """A fresh process that reads the pictures in turns on one thread: what it held, and its peak in bytes.

    Raises:
        RuntimeError: it failed.
    """
    with TemporaryDirectory() as folder:
        files = []
        for number, sample in enumerate(samples):
            files.append(Path(folder) / f"{number}.jpg")
            files[-1].write_bytes(sample.jpeg)
        program = str(Path(__file__).with_name("resident.py"))
        command = [sys.executable, "-P", program, str(calls), str(max(1, calls // _STEPS)), *map(str, files)]
        held: Held = []
        most = 0
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            for line in child.stdout:
                told_of, size = line.split()
                if told_of == "peak":
                    most = int(size)
                else:
                    held.append((int(told_of), int(size)))
                    progress(held[-1][0])
        if child.returncode:
            raise RuntimeError(f"the process that was measured ended with exit code {child.returncode}")
    return held, most


def growth(held: Held) -> dict[str, float]:
    """Megabytes held after the warm-up and at the end, and by how many per cent that is more.

    Each is the median of a tenth of the calls, for what one call leaves behind depends on its picture.

    >>> growth([(0, 80_000_000), (10, 100_000_000), (20, 100_000_000), (90, 102_000_000), (100, 102_000_000)])
    {'warm': 100.0, 'end': 102.0, 'per_cent': 2.0}
    """
    calls = held[-1][0]
    # Of few calls none may be within that tenth.
    first = min(done for done, _ in held if done >= _WARM_UP * calls)
    warm = median(size for done, size in held if first <= done <= max(first, 2 * _WARM_UP * calls))
    end = median(size for done, size in held if done >= (1 - _WARM_UP) * calls)
    return {"warm": round(warm / 1e6, 2), "end": round(end / 1e6, 2), "per_cent": round(100 * (end / warm - 1), 2)}


def measure_server(
    samples: Sequence[Sample], requests: int, progress: Callable[[], None] = lambda: None
) -> dict[str, Any]:
    """Megabytes that the processes of `hmtocr serve` hold when it is ready, after so many signed requests, and at most.

    The first talks to clients; of those that read, one is told of after the other.
    """
    with served({"queue": 2 * _CLIENTS}) as server:
        processes = [server.pid, *children(server.pid)]
        idle = [resident(process) for process in processes]
        answers = asyncio.run(
            closed_loop(server, prepare(samples), _CLIENTS, float("inf"), requests, progress),
        )
        after, most = [resident(process) for process in processes], [peak(process) for process in processes]
    return {
        "requests": len(answers),
        "errors": sum(bool(answer.error) for answer in answers),
        "processes": [
            {name: round(size / 1e6, 1) for name, size in zip(("idle", "after", "peak"), sizes, strict=True)}
            for sizes in zip(idle, after, most, strict=True)
        ],
    }


def markdown(result: dict[str, Any]) -> str:
    """The table for people."""
    calls, server = result["growth"], result["server"]
    # Python has a helper that only keeps books on what its processes share.
    processes = [held for held in server["processes"] if held["idle"] > _HELPER]
    names = ["the process that talks to clients", *(f"reading process {n}" for n in range(1, len(processes)))]
    sizes = ", ".join(result["sizes"])
    return "\n".join(
        [
            f"Megabytes that a process holds (RSS). {result['pictures']} pictures of {result['faces']} faces in turns, "
            f"{sizes}; the server under {_CLIENTS} clients. {told(result)}.",
            "",
            table(
                ["", "before", "after", "growth", "peak"],
                [
                    [
                        f"one reader, call {result['calls'] // 10:,} to call {result['calls']:,}",
                        f"{calls['warm']:.0f}",
                        f"{calls['end']:.0f}",
                        f"**{calls['per_cent']:.2f} %**",
                        f"**{result['peak']:.0f}**",
                    ],
                    *(
                        [
                            f"`hmtocr serve`, {name}, at rest and after {server['requests']:,} requests",
                            f"{held['idle']:.0f}",
                            f"{held['after']:.0f}",
                            "",
                            f"**{held['peak']:.0f}**",
                        ]
                        for name, held in zip(names, processes, strict=True)
                    ),
                ],
            ),
            "",
            f"A reader that has read nothing yet: {result['reader']:.0f} MB.",
            "",
        ]
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run, print the table, and keep the full run's results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="40 calls, 16 requests, printed only")
    parser.add_argument("--calls", type=int, help="of one reader; 10,000 if not told")
    parser.add_argument("--requests", type=int, help="to the server; a tenth of the calls if not told")
    parser.add_argument("--faces", type=int, default=len(FACES), help="how many of them are drawn")
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the full run's results go")
    args = parser.parse_args(arguments)
    calls = args.calls or (40 if args.quick else 10_000)
    requests = args.requests or (16 if args.quick else max(1, calls // 10))
    result = circumstances()
    with Progress() as progress:
        faces = FACES[: args.faces]
        bar = progress.add_task("drawing", total=len(faces))
        samples = draw_samples(1, _SIZES, faces, progress=lambda: progress.advance(bar))
        bar = progress.add_task("calls", total=calls)
        held, most = measure_calls(samples, calls, lambda done: progress.update(bar, completed=done))
        bar = progress.add_task("requests", total=requests)
        cards = [sample for sample in samples if sample.face.startswith("hk-id")]
        server = measure_server(cards, requests, lambda: progress.advance(bar))
    result |= {
        "pictures": len(samples),
        "faces": len(faces),
        "sizes": list(_SIZES),
        "calls": calls,
        "reader": round(held[0][1] / 1e6, 1),
        "growth": growth(held),
        "peak": round(most / 1e6, 1),
        "server": server,
        "held": held,
    }
    page = markdown(result)
    print(page)
    if not args.quick:
        keep(args.out, "memory", result, page)
        line = Line("RSS", [(float(done), size / 1e6) for done, size in held])
        draw_lines(args.out / "memory.png", f"One reader ({result['cpu']})", "calls", "megabytes", [line])
        if args.out == RESULTS:
            into_readme("memory", f"{page}\n![Memory](benchmarks/results/memory.png)\n")


if __name__ == "__main__":
    main()
