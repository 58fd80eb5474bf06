"""Accuracy: fields exactly right, corners, classes and confidence, on drawn cards of the held-out half and on the
official specimens, with plain RapidOCR on the same pictures beside it.

    python benchmarks/accuracy.py            the full run; writes benchmarks/results/accuracy.* and into the README
    python benchmarks/accuracy.py --quick    a sample, under five minutes, printed only

Held out are fonts (the pack "default", none of which the networks of hmtocr were trained on), names, addresses, card
grounds and backdrops (the "odd" half).
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    # A program's folder comes first on the path, where warnings.py would hide the standard module.
    sys.path[0] += "/.."

import argparse
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from benchmarks.official import measure_official
from benchmarks.peer import peer_text
from benchmarks.publish import RESULTS, into_readme, keep
from benchmarks.report import markdown, readme_section, summary
from benchmarks.scoring import CardScore, score_card
from benchmarks.workers import run
from hmtocr import Reader
from hmtocr.specimens.card import FACES
from hmtocr.specimens.dataset import iter_specimens

SEED = 20261121
LEVELS = ("scan", "photo", "vga", "hard")
_FULL, _QUICK = 12, 1
"""Pictures for each face and level; Hong Kong's two faces have twice as many."""


def tasks(each: int) -> Iterator[tuple[int, str, str, str, str]]:
    """(seed, document, design, side, level) of every picture."""
    for n, (document, design, side) in enumerate(FACES):
        for m, level in enumerate(LEVELS):
            for i in range(each * (2 if document == "hk-id" else 1)):
                yield SEED + 1_000_000 * n + 100_000 * m + i, document, design, side, level


def run_one(task: tuple[int, str, str, str, str]) -> list[CardScore]:
    """Draw one picture, read it, have the peer read it, compare."""
    seed, *face, level = task
    specimen = next(iter_specimens(1, seed, [tuple(face)], [level], fonts="default", half="odd"))  # type: ignore[list-item]
    jpeg = specimen.photograph.jpeg
    start = time.perf_counter()
    reading = _reader().read(jpeg)
    middle = time.perf_counter()
    peer = peer_text(jpeg)
    seconds = (middle - start, time.perf_counter() - middle)
    name = f"{'/'.join(face)} {level} {seed}"
    return [score_card(card, reading, peer, level, name, seconds) for card in specimen.photograph.cards]


@cache
def _reader() -> Reader:
    return Reader()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run, print the tables, and keep the full run's results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a sample, under five minutes on two cores")
    parser.add_argument("--each", type=int, help="pictures for each face and level")
    parser.add_argument("--jobs", type=int, default=2, help="processes, one thread each")
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the full run's results go")
    args = parser.parse_args(arguments)
    each = args.each or (_QUICK if args.quick else _FULL)
    todo = list(tasks(each))
    start = time.monotonic()
    scores = [score for found in run(run_one, todo, args.jobs) for score in found]
    official = measure_official()
    result = summary(scores, official)
    result["date"] = datetime.now(UTC).date().isoformat()
    result["minutes"] = round((time.monotonic() - start) / 60, 1)
    result["pictures"] = len(todo)
    print(markdown(result))
    if not args.quick:
        keep(args.out, "accuracy", result, markdown(result))
        into_readme("accuracy", readme_section(result))


if __name__ == "__main__":
    main()
