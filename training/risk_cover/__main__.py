"""Makes the network that sees what lies over a card. `python -m training.risk_cover all` does every step in turn.

pool: draw the cards; train; export: write the ONNX file. `python benchmarks/warnings.py` measures the signals.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from training.corners.train import Plan
from training.risk_cover import train_overlayer
from training.risk_cover.export import export
from training.risk_cover.pool import fill

MODELS = Path(__file__).parents[2] / "src" / "hmtocr" / "models"
STEPS = 33500
CARDS, BACKDROPS = 960, 240


def main(arguments: list[str] | None = None) -> None:
    """Run one step, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m training.risk_cover", description=__doc__)
    parser.add_argument("step", choices=("pool", "train", "export", "all"))
    parser.add_argument("--work", type=Path, default=Path("build/risk_cover"), help="pool and checkpoint")
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
        fill(work / "train", "even", "default" if args.smoke else "wide", cards, backdrops, seed=73)
    elif step == "train":
        plan = (
            Plan(2, batch=2, buffer=4, ahead=False)
            if args.smoke
            else Plan(
                args.steps or STEPS,
                batch=10,
                rate=3e-3 if args.start is None else 1.5e-3,
                keep=100,
                average=150.0,
                buffer=120,
                ahead=False,
            )
        )
        train_overlayer.main(work / "train", work / "overlayer.pt", plan, args.resume, args.start)
    else:
        print(json.dumps(export(work / "overlayer.pt", args.models), indent=2))


if __name__ == "__main__":
    main()
