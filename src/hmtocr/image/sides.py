"""Finds the four lines of a card near a rough quad by what the picture shows and what a card's shape allows, together.

Each side by itself may be mistaken for a shadow, a line of the ground or another thing's edge, and a side out of the
picture shows nothing at all. So several lines are kept for each, and those four are taken that are clear and near,
and that make a shape in which a camera can see a card.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, Pixels, around, homography, inverse, move, rectangle, sides, warp
from hmtocr.image.pinhole import misfit

_WIDTH, _HEIGHT = 500, 315
"""The frame that the search works in: a card of 500 pixels' width."""
_REACH = 80
"""How far inward and outward a side is looked for, in that frame's pixels."""
_STEP = 2
_PROFILES = 40
_CORNER = 0.09
"""Part of a side, at either end, that the rounded corner bends."""
_LEAN = 70
"""How much farther one end may be moved than the other."""
_PEAKS = 6
_APART = 8
"""How far one end of a line must be from that of another to count as another."""
_HIDDEN = 0.45
"""What a side out of the picture counts for: less than an edge that is seen, more than a line that is none."""
_BEYOND = 0.7
"""The share of a line out of the picture from which nothing in it tells where the line is."""
_NEAR, _FAR = 12.0, 0.06
"""How far off the rough quad's sides usually are, and how much it counts if they are farther off."""
_SHAPE, _FREE = 2.0, 0.03
"""How strongly a misfit counts, and below which it does not."""
_COMBINATIONS = 20000
"""Of one line for each side: more are not tried."""
_HIDDEN_STEP, _HIDDEN_LEANS = 6, (-24.0, -12.0, 0.0, 12.0, 24.0)
"""Lines beyond the picture, where none is better than its neighbour: how far apart, and how slanting."""


def likely_quads(pixels: Pixels, quad: Floats, count: int) -> list[Floats]:
    """The `count` likeliest quads (4x2, on the picture) near a rough one, which begins at the same corner."""
    height, width = pixels.shape[:2]
    margin = _REACH + 4
    frame = rectangle(margin, margin, margin + _WIDTH, margin + _HEIGHT)
    size = (_WIDTH + 2 * margin, _HEIGHT + 2 * margin)
    matrix = homography(quad, frame)
    back = inverse(matrix)
    across = max(sides(quad)[0] / _WIDTH, sides(quad)[1] / _HEIGHT)
    part, home = around(pixels, move(rectangle(0, 0, *size), back), across)
    soft = cv2.GaussianBlur(warp(part, matrix @ home, *size), (0, 0), 1.0).astype(np.float32)
    mask = cv2.erode(warp(np.ones((height, width), np.uint8), matrix, *size, outside=0), np.ones((7, 7), np.uint8))
    seen = np.asarray(mask, np.float32)
    found = [_lines(soft, seen, frame, side) for side in range(4)]
    return _best(found, back, width, height, count)


def _lines(soft: NDArray[np.float32], seen: NDArray[np.float32], frame: Floats, side: int) -> tuple[Floats, Floats]:
    """Lines near one side of the frame (n x 2 x 2, two points of each), and what speaks for each."""
    start, end = frame[side], frame[(side + 1) % 4]
    along = (end - start) / np.linalg.norm(end - start)
    outward = np.array([along[1], -along[0]])
    t = np.linspace(_CORNER, 1 - _CORNER, _PROFILES)
    offsets = np.arange(-_REACH, _REACH + 1, _STEP, dtype=np.float64)
    d = np.arange(-_REACH - _STEP, _REACH + _STEP + 1, _STEP)
    points = (start + (end - start) * t[:, None, None] + outward * d[None, :, None] - 0.5).astype(np.float32)
    profile = cv2.remap(soft, points[..., 0], points[..., 1], cv2.INTER_LINEAR)
    visible = cv2.remap(seen, points[..., 0], points[..., 1], cv2.INTER_LINEAR)[:, 1:-1] > 0.99
    step = np.abs(profile[:, 2:] - profile[:, :-2]).max(axis=2) * visible
    # Each profile has one vote, however strong its contrast; next to nothing is noise and has none.
    step = step / np.maximum(step.max(axis=1, keepdims=True), 6.0)
    vote = np.where(visible, step, _HIDDEN)
    first, last = (grid.ravel() for grid in np.meshgrid(offsets, offsets, indexing="ij"))
    kept = np.abs(first - last) <= _LEAN
    first, last = first[kept], last[kept]
    where = (first[:, None] * (1 - t) + last[:, None] * t + _REACH) / _STEP
    low = np.minimum(where.astype(int), len(offsets) - 2)
    part = where - low
    rows = np.arange(_PROFILES)
    shown = (vote[rows, low] * (1 - part) + vote[rows, low + 1] * part).mean(axis=1)
    hidden = 1 - visible[rows, np.round(where).astype(int)].mean(axis=1)
    worth = shown - _FAR * np.log1p((first**2 + last**2) / 2 / _NEAR**2)
    chosen = _peaks(np.where(hidden < _BEYOND, worth, -1.0), first, last)
    middle, lean = (first + last) / 2, first - last
    coarse = (np.mod(middle, _HIDDEN_STEP) == 0) & np.isin(lean, _HIDDEN_LEANS) & (hidden >= _BEYOND)
    beyond = np.flatnonzero(coarse)
    chosen.extend(beyond[np.argsort(-worth[beyond])].tolist())
    ends = np.stack((start + outward * first[chosen, None], end + outward * last[chosen, None]), axis=1)
    return ends, worth[chosen]


def _peaks(left: Floats, first: Floats, last: Floats) -> list[int]:
    """The best lines, given by the offsets of their ends, none next to a better one; used up are those below 0."""
    chosen: list[int] = []
    for _ in range(_PEAKS):
        top = int(left.argmax())
        if left[top] <= 0:
            break
        chosen.append(top)
        left[(np.abs(first - first[top]) < _APART) & (np.abs(last - last[top]) < _APART)] = -1.0
    return chosen


def _best(found: list[tuple[Floats, Floats]], back: Floats, width: int, height: int, count: int) -> list[Floats]:
    """The likeliest of all quads that take one line of each side, `back` leading from the frame to the picture."""
    counts = [len(worth) for _, worth in found]
    if min(counts) == 0:
        return []
    while np.prod(counts) > _COMBINATIONS:
        # Lines begin with the best that are seen, and hidden ones come last: those that are worth least go first.
        counts[int(np.argmax(counts))] //= 2
    index = np.stack([grid.ravel() for grid in np.meshgrid(*(np.arange(n) for n in counts), indexing="ij")])
    worth = np.sum([found[side][1][index[side]] for side in range(4)], axis=0)
    ends = [found[side][0][index[side]] for side in range(4)]
    corners = np.stack([_cross(ends[side - 1], ends[side]) for side in range(4)], axis=1)
    quads = move(corners.reshape(-1, 2), back).reshape(-1, 4, 2)
    worth = worth - _SHAPE * np.maximum(misfit(quads, width, height) - _FREE, 0)
    order = np.argsort(-worth)
    chosen: list[int] = []
    for i in order[:2000]:
        if len(chosen) == count:
            break
        if all(np.abs(corners[i] - corners[j]).max() > _APART for j in chosen):
            chosen.append(int(i))
    return [quads[i] for i in chosen]


def _cross(first: Floats, second: Floats) -> Floats:
    """Where lines, each given by two points (n x 2 x 2), meet."""
    p, r = first[:, 0], first[:, 1] - first[:, 0]
    q, s = second[:, 0], second[:, 1] - second[:, 0]
    across = r[:, 0] * s[:, 1] - r[:, 1] * s[:, 0]
    t = ((q[:, 0] - p[:, 0]) * s[:, 1] - (q[:, 1] - p[:, 1]) * s[:, 0]) / across
    return np.asarray(p + t[:, None] * r, np.float64)
