"""Two characters of a card that are the same pixel by pixel: one was copied over another.

Two prints of one character never come out alike: each falls on the picture's pixels a little differently, on other
ground, with noise of its own. A copy has all of the first's, and differs from it by what a JPEG file loses. Every
character is laid over every other one; two that differ far less than the next best do are twins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, Pixels, sides
from hmtocr.models.blas import on_one_thread
from hmtocr.risk.sheet import Sheet

_WINDOW = 0.75
"""Of the characters' usual height, what is compared round the middle of each: what lies beside them is not copied."""
_LEAST, _MOST = 6, 40
"""Pixels of that."""
_TALL, _WIDE = 0.4, 1.3
"""Of the row's height, how high a blot of ink is at least, and how wide at most until it is taken for several."""
_INKED = 0.04
"""Of the square of the row's height, the ink of a blot at least."""
_FEWEST = 6
"""Characters without which nothing is usual."""
_MANY = 120
"""Characters that are compared, the first rows' before the others'."""
_NEXT = 4
"""How many of the next best pairs say what is usual."""
_LEVEL = 0.3
"""Levels that are added to every difference: what is nearly nothing is as good as nothing."""
_FINE = 14
"""Pixels of a window from which every other one across and down suffices."""
_REACH = 1
"""Pixels that two characters' middles may be off, for blots are not exact."""


@dataclass(frozen=True)
class Twins:
    """The two characters that differ least.

    Attributes:
        alike: by how much less than the next best pairs they differ, as a logarithm; about 0 where none are twins.
        rows: of the two.
    """

    alike: float
    rows: tuple[int, int]


def twins(pixels: Pixels, quads: Sequence[Floats], sheet: Sheet, ink: NDArray[np.uint8]) -> Twins | None:
    """The likest two characters of all rows; None where there are too few to compare.

    Args:
        pixels: the picture, RGB, at its own resolution: shrunk by two, copies an odd number of pixels away differ.
        quads: of the rows on it (4 x 2 each).
        sheet: the rows, laid side by side.
        ink: the sheet's height x width, 1 where there is ink.
    """
    found = list(islice(_characters(sheet, ink, quads), _MANY))
    tall = [sides(quads[row])[1] for _, _, row in found]
    if len(found) < _FEWEST:
        return None
    size = int(np.clip(round(_WINDOW * float(np.median(tall))), _LEAST, _MOST))
    corners = np.round(np.array([spot[:2] for spot in found]) - size / 2).astype(int)
    room = pixels.shape[1] - size - _REACH, pixels.shape[0] - size - _REACH
    inside = (corners >= _REACH).all(1) & (corners <= room).all(1)
    corners, owner = corners[inside], np.array([row for _, _, row in found])[inside]
    if len(corners) < _FEWEST:
        return None
    x0, y0 = corners.min(0) - _REACH
    x1, y1 = corners.max(0) + size + _REACH
    light = cv2.cvtColor(np.ascontiguousarray(pixels[y0:y1, x0:x1]), cv2.COLOR_RGB2GRAY).astype(np.float32)
    with on_one_thread():
        apart = _differences(light, corners - (x0, y0), size)
    nearest = apart.min(1)
    if np.isfinite(nearest).sum() < _FEWEST:
        return None
    one = int(nearest.argmin())
    other = int(apart[one].argmin())
    usual = np.sort(np.delete(nearest, (one, other)))[:_NEXT].mean()
    alike = float(np.log((usual + _LEVEL) / (nearest[one] + _LEVEL)))
    return Twins(alike, (int(owner[one]), int(owner[other])))


def _characters(sheet: Sheet, ink: NDArray[np.uint8], quads: Sequence[Floats]) -> Iterator[tuple[float, float, int]]:
    """The middles of all characters, on the picture, and their rows, row after row."""
    piece = 0
    for x, wide, pad, high, count in sheet.places:
        row, piece = int(sheet.owner[piece]), piece + count
        band = np.ascontiguousarray(ink[pad : pad + high, x + pad : x + wide - pad])
        _, _, blots, _ = cv2.connectedComponentsWithStats(band, connectivity=8)
        a, b, c, d = quads[row]
        for middle, level in _middles(blots[1:].tolist(), high):
            across, down = middle / band.shape[1], level / high
            left, right = a + (d - a) * down, b + (c - b) * down
            spot = left + (right - left) * across
            yield float(spot[0]), float(spot[1]), row


def _middles(blots: Sequence[list[int]], high: int) -> Iterator[tuple[float, float]]:
    """The middles of the characters that blots of ink (x, y, width, height, size) make up, on their band."""
    parts: list[tuple[int, int, int, int]] = []
    for x, y, wide, tall, ink in sorted(blots):
        if tall < _TALL * high or ink < _INKED * high * high:
            continue
        before = parts[-1] if parts else (0, 0, -1, 0)
        if x < before[0] + before[2] - 0.35 * min(wide, before[2]):
            # Side by side no more: parts of one character, as Chinese ones have.
            left, top = before[0], min(before[1], y)
            parts[-1] = left, top, max(left + before[2], x + wide) - left, max(before[1] + before[3], y + tall) - top
        else:
            parts.append((x, y, wide, tall))
    for x, y, wide, tall in parts:
        count = max(1, round(wide / (1.1 * high))) if wide > _WIDE * high else 1
        yield from ((x + wide * (index + 0.5) / count, y + tall / 2) for index in range(count))


def _differences(light: NDArray[np.float32], corners: NDArray[np.int64], size: int) -> Floats:
    """How far every two windows are apart (levels, root mean square) where they fit best; infinite if they overlap."""
    whole = size + 2 * _REACH
    seen = np.stack([light[y - _REACH : y - _REACH + whole, x - _REACH : x - _REACH + whole] for x, y in corners])
    step = 1 if size < _FINE else 2
    own = _level(seen[:, _REACH : _REACH + size : step, _REACH : _REACH + size : step])
    least = np.full((len(own), len(own)), np.inf, np.float32)
    for down in range(whole - size + 1):
        for across in range(whole - size + 1):
            moved = _level(seen[:, down : down + size : step, across : across + size : step])
            np.minimum(least, (moved * moved).sum(1) - 2 * (own @ moved.T), out=least)
    least += (own * own).sum(1)[:, None]
    least = np.minimum(least, least.T)
    apart = np.abs(corners[:, None] - corners[None]).max(2)
    least[apart < size] = np.inf
    return np.asarray(np.sqrt(np.maximum(least, 0) / own.shape[1]), np.float64)


def _level(windows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Windows as rows, less their means."""
    flat = windows.reshape(len(windows), -1)
    return np.asarray(flat - flat.mean(1, keepdims=True), np.float32)
