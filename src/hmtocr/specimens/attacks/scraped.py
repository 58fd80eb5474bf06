"""A forgery on the card itself: a field scraped off down to pale plastic, and other text printed on the bare place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.specimens.attacks.attack import Attacked
from hmtocr.specimens.attacks.paper_strip import taken
from hmtocr.specimens.attacks.strips import changed, face_for, typed
from hmtocr.specimens.card import Box, DrawnCard, DrawnField
from hmtocr.specimens.fonts import FontPack, font_pack
from hmtocr.specimens.places import Half


def scrape(rng: np.random.Generator, card: DrawnCard, half: Half, fonts: FontPack | None = None) -> Attacked:
    """One field scraped off and printed anew, photographed.

    Raises:
        ValueError: the card has no field of one row that fonts can print.
    """
    names = [name for name, drawn in card.fields.items() if len(drawn.rows) <= 1 and drawn.text.strip()]
    for name in rng.permutation(np.array(names, object)):
        drawn = card.fields[name]
        text = changed(rng, drawn.text)
        face = face_for(rng, fonts or font_pack(), text)
        if face is None:
            continue
        x0, y0, x1, y1 = drawn.box
        high = (y1 - y0) * float(np.exp(rng.normal(0, 0.05)))
        layer = typed(text, face, x1 - x0, high, squeeze=bool(rng.random() < 0.5))
        shift = rng.normal(0, 0.05, 2) * (y1 - y0)
        bare = _scraped(rng, card, drawn.box)
        spot = np.array([[1, 0, x0 + shift[0]], [0, 1, y0 + shift[1]]], np.float64)
        size = (card.pixels.shape[1], card.pixels.shape[0])
        shares = cv2.warpAffine(layer, spot, size)[..., None]
        printed = np.clip(bare + (rng.uniform(5, 70) - bare) * shares + 0.5, 0, 255)
        fields = {**card.fields, name: DrawnField(text, drawn.box, drawn.rows)}
        changed_card = replace(card, pixels=np.asarray(printed, np.uint8), fields=fields)
        return Attacked(taken(rng, changed_card, half), frozenset({name}))
    raise ValueError(f"nothing to scrape off a {card.document} {card.side}")


def _scraped(rng: np.random.Generator, card: DrawnCard, box: Box) -> NDArray[np.float32]:
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
    under = card.pixels[int(y0) : int(y1) + 1, int(x0) : int(x1) + 1].reshape(-1, 3)
    colour = np.percentile(under, 75, axis=0) * (1 - (pale := float(rng.uniform(0, 0.8)))) + 245 * pale
    scratches = cv2.blur(rng.normal(0, 1, (height, width)).astype(np.float32), (int(rng.integers(1, 25)), 1))
    plastic = colour + scratches[..., None] * float(rng.uniform(0, 5))
    near = cv2.GaussianBlur(cv2.blur(mask, (3, 3)), (0, 0), 1.0)[..., None]
    within = np.zeros((height, width, 1), np.float32)
    reach = int(high)
    within[max(0, int(y0) - reach) : int(y1) + reach, max(0, int(x0) - reach) : int(x1) + reach] = 1
    share = near * within
    return np.asarray(card.pixels + (plastic - card.pixels) * share, np.float32)
