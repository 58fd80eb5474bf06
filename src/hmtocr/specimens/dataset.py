"""Sets of photographed specimens with their truth: one at a time, or as files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hmtocr.errors import SpecimenError
from hmtocr.reading import Quad
from hmtocr.specimens.camera import Photograph, PhotographedCard, photograph
from hmtocr.specimens.card import FACES
from hmtocr.specimens.degrade import LEVELS, Level
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack
from hmtocr.specimens.places import Half

Face = tuple[str, str, str]
"""Document, design, side."""


@dataclass(frozen=True)
class Specimen:
    """One picture of a set.

    Attributes:
        name: its number in the set, five digits.
        level: of the camera.
        seed: of the set; seed and number together give the picture again.
    """

    name: str
    level: Level
    seed: int
    photograph: Photograph

    def truth(self) -> list[dict[str, Any]]:
        """What is on the picture, card by card, as plain JSON."""
        return [_truth(card, self.level, self.seed) for card in self.photograph.cards]


def iter_specimens(
    count: int,
    seed: int,
    faces: Sequence[Face] = FACES,
    levels: Sequence[Level] = LEVELS,
    fonts: str = "default",
    half: Half = "all",
    cards_per_picture: int = 1,
) -> Iterator[Specimen]:
    """`count` pictures that take turns among the faces and the camera levels.

    The picture with a given number depends on nothing but `seed` and the arguments after it: a larger `count`
    begins with the same pictures.

    Raises:
        SpecimenError: an unknown face or level, nothing to choose from, or a font that is missing.
    """
    unknown = ["/".join(face) for face in faces if face not in FACES]
    unknown += [level for level in levels if level not in LEVELS]
    if unknown:
        raise SpecimenError(f"there is no {unknown[0]} to draw")
    if not faces or not levels or cards_per_picture < 1:
        raise SpecimenError("a picture needs a face, a level and a card at least")
    pack = font_pack(fonts)
    for index in range(count):
        rng = np.random.default_rng([seed, index])
        turn, first = divmod(index, len(faces))
        level = levels[(turn + first) % len(levels)]
        others = rng.integers(len(faces), size=cards_per_picture - 1)
        chosen = [faces[i] for i in (first, *others)]
        cards = [draw_card(rng, document, design, side, pack, half=half) for document, design, side in chosen]
        yield Specimen(f"{index:05d}", level, seed, photograph(rng, cards, level, half))


def write_specimens(
    out: Path,
    count: int,
    seed: int,
    faces: Sequence[Face] = FACES,
    levels: Sequence[Level] = LEVELS,
    fonts: str = "default",
    half: Half = "all",
    cards_per_picture: int = 1,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Write NNNNN.jpg and NNNNN.json into the folder `out`, which is made if need be.

    `progress` is told how many pictures have been written.

    Raises:
        SpecimenError: as `iter_specimens`, or `out` cannot be written to.
    """
    specimens = iter_specimens(count, seed, faces, levels, fonts, half, cards_per_picture)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for done, specimen in enumerate(specimens, 1):
            (out / f"{specimen.name}.jpg").write_bytes(specimen.photograph.jpeg)
            lines = ",\n".join(json.dumps(card, ensure_ascii=False) for card in specimen.truth())
            (out / f"{specimen.name}.json").write_text(f"[{lines}]\n", "utf-8")
            if progress is not None:
                progress(done)
    except OSError as error:
        raise SpecimenError(f"cannot write to {out}: {error.strerror or error}") from error


def _truth(card: PhotographedCard, level: Level, seed: int) -> dict[str, Any]:
    return {
        "document": card.document,
        "design": card.design,
        "side": card.side,
        "level": level,
        "seed": seed,
        "quad": _points(card.quad),
        "fields": {name: {"text": text, "quad": _points(quad)} for name, (text, quad) in card.fields.items()},
        "portraits": {kind: _points(quad) for kind, quad in card.portraits.items()},
    }


def _points(quad: Quad) -> list[list[float]]:
    return [[round(x, 2), round(y, 2)] for x, y in quad]
