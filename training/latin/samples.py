"""Packs of crops of about one width: what one step of the training learns from."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import cv2
import numpy as np

from hmtocr.specimens.fonts import font_pack
from training.corners.train import Sample
from training.latin.alphabet import encode
from training.latin.capture import shoot
from training.latin.lines import set_line
from training.latin.nets import HEIGHT, STEP
from training.latin.pool import Images, Line, Pool

GRID = 16
"""Crops are widened to a multiple of this."""
DRAWN = 0.55
"""Share of fields from drawn cards; the others are lines set for themselves."""
_COLUMNS = 32 * 256
"""Pixels along the lines of one pack, so that every step costs about the same."""
GATHERED = 160
"""Crops that are drawn together and sorted by width."""


def widened(crop: Images, width: int) -> Images:
    """The crop with its last column repeated up to `width`, as the reader does it."""
    return np.asarray(cv2.copyMakeBorder(crop, 0, 0, 0, width - crop.shape[1], cv2.BORDER_REPLICATE), np.uint8)


def one(rng: np.random.Generator, pool: Pool, fonts: str) -> tuple[Images, str]:
    """A crop and its text."""
    while True:
        line = pool.line(rng) if rng.random() < DRAWN else set_line(rng, pool, font_pack(fonts))
        line = recoloured(rng, line)
        crop = shoot(rng, line)
        if possible(line.text, crop.shape[1]):
            return crop, line.text


def possible(text: str, width: int) -> bool:
    """Whether the text fits into the steps of a crop: one a character, and a blank between two that are alike."""
    twins = sum(a == b for a, b in pairwise(text))
    return len(text) + twins + 1 <= -(-width // GRID) * GRID // STEP


def packs(rng: np.random.Generator, pool: Pool, fonts: str = "wide", gathered: int = GATHERED) -> Iterator[Sample]:
    """Packs of `gathered` crops: pixels (n, HEIGHT, width, 3), and the classes of each text."""
    crops = sorted((one(rng, pool, fonts) for _ in range(gathered)), key=lambda c: c[0].shape[1])
    while crops:
        widest = -(-crops[-1][0].shape[1] // GRID) * GRID
        count = max(1, _COLUMNS // widest)
        chosen, crops = crops[-count:], crops[:-count]
        pixels = np.stack([widened(crop, widest) for crop, _ in chosen])
        assert pixels.shape[1:] == (HEIGHT, widest, 3)
        yield pixels, tuple(tuple(encode(text)) for _, text in chosen)


def recoloured(rng: np.random.Generator, line: Line) -> Line:
    """The drawn cards' colours are few: now and then they change places, turn, or become their negative."""
    style = rng.random()
    if style > 0.25:
        return line
    pixels = line.pixels[..., rng.permutation(3)]
    if style < 0.03:
        pixels = 255 - pixels
    return Line(np.ascontiguousarray(pixels), line.box, line.text, line.free)
