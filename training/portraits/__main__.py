"""Makes the network that finds portraits. `python -m training.portraits all` does every step in turn.

pool: draw the cards; train; export: write the ONNX file. `python benchmarks/warnings.py` measures portraits too.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from training.corners.train import Plan
from training.portraits import train_portraits
from training.portraits.export import export
from training.risk_cover.pool import fill

MODELS = Path(__file__).parents[2] / "src" / "hmtocr" / "models"
STEPS = 12000
CARDS, BACKDROPS = 1920, 200


def main(arguments: list[str] | None = None) -> None:
    """Run one step, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m training.portraits", description=__doc__)
    parser.add_argument("step", choices=("pool", "train", "export", "all"))
    parser.add_argument("--work", type=Path, default=Path("build/portraits"), help="pool and checkpoint")
    parser.add_argument("--models", type=Path, default=MODELS, help="where the ONNX file goes")
    parser.add_argument("--steps", type=int, default=None, help="of training")
    parser.add_argument("--start", type=Path, default=None, help="an exported file to train on, at half the rate")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint")
    parser.add_argument("--smoke", action="store_true", help="everything as small as it can be, in seconds")
    args = parser.parse_args(arguments)
    for step in ("pool", "train", "export") if args.step == "all" else (args.step,):
        _one(step, args)


def _one(step: str, args: argparse.Namespace) -> None:
    work: Path = args.work
    if step == "pool":
        cards, backdrops = (3, 2) if args.smoke else (CARDS, BACKDROPS)
        fill(work / "train", "even", "default" if args.smoke else "wide", cards, backdrops, seed=79)
    elif step == "train":
        smoke = Plan(2, batch=2, buffer=4, ahead=False)
        rate = 3e-3 if args.start is None else 1.5e-3
        full = Plan(args.steps or STEPS, batch=12, rate=rate, keep=200, average=250.0, ahead=False)
        plan = smoke if args.smoke else full
        train_portraits.main(work / "train", work / "portraits.pt", plan, args.resume, args.start)
    else:
        print(json.dumps(export(work / "portraits.pt", args.models), indent=2))


if __name__ == "__main__":
    main()
