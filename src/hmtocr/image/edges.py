"""Sets a quad that a network found exactly onto the card's edges, where the picture shows them.

Along each side, profiles across the edge are searched together for the straight line on which the picture changes
most. A side without a clear change (a white card on white paper) stays where it was, and one along the picture's own
border (a scan cut at the card's edge) is that border, unless there is a very clear edge inside of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, Pixels, area, homography, inverse, move, rectangle, sides
from hmtocr.image.halves import halved

_WIDTH, _HEIGHT = 1000, 631
"""The frame that the search works in: a card of 1000 pixels' width."""
_FINER = 4 / 3
"""How much finer than the frame the picture must at least be to be looked at in half its size."""
_REACH = 22
"""How far from the quad the edge is looked for, in that frame's pixels."""
_SPREAD = 9.0
"""How far off the network usually is: nearer lines are preferred."""
_MARGIN, _WITHIN = _REACH + 4, 6
"""Pixels of the frame around the card, and those that are softened beyond what is searched."""
_ALONG = 0.5
"""Pixels that are looked at along a side for one of the frame's."""
_PROFILES = 48
_CORNER = 0.09
"""Part of a side, at either end, that the rounded corner bends."""
# OpenCV counts from the middle of the first pixel, quads from its outer edge.
_HALF_BACK = np.array([[1.0, 0.0, -0.5], [0.0, 1.0, -0.5], [0.0, 0.0, 1.0]])
_HALF_ON = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5], [0.0, 0.0, 1.0]])
_CLEAR = 0.30
"""A line's mean step, against the strongest steps of its profiles, from which it is an edge."""
_CUT = 16
"""How near to a side, in the frame's pixels, the picture's border must be to be taken for the card's edge."""
_EVERY_OTHER = np.arange(-_REACH, _REACH + 1, 2, dtype=np.float64)
"""Offsets that are tried at first."""
_NEXT = 3
"""Offsets to either side of the best of those that are tried then."""
_NEAR = 2.5
"""Pixels of the frame within the picture's border that are as good as outside: softened, it is half repeated."""
_END = 0.7
"""The mean step that the end of the picture counts as: more than print makes, less than a card's edge on its ground."""


@dataclass(frozen=True)
class Clarity:
    """How clear the edges along a quad's sides are, 0..1: all four, the weakest; and what share is out of sight."""

    mean: float
    weakest: float
    hidden: float


def to_edges(pixels: Pixels, quad: Floats) -> tuple[Floats, Clarity]:
    """The quad (4x2, clockwise) with every side moved onto the edge near it, and how clear the edges are."""
    height, width = pixels.shape[:2]
    across = max(sides(quad)[0] / _WIDTH, sides(quad)[1] / _HEIGHT)
    source, times = halved(pixels, across * _FINER)
    shrink = 1 / times
    frame = rectangle(_MARGIN, _MARGIN, _MARGIN + _WIDTH, _MARGIN + _HEIGHT)
    matrix = homography(quad * shrink, frame)
    soften = max(1.2, 0.8 / max(across, 0.2))
    back = inverse(matrix)
    ends = _End(move(rectangle(0, 0, width, height) * shrink, matrix), back, source.shape[:2], _NEAR * across * shrink)
    strips = [_strip(source, matrix, frame, side, soften) for side in range(4)]
    found = [_line(strip, ends, frame, side) for side, strip in enumerate(strips)]
    lines, steps = [line for line, _, _ in found], [step for _, step, _ in found]
    clear = Clarity(sum(steps) / 4, min(steps), sum(hidden for _, _, hidden in found) / 4)
    corners = np.array([_cross(lines[side - 1], lines[side]) for side in range(4)], np.float64)
    moved = move(corners, back) / shrink
    sane = 0.85 < abs(area(moved)) / max(1.0, abs(area(quad))) < 1.18
    return (moved if sane and bool(np.isfinite(moved).all()) else quad), clear


@dataclass(frozen=True)
class _Strip:
    """The frame along one of its sides: pixels, where in the frame they begin (x, y), and how many there are to one of
    the frame's pixels, across and down."""

    pixels: NDArray[np.float32]
    origin: Floats
    scale: Floats


@dataclass(frozen=True)
class _End:
    """Where the picture ends: its corners in the frame (4x2), the way from the frame to its pixels, its height and
    width, and how many pixels within that are as good as outside."""

    border: Floats
    back: Floats
    size: tuple[int, ...]
    near: float


def _strip(source: Pixels, matrix: Floats, frame: Floats, side: int, soften: float) -> _Strip:
    start, end = frame[side], frame[(side + 1) % 4]
    reach = _MARGIN + _WITHIN
    low = np.floor(np.minimum(start, end) - reach)
    # Along an edge little changes: fewer pixels do.
    scale = np.array([_ALONG, 1.0] if side % 2 == 0 else [1.0, _ALONG])
    width, height = (int(v) for v in np.ceil((np.maximum(start, end) + reach - low) * scale))
    to_strip = np.array([[scale[0], 0.0, -low[0] * scale[0]], [0.0, scale[1], -low[1] * scale[1]], [0.0, 0.0, 1.0]])
    # Repeating the picture's border makes no edge of its own, as any fixed colour would.
    flat = cv2.warpPerspective(
        source,
        _HALF_BACK @ to_strip @ matrix @ _HALF_ON,
        (width, height),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    soft = cv2.GaussianBlur(flat, (0, 0), soften * scale[0], sigmaY=soften * scale[1])
    return _Strip(soft.astype(np.float32), low, scale)


def _line(strip: _Strip, ends: _End, frame: Floats, side: int) -> tuple[Floats, float, float]:
    """Two points of the edge near one side of the frame, the mean step along it, and what share of it is hidden.

    Where it runs outside of the picture, it counts as much as the end of the picture does.
    """
    start, end = frame[side], frame[(side + 1) % 4]
    along = (end - start) / np.linalg.norm(end - start)
    outward = np.array([along[1], -along[0]])
    t = np.linspace(_CORNER, 1 - _CORNER, _PROFILES)
    d = np.arange(-_REACH - 1, _REACH + 2)
    points = start + (end - start) * t[:, None, None] + outward * d[None, :, None]
    maps = ((points - strip.origin) * strip.scale - 0.5).astype(np.float32)
    profile = cv2.remap(strip.pixels, maps[..., 0], maps[..., 1], cv2.INTER_LINEAR)
    red, green, blue = cv2.split(cv2.absdiff(profile[:, 2:], profile[:, :-2]))
    step = cv2.max(cv2.max(red, green), blue)
    # Each profile has one vote, however strong its contrast; next to nothing is noise and has none.
    step = step / np.maximum(step.max(axis=1, keepdims=True), 6.0)
    # Every other offset first, then all that are next to the best: no edge is narrower than that.
    rough = _means(step, *_grid()) * _prior(_EVERY_OTHER, _EVERY_OTHER)
    row, column = np.unravel_index(int(rough.argmax()), rough.shape)
    first, last = _next_to(_EVERY_OTHER[row]), _next_to(_EVERY_OTHER[column])
    mean = _means(step, *_lines(first, last)).astype(np.float64)
    trust = mean * _prior(first, last)
    best = np.unravel_index(int(trust.argmax()), mean.shape)
    cut = _cut(ends.border, start, end, outward)
    if cut is not None and _END * float(_trust(cut[0], cut[1])) > trust[best]:
        return np.array([start + outward * cut[0], end + outward * cut[1]]), _END, 1.0
    clear = float(mean[best])
    if clear < _CLEAR:
        line = np.array([start, end])
    else:
        a, b = _summit(mean, int(best[0]), int(best[1]))
        line = np.array([start + outward * (first[0] + a), end + outward * (last[0] + b)])
    hidden = _hidden(ends, line, t)
    return line, max(clear, clear * (1 - hidden) + _END * hidden), hidden


def _means(step: NDArray[np.float32], across: NDArray[np.float32], down: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean step on each of n x m lines, given where they meet each profile (see `_lines`)."""
    met = cv2.remap(step, across.reshape(-1, _PROFILES), down.reshape(-1, _PROFILES), cv2.INTER_LINEAR)
    return np.asarray(cv2.reduce(met, 1, cv2.REDUCE_AVG).reshape(across.shape[:2]), np.float32)


def _lines(first: Floats, last: Floats) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """For every pair of offsets at a side's two ends where among the steps (across, down) the line meets each profile:
    n x m x _PROFILES."""
    t = np.linspace(_CORNER, 1 - _CORNER, _PROFILES)
    across = first[:, None, None] * (1 - t) + last[None, :, None] * t + _REACH
    down = np.broadcast_to(np.arange(_PROFILES, dtype=np.float32), across.shape)
    return across.astype(np.float32), np.ascontiguousarray(down)


@cache
def _grid() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    return _lines(_EVERY_OTHER, _EVERY_OTHER)


def _next_to(offset: float) -> Floats:
    """The offsets by one around one."""
    return np.arange(max(-_REACH, offset - _NEXT), min(_REACH, offset + _NEXT) + 1, dtype=np.float64)


def _prior(first: Floats, last: Floats) -> Floats:
    """How likely each pair of offsets is: n x m."""
    return _trust(first[:, None], last[None])


def _hidden(ends: _End, line: Floats, t: Floats) -> float:
    """What share of a line, at parts `t` of its run, lies outside of the picture."""
    height, width = ends.size
    spots = move(line[0] + (line[1] - line[0]) * t[:, None], ends.back)
    inside = (spots >= ends.near) & (spots <= (width - ends.near, height - ends.near))
    return float(np.mean(~inside.all(axis=1)))


def _trust(first: Floats, last: Floats) -> Floats:
    """How likely an edge is that lies so far from the network's, at either end: never so little that it cannot win."""
    prior = np.exp(-((first + last) ** 2 / 4 + (first - last) ** 2 / 2) / (2 * _SPREAD**2))
    return np.asarray(0.35 + 0.65 * prior, np.float64)


def _cut(border: Floats, start: Floats, end: Floats, outward: Floats) -> Floats | None:
    """How far outward of a side's ends the picture's border (4x2, in the frame) runs, if it is near at both."""
    for corner in range(4):
        origin = border[corner]
        run = border[(corner + 1) % 4] - origin
        lean = float(outward[0] * run[1] - outward[1] * run[0])
        if abs(lean) < 0.7 * float(np.linalg.norm(run)):
            continue
        away = np.stack((origin - start, origin - end))
        offsets = (away[:, 0] * run[1] - away[:, 1] * run[0]) / lean
        if np.abs(offsets).max() < _CUT:
            return np.asarray(offsets, np.float64)
    return None


def _summit(mean: Floats, row: int, column: int) -> tuple[float, float]:
    """The highest place near a chosen one, between rows and columns: the preference must not shift the edge."""
    for _ in range(6):
        r0, c0 = max(row - 1, 0), max(column - 1, 0)
        near = mean[r0 : row + 2, c0 : column + 2]
        r, c = divmod(int(near.argmax()), near.shape[1])
        if (r0 + r, c0 + c) == (row, column):
            break
        row, column = r0 + r, c0 + c
    return row + _between(mean[:, column], row), column + _between(mean[row], column)


def _between(values: Floats, at: int) -> float:
    """How far the top of the parabola through three values is from the middle one."""
    if not 0 < at < len(values) - 1:
        return 0.0
    left, middle, right = (float(v) for v in values[at - 1 : at + 2])
    bend = left - 2 * middle + right
    # Away from a top the parabola's lies anywhere.
    return min(1.0, max(-1.0, 0.5 * (left - right) / bend)) if bend < 0 else 0.0


def _cross(first: Floats, second: Floats) -> Floats:
    """Where two lines, each given by two points, meet."""
    p, r = first[0], first[1] - first[0]
    q, s = second[0], second[1] - second[0]
    t = ((q[0] - p[0]) * s[1] - (q[1] - p[1]) * s[0]) / (r[0] * s[1] - r[1] * s[0])
    return np.asarray(p + t * r, np.float64)
