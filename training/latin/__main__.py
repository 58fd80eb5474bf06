"""Makes the recogniser of the Latin fields. `python -m training.latin all` does everything, step after step.

pool: draw the cards; train; export: write the ONNX file; held: draw the measuring set; measure: on it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from hmtocr.specimens.degrade import Level
from training.corners.__main__ import ALLOCATOR, MODELS
from training.corners.train import Plan
from training.latin import draw_pool, held, train_recogniser
from training.latin.export import FILE, export
from training.latin.measure import measure
from training.latin.samples import GATHERED

METRICS = Path(__file__).with_name("metrics.json")
STEPS = 12000
CARDS, GROUNDS = 1000, 100
HELD: dict[Level, int] = {"hard": 150, "photo": 60, "vga": 60}
_ORDER = ("pool", "train", "export", "held", "measure")


def main(arguments: list[str] | None = None) -> None:
    """Run one step, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m training.latin", description=__doc__)
    parser.add_argument("step", choices=(*_ORDER, "all"))
    parser.add_argument("--work", type=Path, default=Path("build/latin"), help="pools and checkpoints")
    parser.add_argument("--models", type=Path, default=MODELS, help="where the ONNX file goes")
    parser.add_argument("--metrics", type=Path, default=METRICS, help="where the measurements go")
    parser.add_argument("--steps", type=int, default=None, help="of training")
    parser.add_argument("--start", type=Path, default=None, help="an exported file to train on, at half the rate")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint")
    parser.add_argument("--smoke", action="store_true", help="everything as small as it can be, in seconds")
    args = parser.parse_args(arguments)
    if args.step == "all" and not args.smoke:
        _all(args.work)
        return
    for step in _ORDER if args.step == "all" else (args.step,):
        _one(step, args)


def _one(step: str, args: argparse.Namespace) -> None:
    work: Path = args.work
    if step == "pool":
        cards, grounds, fonts, chunk = (2, 1, "default", 2) if args.smoke else (CARDS, GROUNDS, "wide", draw_pool.CHUNK)
        draw_pool.fill(work / "pool", "even", fonts, cards, grounds, 881, chunk)
    elif step == "train":
        # A pack is a batch by itself, so each step draws one.
        if args.smoke:
            plan, how = Plan(2, batch=1, buffer=1, ahead=False), ("default", 6)
        else:
            rate = 3e-3 if args.start is None else 1.5e-3
            plan, how = Plan(args.steps or STEPS, batch=1, rate=rate, buffer=24, keep=200), ("wide", GATHERED)
        train_recogniser.main(work / "pool", work / "latin.pt", plan, args.resume, *how, args.start)
    elif step == "export":
        print(json.dumps(export(work / "latin.pt", args.models), indent=2))
    elif step == "held":
        held.draw(work / "held", {"photo": 1} if args.smoke else HELD, 880000)
    else:
        results = measure((args.models / FILE).read_bytes(), work / "held", 3 if args.smoke else None)
        args.metrics.write_text(json.dumps(results, indent=2) + "\n", "utf-8")


def _all(work: Path) -> None:
    """Each step in a process of its own."""
    for step in _ORDER:
        command = [sys.executable, "-m", "training.latin", step, "--work", str(work), "--resume"]
        subprocess.run(command, env={**os.environ, **ALLOCATOR}, check=True)


if __name__ == "__main__":
    main()
