"""Blurred pictures have the spread they were asked for, the brightness they had, and no fine print any more."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.specimens.attacks.blur import BLUR, blown_up, defocus, motion, shake, tilt
from hmtocr.specimens.camera import PhotographedCard, Scene

QUAD = ((10.0, 10.0), (310.0, 10.0), (310.0, 200.0), (10.0, 200.0))
CARD = PhotographedCard("hk-id", "2018", "front", QUAD, {}, {})


@pytest.mark.parametrize("how", [defocus, motion, shake], ids=lambda how: how.__name__)
def test_a_point_spreads_as_far_as_it_should(how) -> None:
    point = np.zeros((121, 121, 3), np.uint8)
    point[60, 60] = 255
    for seed in range(3):
        seen = how(np.random.default_rng(seed), Scene(point, (CARD,), 300.0), 4.0)[..., 0]
        light = (seen / 255.0) ** 2.2
        light /= light.sum()
        y, x = np.nonzero(light)
        weights = light[y, x]
        spread = np.cov(np.stack((x, y)), aweights=weights)
        assert np.sqrt(np.linalg.eigvalsh(spread)[-1]) == pytest.approx(4.0, rel=0.12)


@pytest.mark.parametrize("how", [defocus, motion, blown_up, shake, tilt], ids=lambda how: how.__name__)
def test_fine_print_goes_and_brightness_stays(how) -> None:
    rng = np.random.default_rng(2)
    page = np.where(rng.random((220, 330, 1)) < 0.5, 110, 190).astype(np.uint8).repeat(3, axis=2)
    seen = how(rng, Scene(page, (CARD,), 300.0), 3.0)
    assert seen.shape == page.shape
    assert seen.astype(float).std() < 0.6 * page.astype(float).std()
    assert abs(seen.mean() - page.mean()) < 8


def test_generators_have_names_of_their_own_and_some_are_held_out() -> None:
    assert len({attack.generator for attack in BLUR}) == len(BLUR)
    assert {attack.held_out for attack in BLUR} == {True, False}
