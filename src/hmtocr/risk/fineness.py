"""How finely a row of print is seen: how many times the width of its own edges it is high.

Pixels alone do not tell: a picture that was enlarged, or is out of focus, has many that say the same.
"""

from __future__ import annotations

import cv2
import numpy as np

from hmtocr.image.ranks import percentiles
from hmtocr.risk.sheet import Sheet

_LEAST = 4
"""Columns without which a row has no edges to look at."""


def fineness(sheet: Sheet) -> dict[int, float]:
    """For each row of the sheet its height in widths of its steepest edges (one pixel at least)."""
    light = np.asarray(cv2.cvtColor(sheet.pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    told: dict[int, float] = {}
    start = 0
    for x, wide, pad, high, count in sheet.places:
        row = int(sheet.owner[start])
        start += count
        inside = light[pad : pad + high, x + pad : x + wide - pad]
        if inside.shape[1] < _LEAST:
            told[row] = 0.0
            continue
        low, top = percentiles(inside, (5, 95))
        (steep,) = percentiles(cv2.absdiff(inside[:, 1:], inside[:, :-1]), (98,))
        told[row] = high / max(1.0, (top - low) / max(steep, 1.0))
    return told
