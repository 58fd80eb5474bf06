"""What lies around a card, and its colours: told apart whatever the light is."""

from __future__ import annotations

import numpy as np

from hmtocr.image.geometry import GREY, rectangle
from hmtocr.risk.surround import HEIGHT, TRAITS, WIDTH, coarse, surround_traits


def test_the_coarse_view_is_grey_where_the_picture_ends() -> None:
    view = coarse(np.full((202, 320, 3), 250, np.uint8), rectangle(0, 0, 320, 202))
    assert (view[0] == GREY).all()
    assert (view[HEIGHT // 2, WIDTH // 2] == 250).all()


def test_a_colourless_card_under_a_coloured_lamp_is_known() -> None:
    rng = np.random.default_rng(3)
    grey = np.repeat(rng.integers(60, 250, (HEIGHT, WIDTH, 1)), 3, -1)
    warm = (grey * (1.0, 0.85, 0.6)).astype(np.uint8)
    coloured = rng.integers(60, 250, (HEIGHT, WIDTH, 3)).astype(np.uint8)
    plain, lamp, colours = (surround_traits(np.asarray(view, np.uint8)) for view in (grey, warm, coloured))
    assert len(plain) == TRAITS
    # The widest spread of colours: the lamp's colour adds little to none, colours of the card's own add a lot.
    assert plain[4] < 0.1
    assert lamp[4] < 0.2 * colours[4]
