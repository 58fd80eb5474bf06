"""Flat cards with the boxes of what is printed on them, and backdrops: drawn once and memory-mapped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hmtocr.specimens.canvas import card_height
from hmtocr.specimens.card import FACES
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack
from hmtocr.specimens.people import Half
from training.corners.draw_pool import fill_backdrops, save

Images = NDArray[np.uint8]
Boxes = NDArray[np.float64]

CARD_WIDTH = 480
CARD_HEIGHT = card_height(CARD_WIDTH)
CHUNK = 60
FIELD, PORTRAITS = 0, ("large", "small")
"""Kinds of boxes: a field's, then those of the portraits, in this order."""


@dataclass(frozen=True)
class Pool:
    """Flat cards (RGBA) with boxes of fields and portraits (n x 5: kind, fractions of the card), and backdrops."""

    cards: tuple[Images, ...]
    boxes: tuple[tuple[Boxes, ...], ...]
    backdrops: tuple[Images, ...]

    def card(self, rng: np.random.Generator) -> tuple[Images, Boxes]:
        """Any card and its boxes."""
        chunk = int(rng.integers(len(self.cards)))
        index = int(rng.integers(len(self.cards[chunk])))
        return np.asarray(self.cards[chunk][index]), self.boxes[chunk][index]

    def backdrop(self, rng: np.random.Generator) -> Images:
        """Any backdrop: a square."""
        chunk = self.backdrops[int(rng.integers(len(self.backdrops)))]
        return np.asarray(chunk[int(rng.integers(len(chunk)))])


def load(folder: Path) -> Pool:
    """What has been drawn so far."""
    cards = sorted(folder.glob("cards-*.npy"))
    boxes = []
    for path in cards:
        with np.load(path.with_name(path.name.replace("cards", "boxes")).with_suffix(".npz")) as kept:
            boxes.append(tuple(np.split(kept["boxes"], np.cumsum(kept["counts"])[:-1])))
    return Pool(
        tuple(np.load(path, mmap_mode="r") for path in cards),
        tuple(boxes),
        tuple(np.load(path, mmap_mode="r") for path in sorted(folder.glob("backdrops-*.npy"))),
    )


def fill(folder: Path, half: Half, fonts: str, cards: int, backdrops: int, seed: int) -> None:
    """Draw what `folder` lacks of `cards` cards and `backdrops` backdrops; call it again to go on."""
    folder.mkdir(parents=True, exist_ok=True)
    pack = font_pack(fonts)
    fill_backdrops(folder, half, backdrops, seed)
    for part in range(-(-cards // CHUNK)):
        path = folder / f"cards-{part:03d}.npy"
        if path.exists():
            continue
        rng = np.random.default_rng((seed, 3, part))
        sheets, boxes = [], []
        for face in range(min(CHUNK, cards)):
            card = draw_card(rng, *FACES[face % len(FACES)], pack, CARD_WIDTH, half)
            sheets.append(np.dstack((card.pixels, card.alpha)))
            places = [(FIELD, *field.box) for field in card.fields.values()]
            places += [(1 + PORTRAITS.index(kind), *box) for kind, box in card.portraits.items()]
            boxes.append(np.array(places).reshape(-1, 5) / (1, CARD_WIDTH, CARD_HEIGHT, CARD_WIDTH, CARD_HEIGHT))
        np.savez(folder / f"boxes-{part:03d}.npz", boxes=np.concatenate(boxes), counts=[len(b) for b in boxes])
        save(path, np.stack(sheets))
