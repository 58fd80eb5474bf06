"""A forgery on the card itself: a field painted over with correction fluid, and other text on the dry paint."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.specimens.attacks.attack import Attacked
from hmtocr.specimens.attacks.rewritten import Prepared, ground_of, rewritten, uneven
from hmtocr.specimens.card import Box, DrawnCard
from hmtocr.specimens.fonts import FontPack
from hmtocr.specimens.places import Half

_FINE = 16
"""Parts of a pixel that a stroke's ends are told to."""


def paint_over(rng: np.random.Generator, card: DrawnCard, half: Half, fonts: FontPack | None = None) -> Attacked:
    """One field painted over and printed anew, photographed.

    Raises:
        ValueError: the card has no field of one row that fonts can print.
    """
    return rewritten(rng, card, half, _painted, fonts=fonts)


def _painted(rng: np.random.Generator, card: DrawnCard, box: Box) -> Prepared:
    """The card under strokes of a brush along the box: paint of its own colour, thick here and thin there."""
    high = box[3] - box[1]
    strokes = _strokes(rng, card.alpha.shape, box)
    edge = cv2.GaussianBlur(strokes, (0, 0), max(0.4, high * float(rng.uniform(0.01, 0.06))))
    thick = edge * (1 + 0.25 * uneven(rng, strokes.shape, high * float(rng.uniform(0.1, 0.4))))
    cover = np.clip(thick * float(rng.uniform(0.9, 1.3)), 0, 1)
    # Light from above or from the side makes a relief of what is uneven.
    lit = cv2.Sobel(
        cv2.GaussianBlur(thick, (0, 0), max(0.5, high / 12)), cv2.CV_32F, *((1, 0), (0, 1))[rng.integers(2)]
    )
    relief = lit / max(1e-6, float(np.abs(lit).max())) * float(rng.uniform(0, 18)) * rng.choice((-1, 1))
    white = np.full(3, rng.uniform(222, 254)) + rng.normal(0, 3, 3)
    # Fluids are sold in the tint of paper, and are mixed to match.
    match = float(rng.choice((0.0, 0.5, 0.9)))
    colour = white * (1 - match) + ground_of(card, box) * match
    paint = colour + relief[..., None] + uneven(rng, strokes.shape, 1.0)[..., None] * float(rng.uniform(0, 2))
    bare = card.pixels + (paint - card.pixels) * cover[..., None]
    return np.asarray(bare, np.float32), np.clip(rng.uniform(5, 80) + rng.normal(0, 8, 3), 0, 120)


def _strokes(rng: np.random.Generator, size: tuple[int, ...], box: Box) -> NDArray[np.float32]:
    """Where a brush went to and fro over a box: 0 or 1."""
    x0, y0, x1, y1 = box
    high, mask = y1 - y0, np.zeros(size[:2], np.uint8)
    wide = high * float(rng.uniform(0.45, 1.5))
    rows = max(1, round(high * 1.3 / wide))
    for row in range(rows):
        y = y0 + high * (row + 0.5) / rows + rng.normal(0, 0.05) * high
        ends = x0 - high * rng.uniform(-0.1, 0.4), x1 + high * rng.uniform(-0.1, 0.5)
        points = np.linspace(*ends, 8)
        path = np.stack([points, y + np.cumsum(rng.normal(0, 0.03, 8)) * high], 1)
        cv2.polylines(mask, [np.round(path * _FINE).astype(np.int32)], False, (1,), max(1, round(wide)), cv2.LINE_8, 4)
    return np.asarray(mask, np.float32)
