"""Packs of crops of about one width, drawn as wide as the reader draws them: what one step learns from."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import cv2
import numpy as np

from hmtocr.specimens.fonts import FontPack, font_pack
from hmtocr.text.recogniser import LINE_HEIGHT
from training.corners.train import Sample
from training.han.texts import encode, invent_text
from training.latin.capture import shoot
from training.latin.lines import set_line
from training.latin.pool import Images, Line, Pool
from training.latin.samples import recoloured, widened

GRID = 16
GATHERED = 96
"""Crops that are drawn together and sorted by width."""
_DRAWN = 0.4
"""Share of fields from drawn cards; the others are lines set for themselves."""
_TYPES = 0.15
"""Share of the fields that say a card's type which is kept: there are few such texts, and every back has one."""
_COLUMNS = 1536
"""Pixels along the lines of one pack."""
_WIDEST = 700
_INKS = (13.0, 48.0)
"""Pixels of ink height in the picture: a Chinese character takes more of them than a digit."""
_STEP = 8
"""Pixels along the line from one answer to the next."""


def one(rng: np.random.Generator, pool: Pool, fonts: FontPack) -> tuple[Images, tuple[int, ...]]:
    """A crop of LINE_HEIGHT rows and the classes of its text."""
    while True:
        line = _line(rng, pool, fonts)
        if line is None:
            continue
        crop = shoot(rng, recoloured(rng, line), LINE_HEIGHT, _INKS)
        narrow = float(rng.uniform(0.5, 1.0)) if rng.random() < 0.7 else 1.0
        width = max(GRID, round(crop.shape[1] * narrow))
        text = tuple(encode(line.text))
        twins = sum(a == b for a, b in pairwise(text))
        if len(text) + twins + 1 <= width // _STEP and width <= _WIDEST:
            return np.asarray(cv2.resize(crop, (width, LINE_HEIGHT), interpolation=cv2.INTER_AREA), np.uint8), text


def _line(rng: np.random.Generator, pool: Pool, fonts: FontPack) -> Line | None:
    """A line with a text that the network knows; None where there was none this time."""
    try:
        line = pool.line(rng) if pool.chunks and rng.random() < _DRAWN else set_line(rng, pool, fonts, invent_text)
        known = bool(encode(line.text))
    except (LookupError, ValueError):
        return None
    return None if not known or (line.text.startswith("澳門特別") and rng.random() > _TYPES) else line


def packs(rng: np.random.Generator, pool: Pool, fonts: str = "wide", gathered: int = GATHERED) -> Iterator[Sample]:
    """Packs of `gathered` crops: pixels (n, LINE_HEIGHT, width, 3), RGB, and the classes of each text."""
    pack = font_pack(fonts)
    crops = sorted((one(rng, pool, pack) for _ in range(gathered)), key=lambda c: c[0].shape[1])
    while crops:
        widest = max(2 * GRID, -(-crops[-1][0].shape[1] // GRID) * GRID)
        count = max(1, _COLUMNS // widest)
        chosen, crops = crops[-count:], crops[:-count]
        yield np.stack([widened(crop, widest) for crop, _ in chosen]), tuple(text for _, text in chosen)
