"""Makes the network that knows copies and screens. `python -m training.risk_grain all` does everything.

pool: draw the pictures; windows: draw windows and measure their traits; cut: measure the traits of the pictures; train;
export: write the ONNX file; measure: on pictures of the other half.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from training.risk_grain import train_grain
from training.risk_grain.export import export
from training.risk_grain.measure import measure
from training.risk_grain.pool import TEST, TRAIN, fill
from training.risk_grain.samples import cut
from training.risk_grain.scenes import draw

MODELS = Path(__file__).parents[2] / "src" / "hmtocr" / "models"
METRICS = Path(__file__).with_name("metrics.json")
STEPS, NETS = 1200, 4
PICTURES, TESTED = 312, 240
PARTS, CARDS = 320, 4
CONDITIONS = 3
"""In which every picture of the pool is seen besides that in which it was taken."""


def main(arguments: list[str] | None = None) -> None:
    """Run one step, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m training.risk_grain", description=__doc__)
    parser.add_argument("step", choices=("pool", "windows", "cut", "train", "export", "measure", "all"))
    parser.add_argument("--work", type=Path, default=Path("build/risk_grain"), help="pool and checkpoint")
    parser.add_argument("--models", type=Path, default=MODELS, help="where the ONNX file goes")
    parser.add_argument("--metrics", type=Path, default=METRICS, help="where the measurements go")
    parser.add_argument("--smoke", action="store_true", help="everything as small as it can be, in seconds")
    args = parser.parse_args(arguments)
    for step in ("pool", "windows", "cut", "train", "export", "measure") if args.step == "all" else (args.step,):
        _one(step, args)


def _one(step: str, args: argparse.Namespace) -> None:
    work: Path = args.work
    if step == "pool":
        # One harmless picture, one copy and one screen are enough to see every step run.
        orders = (("vga", "copier", "stripes"), ("vga", "lines", "triads")) if args.smoke else (TRAIN, TEST)
        fill(work / "train", "even", orders[0], 3 if args.smoke else PICTURES, seed=91)
        fill(work / "test", "odd", orders[1], 3 if args.smoke else TESTED, seed=92)
    elif step == "windows":
        for part in range(1 if args.smoke else PARTS):
            path = work / f"windows-{part:03d}.npz"
            if not path.exists():
                draw(path, 1 if args.smoke else CARDS, "even", seed=27000 + part)
    elif step == "cut":
        cut(work / "train", work / "traits.npz", 1 if args.smoke else CONDITIONS, seed=93)
    elif step == "train":
        paths = [work / "traits.npz", *sorted(work.glob("windows-*.npz"))]
        train_grain.main(paths, work / "grain.pt", *((2, 1) if args.smoke else (STEPS, NETS)))
    elif step == "export":
        print(json.dumps(export(work / "grain.pt", args.models), indent=2))
    else:
        args.metrics.write_text(json.dumps(measure(work / "test", args.models), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
