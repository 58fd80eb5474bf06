"""Finds the printed portraits on a flat card, by one small network (training/portraits).

It tells what share of every spot a portrait covers, so that a portrait's edges are told to less than a spot.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Pixels, halved
from hmtocr.models.engine import Engine

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 as fractions of the card."""
Shares = NDArray[np.float32]

WIDTH, HEIGHT, STRIDE = 320, 192, 4
"""Of what the network sees, and how many of its pixels one answer stands for."""
KINDS = ("large", "small")
"""In the order of the network's maps."""

_COVERED = 0.5
"""Share of a spot from which it is a portrait's."""
_LEAST = {"large": 120, "small": 16}
"""Spots of the smallest portrait that is one; the smallest that are printed have three times as many."""
_CORE = 0.25
"""Of a portrait's width and height, at either end: rounded or faded, it says nothing of the edges across it."""


def find_portraits(flat: Pixels, finder: Engine, kinds: Collection[str] = KINDS) -> Mapping[str, Box]:
    """The portraits' boxes by kind, without those that are not there.

    Args:
        flat: a flat, upright card (height x width x 3, RGB) of any size.
        finder: the network "portrait-finder".
        kinds: which portraits the card may have; a small one is a copy, and comes with a large one only.
    """
    # Halved first: by area, that is a dozen times quicker than by any other factor.
    near, _ = halved(flat, flat.shape[1] / WIDTH)
    small = cv2.resize(near, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR)
    (maps,) = finder.run(small[None].astype(np.float32))
    found: dict[str, Box] = {}
    for kind, share in zip(KINDS, maps[0], strict=True):
        box = _box(share, _LEAST[kind]) if kind in kinds else None
        if box is None:
            break
        found[kind] = box
    return found


def _box(share: Shares, least: int) -> Box | None:
    """The box around the largest group of spots that a portrait covers; None where there is none."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((share > _COVERED).astype(np.uint8), connectivity=4)
    if count < 2:
        return None
    label = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    x, y, wide, high, spots = (int(v) for v in stats[label])
    if spots < least:
        return None
    alone = np.where(cv2.dilate((labels == label).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0, share, 0)
    down, across = share.shape
    x0, x1 = _ends(_profile(alone, y, high))
    y0, y1 = _ends(_profile(alone.T, x, wide))
    return (x0 / across, y0 / down, x1 / across, y1 / down)


def _profile(share: Shares, start: int, size: int) -> Shares:
    """The mean of the rows of a portrait's core."""
    cut = round(_CORE * size)
    return np.asarray(share[start + cut : start + size - cut].mean(axis=0), np.float32)


def _ends(profile: Shares) -> tuple[float, float]:
    """Where the covered part of a profile begins and ends: what is left of a spot at its edge counts by its share."""
    middle = round(float(np.average(np.arange(len(profile)), weights=profile)))
    return middle - float(profile[:middle].sum()), middle + float(profile[middle:].sum())
