"""Candidates for portraits on drawn cards, as `find_portraits` would meet them, with the truth about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.evidence import measures
from hmtocr.image.flatten import flatten
from hmtocr.image.geometry import Pixels, rectangle
from hmtocr.image.portraits import SIZES, candidates, near
from hmtocr.image.silhouette import COLUMNS, prepare
from hmtocr.specimens.card import Box
from hmtocr.specimens.degrade import LEVELS, degrade
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import FontPack
from hmtocr.specimens.people import Half

Floats = NDArray[np.float64]

FLAT = 1600
_EDGE = 20
_LAYOUTS: Mapping[str, Box] = {"2003": (0.70, 0.34, 0.93, 0.79), "2018": (0.06, 0.39, 0.31, 0.94)}
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
    width = 512
    card = draw_card(rng, *face, fonts, width, half)
    edged = np.asarray(cv2.copyMakeBorder(card.pixels, *(_EDGE,) * 4, cv2.BORDER_REFLECT), np.uint8)
    pixels, _ = degrade(rng, edged, LEVELS[int(rng.integers(len(LEVELS)))], width)
    if rng.random() < 0.15:
        pixels = np.asarray(cv2.cvtColor(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), np.uint8)
    quad = rectangle(_EDGE, _EDGE, _EDGE + width, _EDGE + card.pixels.shape[0]) + rng.normal(0, width * 0.002, (4, 2))

    def flat(box: Box) -> Box:
        x0, y0, x1, y1 = (edge * FLAT / width for edge in box)
        return (x0, y0, x1, y1)

    return Taken(
        face,
        flatten(pixels, quad, FLAT).pixels,
        tuple(flat(field.box) for field in card.fields.values()),
        {kind: flat(box) for kind, box in card.portraits.items()},
    )


def weighed(taken: Taken) -> list[tuple[Floats, float]]:
    """The measures of every candidate on a card, and how far its box and the portrait's overlap, 0 to 1."""
    sheet = prepare(taken.pixels)
    large = taken.portraits.get("large")
    document, design, side = taken.face
    out = []
    if document != "hk-id":
        for candidate, framed in candidates(sheet, SIZES, taken.text):
            box = tuple(edge * sheet.cell / 2 for edge in framed.box)
            out.append((measures(sheet, candidate, framed), shared(box, large) if large else 0.0))
    if document == "hk-id" or side == "back":
        for name, (x0, y0, x1, y1) in _LAYOUTS.items():
            if document != "hk-id" or design == name:
                high = len(sheet.dark)
                here, found = near(sheet, (x0 * COLUMNS, y0 * high, x1 * COLUMNS, y1 * high), taken.text)
                # A portrait that is there stands where it is known to be.
                out += [(measures(here, *pair), 1.0 if large else 0.0) for pair in found]
    return out


def shared(one: Sequence[float], two: Sequence[float]) -> float:
    """Intersection over union of two boxes."""
    wide = min(one[2], two[2]) - max(one[0], two[0])
    high = min(one[3], two[3]) - max(one[1], two[1])
    common = max(0.0, wide) * max(0.0, high)
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, two)]
    return common / (sum(areas) - common)
