"""Backgrounds differ, come in any size, and the halves share nothing."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from hmtocr.specimens.backdrops import SURFACES, THINGS, draw_backdrop, draw_lid
from hmtocr.specimens.places import Half


def test_the_halves_share_no_family() -> None:
    for families in (SURFACES, THINGS):
        assert not set(families["even"]) & set(families["odd"])
        assert min(len(families["even"]), len(families["odd"])) >= 4


@pytest.mark.parametrize("half", ["all", "even", "odd"])
def test_any_size_and_the_same_for_the_same_seed(half: Half) -> None:
    for seed, size in enumerate([(320, 240), (97, 211), (1300, 700)]):
        first, second = (draw_backdrop(np.random.default_rng(seed), *size, half) for _ in range(2))
        assert first.shape == (size[1], size[0], 3)
        assert first.dtype == np.uint8
        assert (first == second).all()


@pytest.mark.parametrize("half", ["even", "odd"])
def test_no_two_are_alike(half: Half) -> None:
    pictures = [draw_backdrop(np.random.default_rng(seed), 160, 120, half) for seed in range(12)]
    for one, other in combinations(pictures, 2):
        assert np.abs(one.astype(int) - other).mean() > 3


def test_every_surface_and_thing_can_be_drawn() -> None:
    for surface in SURFACES["even"] + SURFACES["odd"]:
        assert surface(np.random.default_rng(0), 64, 48).shape == (48, 64, 3)
    for thing in THINGS["even"] + THINGS["odd"]:
        drawn = thing(np.random.default_rng(0))
        assert drawn.shape[2] == 4
        assert drawn[..., 3].max() == 255


def test_things_lie_on_the_surface() -> None:
    bare = draw_backdrop(np.random.default_rng(3), 300, 200, "odd", things=0)
    full = draw_backdrop(np.random.default_rng(3), 300, 200, "odd", things=5)
    changed = (bare != full).any(-1).mean()
    assert 0.02 < changed < 1.0


def test_lids_are_plain_and_white_grey_or_black() -> None:
    lids = [draw_lid(np.random.default_rng(seed), 200, 150) for seed in range(20)]
    assert all(lid.std(axis=(0, 1)).max() < 12 for lid in lids)
    assert min(lid.mean() for lid in lids) < 50
    assert max(lid.mean() for lid in lids) > 225
