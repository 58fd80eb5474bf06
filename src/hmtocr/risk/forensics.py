"""The card as the network for edited pictures sees it: native pixels, cut out of the picture along its rows."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, Pixels, halved, sides

CELL = 8
"""Pixels along a cell, for each of which the network answers: those of a JPEG block."""
WIDEST = 800
"""Pixels of the card's width; a wider card is looked at at half its resolution, for the sake of time."""
_LEAST = 64


@dataclass(frozen=True)
class Cut:
    """A card cut out of its picture.

    Attributes:
        pixels: height x width x 3, RGB, both sides multiples of CELL.
        inside: height / CELL x width / CELL, 1 where a cell is the card's, else 0.
        origin: (x, y) on the picture of the cut's upper left.
        times: pixels of the picture for one of the cut.
    """

    pixels: Pixels
    inside: NDArray[np.float32]
    origin: tuple[float, float]
    times: float

    def planes(self) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """What the network takes: brightness (1 x 1 x h x w), RGB (1 x 3 x h/4 x w/4), the card (1 x 1 x h/8 x w/8)."""
        light = cv2.cvtColor(self.pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
        tint = cv2.resize(self.pixels, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA).astype(np.float32)
        return light[None, None], np.ascontiguousarray(tint.transpose(2, 0, 1))[None], self.inside[None, None]

    def cells(self, points: Floats) -> Floats:
        """Points of the picture (n x 2) in cells."""
        return (np.asarray(points, np.float64) - self.origin) / (self.times * CELL)


def cut_card(pixels: Pixels, quad: Floats) -> Cut:
    """The card at `quad` (4 x 2) in as many pixels as the picture has, at most WIDEST across; never resampled else."""
    height, width = pixels.shape[:2]
    x0, y0 = np.clip(np.floor(quad.min(0)), 0, (width - 1, height - 1)).astype(int)
    x1, y1 = np.clip(np.ceil(quad.max(0)), (x0 + 1, y0 + 1), (width, height)).astype(int)
    # Whole blocks of a file that was never cut: their grid stays where it is.
    x0, y0 = x0 - x0 % CELL, y0 - y0 % CELL
    part, times = halved(pixels[y0:y1, x0:x1], max(1.0, 2 * sides(quad)[0] / WIDEST))
    down, across = (max(_LEAST, -(-side // CELL) * CELL) for side in part.shape[:2])
    lower, right = down - part.shape[0], across - part.shape[1]
    if lower or right:
        part = np.asarray(cv2.copyMakeBorder(part, 0, lower, 0, right, cv2.BORDER_REPLICATE), np.uint8)
    corners = ((quad - (x0, y0)) / (times * CELL) - 0.5).astype(np.float32)
    inside = np.zeros((down // CELL, across // CELL), np.uint8)
    cv2.fillConvexPoly(inside, np.round(corners * 16).astype(np.int32), (1,), shift=4)
    inside[-(-(y1 - y0) // (times * CELL)) :] = 0
    inside[:, -(-(x1 - x0) // (times * CELL)) :] = 0
    return Cut(np.ascontiguousarray(part), inside.astype(np.float32), (float(x0), float(y0)), float(times))
