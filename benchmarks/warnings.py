"""Risk signals: error rates on attacks and on honest pictures, as ISO/IEC 30107-3 has them, their cost, and portraits.

    python benchmarks/warnings.py            the full run; writes benchmarks/results/warnings* and into the README
    python benchmarks/warnings.py --quick    a sample, under five minutes on two cores, printed only
    python benchmarks/warnings.py --thresholds    only honest pictures, others than those above: prints thresholds.toml
    python benchmarks/warnings.py --official      official specimens instead of drawn cards, where they are at hand

Held out are fonts, names, grounds and backdrops of the cards, and in every kind of attack at least one generator.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    # A program's folder comes first on the path, where the name of this file would hide a standard module's.
    sys.path[0] += "/.."

import argparse
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks.official import measure_official_signals
from benchmarks.official_cards import at_hand
from benchmarks.presentations import SEED, measure, official_tasks, tasks
from benchmarks.publish import RESULTS, circumstances, into_readme, keep
from benchmarks.risk_report import asked_thresholds, curves, draw_curves, kinds_table, markdown, summary, toml
from benchmarks.workers import run

_FULL, _QUICK = (60, 24), (12, 4)
"""Pictures of every kind of honest picture, and of every generator of attacks."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run, print the tables, and keep the full run's results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a sample, under five minutes on two cores")
    parser.add_argument("--thresholds", action="store_true", help="print what thresholds.toml should hold")
    parser.add_argument("--official", action="store_true", help="official specimens, attacked by the same generators")
    parser.add_argument("--oracle", action="store_true", help="signals alone: given true corners and texts")
    parser.add_argument("--each", type=int, help="pictures of every kind of honest picture and of every generator")
    parser.add_argument("--kinds", nargs="*", help="only attacks of these kinds")
    parser.add_argument("--jobs", type=int, default=2, help="processes, one thread each")
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the full run's results go")
    args = parser.parse_args(arguments)
    if args.official and not at_hand():
        parser.error("the official specimens are not at hand: HMTOCR_SPECIMENS names their folder")
    honest, attacks = (args.each, args.each) if args.each else _QUICK if args.quick else _FULL
    # Thresholds are taken from other pictures than those that the rates are told of.
    todo = official_tasks(honest, attacks) if args.official else tasks(honest, attacks, seed=SEED + args.thresholds)
    if args.thresholds or args.kinds:
        todo = [task for task in todo if not task.kind or (not args.thresholds and task.kind in args.kinds)]
    result = circumstances() | {"oracle": args.oracle, "specimens": args.official, "pictures": len(todo)}
    start = time.monotonic()
    outcomes = run(partial(measure, oracle=args.oracle), todo, args.jobs)
    result["minutes"] = round((time.monotonic() - start) / 60, 1)
    if args.thresholds:
        print(toml(asked_thresholds(outcomes)))
        return
    result |= summary(outcomes, [] if args.oracle or args.official else measure_official_signals())
    print(markdown(result))
    print(f"These pictures would ask for:\n\n{toml(result['thresholds'])}")
    if not args.quick and not args.oracle:
        keep(args.out, "warnings-official" if args.official else "warnings", result, markdown(result))
        if (told := curves(outcomes)) and not args.official:
            draw_curves(args.out, told)
        if args.out == RESULTS and not args.official:
            into_readme("warnings", "\n\n".join(kinds_table(result)) + "\n")


if __name__ == "__main__":
    main()
