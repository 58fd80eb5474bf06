"""Crops that the training never saw: fields of photographs of the other half's cards, in the other pack's fonts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from hmtocr.image.decode import decode
from hmtocr.image.flatten import flatten
from hmtocr.image.geometry import homography, move, rectangle
from hmtocr.specimens.dataset import iter_specimens
from hmtocr.specimens.degrade import Level
from hmtocr.text.line import crop
from training.latin.alphabet import readable
from training.latin.pool import Images

FLAT_WIDTH = 1600
"""Pixels of the flat card, as the reader makes it."""


@dataclass(frozen=True)
class Held:
    """One field of one photograph.

    Attributes:
        face: document, design and side.
        name: of the field.
        level: of the camera.
        text: as printed.
        pixels: the field's crop off the flat card.
    """

    face: tuple[str, str, str]
    name: str
    level: str
    text: str
    pixels: Images


def draw(folder: Path, counts: dict[Level, int], seed: int) -> None:
    """Draw what `folder` lacks, one file a level. The cards' own corners and boxes are used, a little shaken."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (level, count) in enumerate(counts.items()):
        path = folder / f"{level}.npz"
        if not path.exists():
            _write(path, _fields(level, count, seed + number))


def read(folder: Path) -> list[Held]:
    """All that was drawn."""
    found = []
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as told:
            starts, shapes, pixels = told["starts"], told["shapes"], told["pixels"]
            for start, (height, width), words in zip(starts, shapes, told["words"], strict=True):
                document, design, side, name, text = (str(word) for word in words)
                cut = pixels[start : start + height * width * 3].reshape(height, width, 3)
                found.append(Held((document, design, side), name, path.stem, text, cut))
    return found


def _fields(level: Level, count: int, seed: int) -> list[Held]:
    cv2.setNumThreads(1)
    rng = np.random.default_rng((seed, 7))
    found = []
    for specimen in iter_specimens(count, seed, levels=(level,), fonts="default", half="odd"):
        card = specimen.photograph.cards[0]
        picture = decode(specimen.photograph.jpeg)
        flat = flatten(picture.pixels, np.array(card.quad) / picture.scale, FLAT_WIDTH)
        height, width = flat.pixels.shape[:2]
        to_flat = homography(np.array(card.quad), rectangle(0, 0, width, height))
        for name, (text, quad) in card.fields.items():
            corners = move(np.array(quad), to_flat)
            (x0, y0), (x1, y1) = corners.min(0), corners.max(0)
            if not readable(text) or set(text) == {"-"} or x0 < 0 or y0 < 0 or x1 > width or y1 > height:
                continue
            tall = y1 - y0
            room = rng.uniform(0.08, 0.28, 4) * tall
            cut = crop(flat.pixels, (x0 - room[0], y0 - room[1], x1 + room[2], y1 + room[3]))
            if cut is not None:
                found.append(Held((card.document, card.design, card.side), name, level, text, cut.copy()))
    return found


def _write(path: Path, fields: list[Held]) -> None:
    partial = path.with_suffix(".part")
    with partial.open("wb") as file:
        np.savez(
            file,
            pixels=np.concatenate([field.pixels.reshape(-1) for field in fields]),
            starts=np.cumsum([0, *(field.pixels.size for field in fields)])[:-1],
            shapes=np.array([field.pixels.shape[:2] for field in fields]),
            words=np.array([[*field.face, field.name, field.text] for field in fields]),
        )
    partial.rename(path)
