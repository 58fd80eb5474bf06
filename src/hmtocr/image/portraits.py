"""Finds the printed portraits on a flat card: what is dark over an area, where print is dark in thin strokes only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Pixels

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in pixels of the flat card."""

_COLUMNS = 400
"""Pixels of the card's width that the search works at."""
_STROKE = 9
"""Pixels there that the thickest stroke of print is narrower than."""
_DARKER = {"large": 28.0, "small": 10.0}
"""Grey levels that a portrait's darkest tenth lies below the card around it; the second picture is a pale one."""


def find_portraits(flat: Pixels, known: Mapping[str, Box] | None, text: Sequence[Box]) -> Mapping[str, Box]:
    """The portraits' boxes by kind ("large", "small").

    Args:
        flat: a flat, upright card, RGB.
        known: where the layout has them; only those that are there are told (a child's card has none). None where the
            layout is not known: then one large portrait is looked for.
        text: the lines of print, which no portrait covers.
    """
    scale = _COLUMNS / flat.shape[1]
    grey = cv2.cvtColor(
        cv2.resize(flat, (_COLUMNS, round(flat.shape[0] * scale)), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY
    )
    # A closing takes away whatever is dark and thinner than its kernel: print, lines, patterns.
    solid = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((_STROKE, _STROKE), np.uint8)).astype(np.float32)
    if known is not None:
        return {kind: box for kind, box in known.items() if _is_there(solid, kind, _times(box, scale))}
    found = _largest(solid, [_times(box, scale) for box in text])
    return {} if found is None else {"large": _times(found, 1 / scale)}


def _is_there(solid: NDArray[np.float32], kind: str, box: Box) -> bool:
    x0, y0, x1, y1 = (round(v) for v in box)
    inside = solid[y0:y1, x0:x1]
    wide = round(0.25 * (x1 - x0))
    around = solid[max(0, y0 - wide) : y1 + wide, max(0, x0 - wide) : x1 + wide]
    if inside.size == 0:
        return False
    return float(np.percentile(around, 80) - np.percentile(inside, 10)) > _DARKER[kind]


def _largest(solid: NDArray[np.float32], text: Sequence[Box]) -> Box | None:
    """The largest dark shape of a head and shoulders' proportions, with the light ground that a portrait has around."""
    height, width = solid.shape
    ground = cv2.blur(cv2.dilate(solid, np.ones((91, 91), np.uint8)), (91, 91))
    dark = ((ground - solid) > _DARKER["large"]).astype(np.uint8)
    dark[: round(0.06 * height)] = 0
    for x0, y0, x1, y1 in text:
        if x1 - x0 > 1.5 * (y1 - y0):
            dark[round(y0) : round(y1) + 1, round(x0) : round(x1) + 1] = 0
    dark = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8)), np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    best: tuple[int, Box] | None = None
    for x, y, w, h, area in (tuple(int(v) for v in stats[i]) for i in range(1, count)):
        shaped = 0.10 < w / width < 0.38 and 0.28 < h / height < 0.85 and 0.75 < h / w < 2.2 and area > 0.3 * w * h
        if shaped and (best is None or area > best[0]):
            # Above the hair and beside the shoulders the picture goes on a little.
            top = max(0.0, y - 0.13 * h)
            best = (area, (x - 0.03 * w, top, x + 1.03 * w, y + 1.0 * h))
    return None if best is None else best[1]


def _times(box: Box, factor: float) -> Box:
    x0, y0, x1, y1 = box
    return (x0 * factor, y0 * factor, x1 * factor, y1 * factor)
