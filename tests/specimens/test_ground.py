"""Card grounds."""

from typing import get_args

import numpy as np
import pytest

from hmtocr.specimens.ground import Tone, draw_ground
from hmtocr.specimens.guilloche import FAMILIES
from hmtocr.specimens.motifs import MOTIFS


@pytest.mark.parametrize("tone", get_args(Tone))
def test_a_ground_is_light_and_of_a_cards_shape(tone: Tone) -> None:
    for seed in range(4):
        ground = draw_ground(np.random.default_rng(seed), 428, tone)
        assert (ground.mode, ground.size) == ("RGB", (428, 270))
        assert np.asarray(ground).mean() > 140


def test_one_seed_gives_the_same_ground_and_another_seed_another() -> None:
    first, again, other = (draw_ground(np.random.default_rng(s), 320).tobytes() for s in (1, 1, 2))
    assert first == again
    assert first != other


def test_the_two_halves_share_no_kind_of_line_and_no_motif() -> None:
    for kinds in (FAMILIES, MOTIFS):
        assert not set(kinds[0::2]) & set(kinds[1::2])
        assert len(set(kinds)) == len(kinds)


def test_every_half_can_be_drawn_with() -> None:
    for half in ("even", "odd"):
        sheets = {draw_ground(np.random.default_rng(s), 160, "any", half).tobytes() for s in range(12)}
        assert len(sheets) == 12
