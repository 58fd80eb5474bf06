"""Fine lines."""

import numpy as np
import pytest

from hmtocr.specimens.guilloche import FAMILIES, draw_curves


@pytest.mark.parametrize("family", FAMILIES, ids=lambda f: f.__name__)
def test_every_family_leaves_lines_on_the_sheet(family) -> None:  # type: ignore[no-untyped-def]
    touched = 0
    for seed in range(5):
        sheet = np.full((252, 400, 3), 255, np.uint8)
        draw_curves(sheet, family(np.random.default_rng(seed), 400, 252), (0, 0, 0))
        touched += bool((sheet < 128).sum() > 200)
    assert touched >= 4
