"""Whether the picture's frame cuts the card: what of its outline lies outside, and what lies along the frame.

The outline of a card that is cut either goes on beyond the frame, or it follows the frame instead of the card, and has
other proportions than ID-1 then. A scan cut along the card's own edges follows the frame as well, but has those.
"""

from __future__ import annotations

import cv2
import numpy as np

from hmtocr.image.flatten import CARD_HEIGHT_MM, CARD_WIDTH_MM
from hmtocr.image.geometry import Floats, area, rectangle, shared, sides
from hmtocr.risk.sight import Sight

SIDES = ("top", "right", "bottom", "left")
_OUTSIDE = 0.03
"""Share of the card outside the picture where the score is a half; outlines of whole cards are off by a fifth of that,
and a plain border or a rounded corner is less."""
_ALONG = 0.006
"""Of the card's width: how near to the frame a point of the outline lies along it."""
_MOST = 0.6
"""Of a side's points, from which it lies along the frame."""
_BENT, _SLOPE = 0.09, 0.015
"""Logarithm of the card's proportions by those of ID-1 where the score is a half, and how quickly it rises there.
Pictures of whole cards that were stretched are off by 0.045."""


def cut(sight: Sight) -> tuple[float, int]:
    """How likely the frame cuts the card, 0..1, and the side (of SIDES) where it does."""
    height, width = sight.pixels.shape[:2]
    across, down = sides(sight.quad)
    inside = np.stack([_inside(sight.quad, side, width, height) for side in range(len(SIDES))]) / across
    side = int(inside.mean(1).argmin())
    outside = _outside(sight.quad, width, height)
    beyond = outside / (outside + _OUTSIDE)
    if (inside[side] < _ALONG).mean() < _MOST:
        return beyond, side
    bent = abs(float(np.log(across / down * CARD_HEIGHT_MM / CARD_WIDTH_MM)))
    return max(beyond, float(1 / (1 + np.exp(-(bent - _BENT) / _SLOPE)))), side


def _inside(quad: Floats, side: int, width: int, height: int) -> Floats:
    """How far points of a side lie inside the frame, in pixels; below 0 outside."""
    a, b = quad[side], quad[(side + 1) % len(SIDES)]
    # The rounded corners are left out.
    points = a + (b - a) * np.linspace(0.08, 0.92, 15)[:, None]
    return np.asarray(np.minimum(points, np.array([width, height]) - points).min(1), np.float64)


def _outside(quad: Floats, width: int, height: int) -> float:
    """What share of the card lies outside the picture."""
    whole = abs(area(quad))
    if whole < 1 or not cv2.isContourConvex(quad.astype(np.float32)):
        return 0.0
    return 1 - shared(quad, rectangle(0, 0, width, height))
