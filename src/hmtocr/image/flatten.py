"""Turns a located card into one canonical flat picture, and remembers the way back."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from hmtocr.image.geometry import Floats, Pixels, homography, move, rectangle, sides, warp

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

    def box_to_picture(self, x0: float, y0: float, x1: float, y1: float) -> Floats:
        """A box on the flat card as a quad (4 x 2) on the original picture, from its own top left."""
        return self.to_picture(rectangle(x0, y0, x1, y1))


def flatten(pixels: Pixels, quad: Floats, width: int = 1280) -> Flat:
    """The card at `quad` (4 x 2, clockwise from its own top left) as `width` pixels of ID-1 shape.

    What lies outside the picture is white, like the paper that a scan is cut from.
    """
    height = round(width * CARD_HEIGHT_MM / CARD_WIDTH_MM)
    to_card = homography(quad, rectangle(0, 0, width, height))
    across = max(sides(quad)[0] / width, sides(quad)[1] / height)
    source, shrink = pixels, np.eye(3)
    if across > 1.5:
        # Warping reads single pixels: where it shrinks a lot the picture must be smoothed first.
        size = (max(1, round(pixels.shape[1] / across)), max(1, round(pixels.shape[0] / across)))
        source = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
        shrink = np.diag((pixels.shape[1] / size[0], pixels.shape[0] / size[1], 1.0))
    flat = warp(source, to_card @ shrink, width, height, outside=255, cubic=across < 1)
    return Flat(flat, homography(rectangle(0, 0, 1, 1), quad))
