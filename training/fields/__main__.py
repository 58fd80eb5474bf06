"""Makes the network that finds the fields. `python -m training.fields all` does everything, step after step.

pool: draw the cards; train; export: write the ONNX file; measure: on held-out pictures.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from training.corners.train import Plan
from training.fields import train_finder
from training.fields.export import export
from training.fields.measure import measure
from training.fields.pool import fill

MODELS = Path(__file__).parents[2] / "src" / "hmtocr" / "models"
METRICS = Path(__file__).with_name("metrics.json")
STEPS = 14000
CARDS, BACKDROPS = 4450, 150


def main(arguments: list[str] | None = None) -> None:
    """Run one step, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m training.fields", description=__doc__)
    parser.add_argument("step", choices=("pool", "train", "export", "measure", "all"))
    parser.add_argument("--work", type=Path, default=Path("build/fields"), help="pool and checkpoint")
    parser.add_argument("--models", type=Path, default=MODELS, help="where the ONNX file goes")
    parser.add_argument("--metrics", type=Path, default=METRICS, help="where the measurements go")
    parser.add_argument("--steps", type=int, default=None, help="of training")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint")
    parser.add_argument("--smoke", action="store_true", help="everything as small as it can be, in seconds")
    args = parser.parse_args(arguments)
    for step in ("pool", "train", "export", "measure") if args.step == "all" else (args.step,):
        _one(step, args)


def _one(step: str, args: argparse.Namespace) -> None:
    work: Path = args.work
    if step == "pool":
        cards, backdrops = (3, 2) if args.smoke else (CARDS, BACKDROPS)
        fill(work / "train", "even", "default" if args.smoke else "wide", cards, backdrops, seed=71)
    elif step == "train":
        plan = Plan(2, batch=2, buffer=4, ahead=False) if args.smoke else Plan(args.steps or STEPS, batch=8, keep=200)
        train_finder.main(work / "train", work / "finder.pt", plan, args.resume)
    elif step == "export":
        print(json.dumps(export(work / "finder.pt", args.models), indent=2))
    else:
        results = measure(args.models, *((1, ("vga",)) if args.smoke else (6,)))
        args.metrics.write_text(json.dumps(results, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
