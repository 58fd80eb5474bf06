"""Measures the network on pictures of the other half, by generators that it was trained on and by held-out ones."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from hmtocr.models.engine import Engine
from hmtocr.risk.reproduction import Reproduction
from training.risk_grain.export import FILE
from training.risk_grain.pool import ATTACKS, load
from training.risk_grain.samples import KINDS, shaken
from training.risk_grain.wear import worn

SEED = 640_000
_POINTS = {"strict": 0.05, "balanced": 0.02, "lenient": 0.005}
"""The share of harmless pictures that warn at each operating point."""


def measure(pool: Path, models: Path) -> dict[str, Any]:
    """Per kind: thresholds at the operating points, area under the curve and rates of warnings by generator."""
    judge = Reproduction(Engine((models / FILE).read_bytes()))
    scores: defaultdict[tuple[str, str, str], list[float]] = defaultdict(list)
    for index, item in enumerate(load(pool)):
        rng = np.random.default_rng((SEED, index))
        pixels = item.pixels()
        conditions = [("as taken", pixels, item.quad), ("worn", *worn(rng, pixels, item.quad, item.kind))]
        if item.kind == "harmless":
            grey = cv2.cvtColor(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
            conditions.append(("grey", np.asarray(grey, np.uint8), item.quad))
        for name, seen, quad in conditions:
            for kind, score in judge.scores(seen, shaken(rng, quad)).items():
                scores[kind, f"{item.kind}: {item.generator}", name].append(score)
    return {kind: _told(kind, {k[1:]: v for k, v in scores.items() if k[0] == kind}) for kind in KINDS[1:]}


def _told(kind: str, scores: dict[tuple[str, str], list[float]]) -> dict[str, Any]:
    harmless = [score for (group, _), values in scores.items() if group.startswith("harmless") for score in values]
    least = {point: float(np.quantile(harmless, 1 - share)) for point, share in _POINTS.items()}
    told: dict[str, Any] = {"harmless": len(harmless), "thresholds": {k: round(v, 4) for k, v in least.items()}}
    held = {attack.generator for attack in ATTACKS if attack.held_out}
    for (group, condition), values in sorted(scores.items()):
        name = group.removeprefix(f"{kind}: ")
        row = {point: round(float(np.mean(np.array(values) >= level)), 3) for point, level in least.items()}
        if name != group:
            row["auc"] = round(_area(values, harmless), 4)
        mark = " (held out)" if name in held else ""
        told[f"{name}{mark}, {condition}"] = {"pictures": len(values), **row}
    return told


def _area(attacks: list[float], harmless: list[float]) -> float:
    """The chance that an attack scores higher than a harmless picture."""
    low = np.sort(harmless)
    below = np.searchsorted(low, attacks, "left") + np.searchsorted(low, attacks, "right")
    return float(below.mean() / 2 / len(low))
