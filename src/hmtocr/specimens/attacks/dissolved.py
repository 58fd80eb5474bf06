"""A forgery on the card itself: a field's ink rubbed away with a solvent, not quite, and other text sprayed over it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.specimens.attacks.attack import Attacked
from hmtocr.specimens.attacks.rewritten import Prepared, ground_of, rewritten, uneven
from hmtocr.specimens.card import Box, DrawnCard
from hmtocr.specimens.fonts import FontPack
from hmtocr.specimens.places import Half


def dissolve(rng: np.random.Generator, card: DrawnCard, half: Half, fonts: FontPack | None = None) -> Attacked:
    """One field rubbed away and sprayed anew by an inkjet printer, photographed.

    Raises:
        ValueError: the card has no field of one row that fonts can print.
    """
    return rewritten(rng, card, half, _dissolved, _sprayed, fonts)


def _dissolved(rng: np.random.Generator, card: DrawnCard, box: Box) -> Prepared:
    """The card with the box's ink, and some of its ground, smeared and faded; the ghost of the text is left."""
    x0, y0, x1, y1 = box
    high, (height, width) = y1 - y0, card.alpha.shape
    across, down = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)[:, None]
    reach = high * float(rng.uniform(0.1, 0.6))
    beside = np.maximum(np.maximum(x0 - across, across - x1), 0)
    above = np.maximum(np.maximum(y0 - down, down - y1), 0)
    far = np.hypot(beside, above) / reach + 0.4 * uneven(rng, (height, width), high / 3)
    wet = np.clip((1.4 - far) * float(rng.uniform(0.7, 3)), 0, 1)[..., None]
    ink = int(max(1, high * rng.uniform(0.05, 0.4)))
    smeared = cv2.blur(card.pixels, (2 * ink + 1, 1)).astype(np.float32)
    share = float(rng.uniform(0, 0.7))
    ghost = card.pixels * (1 - share) + smeared * share
    left, ground = float(rng.uniform(0.02, 0.22)), ground_of(card, box)
    faded = ground + (ghost - ground) * left + rng.uniform(-2, 14)
    bare = card.pixels + (faded - card.pixels) * wet
    return np.asarray(bare, np.float32), np.clip(rng.uniform(10, 90) + rng.normal(0, 12, 3), 0, 140)


def _sprayed(rng: np.random.Generator, shares: NDArray[np.float32]) -> NDArray[np.float32]:
    """Letters of droplets: ragged at their edges, and not black all over."""
    ragged = shares + float(rng.uniform(0.05, 0.35)) * uneven(rng, shares.shape, float(rng.uniform(0.4, 1.2))) * (
        cv2.GaussianBlur(shares, (0, 0), 1.0) > 0
    )
    hard = np.clip((ragged - 0.5) * float(rng.uniform(1.2, 4)) + 0.5, 0, 1)
    return np.asarray(hard * float(rng.uniform(0.75, 1.0)), np.float32)
