"""Signatures, chips, badges and windows."""

import numpy as np
import pytest

from hmtocr.specimens.ornaments import badge, chip, scribble, window


@pytest.mark.parametrize("seed", range(4))
def test_every_ornament_has_ink_and_the_size_asked_for(seed: int) -> None:
    rng = np.random.default_rng(seed)
    things = {
        (200, 60): [scribble(rng, (200, 60), (10, 10, 60)), chip(rng, (200, 60)), window(rng, (200, 60))],
        (90, 90): [badge(rng, 90, (0, 90, 40))],
    }
    for size, pictures in things.items():
        for picture in pictures:
            assert picture.size == size
            assert picture.mode == "RGBA"
            alpha = np.asarray(picture)[:, :, 3]
            assert 0.005 < (alpha > 40).mean() < 1


def test_a_badge_stays_within_its_ring() -> None:
    for seed in range(20):
        alpha = np.asarray(badge(np.random.default_rng(seed), 100, (0, 0, 0)))[:, :, 3]
        y, x = np.nonzero(alpha > 60)
        assert np.hypot(x - 49.5, y - 49.5).max() < 50
