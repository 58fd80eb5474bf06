"""Asks a small network whether a candidate is a portrait, and where exactly its picture ends.

The network (`training/portraits`) sees three planes of the candidate and its surroundings: brightness, the map of
what is dark over an area, and fine dark details such as eyes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.silhouette import Plane, Sheet
from hmtocr.models.engine import Engine

Floats = NDArray[np.float64]
Cells = tuple[float, float, float, float]
"""x0, y0, x1, y1 in cells of a sheet."""

COLUMNS, ROWS = 24, 30
"""Of what the network sees."""
_MARGIN = 0.2
"""Of the candidate's size, seen on each side of it."""
_PAD = 20
"""Cells that the card's edge is continued by, so that a window may reach over it."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the network says of a candidate.

    Attributes:
        odds: logarithm of the odds that it is a portrait.
        box: where the picture ends.
    """

    odds: float
    box: Cells


def judge(engine: Engine, sheet: Sheet, boxes: Sequence[Cells]) -> list[Judgement]:
    """A judgement for each box."""
    if not boxes:
        return []
    (answers,) = engine.run(patches(sheet, boxes))
    out = []
    for box, answer in zip(boxes, answers.astype(np.float64), strict=True):
        wide, high = box[2] - box[0], box[3] - box[1]
        moved = np.array(box) + answer[1:] * (wide, high, wide, high)
        x0, y0, x1, y1 = (float(edge) for edge in moved)
        out.append(Judgement(float(answer[0]), (x0, y0, x1, y1)))
    return out


def patches(sheet: Sheet, boxes: Sequence[Cells]) -> Plane:
    """What the network sees of each box: n x 3 x ROWS x COLUMNS."""
    light, fine = (_padded(plane, 2 * _PAD) for plane in (sheet.colour.mean(2), sheet.fine))
    dark = _padded(sheet.dark, _PAD)
    return np.stack([_patch(light, dark, fine, box) for box in boxes])


def _patch(light: Plane, dark: Plane, fine: Plane, box: Cells) -> Plane:
    dx, dy = (box[2] - box[0]) * _MARGIN, (box[3] - box[1]) * _MARGIN
    x0, x1 = _span(box[0] - dx, box[2] + dx, dark.shape[1])
    y0, y1 = _span(box[1] - dy, box[3] + dy, dark.shape[0])
    seen = light[2 * y0 : 2 * y1, 2 * x0 : 2 * x1]
    seen = (seen - np.median(seen)) / (seen.std() + np.float32(0.05)) / 2
    planes = (seen, dark[y0:y1, x0:x1] * 2, fine[2 * y0 : 2 * y1, 2 * x0 : 2 * x1] * 5)
    resized = [cv2.resize(plane, (COLUMNS, ROWS), interpolation=cv2.INTER_AREA) for plane in planes]
    return np.stack(resized).astype(np.float32)


def _span(start: float, stop: float, limit: int) -> tuple[int, int]:
    """Whole cells of a padded plane, at least four of them."""
    first = int(np.clip(round(start) + _PAD, 0, limit - 4))
    return first, int(np.clip(round(stop) + _PAD, first + 4, limit))


def _padded(plane: Plane, by: int) -> Plane:
    return np.asarray(cv2.copyMakeBorder(plane, by, by, by, by, cv2.BORDER_REPLICATE), np.float32)
