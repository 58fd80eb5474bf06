"""Forgeries on the card itself: one field says something else, and the rest of the card is left alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from hmtocr.specimens.attacks import penned, rewritten
from hmtocr.specimens.attacks.attack import Attacked
from hmtocr.specimens.attacks.tampered import REWRITES
from hmtocr.specimens.card import DrawnCard
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack

CARD = draw_card(np.random.default_rng(2), "hk-id", "2003", "front", font_pack(), 640, "even")


@pytest.fixture
def forged(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Takes a generator's name and a seed; the forged card before its photograph, and what was taken of it."""
    cards: list[DrawnCard] = []
    photographed = rewritten.taken

    def taken(rng: np.random.Generator, card: DrawnCard, half: Any) -> Any:
        cards.append(card)
        return photographed(rng, card, half)

    for module in (rewritten, penned):
        monkeypatch.setattr(module, "taken", taken)

    def make(name: str, seed: int) -> tuple[DrawnCard, Attacked]:
        attacked = REWRITES[name](np.random.default_rng(seed), CARD, "even", font_pack())
        return cards[-1], attacked

    return make


@pytest.mark.parametrize("name", REWRITES)
def test_one_field_says_something_else_and_the_rest_is_left_alone(name: str, forged: Any) -> None:
    for seed in range(3):
        card, attacked = forged(name, seed)
        (field,) = attacked.fields
        before, after = CARD.fields[field], card.fields[field]
        assert after.text != before.text
        assert len(after.text) == len(before.text)
        assert attacked.photograph.cards[0].fields[field][0] == after.text
        x0, y0, x1, y1 = (round(v) for v in before.box)
        reach = 2 * (y1 - y0)
        elsewhere = np.ones(card.alpha.shape, bool)
        elsewhere[max(0, y0 - reach) : y1 + reach, max(0, x0 - reach) : x1 + reach] = False
        assert (card.pixels == CARD.pixels)[elsewhere].all()
        assert (card.pixels != CARD.pixels)[y0:y1, x0:x1].any()


def test_a_pen_only_adds_ink(forged: Any) -> None:
    for seed in range(5):
        card, attacked = forged("penned", seed)
        (field,) = attacked.fields
        assert (card.pixels <= CARD.pixels).all()
        pairs = zip(CARD.fields[field].text, card.fields[field].text, strict=True)
        assert 1 <= sum(a != b for a, b in pairs) <= 3


def test_where_no_character_can_be_made_another_with_a_pen_nothing_is() -> None:
    blank = DrawnCard(CARD.document, CARD.design, CARD.side, CARD.pixels, CARD.alpha, {})
    for rewrite in REWRITES.values():
        with pytest.raises(ValueError, match="nothing to"):
            rewrite(np.random.default_rng(0), blank, "even", font_pack())
