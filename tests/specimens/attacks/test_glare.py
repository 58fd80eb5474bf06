"""Reflections add light, wash out what the truth says they wash out, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.specimens.attacks.glare import GLARE, hologram, lamp, shine, spot, torch, under_light, washed, window
from hmtocr.specimens.camera import PhotographedCard

LAMPS = (spot, lamp, window, hologram, torch)
SIZE = (360, 242)
CARD = PhotographedCard(
    "hk-id",
    "2018",
    "front",
    ((20.0, 20.0), (340.0, 20.0), (340.0, 222.0), (20.0, 222.0)),
    {
        "name_en": ("LEE, Chi Nan", ((40.0, 80.0), (180.0, 80.0), (180.0, 92.0), (40.0, 92.0))),
        "number": ("A123456(3)", ((230.0, 195.0), (325.0, 195.0), (325.0, 207.0), (230.0, 207.0))),
    },
    {},
)


@pytest.mark.parametrize("how", LAMPS, ids=lambda how: how.__name__)
def test_print_is_lost_in_the_fields_that_the_truth_names(how) -> None:
    page = np.full((SIZE[1], SIZE[0], 3), 195, np.uint8)
    page[:, ::6] = 50
    for seed in range(3):
        light, touched = shine(np.random.default_rng(seed), SIZE, CARD, how)
        seen = under_light(page, light)
        assert light.min() >= 0
        assert (seen >= page - 1).all()
        assert touched
        for name in touched:
            (x0, y0), _, (x1, y1), _ = CARD.fields[name][1]
            place = seen[int(y0) : int(y1), int(x0) : int(x1)].astype(float).mean(2)
            # Every six columns hold one that is dark.
            columns = place[:, : place.shape[1] // 6 * 6].reshape(len(place), -1, 6)
            assert np.ptp(columns, axis=2).min() < 0.5 * (195 - 50)


def test_contrast_falls_as_light_rises() -> None:
    levels = np.array([0.0, 0.1, 0.4, 1.0, 3.0], np.float32)
    lost = washed(np.repeat(levels[None, :, None], 3, axis=2))[0]
    assert lost[0] == pytest.approx(0.0, abs=1e-5)
    assert (np.diff(lost) >= 0).all()
    assert lost[-1] == pytest.approx(1.0)


def test_generators_have_names_of_their_own_and_some_are_held_out() -> None:
    assert len({attack.generator for attack in GLARE}) == len(GLARE)
    assert {attack.held_out for attack in GLARE} == {True, False}
