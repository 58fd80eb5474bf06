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
SIDES = ("top", "right", "bottom", "left")

Map = NDArray[np.float32]


@dataclass(frozen=True)
class Overlay:
    """Probabilities on DOWN x ACROSS spots of the flat card.

    Attributes:
        hidden: that something else is seen there than the card.
        washed: that light has washed print out there.
        print: that a field or a portrait is printed there, seen or not.
        cut: for each of SIDES, that print was lost beyond it.
    """

    hidden: Map
    washed: Map
    print: Map
    cut: Map


def look(flat: Pixels, network: Engine) -> Overlay:
    """What the network `card-overlay` says of a flat card of any size."""
    small = cv2.resize(flat, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    maps, cut = network.run(small[None].astype(np.float32))
    return Overlay(maps[0, 0], maps[0, 1], maps[0, 2], cut[0])


def cells(sight: Sight, quad: Quad) -> Map:
    """Which of the spots a quad of the original picture takes: DOWN x ACROSS, 0 or 1, at least one of them 1."""
    points = sight.on_card(quad) * (ACROSS, DOWN)
    mask = np.zeros((DOWN, ACROSS), np.uint8)
    low = np.clip(np.floor(points.min(0) + 0.3), 0, (ACROSS - 1, DOWN - 1)).astype(int)
    high = np.clip(np.ceil(points.max(0) - 0.3), low + 1, (ACROSS, DOWN)).astype(int)
    mask[low[1] : high[1], low[0] : high[0]] = 1
    return np.asarray(mask, np.float32)


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
