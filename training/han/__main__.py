"""Makes the recogniser of Chinese rows. `python -m training.han all` does every step in turn.

pool: draw the cards; train; export: write the ONNX file.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from training.corners.__main__ import MODELS
from training.corners.train import Plan
from training.han import train_recogniser
from training.han.export import export
from training.han.samples import GATHERED
from training.han.texts import readable
from training.latin import draw_pool

STEPS = 3600
RATE = 4e-5
CARDS, GROUNDS, CHUNK = 360, 100, 20
KEPT = draw_pool.Kept(readable, {"name_zh": 2, "given_zh": 2, "address": 0}, ("surname_zh", "given_zh"))
_ORDER = ("pool", "train", "export")


def main(arguments: list[str] | None = None) -> None:
    """Run one step, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m training.han", description=__doc__)
    parser.add_argument("step", choices=(*_ORDER, "all"))
    parser.add_argument("--work", type=Path, default=Path("build/han"), help="pool and checkpoint")
    parser.add_argument("--models", type=Path, default=MODELS, help="where the ONNX file goes")
    parser.add_argument("--steps", type=int, default=None, help="of training")
    parser.add_argument("--start", type=Path, default=None, help="an exported file to train on, for PP-OCR's own")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint")
    parser.add_argument("--smoke", action="store_true", help="everything as small as it can be, in seconds")
    args = parser.parse_args(arguments)
    for step in _ORDER if args.step == "all" else (args.step,):
        _one(step, args)


def _one(step: str, args: argparse.Namespace) -> None:
    work: Path = args.work
    if step == "pool":
        cards, grounds, fonts, chunk = (2, 1, "default", 2) if args.smoke else (CARDS, GROUNDS, "wide", CHUNK)
        draw_pool.fill(work / "pool", "even", fonts, cards, grounds, 611, chunk, KEPT)
    elif step == "train":
        if args.smoke:
            plan, how = Plan(2, batch=1, rate=RATE, buffer=1, ahead=False), ("default", 4)
        else:
            many = args.steps or STEPS
            plan, how = (
                Plan(many, batch=1, rate=RATE, keep=200, average=200.0, buffer=8, ahead=False),
                ("wide", GATHERED),
            )
        train_recogniser.main(work / "pool", work / "han.pt", plan, args.resume, *how, args.start)
    else:
        print(json.dumps(export(work / "han.pt", args.models), indent=2))


if __name__ == "__main__":
    main()
