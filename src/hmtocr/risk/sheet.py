"""The rows of print on a card, laid side by side in one sheet at the picture's resolution, and cut into pieces.

A piece is about as wide as its row is high. What is looked at is made once for the whole sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, Pixels, homography, rectangle, sides, warp

CELL = 8
"""Pixels of the sheet, down and across, for one answer of the network that looks at it."""
PLANES = 4
_PAD = 0.45
"""Of a row's height: how far round it is looked."""
_PADS = (3, 16)
_LEAST_HEIGHT = 5.0
_MOST = 14
"""Rows that are looked at: the largest."""


@dataclass(frozen=True)
class Sheet:
    """Rows laid side by side.

    Attributes:
        pixels: the sheet, RGB, black where there is no row.
        places: (x, width, pad, height, pieces) of every row in it.
        first, last: of every piece's columns, the latter not its own any more.
        owner: the number of each piece's row, among those that were given.
        spots: pieces x 4, the piece's middle (x, y) and half its size along and across the row, on the picture.
        heights: of every piece's row.
    """

    pixels: Pixels
    places: tuple[tuple[int, int, int, int, int], ...]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    owner: NDArray[np.int64]
    spots: Floats
    heights: Floats


def lay(pixels: Pixels, quads: Sequence[Floats]) -> Sheet | None:
    """The rows at `quads` (4 x 2 each, in pixels); None where none is large enough."""
    sized = [(sides(quad), index, quad) for index, quad in enumerate(quads)]
    height, width = pixels.shape[:2]
    home = [
        item
        for item in sized
        if item[0][1] >= _LEAST_HEIGHT
        and item[0][0] >= 0.6 * item[0][1]
        and (item[2].min(0) >= 0).all()
        and (item[2].max(0) <= (width, height)).all()
    ]
    chosen = sorted(home, key=lambda item: -item[0][0] * item[0][1])[:_MOST]
    if not chosen:
        return None
    pads = [int(np.clip(round(_PAD * size[1]), *_PADS)) for size, _, _ in chosen]
    tall = max(round(size[1]) + 2 * pad for (size, _, _), pad in zip(chosen, pads, strict=True))
    total = sum(max(3, round(size[0])) + 2 * pad for (size, _, _), pad in zip(chosen, pads, strict=True))
    sheet = np.zeros((tall, total, 3), np.uint8)
    places, ends, owner, spots, heights, at = [], [], [], [], [], 0
    for ((across, down), index, quad), pad in zip(chosen, pads, strict=True):
        high, wide = max(3, round(down)), max(3, round(across))
        room = high + 2 * pad
        to_sheet = homography(quad, rectangle(pad, pad, pad + wide, pad + high))
        x0, y0 = np.clip(np.floor(quad.min(0)) - 2 * pad - 2, 0, None).astype(int)
        x1, y1 = (np.ceil(quad.max(0)) + 2 * pad + 2).astype(int)
        near = np.array([[1.0, 0.0, x0], [0.0, 1.0, y0], [0.0, 0.0, 1.0]])
        sheet[:room, at : at + wide + 2 * pad] = warp(pixels[y0:y1, x0:x1], to_sheet @ near, wide + 2 * pad, room)
        count = max(1, round(across / max(down, across / 24, 8.0)))
        edges = np.linspace(0, wide, count + 1)
        ends += [(at + pad + round(a), at + pad + round(b)) for a, b in pairwise(edges)]
        owner += [index] * count
        middles = (edges[:-1] + edges[1:])[:, None] / (2 * wide)
        left, right = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2
        half = np.array([across / (2 * count), down / 2])
        spots.append(np.concatenate([left + (right - left) * middles, np.tile(half, (count, 1))], 1))
        heights += [float(high)] * count
        places.append((at, wide + 2 * pad, pad, high, count))
        at += wide + 2 * pad
    first, last = np.array(ends, np.int64).T
    where = np.concatenate(spots)
    return Sheet(sheet, tuple(places), first, last, np.array(owner), where, np.array(heights))


def planes(pixels: Pixels) -> NDArray[np.float32]:
    """What a network is shown of a sheet: PLANES x height x width, both whole cells; brightness, grain and colour."""
    height, width = (-(-size // CELL) * CELL for size in pixels.shape[:2])
    whole = cv2.copyMakeBorder(pixels, 0, height - pixels.shape[0], 0, width - pixels.shape[1], cv2.BORDER_CONSTANT)
    light, red, blue = (plane.astype(np.float32) for plane in cv2.split(cv2.cvtColor(whole, cv2.COLOR_RGB2YCrCb)))
    grain = np.clip((light - cv2.blur(light, (3, 3))) / 4, -4, 4)
    return np.stack([(light - 128) / 64, grain, (red - 128) / 24, (blue - 128) / 24])


def shares(sheet: Sheet) -> NDArray[np.float32]:
    """Pieces x cells: what share of a piece, with what is round its row, lies in each cell."""
    down, across = (-(-size // CELL) for size in sheet.pixels.shape[:2])
    counts = [count for *_, count in sheet.places]
    ends = np.repeat([high + 2 * pad for _, _, pad, high, _ in sheet.places], counts)
    rows = _overlaps(np.zeros_like(ends), ends, down)
    told = (rows[:, :, None] * _overlaps(sheet.first, sheet.last, across)[:, None]).reshape(len(ends), -1)
    return np.asarray(told / told.sum(axis=1, keepdims=True), np.float32)


def fellows(owner: NDArray[np.int64]) -> NDArray[np.float32]:
    """Pieces x pieces: the matrix that takes means over each piece's row."""
    same = (owner[:, None] == owner[None]).astype(np.float32)
    return np.asarray(same / same.sum(axis=1, keepdims=True), np.float32)


def _overlaps(first: NDArray[np.int64], last: NDArray[np.int64], cells: int) -> NDArray[np.float32]:
    """How many pixels from each `first` up to its `last` lie in each cell (n x cells)."""
    begin = np.arange(cells) * CELL
    inside = np.minimum(begin + CELL, last[:, None]) - np.maximum(begin, first[:, None])
    return np.asarray(np.clip(inside, 0, CELL), np.float32)
