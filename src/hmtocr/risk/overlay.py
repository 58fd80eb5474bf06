"""What lies over a flat card, seen by one small network: where it is hidden, where washed out, and where print belongs.

The third map is the print that should be there, hidden or not: what is hidden matters only where something is printed.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Pixels, rectangle
from hmtocr.image.geometry import move as moved
from hmtocr.models.engine import Engine
from hmtocr.reading import Quad
from hmtocr.risk.sight import Sight

WIDTH, HEIGHT, STRIDE = 320, 192, 8
"""Of what the network sees, and how many of its pixels one answer stands for."""
ACROSS, DOWN = WIDTH // STRIDE, HEIGHT // STRIDE
STRUCK = 0.25
"""What share of a field must be lost for a signal to name it."""
_FOUND = 0.25
"""What a spot of a portrait that was found counts."""

Map = NDArray[np.float32]


@dataclass(frozen=True)
class Overlay:
    """Probabilities on DOWN x ACROSS spots of the flat card.

    Attributes:
        hidden: that something else is seen there than the card.
        washed: that light has washed print out there.
        print: that a field or a portrait is printed there, seen or not.
    """

    hidden: Map
    washed: Map
    print: Map


def look(flat: Pixels, network: Engine) -> Overlay:
    """What the network `card-overlay` says of a flat card of any size."""
    small = cv2.resize(flat, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    (maps,) = network.run(small[None].astype(np.float32))
    hidden, washed, printed = maps[0]
    return Overlay(hidden, washed, printed)


def belongs(sight: Sight, overlay: Overlay) -> Map:
    """How much each spot should show print: DOWN x ACROSS; certainly where a field was read.

    Where a portrait was found it is in sight, for the most part at least, and may look like anything.
    """
    out = overlay.print.copy()
    for quad in sight.portraits.values():
        out[_spots(sight, quad)] *= _FOUND
    for field in sight.fields.values():
        out[_spots(sight, field.quad)] = 1.0
    return out


def share_in(sight: Sight, quad: Quad, over: Map) -> float:
    """The mean of a map over a quad of the original picture."""
    return float(over[_spots(sight, quad)].mean())


def _spots(sight: Sight, quad: Quad) -> tuple[slice, slice]:
    """The spots that a quad of the original picture takes, at least one."""
    points = sight.on_card(quad) * (ACROSS, DOWN)
    x0, y0 = np.clip(np.floor(points.min(0) + 0.3), 0, (ACROSS - 1, DOWN - 1)).astype(int)
    x1, y1 = np.clip(np.ceil(points.max(0) - 0.3), (x0 + 1, y0 + 1), (ACROSS, DOWN)).astype(int)
    return slice(y0, y1), slice(x0, x1)


def beyond(sight: Sight) -> Map:
    """Which of the spots lie outside the picture: DOWN x ACROSS, 0 or 1."""
    height, width = sight.pixels.shape[:2]
    x, y = np.meshgrid((np.arange(ACROSS) + 0.5) / ACROSS, (np.arange(DOWN) + 0.5) / DOWN)
    points = moved(np.c_[x.ravel(), y.ravel()], sight.flat.homography)
    outside = (points < 0).any(1) | (points > (width, height)).any(1)
    return np.asarray(outside.reshape(DOWN, ACROSS), np.float32)


def bounds(sight: Sight, spots: NDArray[np.bool_]) -> Quad | None:
    """The quad on the original picture around the largest connected group of spots; None where there is none."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(spots.astype(np.uint8), connectivity=8)
    if count < 2:
        return None
    x, y, w, h, _ = stats[1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())]
    size = np.array([ACROSS, DOWN])
    return sight.on_picture(rectangle(x, y, x + w, y + h) / size)
