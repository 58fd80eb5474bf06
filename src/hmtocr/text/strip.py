"""Cuts one row of print straight out of the picture, level and at the height that a recogniser is made for.

The flat card as a whole is not needed for it: every pixel is warped once.
"""

from __future__ import annotations

import cv2
import numpy as np

from hmtocr.image.geometry import Floats, Pixels, around, homography, rectangle, sides, warp

ABOVE, BESIDE = 0.2, 0.5
"""Row heights of room above and below the ink, and left and right of it."""
_LONGEST = 40.0
"""Heights that a row may be long: more is no row."""


def widened(quad: Floats, above: float = ABOVE, beside: float = BESIDE) -> Floats:
    """A row's quad (4 x 2, clockwise from its top left) with room around the ink, in units of its own height."""
    down = quad[3] - quad[0]
    along = quad[1] - quad[0]
    along = along / max(1e-9, float(np.linalg.norm(along))) * float(np.linalg.norm(down))
    push = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    return np.asarray(quad + push[:, :1] * beside * along + push[:, 1:] * above * down, np.float64)


def cut(pixels: Pixels, quad: Floats, height: int, narrow: float = 1.0) -> Pixels | None:
    """The print in a quad (on the picture) as `height` rows of RGB; None where that is no row of print.

    `narrow` is the width to draw it at, in parts of the width that its shape asks for.
    """
    across, down = sides(quad)
    if down < 2 or across < 2 or across > _LONGEST * down:
        return None
    width = max(8, round(height * across / down * narrow))
    factor = max(down / height, across / width)
    small, back = around(pixels, quad, factor)
    if min(small.shape[:2]) < 2:
        return None
    matrix = homography(quad, rectangle(0, 0, width, height)) @ back
    if factor > 1.2:
        # Halving leaves up to a factor of two, which a linear warp would skip pixels for.
        small = np.asarray(cv2.GaussianBlur(small, (0, 0), 0.35 * factor / (back[0, 0])), np.uint8)
    return warp(small, matrix, width, height, outside=255, cubic=factor < 0.8)
