"""Looks for a head and shoulders on a flat card, by shape: dark hair, a lighter face, clothes, a light wall around.

A photograph on a card is the one thing there that is dark over an area; print is dark in thin strokes. A closing
takes strokes away, a wide closing the photograph too, so that the ratio of the two shows photographs whatever the
light. Sizes below are in cells of a map that is COLUMNS wide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Pixels, halved

Plane = NDArray[np.float32]
Box = tuple[float, float, float, float]

COLUMNS = 100
_STROKE = 5
"""Cells that the thickest stroke of print is narrower than, at twice the map's resolution."""
_WIDE = 31
"""Cells that a person on a portrait is narrower than."""
_FLOOR = 8.0
"""Grey levels added before a logarithm, so that noise in deep shadow counts little."""
_LOG = np.log(np.arange(256) + _FLOOR).astype(np.float32)
_CAP = 0.6
"""Darker than e^-0.6, about half of the surroundings, counts as no darker: black hair is not better than brown."""
_EDGE = 3
"""Cells around a portrait that have to be light."""
_MASTER = (64, 82)
KINDS = ("dark", "pale", "long")
"""Ways to look: with dark clothes, with clothes as pale as the wall, with long hair."""


@dataclass(frozen=True)
class Sheet:
    """A flat card, prepared.

    Attributes:
        colour: logarithms of the channels at twice the map's resolution (2 rows x 2 columns x 3).
        fine: how dark thin strokes are, same resolution.
        dark: the map (rows x columns): how much darker than the surroundings, 0 to _CAP.
        cell: pixels of the flat card per cell of `dark`.
    """

    colour: Plane
    fine: Plane
    dark: Plane
    cell: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that looks like a portrait.

    Attributes:
        box: x, y, width, height in cells.
        kind: one of KINDS.
        likeness: correlation with the shape, -1 to 1.
        strength: contrast of the shape, as it stands there; a black one on white has _CAP.
        score: what the best place was chosen by.
    """

    box: tuple[int, int, int, int]
    kind: str
    likeness: float
    strength: float
    score: float

    @property
    def cells(self) -> Box:
        """The box as x0, y0, x1, y1."""
        x, y, width, height = self.box
        return (float(x), float(y), float(x + width), float(y + height))


def prepare(flat: Pixels, columns: int = COLUMNS) -> Sheet:
    """The map of a flat card (height x width x 3, RGB)."""
    small, _ = halved(flat, flat.shape[1] / (2 * columns))
    if small.shape[1] != 2 * columns:
        size = (2 * columns, round(flat.shape[0] * 2 * columns / flat.shape[1]))
        small = np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_AREA), np.uint8)
    thick = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((_STROKE, _STROKE), np.uint8))
    smooth = np.asarray(cv2.GaussianBlur(thick, (0, 0), 1), np.uint8)
    half, _ = halved(smooth, 2)
    around = cv2.morphologyEx(half, cv2.MORPH_CLOSE, np.ones((_WIDE, _WIDE), np.uint8))
    dark = np.minimum((_LOG[around] - _LOG[half]).max(2), np.float32(_CAP))
    fine = _LOG[smooth.max(2)] - _LOG[small.max(2)]
    colour = np.log(cv2.GaussianBlur(small, (0, 0), 0.6).astype(np.float32) + np.float32(_FLOOR))
    return Sheet(colour, fine, dark, flat.shape[1] / columns)


def part(sheet: Sheet, x0: int, y0: int, x1: int, y1: int) -> Sheet:
    """The sheet's cells from x0, y0 to before x1, y1."""
    wide, narrow = (slice(2 * y0, 2 * y1), slice(2 * x0, 2 * x1)), (slice(y0, y1), slice(x0, x1))
    return Sheet(sheet.colour[wide], sheet.fine[wide], sheet.dark[narrow], sheet.cell)


@cache
def shape(kind: str, width: int, height: int) -> Plane:
    """Head and shoulders in a box of cells, with light margins: 1 for hair, less for clothes and skin."""
    wide, high = _MASTER
    y, x = np.mgrid[0:high, 0:wide]
    across, down = np.abs((x + 0.5) / wide - 0.5), (y + 0.5) / high
    out = np.zeros((high, wide), np.float32)
    clothes = {"dark": 0.9, "pale": 0.15, "long": 0.8}[kind]
    out[(down > 0.72 + 0.18 * (across / 0.45) ** 1.7) & (across < 0.47)] = clothes
    if kind == "long":
        out[(across < 0.3) & (down > 0.4) & (down < 0.85)] = 1
    out[(across < 0.14) & (down > 0.6) & (down < 0.85)] = 0.55
    out[(across / 0.33) ** 2 + ((down - 0.38) / 0.31) ** 2 < 1] = 1
    out[(across / 0.24) ** 2 + ((down - 0.46) / 0.26) ** 2 < 1] = 0.5
    fitted = cv2.resize(cv2.GaussianBlur(out, (0, 0), 2), (width, height), interpolation=cv2.INTER_AREA)
    edged = np.asarray(cv2.copyMakeBorder(fitted, *(_EDGE,) * 4, cv2.BORDER_CONSTANT, value=0), np.float32)
    edged.setflags(write=False)
    return edged


def look(sheet: Sheet, sizes: Sequence[tuple[int, int]], text: Sequence[Box]) -> Iterator[Candidate]:
    """The best place for each of KINDS, of one of the sizes (width, height in cells), wholly on the card.

    `text` are lines of print in pixels of the flat card: a portrait covers none.
    """
    print_ = np.asarray(cv2.integral(_printed(sheet, text)), np.float64)
    padded = np.asarray(cv2.copyMakeBorder(sheet.dark, *(_EDGE,) * 4, cv2.BORDER_REPLICATE), np.float32)
    fields = [_Field.over(padded, print_, size) for size in sizes]
    for kind in KINDS:
        best = None
        for field in fields:
            found = field.best(padded, kind)
            if best is None or found.score > best.score:
                best = found
        if best is not None:
            yield best


@dataclass(frozen=True)
class _Field:
    """What is the same for all shapes of one size: each place's spread and how much print it covers."""

    size: tuple[int, int]
    spread: Plane
    covered: Plane

    @classmethod
    def over(cls, padded: Plane, print_: NDArray[np.float64], size: tuple[int, int]) -> _Field:
        width, height = size
        window = (width + 2 * _EDGE, height + 2 * _EDGE)
        rows, columns = padded.shape[0] - window[1] + 1, padded.shape[1] - window[0] + 1
        mean = cv2.boxFilter(padded, -1, window, anchor=(0, 0))[:rows, :columns]
        square = cv2.boxFilter(padded * padded, -1, window, anchor=(0, 0))[:rows, :columns]
        spread = np.sqrt(np.maximum((square - mean * mean) * (window[0] * window[1]), 1e-6))
        # Print may graze a portrait's edge, and detectors' lines are generous.
        dx, dy = round(width * 0.1), round(height * 0.1)
        x0, x1, y0, y1 = dx, width - dx, dy, height - dy

        def corner(x: int, y: int) -> NDArray[np.float64]:
            return print_[y : y + rows, x : x + columns]

        covered = (corner(x1, y1) - corner(x1, y0) - corner(x0, y1) + corner(x0, y0)) / ((x1 - x0) * (y1 - y0))
        return cls(size, spread, covered.astype(np.float32))

    def best(self, padded: Plane, kind: str) -> Candidate:
        wanted = shape(kind, *self.size)
        wanted = wanted - wanted.mean()
        energy = float((wanted * wanted).sum())
        strength = cv2.matchTemplate(padded, wanted, cv2.TM_CCORR) / energy
        likeness = strength * np.float32(np.sqrt(energy)) / self.spread
        score = likeness * np.sqrt(np.clip(strength / 0.3, 0, 1)) - 0.6 * self.covered
        y, x = (int(i) for i in np.unravel_index(int(score.argmax()), score.shape))
        return Candidate((x, y, *self.size), kind, float(likeness[y, x]), float(strength[y, x]), float(score[y, x]))


def _printed(sheet: Sheet, text: Sequence[Box]) -> Plane:
    """1 where lines of text are; what is too high for a line is something else that a detector took for one."""
    out = np.zeros(sheet.dark.shape, np.float32)
    for box in text:
        x0, y0, x1, y1 = (max(0, round(edge / sheet.cell)) for edge in box)
        if y1 - y0 < 0.11 * len(out):
            out[y0:y1, x0:x1] = 1
    return out
