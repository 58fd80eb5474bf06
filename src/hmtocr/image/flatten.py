"""Turns a located card into one canonical flat picture, and remembers the way back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hmtocr.image.geometry import Floats, Pixels, around, homography, move, rectangle, sides, warp

CARD_WIDTH_MM, CARD_HEIGHT_MM = 85.60, 53.98
"""ID-1, ISO/IEC 7810."""


@dataclass(frozen=True)
class Flat:
    """A flat card.

    Attributes:
        pixels: height x width x 3, RGB, the card's own top left at the top left.
        homography: 3x3, from fractions of the card (x right, y down) to pixels of the original picture.
    """

    pixels: Pixels
    homography: Floats

    def to_picture(self, points: Floats) -> Floats:
        """Points on the flat card (n x 2, its pixels) as pixels of the original picture."""
        height, width = self.pixels.shape[:2]
        return move(np.asarray(points, np.float64) / (width, height), self.homography)


def flatten(pixels: Pixels, quad: Floats, width: int = 1280, height: int | None = None) -> Flat:
    """The card at `quad` (4 x 2, clockwise from its own top left) as `width` pixels of ID-1 shape, or as high as asked.

    What lies outside the picture is white, like the paper that a scan is cut from.
    """
    height = round(width * CARD_HEIGHT_MM / CARD_WIDTH_MM) if height is None else height
    to_card = homography(quad, rectangle(0, 0, width, height))
    across = max(sides(quad)[0] / width, sides(quad)[1] / height)
    small, back = around(pixels, quad, across)
    flat = warp(small, to_card @ back, width, height, outside=255, cubic=across < 1)
    return Flat(flat, homography(rectangle(0, 0, 1, 1), quad))
