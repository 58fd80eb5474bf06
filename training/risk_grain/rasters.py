"""Screens that nobody makes: subpixels of any place, size and order, so that no maker's raster is all to be learned.

Their spots are boxes; round ones are left to the tube that is held out.
"""

from __future__ import annotations

import numpy as np

from hmtocr.specimens.attacks.screens import Layout

_CELL = 48
"""Samples across a cell."""
_SHAPES = ((1.0, 1.0), (1.0, 2.0), (2.0, 1.0), (2.0, 2.0))
"""Screen pixels that a cell covers, across and down."""


def boxes(rng: np.random.Generator) -> Layout:
    """A cell of one to three rows, each with its boxes for red, green and blue anywhere, often in each row alike."""
    across, down = _SHAPES[int(rng.integers(len(_SHAPES)))]
    rows = int(rng.integers(1, 4))
    cell = np.zeros((_CELL, _CELL, 3), np.float32)
    y, x = np.mgrid[:_CELL, :_CELL] / _CELL
    order, wide = rng.permutation(3), rng.uniform(0.12, 0.3, 3) / across
    places = (np.arange(3) + rng.uniform(-0.2, 0.2, 3)) / 3
    shift, lean, gap = rng.choice((0.0, 0.5, rng.random())), rng.normal(0, 0.1), float(rng.uniform(0.04, 0.35))
    for row in range(rows):
        if rng.random() < 0.2:
            order = rng.permutation(3)
        inside = np.abs((y * rows - row) - 0.5) < (1 - gap) / 2
        bent = x + lean * (y * rows - row)
        for repeat in range(round(across)):
            for place, channel in enumerate(order):
                middle = (places[place] + repeat) / across + shift * row / rows
                cell[inside & (np.abs((bent - middle + 0.5) % 1 - 0.5) < wide[channel] / 2), channel] = 1
    scale = float(rng.uniform(0.8, 1.25))
    return Layout(cell, across * scale, down * scale)
