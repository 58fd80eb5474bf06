"""Copies keep the card's place and print, lose what copies lose, and lie on paper."""

from __future__ import annotations

import cv2
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
    return draw_card(np.random.default_rng(3), "mo-id", "2002", "back", font_pack(), 640)


def colourful(pixels: np.ndarray) -> float:
    """How much the colours differ over a card, whatever the light's own is: of its middle, coarse, print left out."""
    height, width = pixels.shape[:2]
    middle = pixels[height // 10 : -height // 10, width // 10 : -width // 10]
    small = cv2.resize(middle, (12, 8), interpolation=cv2.INTER_AREA).astype(float) + 20
    return float(sum(np.log(small[..., i] / small[..., 1]).std() for i in (0, 2)))


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
