"""The measured places of a Hong Kong card."""

import numpy as np
import pytest

from hmtocr.specimens.hk_layout import jittered_layout


@pytest.mark.parametrize(
    ("design", "item", "x", "y"),
    [
        ("2018", "birth_date", 0.397, 0.579),
        ("2018", "symbols", 0.396, 0.651),
        ("2003", "birth_date", 0.304, 0.555),
    ],
)
def test_items_stay_near_their_measured_places(design: str, item: str, x: float, y: float) -> None:
    spots = [jittered_layout(np.random.default_rng(seed), design).spots[item] for seed in range(60)]
    assert max(abs(spot.x - x) for spot in spots) < 0.0135
    assert np.median([abs(spot.y - y) for spot in spots]) < 0.004
    assert len({spot.x for spot in spots}) == 60


def test_both_designs_have_the_same_lines_of_type() -> None:
    old, new = (jittered_layout(np.random.default_rng(1), design) for design in ("2003", "2018"))
    assert set(old.spots) == set(new.spots)
