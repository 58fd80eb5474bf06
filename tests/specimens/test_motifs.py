"""Ornamental shapes."""

import numpy as np
import pytest

from hmtocr.specimens.motifs import MOTIFS


@pytest.mark.parametrize("motif", MOTIFS, ids=lambda m: m.__name__)
def test_every_motif_covers_a_part_of_the_sheet(motif) -> None:  # type: ignore[no-untyped-def]
    shares = []
    for seed in range(8):
        mask, colour = motif(np.random.default_rng(seed), 400, 252, (1, 2, 3))
        assert mask.shape == (252, 400)
        assert colour == (1, 2, 3)
        shares.append((mask > 0).mean())
    assert 0.005 < np.median(shares) < 0.7
