"""Makes the two networks that find cards. `python -m training.corners all` does everything, step after step.

pool: draw the cards; locator, aligner: train; export: write the ONNX files; measure: on held-out pictures.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from training.corners import train_aligner, train_locator
from training.corners.draw_pool import fill
from training.corners.export import export
from training.corners.measure import measure
from training.corners.train import Plan

MODELS = Path(__file__).parents[2] / "src" / "hmtocr" / "models"
METRICS = Path(__file__).with_name("metrics.json")
STEPS = {"locator": 22500, "aligner": 20000}
CARDS, BACKDROPS = 2500, 400
# Without these the memory of every large tensor goes back to the system, and half of the time with it.
ALLOCATOR = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "100000000000", "OMP_NUM_THREADS": "1"}


def main(arguments: list[str] | None = None) -> None:
    """Run one step, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m training.corners", description=__doc__)
    parser.add_argument("step", choices=("pool", "locator", "aligner", "export", "measure", "all"))
    parser.add_argument("--work", type=Path, default=Path("build/corners"), help="pools and checkpoints")
    parser.add_argument("--models", type=Path, default=MODELS, help="where the ONNX files go")
    parser.add_argument("--metrics", type=Path, default=METRICS, help="where the measurements go")
    parser.add_argument("--steps", type=int, default=None, help="of training")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint")
    parser.add_argument("--smoke", action="store_true", help="everything as small as it can be, in seconds")
    args = parser.parse_args(arguments)
    if args.step == "all" and not args.smoke:
        _all(args.work)
        return
    for step in ("pool", "locator", "aligner", "export", "measure") if args.step == "all" else (args.step,):
        _one(step, args)


def _one(step: str, args: argparse.Namespace) -> None:
    work: Path = args.work
    if step == "pool":
        cards, backdrops = (4, 2) if args.smoke else (CARDS, BACKDROPS)
        fill(work / "train", "even", "default" if args.smoke else "wide", cards, backdrops, seed=1)
        fill(work / "check", "odd", "default", cards // 20, backdrops // 4 + 1, seed=2)
    elif step in ("locator", "aligner"):
        trainer = train_locator if step == "locator" else train_aligner
        plan = Plan(2, batch=4, buffer=8, ahead=False) if args.smoke else Plan(args.steps or STEPS[step])
        trainer.main(work / "train", work / f"{step}.pt", plan, args.resume)
    elif step == "export":
        print(json.dumps(export(work, args.models), indent=2))
    else:
        results = measure(args.models, work / "check", *((1, ("vga",)) if args.smoke else (150,)))
        args.metrics.write_text(json.dumps(results, indent=2) + "\n", "utf-8")


def _all(work: Path) -> None:
    """Each step in a process of its own; the two networks are trained side by side."""
    for together in (("pool",), ("locator", "aligner"), ("export",), ("measure",)):
        command = [sys.executable, "-m", "training.corners"]
        running = [
            subprocess.Popen([*command, step, "--work", str(work), "--resume"], env={**os.environ, **ALLOCATOR})
            for step in together
        ]
        ended = [process.wait() for process in running]
        if any(ended):
            raise SystemExit(f"{' and '.join(together)} failed")


if __name__ == "__main__":
    main()
