"""Official specimens as flat cards, for the generators to photograph and to attack: print that no generator drew.

Their pictures are 400 to 665 pixels wide, and softer than cards are; the one with less, and the one that somebody else
has drawn over, are left out.
"""

from __future__ import annotations

import json
from functools import cache

import cv2
import numpy as np

from benchmarks.official import PORTRAITS, specimen_folder, truths
from hmtocr import Reader
from hmtocr.image.decode import decode
from hmtocr.image.geometry import Floats, Pixels, homography, move, rectangle, warp
from hmtocr.specimens.card import CARD_HEIGHT_MM, CARD_WIDTH_MM, Box, DrawnCard, DrawnField

NAMES = (
    "hkid2003_front_perm_lee_flat430.jpg",
    "hkid2003_front_perm_chan_flat400.jpg",
    "hkid2018_front_perm_lok_sample665.jpg",
)
_WIDTH = 1010
_CORNER = 3.18
"""Millimetres, ISO/IEC 7810."""


def at_hand() -> tuple[str, ...]:
    """The names of those that are there."""
    folder = specimen_folder()
    return () if folder is None else tuple(name for name in NAMES if (folder / name).is_file())


@cache
def official_card(name: str) -> DrawnCard:
    """A specimen, flat, with its fields where they were read.

    Raises:
        ValueError: it is not at hand, or no card was found in it.
    """
    folder = specimen_folder()
    if folder is None:
        raise ValueError("the official specimens are not at hand")
    data = (folder / name).read_bytes()
    cards = Reader(threads=1).read(data, warnings=False).cards
    if not cards:
        raise ValueError(f"no card was found in {name}")
    card, height = cards[0], round(_WIDTH * CARD_HEIGHT_MM / CARD_WIDTH_MM)
    from_picture = homography(np.array(card.quad), rectangle(0, 0, _WIDTH, height))
    pixels = warp(decode(data).pixels, from_picture, _WIDTH, height, outside=255, cubic=True)
    want = truths(json.loads((folder / "LABELS.json").read_text("utf-8"))[name])
    fields = {
        field: DrawnField(want[field], _box(np.array(told.quad), from_picture))
        for field, told in card.fields.items()
        if field in want
    }
    portraits = {kind: _box(rectangle(*box), from_picture) for kind, box in PORTRAITS[name].items()}
    return DrawnCard(card.document, card.design, card.side, pixels, _rounded(_WIDTH, height), fields, portraits)


def _box(quad: Floats, to_card: Floats) -> Box:
    (x0, y0), (x1, y1) = (pick(move(quad, to_card), axis=0) for pick in (np.min, np.max))
    return float(x0), float(y0), float(x1), float(y1)


def _rounded(width: int, height: int) -> Pixels:
    """The alpha of a card with rounded corners."""
    radius = round(_CORNER / CARD_WIDTH_MM * width)
    inner = np.zeros((height, width), np.uint8)
    inner[radius : height - radius, radius : width - radius] = 255
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    return np.asarray(cv2.dilate(inner, disc), np.uint8)
