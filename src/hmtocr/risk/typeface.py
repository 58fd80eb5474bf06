"""Whether the digits of one row are of another type than the same digits in the card's other rows.

Hong Kong's cards print all numbers and dates in one type (an OCR-B of one width; by eye on the official specimens).
Each digit is laid over the same digits of the other rows: on pictures of official specimens they correlate by 0.9 and
more, row with row, and a number typed in a common font by 0.5 to 0.8.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Pixels
from hmtocr.risk.sheet import Sheet

ALIKE: Mapping[str, frozenset[str]] = {
    "hk-id": frozenset({"number", "telecode", "birth_date", "first_issue_date", "issue_date"}),
}
"""Fields of a document that are printed in one type. Of Macao's cards and of permits it is not known."""

_ROWS = 3
"""Without as many it cannot be told which of them is the strange one."""
_ROOM, _BESIDE, _HIGH = 0.2, 0.35, 40
"""Of a row's height, what is looked at above and below it, and at its sides; and the pixels of all that."""
_TALL, _WIDE = (0.55, 1.35), 1.3
"""Of the row's height, how high a digit is; of its own, how wide at most."""
_LOW = "-.,'*<"
"""What is not as high as a digit."""
_LOST, _SKIPPED = 1.0, 0.25
"""What it costs, in characters' widths, to find no ink for a character, and to leave ink out."""
_WIDTH, _HEIGHT, _EDGE = 24, 32, 2
"""Pixels of a digit as it is compared, with an edge round it."""
_EVEN = 0.2
"""Of the row's usual, how much higher or lower a digit may be: what is more is cut, or has grown together."""
_IN_COMMON, _OF_OTHERS = 3, 2
"""Digits that a row must share with others, and they among themselves."""
_STEADY = 0.05
"""What no two digits of one type are nearer than."""


@dataclass(frozen=True)
class Digits:
    """The digits of one row.

    Attributes:
        values: n, which digit each is.
        shapes: n x (_HEIGHT * _WIDTH), their ink, of mean 0 and length 1.
        moved: the same a pixel to the left and to the right, 3 x n x ...
    """

    values: NDArray[np.int64]
    shapes: NDArray[np.float32]
    moved: NDArray[np.float32]


def strangeness(sheet: Sheet, texts: Mapping[int, str]) -> dict[int, float]:
    """How far each row's digits are off from those of the others, over how far those are off from one another.

    Args:
        sheet: rows of print, laid side by side.
        texts: what the rows of one type say, by their numbers.

    Returns:
        Those that can be compared, by their numbers: some 0 for a row like the others, 1 and more for a strange one.
    """
    rows: dict[int, Digits] = {}
    at = 0
    for x, wide, pad, high, count in sheet.places:
        row, at = int(sheet.owner[at]), at + count
        if row in texts and (found := _digits(_line(sheet.pixels, x, wide, pad, high), texts[row])) is not None:
            rows[row] = found
    if len(rows) < _ROWS:
        return {}
    pairs = {pair: told for pair in combinations(rows, 2) if (told := _likeness(rows[pair[0]], rows[pair[1]]))}
    return {row: off for row in rows if (off := _off(row, pairs)) is not None}


def _off(row: int, pairs: Mapping[tuple[int, int], tuple[float, int]]) -> float | None:
    own = [told for pair, told in pairs.items() if row in pair]
    rest = sorted(told for pair, told in pairs.items() if row not in pair)
    shared, others = sum(count for _, count in own), sum(count for _, count in rest)
    if shared < _IN_COMMON or others < _OF_OTHERS:
        return None
    mean = sum(like * count for like, count in own) / shared
    below = np.cumsum([count for _, count in rest])
    usual = rest[int(np.searchsorted(below, others / 2))][0]
    return (usual - mean) / (_STEADY + 1 - usual)


def _likeness(one: Digits, other: Digits) -> tuple[float, int] | None:
    """The mean correlation of one row's digits with the likest same digit of the other, and of how many."""
    same = one.values[:, None] == other.values[None]
    shared = same.any(1)
    if not shared.any():
        return None
    like = np.where(same, (one.moved @ other.shapes.T).max(0), -1.0).max(1)
    return float(like[shared].mean()), int(shared.sum())


def _line(pixels: Pixels, x: int, wide: int, pad: int, high: int) -> NDArray[np.float32]:
    """A row's ink (0..255), _HIGH pixels from a little above to a little below it."""
    above, beside = min(pad, round(_ROOM * high)), min(pad, round(_BESIDE * high))
    part = pixels[pad - above : pad + high + above, x + pad - beside : x + wide - pad + beside]
    width = max(8, round(part.shape[1] * _HIGH / part.shape[0]))
    way = cv2.INTER_CUBIC if part.shape[0] < _HIGH else cv2.INTER_AREA
    grey = cv2.cvtColor(cv2.resize(part, (width, _HIGH), interpolation=way), cv2.COLOR_RGB2GRAY)
    ground = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((_HIGH // 2, _HIGH // 2), np.uint8))
    return np.asarray(cv2.subtract(ground, grey), np.float32)


def _digits(ink: NDArray[np.float32], text: str) -> Digits | None:
    """The digits of a row that says `text`; None where none is told apart."""
    level, _ = cv2.threshold(ink.astype(np.uint8), 0, 255, cv2.THRESH_OTSU)
    _, _, blots, _ = cv2.connectedComponentsWithStats((ink > level).astype(np.uint8), connectivity=8)
    high = _HIGH / (1 + 2 * _ROOM)
    tall = [b for b in blots[1:].tolist() if _TALL[0] * high <= b[3] <= _TALL[1] * high and b[2] < _WIDE * b[3]]
    found = [(char, blot) for char, blot in _matched(text, sorted(tall), ink.shape[1], high) if char.isdecimal()]
    usual = float(np.median([blot[3] for _, blot in found])) if found else 0.0
    values, shapes = [], []
    for char, (x, y, wide, tallness, _) in found:
        if abs(tallness - usual) <= _EVEN * usual:
            across, down = (_WIDTH - 2 * _EDGE) / (0.75 * usual), (_HEIGHT - 2 * _EDGE) / usual
            matrix = np.array([[across, 0, _WIDTH / 2 - (x + wide / 2) * across], [0, down, _EDGE - y * down]])
            shapes.append(cv2.warpAffine(ink, matrix, (_WIDTH, _HEIGHT)))
            values.append(int(char))
    if not shapes:
        return None
    stack = np.stack(shapes)
    moved = np.stack([_even(np.roll(stack, step, axis=2)) for step in (-1, 0, 1)])
    return Digits(np.array(values), moved[1], moved)


def _even(shapes: NDArray[np.float32]) -> NDArray[np.float32]:
    flat = shapes.reshape(len(shapes), -1)
    flat = flat - flat.mean(1, keepdims=True)
    return np.asarray(flat / (np.linalg.norm(flat, axis=1, keepdims=True) + 1e-6), np.float32)


def _matched(text: str, blots: Sequence[list[int]], width: int, high: float) -> list[tuple[str, list[int]]]:
    """Which blot of ink is which of the text's high characters, both from the left."""
    wanted = [(index, char) for index, char in enumerate(text) if char != " " and char not in _LOW]
    if len(wanted) == len(blots):
        return [(char, blot) for (_, char), blot in zip(wanted, blots, strict=True)]
    # As few are left out as can be where each is where it would be if all were as wide.
    pitch = (width - 2 * _BESIDE * high) / max(1, len(text))
    middles = [_BESIDE * high + (index + 0.5) * pitch for index, _ in wanted]
    best: list[list[tuple[float, tuple[int, ...]]]] = [[(j * _SKIPPED, ()) for j in range(len(blots) + 1)]]
    for i, middle in enumerate(middles):
        line = [(best[i][0][0] + _LOST, best[i][0][1])]
        for j, blot in enumerate(blots):
            apart = abs(blot[0] + blot[2] / 2 - middle) / pitch
            met = best[i][j][0] + apart, (*best[i][j][1], i * len(blots) + j)
            lost = best[i][j + 1][0] + _LOST, best[i][j + 1][1]
            skipped = line[j][0] + _SKIPPED, line[j][1]
            line.append(min(met, lost, skipped))
        best.append(line)
    told = (divmod(code, len(blots)) for code in best[-1][-1][1])
    return [(wanted[i][1], blots[j]) for i, j in told]
