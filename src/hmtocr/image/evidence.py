"""Weighs whether what stands in a box is a portrait: contrast, shape, details of a face, edges of a picture.

A logistic model of twelve measures, fitted on drawn cards by `python -m training.portraits`.
"""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from hmtocr.image.frame import Framed
from hmtocr.image.silhouette import Candidate, Plane, Sheet

Floats = NDArray[np.float64]

CONSTANT = -8.72
WEIGHTS = MappingProxyType(
    {
        "likeness": 2.18,
        "strength": 6.65,
        "hair": 11.32,
        "face": -13.67,
        "throat": 7.91,
        "foot": 1.34,
        "details": 31.38,
        "wall": -2.90,
        "lower edge": 1.40,
        "upper edge": -0.14,
        "weaker side": 0.04,
        "stronger side": 1.29,
    }
)
"""How much each of the measures speaks for a portrait."""
_MOST = (4.0, 4.0, 4.0, 15.0)
"""Beyond these the edges left, top, right and bottom are no surer."""


def odds(sheet: Sheet, candidate: Candidate, framed: Framed) -> float:
    """The logarithm of the odds that the candidate, whose picture `framed` ends, is a portrait."""
    return float(measures(sheet, candidate, framed) @ np.array(tuple(WEIGHTS.values()))) + CONSTANT


def measures(sheet: Sheet, candidate: Candidate, framed: Framed) -> Floats:
    """The model's inputs, in the order of WEIGHTS."""
    x, y, width, height = candidate.box
    dark = sheet.dark[y : y + height, x : x + width]
    fine = sheet.fine[2 * y : 2 * (y + height), 2 * x : 2 * (x + width)]
    left, top, right, bottom = (float(np.log(min(s, most) + 0.1)) for s, most in zip(framed.sides, _MOST, strict=True))
    return np.array(
        [
            candidate.likeness,
            min(candidate.strength, 0.5),
            _mean(dark, 0.25, 0.1, 0.75, 0.3),
            _mean(dark, 0.35, 0.4, 0.65, 0.65),
            _mean(dark, 0.35, 0.62, 0.65, 0.85),
            _mean(dark, 0.1, 0.9, 0.9, 1.0),
            min(_mean(fine, 0.3, 0.35, 0.7, 0.7), 0.15),
            max(_mean(dark, 0.0, 0.0, 0.15, 0.3), _mean(dark, 0.85, 0.0, 1.0, 0.3)),
            bottom,
            top,
            min(left, right),
            max(left, right),
        ]
    )


def _mean(plane: Plane, x0: float, y0: float, x1: float, y1: float) -> float:
    """Over a part of the plane given in fractions, at least a cell."""
    height, width = plane.shape
    rows = slice(int(y0 * height), max(int(y1 * height), int(y0 * height) + 1))
    return float(plane[rows, int(x0 * width) : max(int(x1 * width), int(x0 * width) + 1)].mean())
