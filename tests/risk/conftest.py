"""A photographed card, as if everything on it had been read."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.image.flatten import flatten
from hmtocr.reading import Field
from hmtocr.risk.sight import HEIGHT, WIDTH, Sight
from hmtocr.specimens.camera import Photograph, photograph
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack


@pytest.fixture(scope="module")
def shot() -> Photograph:
    """A scan of a Hong Kong card."""
    rng = np.random.default_rng(3)
    return photograph(rng, [draw_card(rng, "hk-id", "2003", "front", font_pack(), 900, "odd")], "scan", "odd")


@pytest.fixture(scope="module")
def honest(shot: Photograph) -> Sight:
    """The scan, read as it is printed and without a doubt."""
    card = shot.cards[0]
    quad = np.array(card.quad)
    fields = {name: Field(text, text, 1.0, place) for name, (text, place) in card.fields.items()}
    flat = flatten(shot.pixels, quad, WIDTH, HEIGHT)
    return Sight(shot.pixels, 1.0, quad, flat, (card.document, card.design, card.side), fields, (), card.portraits)
