"""Copies keep the card's place and print, lose what copies lose, and lie on paper."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.image.flatten import flatten
from hmtocr.specimens.attacks.attack import Attack
from hmtocr.specimens.attacks.photocopy import PHOTOCOPY_ATTACKS
from hmtocr.specimens.card import DrawnCard
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack


@pytest.fixture(scope="module")
def card() -> DrawnCard:
    """A colourful card."""
    return draw_card(np.random.default_rng(3), "hk-id", "2018", "front", font_pack(), 640)


def colourful(pixels: np.ndarray) -> float:
    """How much the colours differ over a picture, whatever the light's own is."""
    small = pixels[::8, ::8].astype(float) + 8
    return float(np.log(small[..., 0] / small[..., 2]).std())


@pytest.mark.parametrize("attack", PHOTOCOPY_ATTACKS, ids=lambda attack: attack.generator)
def test_the_copy_lies_where_the_truth_says(attack: Attack, card: DrawnCard) -> None:
    taken = attack.take(np.random.default_rng(4), card, "even").photograph
    (shown,) = taken.cards
    assert shown.fields.keys() == card.fields.keys()
    flat = flatten(taken.pixels, np.array(shown.quad), 320).pixels.mean(-1)
    original = flatten(card.pixels, np.array([[0, 0], [640, 0], [640, 404], [0, 404.0]]), 320).pixels.mean(-1)
    assert np.corrcoef(flat.ravel(), original.ravel())[0, 1] > 0.6


def test_a_grey_copy_has_lost_the_colours(card: DrawnCard) -> None:
    copier = next(attack for attack in PHOTOCOPY_ATTACKS if attack.generator == "copier")
    taken = copier.take(np.random.default_rng(5), card, "even").photograph
    flat = flatten(taken.pixels, np.array(taken.cards[0].quad), 320).pixels
    assert colourful(flat) < 0.5 * colourful(card.pixels)


def test_one_machine_is_held_out() -> None:
    assert [attack.generator for attack in PHOTOCOPY_ATTACKS if attack.held_out] == ["lines"]
    assert {attack.kind for attack in PHOTOCOPY_ATTACKS} == {"photocopy"}
