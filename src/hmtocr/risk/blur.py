"""Warning -9108: out of focus, or moved: the smallest print is washed out.

Blur is measured where the contrast is: how much of the contrast of a place lies between two pixels so near to each
other that sharp print has nearly all of it there. Near is a 320th and a 160th of the card's width, about as wide as the
strokes of the smallest print. It is measured on the flat card, since what matters is how wide an edge is beside the
print: a small picture, enlarged or not, is coarse, but its print is as wide. Every direction is told apart, since what
moved is sharp in one and soft across it, while coarse pictures are as coarse in all.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Pixels
from hmtocr.image.ranks import median, percentiles
from hmtocr.reading import Quad
from hmtocr.risk.sight import Sight, Signal

Floats = NDArray[np.float64]

_TILE = 32
"""Pixels of the flat card: a place holds a character or two."""
_BORDER = 4
_NEAR = (2, 4)
"""Pixels of the flat card."""
_DIRECTIONS = ((1, 0), (0, 1), (1, 1), (-1, 1))
"""Two pairs, each square to each other."""
_FAINT, _SHARE, _FEWEST = 40.0, 0.45, 8
"""Contrast of a place, in levels and as a share of the card's strongest (but for the highest sixth), from which it
counts; and how many places count in any case."""
_BIAS, _NEAR_MEDIAN, _FAR_QUARTER, _EVEN = 27.63, -19.93, -15.88, -13.99
"""A logistic regression on half "even" of drawn pictures, scans to enlarged ones, and on those out of focus, moved and
blown up: the median of what lies near at the first distance, the lower quartile at the second, both in the direction in
which it is least; and how even two directions that are square to each other are."""
_SOFT = 0.5
"""What share of its contrast a field has within the second distance, at the median place, where it is soft."""


def measure(sight: Sight) -> Signal:
    """How likely the print is blurred, and the fields that are."""
    contrast, steep = _places(sight.flat.pixels)
    counted = contrast >= max(_FAINT, _SHARE * percentiles(contrast, (85,))[0])
    if counted.sum() < _FEWEST:
        counted = contrast >= np.sort(contrast, axis=None)[-_FEWEST]
    near = median(steep[0][:, counted], axis=1)
    far = np.array([percentiles(there, (25,))[0] for there in steep[1][:, counted]])
    pairs = near.reshape(2, 2)
    even = float((pairs.min(1) / np.maximum(pairs.max(1), 1e-6)).min())
    odds = _BIAS + _NEAR_MEDIAN * near.min() + _FAR_QUARTER * far.min() + _EVEN * even
    score = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    fields = tuple(name for name, field in sight.fields.items() if _is_soft(sight, field.quad, contrast, steep[1]))
    return Signal(float(score), fields)


def _places(flat: Pixels) -> tuple[Floats, Floats]:
    """The contrast of every place (m x n, levels), and the share of it that is near, by distance and direction."""
    grey = np.asarray(cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY)[_BORDER:-_BORDER, _BORDER:-_BORDER], np.uint8)
    # Noise is as steep as it is high; smoothed, little of it is left, and print loses less.
    smooth = np.asarray(cv2.blur(grey, (3, 3)), np.uint8)
    contrast = (_greatest(smooth) + _greatest(np.asarray(cv2.bitwise_not(smooth), np.uint8)) - 255).astype(np.float64)
    steps = [[_greatest(_step(smooth, dx * near, dy * near)) for dx, dy in _DIRECTIONS] for near in _NEAR]
    return contrast, np.array(steps, np.float64) / np.maximum(contrast, 1)


def _step(smooth: Pixels, dx: int, dy: int) -> Pixels:
    """How much every pixel differs from the one that is dx to its right and dy below."""
    height, width = smooth.shape
    first = smooth[: height - dy, max(0, -dx) : width - max(0, dx)]
    second = smooth[dy:, max(0, dx) : width + min(0, dx)]
    return np.asarray(cv2.absdiff(first, second), np.uint8)


def _greatest(values: Pixels) -> NDArray[np.int64]:
    """The greatest value of every whole tile."""
    down, across = values.shape[0] // _TILE, values.shape[1] // _TILE
    rows = values[: down * _TILE, : across * _TILE].reshape(down, _TILE, across * _TILE).max(1)
    return np.asarray(rows.reshape(down, across, _TILE).max(2), np.int64)


def _is_soft(sight: Sight, quad: Quad, contrast: Floats, steep: Floats) -> bool:
    """Whether the places that a field takes are soft in some direction, or show nothing any more."""
    height, width = sight.flat.pixels.shape[:2]
    down, across = contrast.shape
    points = (sight.on_card(quad) * (width, height) - _BORDER) / _TILE
    x0, y0 = np.clip(np.floor(points.min(0)), 0, (across - 1, down - 1)).astype(int)
    x1, y1 = np.clip(np.ceil(points.max(0)), (x0 + 1, y0 + 1), (across, down)).astype(int)
    shown = contrast[y0:y1, x0:x1] >= _FAINT
    return not shown.any() or bool(median(steep[:, y0:y1, x0:x1][:, shown], axis=1).min() < _SOFT)
