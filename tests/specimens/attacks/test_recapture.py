"""A card on a screen lies where the truth says, is drawn alike from one seed, and shows the screen's grain."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.image.flatten import flatten
from hmtocr.specimens.attacks.attack import Attack
from hmtocr.specimens.attacks.recapture import RECAPTURE_ATTACKS
from hmtocr.specimens.card import DrawnCard
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack


@pytest.fixture(scope="module")
def card() -> DrawnCard:
    """A card with print all over."""
    return draw_card(np.random.default_rng(3), "mo-id", "2013", "front", font_pack(), 640)


@pytest.mark.parametrize("attack", RECAPTURE_ATTACKS, ids=lambda attack: attack.generator)
def test_the_card_lies_where_the_truth_says(attack: Attack, card: DrawnCard) -> None:
    taken = attack.take(np.random.default_rng(6), card, "odd").photograph
    (shown,) = taken.cards
    assert shown.fields.keys() == card.fields.keys()
    flat = flatten(taken.pixels, np.array(shown.quad), 160).pixels.mean(-1)
    original = flatten(card.pixels, np.array([[0, 0], [640, 0], [640, 404], [0, 404.0]]), 160).pixels.mean(-1)
    assert np.corrcoef(flat.ravel(), original.ravel())[0, 1] > 0.6


def test_a_seed_draws_the_same_picture_again(card: DrawnCard) -> None:
    first, second = (RECAPTURE_ATTACKS[0].take(np.random.default_rng(7), card, "even") for _ in range(2))
    assert first.photograph.jpeg == second.photograph.jpeg


def test_one_layout_is_held_out() -> None:
    assert [attack.generator for attack in RECAPTURE_ATTACKS if attack.held_out] == ["triads"]
    assert {attack.kind for attack in RECAPTURE_ATTACKS} == {"recapture"}
