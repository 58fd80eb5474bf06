"""Makes the network that finds edited print. `python -m training.risk_tampered all` does everything in turn.

pool: draw photographs; gather: edit them and take their traits; fit; export: write the ONNX file; measure: on
held-out cards and generators.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from training.risk_tampered.export import export
from training.risk_tampered.fit import fit, gather
from training.risk_tampered.measure import measure
from training.risk_tampered.pool import fill, fill_rewritten

MODELS = Path(__file__).parents[2] / "src" / "hmtocr" / "models"
METRICS = Path(__file__).with_name("metrics.json")
PICTURES, REWRITTEN, SAMPLES, STEPS_OF_FIT = 1200, 960, 38400, 4500
STEPS = ("pool", "gather", "fit", "export", "measure")


def main(arguments: list[str] | None = None) -> None:
    """Run one step, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m training.risk_tampered", description=__doc__)
    parser.add_argument("step", choices=(*STEPS, "all"))
    parser.add_argument("--work", type=Path, default=Path("build/risk_tampered"), help="pool, samples and weights")
    parser.add_argument("--models", type=Path, default=MODELS, help="where the ONNX file goes")
    parser.add_argument("--metrics", type=Path, default=METRICS, help="where the measurements go")
    parser.add_argument("--start", type=Path, help="an exported network to go on with")
    parser.add_argument("--smoke", action="store_true", help="everything as small as it can be, in seconds")
    args = parser.parse_args(arguments)
    for step in STEPS if args.step == "all" else (args.step,):
        _one(step, args)


def _one(step: str, args: argparse.Namespace) -> None:
    work: Path = args.work
    if step == "pool":
        fonts, genuine, rewritten = ("default", 4, 4) if args.smoke else ("wide", PICTURES, REWRITTEN)
        fill(work / "pool", "even", fonts, genuine, seed=501)
        fill_rewritten(work / "pool" / "rewritten", "even", fonts, rewritten, seed=503)
    elif step == "gather":
        gather(work / "pool", work / "samples", 4 if args.smoke else SAMPLES, seed=1)
    elif step == "fit":
        fit(work / "samples", work / "forensics.pt", 2 if args.smoke else STEPS_OF_FIT, start=args.start)
    elif step == "export":
        print(json.dumps(export(work / "forensics.pt", args.models), indent=2))
    else:
        results = measure(args.models, 1 if args.smoke else 60)
        args.metrics.write_text(json.dumps(results, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
