"""Makes the network that finds edited places. `python -m training.risk_tampered all` does everything in turn.

pool: draw genuine photographs; train; export: write the ONNX file; measure: on held-out cards and generators.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from training.corners.train import Plan
from training.risk_tampered import train_forensics
from training.risk_tampered.export import export
from training.risk_tampered.measure import measure
from training.risk_tampered.pool import fill, fill_scraped

MODELS = Path(__file__).parents[2] / "src" / "hmtocr" / "models"
METRICS = Path(__file__).with_name("metrics.json")
STEPS, PICTURES, SCRAPED = 3000, 1200, 300


def main(arguments: list[str] | None = None) -> None:
    """Run one step, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m training.risk_tampered", description=__doc__)
    parser.add_argument("step", choices=("pool", "train", "export", "measure", "all"))
    parser.add_argument("--work", type=Path, default=Path("build/risk_tampered"), help="pool and checkpoint")
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
        fonts, genuine, scraped = ("default", 4, 2) if args.smoke else ("wide", PICTURES, SCRAPED)
        fill(work / "pool", "even", fonts, genuine, seed=501)
        fill_scraped(work / "pool" / "scraped", "even", fonts, scraped, seed=502)
    elif step == "train":
        steps = args.steps or STEPS
        plan = (
            Plan(2, batch=2, buffer=4, ahead=False) if args.smoke else Plan(steps, 8, keep=200, average=200, buffer=160)
        )
        train_forensics.main(work / "pool", work / "forensics.pt", plan, args.resume)
    elif step == "export":
        print(json.dumps(export(work / "forensics.pt", args.models), indent=2))
    else:
        results = measure(args.models, 1 if args.smoke else 60)
        args.metrics.write_text(json.dumps(results, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
