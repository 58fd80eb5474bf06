"""A copy and a screen are told from the card itself, and each by its own name; nothing touches single fields."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from hmtocr.models.engine import load
from hmtocr.risk.reproduction import Reproduction, traits
from hmtocr.specimens.attacks.harmless import HARMLESS
from hmtocr.specimens.attacks.photocopy import PHOTOCOPY_ATTACKS
from hmtocr.specimens.attacks.recapture import RECAPTURE_ATTACKS
from hmtocr.specimens.camera import Photograph
from hmtocr.specimens.card import DrawnCard
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack

Take = Callable[[int], Photograph]


@pytest.fixture(scope="module")
def judge() -> Reproduction:
    """With the network that comes with hmtocr."""
    return Reproduction(load("grain-judge", 1))


@pytest.fixture(scope="module")
def card() -> DrawnCard:
    """A card of the half that nothing was trained on."""
    return draw_card(np.random.default_rng(5), "hk-id", "2018", "front", font_pack(), 960, half="odd")


def scores(judge: Reproduction, taken: Photograph) -> dict[str, float]:
    """Of the picture's one card."""
    return judge.scores(taken.pixels, np.array(taken.cards[0].quad))


def test_the_card_itself_scores_low(judge: Reproduction, card: DrawnCard) -> None:
    photo = next(kind for kind in HARMLESS if kind.name == "photo")
    told = scores(judge, photo.take(np.random.default_rng(6), card, "odd"))
    assert max(told.values()) < 0.5


def test_a_grey_copy_scores_as_a_copy(judge: Reproduction, card: DrawnCard) -> None:
    copier = next(attack for attack in PHOTOCOPY_ATTACKS if attack.generator == "copier")
    told = scores(judge, copier.take(np.random.default_rng(6), card, "odd").photograph)
    assert told["photocopy"] > 0.6 > told["recapture"]


def test_a_screen_scores_as_a_screen(judge: Reproduction, card: DrawnCard) -> None:
    stripes = next(attack for attack in RECAPTURE_ATTACKS if attack.generator == "stripes")
    told = scores(judge, stripes.take(np.random.default_rng(8), card, "odd").photograph)
    assert told["recapture"] > 0.6 > told["photocopy"]


def test_the_turn_of_the_card_hardly_matters(judge: Reproduction, card: DrawnCard) -> None:
    photo = next(kind for kind in HARMLESS if kind.name == "photo")
    taken = photo.take(np.random.default_rng(9), card, "odd")
    quad = np.array(taken.cards[0].quad)
    turned = judge.scores(taken.pixels, np.roll(quad, 2, axis=0))
    assert turned == pytest.approx(judge.scores(taken.pixels, quad), abs=0.15)


def test_traits_are_finite_whatever_the_picture() -> None:
    black = np.zeros((80, 120, 3), np.uint8)
    assert np.isfinite(traits(black, np.array([[-5.0, 0], [119, 0], [130, 80], [0, 79]]))).all()
