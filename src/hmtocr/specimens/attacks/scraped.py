"""A forgery on the card itself: a field scraped off down to pale plastic, and other text printed on the bare place."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.specimens.attacks.attack import Attacked
from hmtocr.specimens.attacks.rewritten import Prepared, ground_of, rewritten
from hmtocr.specimens.card import Box, DrawnCard
from hmtocr.specimens.fonts import FontPack
from hmtocr.specimens.places import Half


def scrape(rng: np.random.Generator, card: DrawnCard, half: Half, fonts: FontPack | None = None) -> Attacked:
    """One field scraped off and printed anew, photographed.

    Raises:
        ValueError: the card has no field of one row that fonts can print.
    """
    return rewritten(rng, card, half, _scraped, fonts=fonts)


def _scraped(rng: np.random.Generator, card: DrawnCard, box: Box) -> Prepared:
    """The card's colours with the box, and ragged edges round it, bared and scratched."""
    x0, y0, x1, y1 = box
    height, width = card.alpha.shape
    high = y1 - y0
    mask: NDArray[Any] = np.zeros((height, width), np.float32)
    pad = high * float(rng.uniform(0.1, 0.35))
    mask[max(0, int(y0 - pad)) : int(y1 + pad), max(0, int(x0 - pad)) : int(x1 + pad)] = 1
    ragged = cv2.GaussianBlur(rng.normal(0, 1, (height, width)).astype(np.float32), (0, 0), high / 6)
    mask = cv2.GaussianBlur(mask, (0, 0), float(rng.uniform(0.5, high / 5))) + ragged * high / 12
    mask = np.clip((mask - 0.5) * np.float32(rng.uniform(1.5, 12)) + 0.5, 0, 1).astype(np.float32)
    colour = ground_of(card, box) * (1 - (pale := float(rng.uniform(0, 0.8)))) + 245 * pale
    scratches = cv2.blur(rng.normal(0, 1, (height, width)).astype(np.float32), (int(rng.integers(1, 25)), 1))
    plastic = colour + scratches[..., None] * float(rng.uniform(0, 5))
    near = cv2.GaussianBlur(cv2.blur(mask, (3, 3)), (0, 0), 1.0)[..., None]
    within = np.zeros((height, width, 1), np.float32)
    reach = int(high)
    within[max(0, int(y0) - reach) : int(y1) + reach, max(0, int(x0) - reach) : int(x1) + reach] = 1
    share = near * within
    bare = np.asarray(card.pixels + (plastic - card.pixels) * share, np.float32)
    return bare, np.full(3, rng.uniform(5, 70))
