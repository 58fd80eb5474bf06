"""Where the fields are on a flat card, told by a small network at one glance; no print is read for it.

The network (training/fields) marks the middle band of every row of a field's print, and tells from every spot of it
how far the row's ink reaches. A row is put together from all its spots, so that one that runs slightly uphill is told
as it runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, Pixels
from hmtocr.models.engine import Engine

WIDTH, HEIGHT = 320, 192
"""What the network looks at: the whole flat card."""
STRIDE = 4
"""Pixels from one of its answers to the next."""
REACH = 6.0
"""How far, in answers, it tells where a row ends."""
NAMES = (
    "name_zh",
    "name_en",
    "telecode",
    "birth_date",
    "sex",
    "symbols",
    "first_issue_date",
    "issue_date",
    "number",
    "window_text",
    "surname_zh",
    "given_zh",
    "surname_en",
    "given_en",
    "surname_telecode",
    "given_telecode",
    "height",
    "expiry_date",
    "resident_type",
    "mrz",
    "address",
    "authority",
    "validity",
    "permit_number",
    "issue_count",
)
"""In the order of the network's classes; one more stands for everything else. Rows of a zone are one class."""

_MARKED = 0.35
"""Probability of a spot from which it belongs to a row."""
_SAME_ROW = 0.5
"""Of the lower piece's height: pieces that share more of it are one row."""
_RUN_ON = frozenset({"resident_type", "mrz", "address", "authority"})
"""Fields that may have several rows; of the others the one that is seen best is meant."""


@dataclass(frozen=True)
class Row:
    """One row of a field's print.

    Attributes:
        quad: 4 x 2, fractions of the card, from the row's own top left clockwise, close around the ink.
        score: 0..1, how sure the network is of it.
    """

    quad: Floats
    score: float


def find_places(small: Pixels, finder: Engine) -> Mapping[str, tuple[Row, ...]]:
    """The rows of every field that the network sees, from the top, by the names of NAMES.

    Args:
        small: the flat card, HEIGHT x WIDTH x 3, RGB.
        finder: the network "field-finder".
    """
    shares, reaches = (out[0] for out in finder.run(small[None].astype(np.float32)))
    found = {}
    for index, name in enumerate(NAMES):
        share = shares[index]
        if float(share.max()) > _MARKED:
            rows = _rows(share, reaches)
            if rows and name not in _RUN_ON:
                rows = [max(rows, key=lambda row: row.score * np.ptp(row.quad[:, 0]))]
            if rows:
                found[name] = tuple(sorted(rows, key=lambda row: float(row.quad[:, 1].mean())))
    return found


def _rows(share: NDArray[np.float32], reaches: NDArray[np.float32]) -> list[Row]:
    marked = (share > _MARKED).astype(np.uint8)
    count, labels = cv2.connectedComponents(marked, connectivity=8)
    pieces = []
    for label in range(1, count):
        ys, xs = np.nonzero(labels == label)
        pieces.append((ys, xs))
    rows: list[tuple[NDArray[np.intp], NDArray[np.intp]]] = []
    for ys, xs in sorted(pieces, key=lambda piece: -len(piece[0])):
        for i, (row_ys, row_xs) in enumerate(rows):
            if _level(_band(ys, xs, reaches), _band(row_ys, row_xs, reaches)):
                rows[i] = (np.concatenate((row_ys, ys)), np.concatenate((row_xs, xs)))
                break
        else:
            rows.append((ys, xs))
    return [row for ys, xs in rows if (row := _row(ys, xs, share, reaches)) is not None]


def _band(ys: NDArray[np.intp], xs: NDArray[np.intp], reaches: NDArray[np.float32]) -> tuple[float, float]:
    """Top and bottom of a piece of print."""
    return float(np.median(ys + 0.5 - reaches[1][ys, xs])), float(np.median(ys + 0.5 + reaches[3][ys, xs]))


def _level(a: tuple[float, float], b: tuple[float, float]) -> bool:
    """Whether two pieces stand on one row."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared > _SAME_ROW * min(a[1] - a[0], b[1] - b[0])


def _row(
    ys: NDArray[np.intp], xs: NDArray[np.intp], share: NDArray[np.float32], reaches: NDArray[np.float32]
) -> Row | None:
    weight = share[ys, xs].astype(np.float64)
    left, top, right, bottom = (reaches[k][ys, xs].astype(np.float64) for k in range(4))
    x, y = xs.astype(np.float64) + 0.5, ys.astype(np.float64) + 0.5
    # An end is told by the spots near it; the others see it too far off.
    x0 = _end(x - left, left, weight)
    x1 = _end(x + right, right, weight)
    tall = float(np.average(top + bottom, weights=weight))
    if x1 - x0 < 0.5 or tall < 0.5:
        return None
    middle = y + (bottom - top) / 2
    slope, level = _line(x, middle, weight)
    if x1 - x0 < 2 * tall:
        slope, level = 0.0, float(np.average(middle, weights=weight))
    ends = np.array([[x0, slope * x0 + level - tall / 2], [x1, slope * x1 + level - tall / 2]])
    quad = np.array([ends[0], ends[1], ends[1] + (0, tall), ends[0] + (0, tall)])
    return Row(quad * STRIDE / (WIDTH, HEIGHT), float(np.average(weight, weights=weight)))


def _end(ends: Floats, reach: Floats, weight: Floats) -> float:
    near = reach < max(2.0, float(reach.min()) + 1.0)
    return float(np.average(ends[near], weights=weight[near]))


def _line(x: Floats, y: Floats, weight: Floats) -> tuple[float, float]:
    """Slope and offset of the line through weighted points, held level by a prior where they are few."""
    mx, my = float(np.average(x, weights=weight)), float(np.average(y, weights=weight))
    spread = float((weight * (x - mx) ** 2).sum()) + 50.0
    slope = float((weight * (x - mx) * (y - my)).sum()) / spread
    return slope, my - slope * mx
