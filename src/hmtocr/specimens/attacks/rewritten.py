"""Forgeries on the card itself, before any photograph: a field made illegible, and other text put in its place."""

from __future__ import annotations

from collections.abc import Callable
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

Colours = NDArray[np.float32]
"""Height x width x 3, 0..255."""
Prepared = tuple[Colours, NDArray[Any]]
"""The card with a field made ready for other text, and that text's ink."""
Surface = Callable[[np.random.Generator, DrawnCard, Box], Prepared]
"""Makes the field in a box ready."""
Ragged = Callable[[np.random.Generator, NDArray[np.float32]], NDArray[np.float32]]
"""What a way to print makes of letters (shares 0..1 over the card)."""


def as_typed(_: np.random.Generator, shares: NDArray[np.float32]) -> NDArray[np.float32]:
    """Letters as they are."""
    return shares


def rewritten(
    rng: np.random.Generator,
    card: DrawnCard,
    half: Half,
    surface: Surface,
    printing: Ragged = as_typed,
    fonts: FontPack | None = None,
) -> Attacked:
    """One field made ready and printed anew, photographed.

    Raises:
        ValueError: the card has no field of one row that fonts can print.
    """
    for name in one_row(rng, card):
        drawn = card.fields[name]
        text = changed(rng, drawn.text)
        face = face_for(rng, fonts or font_pack(), text)
        if face is None:
            continue
        x0, y0, x1, y1 = drawn.box
        high = (y1 - y0) * float(np.exp(rng.normal(0, 0.05)))
        layer = typed(text, face, x1 - x0, high, squeeze=bool(rng.random() < 0.5))
        shift = rng.normal(0, 0.05, 2) * (y1 - y0)
        bare, ink = surface(rng, card, drawn.box)
        spot = np.array([[1, 0, x0 + shift[0]], [0, 1, y0 + shift[1]]], np.float64)
        size = (card.pixels.shape[1], card.pixels.shape[0])
        shares = printing(rng, np.asarray(cv2.warpAffine(layer, spot, size), np.float32))[..., None]
        printed = np.clip(bare + (ink - bare) * shares + 0.5, 0, 255)
        fields = {**card.fields, name: DrawnField(text, drawn.box, drawn.rows)}
        changed_card = replace(card, pixels=np.asarray(printed, np.uint8), fields=fields)
        return Attacked(taken(rng, changed_card, half), frozenset({name}))
    raise ValueError(f"nothing to write anew on a {card.document} {card.side}")


def one_row(rng: np.random.Generator, card: DrawnCard) -> list[str]:
    """The fields that are printed in one row, in any order."""
    names = [name for name, drawn in card.fields.items() if len(drawn.rows) <= 1 and drawn.text.strip()]
    return [str(name) for name in rng.permutation(np.array(names, object))]


def ground_of(card: DrawnCard, box: Box) -> NDArray[np.float64]:
    """The colour of the ground in a box, without its ink."""
    x0, y0, x1, y1 = box
    under = card.pixels[int(y0) : int(y1) + 1, int(x0) : int(x1) + 1].reshape(-1, 3)
    return np.asarray(np.percentile(under, 75, axis=0), np.float64)


def uneven(rng: np.random.Generator, size: tuple[int, ...], grain: float) -> NDArray[np.float32]:
    """Noise of mean 0 and standard deviation 1 over a card's height and width, soft over `grain` pixels."""
    noise = rng.standard_normal(size[:2], np.float32)
    soft = cv2.GaussianBlur(noise, (0, 0), max(0.3, grain))
    return np.asarray(soft / max(1e-6, float(soft.std())), np.float32)
