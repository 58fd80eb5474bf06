"""Draws the pool of training cards and backdrops with hmtocr's own specimens."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hmtocr.image.align import FACES
from hmtocr.specimens.backdrops import draw_backdrop
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack
from hmtocr.specimens.people import Half
from training.corners.pool import CARD_WIDTH

BACKDROP_SIZE = 512
CHUNK = 50
# The Hong Kong faces are what most pictures will show.
WEIGHTS = np.array([3.0, 3.0] + [1.0] * (len(FACES) - 2))


def fill(folder: Path, half: Half, fonts: str, cards: int, backdrops: int, seed: int) -> None:
    """Draw what `folder` lacks of `cards` cards and `backdrops` backdrops; call it again to go on."""
    folder.mkdir(parents=True, exist_ok=True)
    pack = font_pack(fonts)
    fill_backdrops(folder, half, backdrops, seed)
    for part in range(-(-cards // CHUNK)):
        path = folder / f"cards-{part:03d}.npy"
        if not path.exists():
            rng = np.random.default_rng((seed, 2, part))
            faces = rng.choice(len(FACES), min(CHUNK, cards), p=WEIGHTS / WEIGHTS.sum())
            sheets = []
            for face in faces:
                document, design, side = FACES[face]
                card = draw_card(rng, document, design, side, pack, CARD_WIDTH, half)
                sheets.append(np.dstack((card.pixels, card.alpha)))
            save(folder / f"faces-{part:03d}.npy", faces.astype(np.int64))
            save(path, np.stack(sheets))


def fill_backdrops(folder: Path, half: Half, backdrops: int, seed: int) -> None:
    """Draw what `folder` lacks of `backdrops` backdrops."""
    for part in range(-(-backdrops // CHUNK)):
        path = folder / f"backdrops-{part:03d}.npy"
        if not path.exists():
            rng = np.random.default_rng((seed, 1, part))
            drawn = [draw_backdrop(rng, BACKDROP_SIZE, BACKDROP_SIZE, half) for _ in range(min(CHUNK, backdrops))]
            save(path, np.stack(drawn))


def save(path: Path, values: NDArray[np.generic]) -> None:
    """Under its name only once it is whole."""
    partial = path.with_suffix(".part")
    with partial.open("wb") as file:
        np.save(file, values)
    partial.rename(path)
