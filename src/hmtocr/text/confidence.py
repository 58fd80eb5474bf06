"""Turns the recogniser's own probability into a calibrated confidence: of the fields at 0.9, nine in ten are right.

A logistic curve for each kind of field, fitted on drawn cards of the training half by `training/confidence`; how
well it holds on cards of the other half is in benchmarks/results. The curve's inputs are the log-odds of the
probability and how tall the print is in the original picture.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_EDGE = 1e-6
_HIGHEST = 0.9999
"""No reading is surer than the sample that the curve was fitted on can show."""


def evidence(probability: float, height: float) -> tuple[float, float]:
    """The curve's inputs: log-odds of the probability, and log2 of the print's height over 24 pixels, bounded."""
    p = min(1 - _EDGE, max(_EDGE, probability))
    return math.log(p / (1 - p)), min(1.0, max(-2.0, math.log2(max(height, 1.0) / 24)))


def calibrated(kind: str, probability: float, height: float) -> float:
    """The confidence of a field.

    Args:
        kind: "chinese", "latin" or "digits"; see `kind_of`.
        probability: the recogniser's or the fusion's, 0..1.
        height: of the line in pixels of the original picture.
    """
    odds, size = evidence(probability, height)
    constant, slope, growth = _curves()[kind]
    return min(_HIGHEST, 1 / (1 + math.exp(-(constant + slope * odds + growth * size))))


def kind_of(chars: str) -> str:
    """Which curve a field with that alphabet follows."""
    if chars.startswith("han"):
        return "chinese"
    return "latin" if any(c.islower() for c in chars) or "<" in chars or "'" in chars else "digits"


@cache
def _curves() -> Mapping[str, tuple[float, float, float]]:
    table = tomllib.loads(files("hmtocr.text").joinpath("confidence.toml").read_text("utf-8"))
    return {kind: (row["constant"], row["slope"], row["growth"]) for kind, row in table.items()}
