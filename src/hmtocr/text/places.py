"""Where the fields are on a flat card, told by a small network at one glance; no print is read for it.

The network (training/fields) marks the middle band of every row of a field's print, and tells from every spot of it
how far the row's ink reaches. A row is put together from all its spots, so that one that runs slightly uphill is told
as it runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, Pixels
from hmtocr.image.ranks import median
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
_FAINT = 0.2
"""Probability from which something may be there that is not seen well enough to be read."""
_SAME_ROW = 0.5
"""Of the lower piece's height: pieces that share more of it are one row."""
RUN_ON = frozenset({"resident_type", "mrz", "address", "authority"})
"""Fields that may have several rows; of the others one is meant."""
_RIVALS, _RIVAL = 3, 0.1
"""How many rows may be meant, and how much of the best one's weight each must have."""
KIN: Mapping[str, tuple[str, ...]] = {
    "dates": ("birth_date", "first_issue_date", "issue_date", "expiry_date"),
    "marks": ("sex", "height", "symbols"),
    "names_zh": ("surname_zh", "given_zh"),
    "names_en": ("surname_en", "given_en"),
    "telecodes": ("surname_telecode", "given_telecode"),
}
"""Fields that look alike: which is which is told by their texts, too."""
_CLASSES: Mapping[str, tuple[str, ...]] = {
    **{name: (name,) for name in NAMES if not any(name in kin for kin in KIN.values())},
    **KIN,
}
_WITHIN = 0.6
"""Of a row's area."""
_OUTER = 4.0
"""Answers from a row's outermost spot inwards that tell where it ends."""
_GAP: Mapping[str, float] = {"dates": 0.6, "marks": 2.0, "names_zh": 2.0, "names_en": 2.0, "telecodes": 2.0}
_WIDEST = 4.0
"""Heights of print that may lie between two pieces of one row: of fields that look alike, and of any other."""


Spots = tuple[NDArray[np.intp], NDArray[np.intp]]
"""Answers of the network: their rows and columns."""
_BETWEEN = 0.3
"""Of the height of print: spots that put their line so much lower than any other does belong to another line."""
_FEW = 3
"""Spots that may be there by chance."""
_PARTS, _PARTED = ("surname", "given"), 0.7
"""Fields that may share a row, and how clearly each part of it must look like its own."""


@dataclass(frozen=True, eq=False)
class Row:
    """One row of print; two are never the same.

    Attributes:
        quad: 4 x 2, fractions of the card, from the row's own top left clockwise, close around the ink.
        score: 0..1, how sure the network is of it.
        shares: how much it looks like each field that looks like it (KIN); of other fields empty.
        turn: how far along it, 0..1, the second of two such fields begins; None where it does not hold both.
    """

    quad: Floats
    score: float
    shares: Mapping[str, float] = field(default_factory=dict)
    turn: float | None = None

    def part(self, first: float, last: float) -> Row:
        """What lies between two shares of the row's run, 0..1 from its left end."""
        a, b, c, d = self.quad
        top, bottom = b - a, c - d
        return replace(self, quad=np.array([a + first * top, a + last * top, d + last * bottom, d + first * bottom]))


def find_places(small: Pixels, finder: Engine, aside: tuple[int, int] = (0, 0)) -> Mapping[str, tuple[Row, ...]]:
    """The rows of every field that the network sees, from the top, by the names of NAMES; kin by KIN's. Of fields that
    have one row, those that may be it, the likeliest first.

    What it may see, but not well enough, has no rows.

    Args:
        small: the flat card, HEIGHT x WIDTH x 3, RGB.
        finder: the network "field-finder".
        aside: by how many of the network's answers the card is moved to the right and down while it looks. It does not
            see quite the same then.
    """
    shares, reaches = _moved(small, finder, *aside)
    found: dict[str, tuple[Row, ...]] = {}
    for key, names in _CLASSES.items():
        share = shares[[NAMES.index(name) for name in names]].sum(axis=0)
        if float(share.max()) > _FAINT:
            found[key] = ()
        if float(share.max()) > _MARKED:
            rows = _rows(share, reaches, shares, names, _GAP.get(key, _WIDEST))
            if key in RUN_ON or key in KIN:
                found[key] = tuple(sorted(rows, key=lambda row: float(row.quad[:, 1].mean())))
            else:
                found[key] = _likely(rows)
    for key in RUN_ON & found.keys():
        others = [row for other, rows in found.items() if other != key for row in rows]
        alone = tuple(row for row in found[key] if not any(_is_part(row, other) for other in others))
        found[key] = alone or found[key]
    return found


def _is_part(row: Row, other: Row) -> bool:
    """Whether a row is a piece of another, longer one: print has one meaning."""
    (x0, y0), (x1, y1) = row.quad.min(0), row.quad.max(0)
    (left, top), (right, bottom) = other.quad.min(0), other.quad.max(0)
    inside = max(0.0, min(x1, right) - max(x0, left)) * max(0.0, min(y1, bottom) - max(y0, top))
    return bool(right - left > x1 - x0 and inside > _WITHIN * (x1 - x0) * (y1 - y0))


def _likely(rows: list[Row]) -> tuple[Row, ...]:
    """Of rows of which one is meant those that may be, the likeliest first."""
    weights = {row: row.score * float(np.ptp(row.quad[:, 0])) for row in rows}
    ranked = sorted(rows, key=lambda row: -weights[row])[:_RIVALS]
    return tuple(row for row in ranked if weights[row] > _RIVAL * weights[ranked[0]])


def _moved(small: Pixels, finder: Engine, right: int, down: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The network's answers for a card that was moved, moved back."""
    if right == down == 0:
        shares, reaches = (out[0] for out in finder.run(small[None].astype(np.float32)))
        return shares, reaches
    matrix = np.array([[1, 0, STRIDE * right], [0, 1, STRIDE * down]], np.float64)
    moved = cv2.warpAffine(small, matrix, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
    shares, reaches = (np.roll(out[0], (-down, -right), (1, 2)) for out in finder.run(moved[None].astype(np.float32)))
    return shares, reaches


def _rows(
    share: NDArray[np.float32],
    reaches: NDArray[np.float32],
    shares: NDArray[np.float32],
    names: tuple[str, ...],
    widest: float,
) -> list[Row]:
    count, labels = cv2.connectedComponents((share > _MARKED).astype(np.uint8), connectivity=8)
    blots = [np.nonzero(labels == label) for label in range(1, count)]
    pieces = [line for ys, xs in blots for line in _lines(ys, xs, reaches)]
    rows: list[Spots] = []
    for ys, xs in sorted(pieces, key=lambda piece: -len(piece[0])):
        for i, row in enumerate(rows):
            if _is_one((ys, xs), row, reaches, widest):
                rows[i] = (np.concatenate((row[0], ys)), np.concatenate((row[1], xs)))
                break
        else:
            rows.append((ys, xs))
    told = []
    for ys, xs in rows:
        seen = _row(ys, xs, share, reaches)
        if seen is not None:
            kin = {n: shares[NAMES.index(n)][ys, xs] for n in names} if len(names) > 1 else {}
            turn = _turn(xs, *kin.values()) if len(names) == len(_PARTS) else None
            means = {name: float(values.mean()) for name, values in kin.items()}
            told.append(replace(seen, shares=means, turn=turn))
    return told


def _lines(ys: NDArray[np.intp], xs: NDArray[np.intp], reaches: NDArray[np.float32]) -> list[Spots]:
    """The lines of print in spots that hang together: each spot tells how high its own line is."""
    up, down = reaches[1][ys, xs], reaches[3][ys, xs]
    middle = ys + (down - up) / 2
    order = np.argsort(middle)
    cuts = np.flatnonzero(np.diff(middle[order]) > _BETWEEN * float(median(up + down))) + 1
    lines = [(ys[part], xs[part]) for part in np.split(order, cuts)]
    return [line for line in lines if len(line[0]) >= min(_FEW, len(ys))]


def _is_one(piece: Spots, row: Spots, reaches: NDArray[np.float32], widest: float) -> bool:
    """Whether a piece goes on a row: they are level, with little between them, or with none as they tell their ends."""
    band = _band(*piece, reaches)
    if not _level(band, _band(*row, reaches)):
        return False
    left, right = (piece, row) if piece[1].min() < row[1].min() else (row, piece)
    gap = float(right[1].min() - left[1].max())
    told = gap - float(reaches[2][left][left[1].argmax()] + reaches[0][right][right[1].argmin()])
    return gap < widest * (band[1] - band[0]) or told < 0


def _turn(xs: NDArray[np.intp], first: NDArray[np.float32], second: NDArray[np.float32]) -> float | None:
    """Where along a row (0..1 of its spots) one field's print ends and the other's begins; None if it holds one."""
    order = np.argsort(xs)
    lead = np.cumsum((first - second)[order].astype(np.float64))
    at = int(lead.argmax()) + 1
    if min(at, len(xs) - at) < _FEW:
        return None
    both = np.stack((first, second))[:, order] / (first + second + 1e-6)[order]
    if min(float(both[0, :at].mean()), float(both[1, at:].mean())) < _PARTED:
        return None
    ends = float(xs.min()), float(xs.max()) + 1.0
    return (float(xs[order][at]) - ends[0]) / (ends[1] - ends[0])


def _band(ys: NDArray[np.intp], xs: NDArray[np.intp], reaches: NDArray[np.float32]) -> tuple[float, float]:
    """Top and bottom of a piece of print."""
    return float(median(ys + 0.5 - reaches[1][ys, xs])), float(median(ys + 0.5 + reaches[3][ys, xs]))


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
    x0 = _end(x - left, left, x - x.min(), weight)
    x1 = _end(x + right, right, x.max() - x, weight)
    tall = _mean(top + bottom, weight)
    if x1 - x0 < 0.5 or tall < 0.5:
        return None
    middle = y + (bottom - top) / 2
    slope, level = _line(x, middle, weight)
    if x1 - x0 < 2 * tall:
        slope, level = 0.0, _mean(middle, weight)
    ends = np.array([[x0, slope * x0 + level - tall / 2], [x1, slope * x1 + level - tall / 2]])
    quad = np.array([ends[0], ends[1], ends[1] + (0, tall), ends[0] + (0, tall)])
    return Row(quad * STRIDE / (WIDTH, HEIGHT), _mean(weight, weight))


def _end(ends: Floats, reach: Floats, inside: Floats, weight: Floats) -> float:
    """Where a row ends, as the spots tell it that are `inside` of its outermost one by little."""
    outer = inside < _OUTER
    near = outer & (reach < max(2.0, float(reach[outer].min()) + 1.0))
    return _mean(ends[near], weight[near])


def _line(x: Floats, y: Floats, weight: Floats) -> tuple[float, float]:
    """Slope and offset of the line through weighted points, held level by a prior where they are few."""
    mx, my = _mean(x, weight), _mean(y, weight)
    spread = float((weight * (x - mx) ** 2).sum()) + 50.0
    slope = float((weight * (x - mx) * (y - my)).sum()) / spread
    return slope, my - slope * mx


def _mean(values: Floats, weight: Floats) -> float:
    return float(values @ weight) / float(weight.sum())
