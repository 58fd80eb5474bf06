"""Draws the pool of fields and grounds with hmtocr's own specimens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hmtocr.specimens.backdrops import draw_backdrop
from hmtocr.specimens.card import FACES, DrawnCard
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import FontPack, font_pack
from hmtocr.specimens.ground import draw_ground
from hmtocr.specimens.people import Half
from training.latin.alphabet import readable
from training.latin.pool import Box, Images

CHUNK = 50
CARD_WIDTH = 1280
GROUND_WIDTH, GROUND_HEIGHT = 960, 600
ROOM = 1.3
"""Ink heights around a field that are kept."""
# The Hong Kong faces are what most pictures will show; the permit's front has little Latin print.
WEIGHTS = np.array([5.0, 5.0, 1.5, 1.5, 1.5, 1.0, 1.5, 1.0, 0.7, 1.0, 0.7, 1.0])


@dataclass(frozen=True)
class Kept:
    """Which fields of a card the pool keeps: those of a readable text, some of them more than once, or never.

    Two that are `joined` are one where they stand on one row, as a card prints them: with a comma between.
    """

    readable: Callable[[str], bool]
    often: Mapping[str, int]
    joined: tuple[str, str] | None = None

    def fields(self, card: DrawnCard) -> Iterator[tuple[str, str, Box]]:
        """Names, texts and boxes."""
        told = {name: (field.text, field.box) for name, field in card.fields.items()}
        if self.joined is not None and all(name in told for name in self.joined):
            (first, left), (second, right) = (told[name] for name in self.joined)
            if left[1] < (right[1] + right[3]) / 2 < left[3] and 0 < right[0] - left[2] < left[3] - left[1]:
                whole = (left[0], min(left[1], right[1]), right[2], max(left[3], right[3]))
                told = {name: told[name] for name in told if name not in self.joined}
                told["+".join(self.joined)] = (f"{first},{second}", whole)
        yield from ((name, text, box) for name, (text, box) in told.items() if self.readable(text))


LATIN = Kept(readable, {"name_en": 2, "symbols": 2})
"""The hardest to read are in the pool twice."""


def fill(
    folder: Path, half: Half, fonts: str, cards: int, grounds: int, seed: int, chunk: int = CHUNK, kept: Kept = LATIN
) -> None:
    """Draw what `folder` lacks of `cards` cards and `grounds` grounds; call it again to go on."""
    folder.mkdir(parents=True, exist_ok=True)
    pack = font_pack(fonts)
    for part in range(max(-(-cards // chunk), -(-grounds // chunk))):
        if part * chunk < grounds and not (path := folder / f"grounds-{part:03d}.npy").exists():
            rng = np.random.default_rng((seed, 1, part))
            _save(path, np.stack([_ground(rng, half) for _ in range(chunk)]))
        if part * chunk < cards and not (folder / f"fields-{part:03d}.npz").exists():
            _fields(folder, part, np.random.default_rng((seed, 2, part)), half, pack, chunk, kept)


def _fields(
    folder: Path, part: int, rng: np.random.Generator, half: Half, pack: FontPack, count: int, kept: Kept
) -> None:
    crops: list[Images] = []
    boxes: list[Box] = []
    free: list[tuple[float, float]] = []
    texts: list[str] = []
    for face in rng.choice(len(FACES), count, p=WEIGHTS / WEIGHTS.sum()):
        document, design, side = FACES[face]
        card = draw_card(rng, document, design, side, pack, CARD_WIDTH, half)
        for name, text, place in kept.fields(card):
            crop, box = _cut(card, place)
            for _ in range(kept.often.get(name, 1)):
                crops.append(crop)
                boxes.append(box)
                free.append(_free(card, place))
                texts.append(text)
    starts = np.cumsum([0, *(crop.size for crop in crops)])[:-1]
    _save(folder / f"fields-{part:03d}.npy", np.concatenate([crop.reshape(-1) for crop in crops]))
    partial = folder / f"fields-{part:03d}.part"
    with partial.open("wb") as file:
        shapes = np.array([crop.shape[:2] for crop in crops], np.int64)
        words = np.array(texts)
        np.savez(file, starts=starts, shapes=shapes, boxes=np.array(boxes), free=np.array(free), texts=words)
    partial.rename(partial.with_suffix(".npz"))


def _cut(card: DrawnCard, box: Box) -> tuple[Images, Box]:
    height, width = card.pixels.shape[:2]
    room = ROOM * (box[3] - box[1])
    x0, y0 = max(0, int(box[0] - room)), max(0, int(box[1] - room))
    x1, y1 = min(width, int(box[2] + room) + 1), min(height, int(box[3] + room) + 1)
    return card.pixels[y0:y1, x0:x1].copy(), (box[0] - x0, box[1] - y0, box[2] - x0, box[3] - y0)


def _free(card: DrawnCard, box: Box) -> tuple[float, float]:
    """How far the ink's row is free of other fields to the left and to the right, in ink heights."""
    tall = box[3] - box[1]
    left = right = ROOM
    for other in (field.box for field in card.fields.values()):
        inside = other[0] >= box[0] - 1 and other[2] <= box[2] + 1
        if inside or other[3] < box[1] - 0.3 * tall or other[1] > box[3] + 0.3 * tall:
            continue
        if other[0] >= box[2]:
            right = min(right, (other[0] - box[2]) / tall)
        elif other[2] <= box[0]:
            left = min(left, (box[0] - other[2]) / tall)
    return left, right


def _ground(rng: np.random.Generator, half: Half) -> Images:
    """A card's ground, or now and then anything that may lie below a window in a card."""
    if rng.random() < 0.25:
        return draw_backdrop(rng, GROUND_WIDTH, GROUND_HEIGHT, half)
    return np.asarray(draw_ground(rng, GROUND_WIDTH, "any", half), np.uint8)[:GROUND_HEIGHT]


def _save(path: Path, values: NDArray[np.generic]) -> None:
    """Under its name only once it is whole."""
    partial = path.with_suffix(".whole")
    with partial.open("wb") as file:
        np.save(file, values)
    partial.rename(path)
