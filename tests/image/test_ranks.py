"""Medians and percentiles are NumPy's."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.image.ranks import median, percentiles


@pytest.mark.parametrize("length", [1, 2, 7, 40])
@pytest.mark.parametrize("kind", [np.uint8, np.float32, np.float64])
def test_they_are_as_numpys(length: int, kind: type) -> None:
    values = (np.random.default_rng(length).random((length, 5)) * 255).astype(kind)
    assert np.allclose(median(values), np.median(values, axis=0), rtol=1e-6)
    assert np.allclose(median(values, axis=1), np.median(values, axis=1), rtol=1e-6)
    parts = (0, 4, 25, 50, 80, 97.5, 100)
    assert np.allclose(percentiles(values, parts), np.percentile(values.astype(np.float64), parts), rtol=1e-6)
