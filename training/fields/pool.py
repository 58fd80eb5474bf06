"""Flat cards with the rows of their fields, and backdrops: drawn once and memory-mapped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hmtocr.image.align import FACES
from hmtocr.specimens.canvas import card_height
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack
from hmtocr.specimens.people import Half
from hmtocr.text.places import NAMES
from training.corners.draw_pool import fill_backdrops, save

Images = NDArray[np.uint8]
Rows = NDArray[np.float64]

CARD_WIDTH = 448
CARD_HEIGHT = card_height(CARD_WIDTH)
CHUNK = 50
WEIGHTS = np.array([1.6, 2.0, 1.2, 0.6, 1.2, 0.6, 1.2, 0.6, 1.2, 0.9, 1.0, 0.8])
"""Of the faces in the first chunks."""
VARIED = np.array([face[0] == "mo-id" and face[2] == "front" for face in FACES], np.float64)
"""Of those in the others: no layout of Macao's fronts is known, so that as many as can be are drawn."""
REST = 1.0 - VARIED
"""Of those in the last: what the others leave rare."""
FIRST, SECOND = 14, 69
"""Where chunks of the second and of the third kind begin."""


@dataclass(frozen=True)
class Pool:
    """Flat cards (RGBA) with their rows (n x 5: class, then the ink's box as fractions of the card), and backdrops."""

    cards: tuple[Images, ...]
    rows: tuple[tuple[Rows, ...], ...]
    backdrops: tuple[Images, ...]

    def card(self, rng: np.random.Generator) -> tuple[Images, Rows]:
        """Any card and its rows."""
        chunk = int(rng.integers(len(self.cards)))
        index = int(rng.integers(len(self.cards[chunk])))
        return np.asarray(self.cards[chunk][index]), self.rows[chunk][index]

    def backdrop(self, rng: np.random.Generator) -> Images:
        """Any backdrop: a square."""
        chunk = self.backdrops[int(rng.integers(len(self.backdrops)))]
        return np.asarray(chunk[int(rng.integers(len(chunk)))])


def load(folder: Path) -> Pool:
    """What has been drawn so far."""
    cards = sorted(folder.glob("cards-*.npy"))
    rows = []
    for path in cards:
        with np.load(path.with_name(path.name.replace("cards", "rows")).with_suffix(".npz")) as kept:
            rows.append(tuple(np.split(kept["rows"], np.cumsum(kept["counts"])[:-1])))
    return Pool(
        tuple(np.load(path, mmap_mode="r") for path in cards),
        tuple(rows),
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
        rng = np.random.default_rng((seed, 2, part))
        sheets, rows = [], []
        weights = WEIGHTS if part < FIRST else VARIED if part < SECOND else REST
        for face in rng.choice(len(FACES), min(CHUNK, cards), p=weights / weights.sum()):
            document, design, side = FACES[face]
            card = draw_card(rng, document, design, side, pack, CARD_WIDTH, half)
            sheets.append(np.dstack((card.pixels, card.alpha)))
            rows.append(
                np.array(
                    [
                        (class_of(name), *np.divide(box, (CARD_WIDTH, CARD_HEIGHT) * 2))
                        for name, drawn in card.fields.items()
                        for box in drawn.rows
                    ]
                ).reshape(-1, 5)
            )
        np.savez(folder / f"rows-{part:03d}.npz", rows=np.concatenate(rows), counts=[len(r) for r in rows])
        save(path, np.stack(sheets))


def class_of(name: str) -> int:
    """The network's class of a field's print."""
    return NAMES.index("mrz" if name.startswith("mrz") else name)
