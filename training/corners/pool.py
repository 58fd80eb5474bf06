"""Flat cards and backdrops, drawn once and memory-mapped, so that training never waits for drawing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hmtocr.specimens.canvas import card_height

Images = NDArray[np.uint8]

CARD_WIDTH = 512
CARD_HEIGHT = card_height(CARD_WIDTH)


@dataclass(frozen=True)
class Pool:
    """Flat cards (RGBA), the face of each as an index of FACES, and backdrops (RGB), as lists of chunks."""

    cards: tuple[Images, ...]
    faces: tuple[NDArray[np.int64], ...]
    backdrops: tuple[Images, ...]

    def card(self, rng: np.random.Generator) -> tuple[Images, int]:
        """Any card: CARD_HEIGHT x CARD_WIDTH x 4, and its face."""
        chunk = int(rng.integers(len(self.cards)))
        row = int(rng.integers(len(self.cards[chunk])))
        return np.asarray(self.cards[chunk][row]), int(self.faces[chunk][row])

    def backdrop(self, rng: np.random.Generator) -> Images:
        """Any backdrop: a square."""
        chunk = self.backdrops[int(rng.integers(len(self.backdrops)))]
        return np.asarray(chunk[int(rng.integers(len(chunk)))])


def load(folder: Path) -> Pool:
    """What has been drawn so far."""
    cards = sorted(folder.glob("cards-*.npy"))
    return Pool(
        tuple(np.load(path, mmap_mode="r") for path in cards),
        tuple(np.load(path.with_name(path.name.replace("cards", "faces"))) for path in cards),
        tuple(np.load(path, mmap_mode="r") for path in sorted(folder.glob("backdrops-*.npy"))),
    )
