"""Fits the confidence curves on drawn cards of the training half; see README.md beside this file."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import hmtocr.text.confidence as curves
from hmtocr import Reader
from hmtocr.documents import face_of
from hmtocr.specimens.card import FACES
from hmtocr.specimens.dataset import iter_specimens
from hmtocr.specimens.degrade import LEVELS

Row = tuple[str, float, float, bool]
"""Kind of field, confidence as told by the curves now in force, height in pixels, right or not."""

OUT = Path(curves.__file__).with_name("confidence.toml")
SEED = 424242
RIDGE = 1.0
KINDS = ("chinese", "latin", "digits")


def observe(index: int) -> list[Row]:
    """Every field that was read on one picture."""
    face, level = FACES[index % len(FACES)], LEVELS[index // len(FACES) % len(LEVELS)]
    specimen = next(iter_specimens(1, SEED + index, [face], [level], fonts="wide", half="even"))
    rows: list[Row] = []
    cards = _reader().read(specimen.photograph.jpeg, portraits=False, warnings=False).cards
    for card in cards[:1]:
        truth = specimen.photograph.cards[0].fields
        for name, field in card.fields.items():
            if name == "window_text" and name not in truth:
                continue  # printed, but too faint for the truth to vouch for it
            kind = curves.kind_of(face_of(card.document, card.design, card.side).field(name).chars)
            corners = np.array(field.quad)
            height = float(np.linalg.norm(corners[3] - corners[0]) + np.linalg.norm(corners[2] - corners[1])) / 2
            rows.append((kind, field.confidence, height, name in truth and truth[name][0] == field.text))
    return rows


@cache
def _reader() -> Reader:
    return Reader()


def fit(inputs: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Constant, slope and growth of the logistic curve: damped Newton steps, a ridge towards slope 1 and no growth."""
    centre = np.array([0.0, 1.0, 0.0])
    design = np.column_stack((np.ones(len(inputs)), inputs))

    def loss(weights: NDArray[np.float64]) -> float:
        score = design @ weights
        return float((np.logaddexp(0, score) - right * score).sum() + RIDGE * ((weights - centre) ** 2).sum() / 2)

    weights = centre.copy()
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (p - right) + RIDGE * (weights - centre)
        bend = (design * (p * (1 - p))[:, None]).T @ design + RIDGE * np.eye(3)
        change, size = np.linalg.solve(bend, slope), 1.0
        while size > 1e-6 and loss(weights - size * change) > loss(weights):
            size /= 2
        weights = weights - size * change
        if np.abs(size * change).max() < 1e-7:
            break
    return weights


def main(arguments: Sequence[str] | None = None) -> None:
    """Observe, fit, write."""
    parser = argparse.ArgumentParser(prog="python -m training.confidence", description=__doc__)
    parser.add_argument("--pictures", type=int, default=432)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args(arguments)
    # The raw probability is wanted: curves that change nothing.
    args.out.write_text("".join(f"[{k}]\nconstant = 0.0\nslope = 1.0\ngrowth = 0.0\n" for k in KINDS), "utf-8")
    with ProcessPoolExecutor(args.jobs, get_context("spawn")) as pool:
        rows = [row for found in pool.map(observe, range(args.pictures)) for row in found]
    lines = ["# Fitted by `python -m training.confidence`; see hmtocr/text/confidence.py for what the numbers mean.\n"]
    for kind in KINDS:
        own = [(curves.evidence(p, height), right) for k, p, height, right in rows if k == kind]
        weights = fit(np.array([x for x, _ in own]), np.array([float(right) for _, right in own]))
        lines.append(f"\n[{kind}] # {len(own)} fields, {sum(right for _, right in own)} of them right\n")
        lines += [f"{n} = {w:.4f}\n" for n, w in zip(("constant", "slope", "growth"), weights, strict=True)]
    args.out.write_text("".join(lines), "utf-8")
    print("".join(lines))
