"""Covers hide what the truth says they hide, and leave the rest of the card as it was."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.specimens.attacks.covered import COVERED, TOUCHED, cover, cut, fingers, papers, share_under, stains, things
from hmtocr.specimens.camera import PhotographedCard, Scene

COVERS = (fingers, things, papers, stains)
QUAD = ((20.0, 20.0), (340.0, 20.0), (340.0, 222.0), (20.0, 222.0))
CARD = PhotographedCard(
    "hk-id",
    "2018",
    "front",
    QUAD,
    {
        "name_en": ("LEE, Chi Nan", ((40.0, 80.0), (180.0, 80.0), (180.0, 92.0), (40.0, 92.0))),
        "number": ("A123456(3)", ((230.0, 195.0), (325.0, 195.0), (325.0, 207.0), (230.0, 207.0))),
    },
    {},
)


@pytest.mark.parametrize("how", COVERS, ids=lambda how: how.__name__)
def test_a_cover_hides_the_fields_it_names_and_no_others(how) -> None:
    pixels = np.full((242, 360, 3), 128, np.uint8)
    for seed in range(3):
        seen, mask, touched = cover(np.random.default_rng(seed), pixels, CARD, how)
        assert touched
        for name, (_, quad) in CARD.fields.items():
            assert (share_under(mask, quad) >= TOUCHED) == (name in touched)
        assert 0 <= mask.min() <= mask.max() <= 1
        assert share_under(mask, CARD.quad) < 0.5
        changed = np.abs(seen.astype(int) - pixels).max(2) > 30
        assert changed[mask > 0.9].mean() > 0.3
        assert (pixels == 128).all()


def test_a_frame_that_cuts_a_card_moves_the_truth_along() -> None:
    pixels = np.arange(242 * 360 * 3, dtype=np.uint32).reshape(242, 360, 3).astype(np.uint8)
    for seed in range(4):
        scene, touched = cut(np.random.default_rng(seed), Scene(pixels, (CARD,), 320.0))
        height, width = scene.pixels.shape[:2]
        moved = np.array(scene.cards[0].quad)
        offset = np.array(QUAD)[0] - moved[0]
        x, y = offset.astype(int)
        assert np.array_equal(scene.pixels, pixels[y : y + height, x : x + width])
        assert (moved < 0).any() or (moved > (width, height)).any()
        beyond = {
            name
            for name, (_, quad) in scene.cards[0].fields.items()
            if (np.array(quad) < 0).any() or (np.array(quad) > (width, height)).any()
        }
        assert touched
        assert touched <= beyond


def test_generators_have_names_of_their_own_and_some_are_held_out() -> None:
    assert len({attack.generator for attack in COVERED}) == len(COVERED)
    assert {attack.kind for attack in COVERED} == {"covered"}
    assert {attack.held_out for attack in COVERED} == {True, False}
