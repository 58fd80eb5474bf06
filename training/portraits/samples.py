"""Candidates for portraits on drawn cards, as `find_portraits` would meet them, with the truth about each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.flatten import flatten
from hmtocr.image.geometry import Pixels, rectangle
from hmtocr.image.judge import Cells, patches
from hmtocr.image.portraits import SIZES, around
from hmtocr.image.silhouette import Sheet, look, prepare
from hmtocr.specimens.card import FACES, Box
from hmtocr.specimens.degrade import LEVELS, degrade
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import FontPack
from hmtocr.specimens.people import Half

Floats = NDArray[np.float32]

FLAT = 1600
_EDGE = 20
_LAYOUTS: tuple[Box, ...] = ((0.70, 0.34, 0.93, 0.79), (0.06, 0.39, 0.31, 0.94))
"""Where the Hong Kong card's two designs have their portrait; asked about on other cards too, that have none there."""


@dataclass(frozen=True)
class Taken:
    """A drawn card, photographed and flattened: pixels, true boxes of its text and portraits in those pixels."""

    face: tuple[str, str, str]
    pixels: Pixels
    text: tuple[Box, ...]
    portraits: Mapping[str, Box]


def take(rng: np.random.Generator, face: tuple[str, str, str], fonts: FontPack, half: Half) -> Taken:
    """One card in any light, found with corners that are a little off, some of them black and white."""
    width = int(rng.choice([512, 512, 800]))
    card = draw_card(rng, *face, fonts, width, half)
    edged = np.asarray(cv2.copyMakeBorder(card.pixels, *(_EDGE,) * 4, cv2.BORDER_REFLECT), np.uint8)
    pixels, _ = degrade(rng, edged, LEVELS[int(rng.integers(len(LEVELS)))], width)
    if rng.random() < 0.15:
        pixels = np.asarray(cv2.cvtColor(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), np.uint8)
    quad = rectangle(_EDGE, _EDGE, _EDGE + width, _EDGE + card.pixels.shape[0]) + rng.normal(0, width * 0.0025, (4, 2))

    def flat(box: Box) -> Box:
        x0, y0, x1, y1 = (edge * FLAT / width for edge in box)
        return (x0, y0, x1, y1)

    return Taken(
        face,
        flatten(pixels, quad, FLAT).pixels,
        tuple(flat(field.box) for field in card.fields.values()),
        {kind: flat(box) for kind, box in card.portraits.items()},
    )


@dataclass(frozen=True)
class Samples:
    """What the network sees (n x 3 x rows x columns), how far each is a portrait (overlap), where its edges are.

    `moves` are the edges' distances from the candidate's, left, top, right, bottom, in its widths and heights.
    """

    seen: Floats
    overlap: Floats
    moves: Floats


def samples(rng: np.random.Generator, taken: Taken) -> Samples:
    """The candidates on a card, near misses of its portrait, and places where there is nothing."""
    sheet = prepare(taken.pixels)
    large = taken.portraits.get("large")
    truth = None if large is None else np.array(large) / sheet.cell
    boxes = [candidate.cells for candidate in look(sheet, SIZES, taken.text)]
    boxes += _asked(sheet, taken)
    if truth is not None:
        size = np.tile(truth[2:] - truth[:2], 2)
        for _ in range(5):
            boxes.append(_cells(truth + size * (np.tile(rng.normal(0, 0.1, 2), 2) + rng.normal(0, 0.07, 4))))
    for _ in range(3):
        wide = float(rng.uniform(16, 34))
        high = wide * float(rng.uniform(1.1, 1.45))
        x, y = rng.uniform(0, 100 - wide), rng.uniform(0, max(1.0, len(sheet.dark) - high))
        boxes.append((float(x), float(y), float(x) + wide, float(y) + high))
    overlap = np.zeros(len(boxes), np.float32)
    moves = np.zeros((len(boxes), 4), np.float32)
    if truth is not None:
        for i, box in enumerate(boxes):
            overlap[i] = shared(_cells(truth), box)
            moves[i] = (truth - box) / np.tile([box[2] - box[0], box[3] - box[1]], 2)
    return Samples(patches(sheet, boxes), overlap, moves)


def _asked(sheet: Sheet, taken: Taken) -> list[Cells]:
    """Candidates where the Hong Kong card has its portrait: on each Hong Kong card, and on backs."""
    document, design, side = taken.face
    if document != "hk-id" and side == "front":
        return []
    out = []
    for i, (x0, y0, x1, y1) in enumerate(_LAYOUTS):
        if document != "hk-id" or design == ("2003", "2018")[i]:
            high = len(sheet.dark)
            out += around(sheet, (x0 * 100, y0 * high, x1 * 100, y1 * high), taken.text)
    return out


def _cells(values: NDArray[np.float64]) -> Cells:
    x0, y0, x1, y1 = (float(v) for v in values)
    return (x0, y0, x1, y1)


def shared(one: Cells, two: Cells) -> float:
    """Intersection over union of two boxes."""
    wide = min(one[2], two[2]) - max(one[0], two[0])
    high = min(one[3], two[3]) - max(one[1], two[1])
    common = max(0.0, wide) * max(0.0, high)
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, two)]
    return common / (sum(areas) - common)


def faces() -> tuple[tuple[str, str, str], ...]:
    """Hong Kong cards twice, for some of them are children's and have no portrait."""
    return (*FACES, *(face for face in FACES if face[0] == "hk-id"))
