"""Tells what a camera can make of a card's shape: whether a quad is an ID-1 rectangle seen through a pinhole.

Of a rectangle's homography with square pixels two conditions are left once the camera is known: its sides are at
right angles, and as long as they should be (Zhang, "A flexible new technique for camera calibration", 2000, section
2.3). The focal length is not known, nor is the lens's middle where a picture was cut, so the best of a few is taken.
"""

from __future__ import annotations

import numpy as np

from hmtocr.image.flatten import CARD_HEIGHT_MM, CARD_WIDTH_MM
from hmtocr.image.geometry import Floats

_FOCAL = np.exp(np.linspace(np.log(0.5), np.log(8.0), 14))
"""Of the picture's longer side: from the widest lens of a telephone to a scanner's parallel light."""


def misfit(quads: Floats, width: int, height: int) -> Floats:
    """How far quads (n x 4 x 2) are from a card's, each as a share of its sides: 0 where a camera can see a card so.

    Drawn cards have 0.04 at most.

    Args:
        quads: on the picture, clockwise from the card's top left (or bottom right).
        width, height: of the picture.
    """
    p0, p1, p2, p3 = (quads[:, i] for i in range(4))
    # The homography from the unit square, column by column (Heckbert 1989, section 2.2.3).
    bend, right, left = p0 - p1 + p2 - p3, p1 - p2, p3 - p2
    scale = _crossed(right, left)
    scale = np.where(np.abs(scale) < 1e-9, 1e-9, scale)
    g, h = _crossed(bend, left) / scale, _crossed(right, bend) / scale
    across, down = p1 - p0 + g[:, None] * p1, p3 - p0 + h[:, None] * p3
    focal = _FOCAL * max(width, height)
    ratio = CARD_WIDTH_MM / CARD_HEIGHT_MM
    best = np.full(len(quads), np.inf)
    for middle in (np.array([width, height]) / 2, quads.mean(axis=1)):
        a, b = across - g[:, None] * middle, down - h[:, None] * middle
        aa = np.sum(a * a, axis=1)[:, None] / focal**2 + (g * g)[:, None]
        bb = np.sum(b * b, axis=1)[:, None] / focal**2 + (h * h)[:, None]
        ab = np.sum(a * b, axis=1)[:, None] / focal**2 + (g * h)[:, None]
        length = 0.5 * np.log(np.maximum(aa, 1e-12) / np.maximum(bb, 1e-12)) - np.log(ratio)
        angle = ab / np.sqrt(np.maximum(aa * bb, 1e-24))
        best = np.minimum(best, np.hypot(length, angle).min(axis=1))
    return np.asarray(best, np.float64)


def _crossed(first: Floats, second: Floats) -> Floats:
    return np.asarray(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0], np.float64)
