"""Moves a box onto the straight edges of the picture that it roughly holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]

_NOISE = np.float32(0.012)
"""A step of one per cent is none."""
_SURE = 1.5
"""A step this many times its own variation along the side is where a picture ends: right in 3 of 4 cases on
drawn cards, and in 19 of 20 from 3 on; a hairline or a shoulder varies more."""


_NONE = 1.5
"""How sure a side is of which no edge is seen; a step must be larger than that many times its variation along the side
(a hairline or a shoulder varies more)."""
_MOST = 10.0
_PEAKS = 3
_PASSES = 2
_OUT, _IN = 0.18, 0.08
"""Shares of the box by which its sides may be moved: those found by their contents are rather too small."""
_NEAR = 4.0
_SHAPE, _SPREAD = 1.28, 0.12
"""Height over width of a portrait, and the logarithm's standard deviation: 35 x 45 mm and 25 x 32 mm photographs."""


@dataclass(frozen=True, slots=True)
class Framed:
    """A box (x0, y0, x1, y1 in pixels of the plane) and how sure each side is to be an edge, in the same order."""

    box: tuple[int, int, int, int]
    sides: tuple[float, float, float, float]


def settle(colour: Plane, box: tuple[int, int, int, int]) -> Framed:
    """The box with each side on an edge nearby, if there is a sure one; `colour` is height x width x channels."""
    sides = [box[0], box[1], box[2], box[3]]
    sure = [0.0] * 4
    turned = colour.transpose(1, 0, 2)
    for _ in range(2):
        x0, y0, x1, y1 = sides
        wide, high = x1 - x0, y1 - y0
        # Boxes found by their contents are rather too small than too large.
        out_x, in_x = max(4, int(0.16 * wide)), max(2, int(0.08 * wide))
        out_y, in_y = max(4, int(0.2 * high)), max(2, int(0.1 * high))
        rows, columns = slice(y0 + high // 6, y1 - high // 12), slice(x0 + wide // 9, x1 - wide // 9)
        found = (
            _edge(colour[rows], x0 - out_x, x0 + in_x + 1),
            _edge(turned[columns], y0 - out_y, y0 + in_y + 1),
            _edge(colour[rows], x1 - in_x, x1 + out_x + 1),
            _edge(turned[columns], y1 - in_y, y1 + out_y + 1),
        )
        for i, (place, certainty) in enumerate(found):
            sure[i] = certainty
            if certainty > _SURE:
                sides[i] = place
    return Framed((sides[0], sides[1], sides[2], sides[3]), (sure[0], sure[1], sure[2], sure[3]))


def fit(colour: Plane, box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """The box with its sides on edges nearby, those that are the surest and together have a portrait's shape.

    `colour` is height x width x channels.
    """
    now = box
    for _ in range(_PASSES):
        now = _fitted(box, [_places(colour, now, box, side) for side in range(4)])
    return now


def _places(
    colour: Plane, now: tuple[int, int, int, int], box: tuple[int, int, int, int], side: int
) -> list[tuple[int, float]]:
    """Where the side may be and how sure that is, the box's own place last; left, top, right, bottom."""
    strip = colour if side % 2 == 0 else colour.transpose(1, 0, 2)
    low, high = (now[1], now[3]) if side % 2 == 0 else (now[0], now[2])
    size = box[2 + side % 2] - box[side % 2]
    # Hair and shoulders do not reach into the corners of a picture: its edges are seen best in the middle.
    lines = slice(max(0, low + (high - low) // 6), high - (high - low) // 12)
    outward, inward = max(4, round(_OUT * size)), max(2, round(_IN * size))
    start, stop = (box[side] - outward, box[side] + inward) if side < 2 else (box[side] - inward, box[side] + outward)
    return [*_steps(strip[lines], start, stop + 1), (box[side], _NONE)]


def _fitted(box: tuple[int, int, int, int], edges: Sequence[Sequence[tuple[int, float]]]) -> tuple[int, int, int, int]:
    """The combination of edges that is likeliest: sure, of a portrait's shape, and not far from the box."""
    wide, high = box[2] - box[0], box[3] - box[1]
    places = [np.array([place for place, _ in side], float) for side in edges]
    sure = [np.array([certainty for _, certainty in side]) for side in edges]
    worth = [
        np.log(np.minimum(s, _MOST)) - _NEAR * ((p - box[i]) / (wide if i % 2 == 0 else high)) ** 2
        for i, (p, s) in enumerate(zip(places, sure, strict=True))
    ]
    left, top, right, bottom = np.ix_(*places)
    total = sum(np.ix_(*worth))
    shape = np.log(np.maximum(bottom - top, 1) / np.maximum(right - left, 1) / _SHAPE)
    total = total - (shape / _SPREAD) ** 2 / 2
    chosen = [int(i) for i in np.unravel_index(int(total.argmax()), total.shape)]
    x0, y0, x1, y1 = (int(places[i][n]) for i, n in enumerate(chosen))
    return (x0, y0, x1, y1)


def _edge(strip: Plane, start: int, stop: int) -> tuple[int, float]:
    """The surest column edge of a strip (lines x columns x channels) from `start` to before `stop`."""
    start, certainty = _certainty(strip, start, stop)
    if not len(certainty):
        return 0, 0.0
    best = int(certainty.argmax())
    return start + best, float(certainty[best])


def _certainty(strip: Plane, start: int, stop: int) -> tuple[int, Plane]:
    """The first column on the strip, and how many times its own variation each column's step is from there on."""
    start, stop = max(start, 2), min(stop, strip.shape[1] - 1)
    if stop <= start or not len(strip):
        return start, np.empty(0, np.float32)
    near = strip[:, start - 2 : stop + 1]
    steps = (near[:, 2:-1] + near[:, 3:] - near[:, :-3] - near[:, 1:-2]) / 2
    middle = np.median(steps, axis=0)
    spread = np.abs(steps - middle).mean(axis=0) + _NOISE
    return start, np.asarray((np.abs(middle) / spread).max(axis=1), np.float32)


def _steps(strip: Plane, start: int, stop: int) -> list[tuple[int, float]]:
    """The surest column edges of a strip (lines x columns x channels) from `start` to before `stop`."""
    start, certainty = _certainty(strip, start, stop)
    peaks = [
        n
        for n in range(len(certainty))
        if certainty[n] > _NONE and certainty[n] == certainty[max(0, n - 2) : n + 3].max()
    ]
    peaks.sort(key=lambda n: -certainty[n])
    return [(start + n, float(certainty[n])) for n in peaks[:_PEAKS]]
