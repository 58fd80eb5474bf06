"""Sets of photographed specimens with their truth: one at a time, or as files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hmtocr.errors import SpecimenError
from hmtocr.reading import Quad
from hmtocr.specimens.attacks import ATTACKS, Attack, Attacked
from hmtocr.specimens.camera import Photograph, PhotographedCard, photograph
from hmtocr.specimens.card import FACES
from hmtocr.specimens.degrade import LEVELS, Level
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import FontPack, font_pack
from hmtocr.specimens.places import Half

Face = tuple[str, str, str]
"""Document, design, side."""


@dataclass(frozen=True)
class Specimen:
    """One picture of a set.

    Attributes:
        name: its number in the set, five digits.
        level: of the camera; None where an attack chose it.
        seed: of the set; seed and number together give the picture again.
        attack: the kind and the generator of an attack, if it is one.
        touched: the fields that the attack touches; none of them for the whole card.
    """

    name: str
    level: Level | None
    seed: int
    photograph: Photograph
    attack: tuple[str, str] | None = None
    touched: frozenset[str] = frozenset()

    def truth(self) -> list[dict[str, Any]]:
        """What is on the picture, card by card, as plain JSON."""
        told: dict[str, Any] = {"level": self.level, "seed": self.seed}
        if self.attack is not None:
            kind, generator = self.attack
            told = {"attack": kind, "generator": generator, "touched": sorted(self.touched), "seed": self.seed}
        return [_truth(card, told) for card in self.photograph.cards]


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


def iter_attacked(
    kind: str,
    count: int,
    seed: int,
    faces: Sequence[Face] = FACES,
    fonts: str = "default",
    half: Half = "all",
) -> Iterator[Specimen]:
    """`count` pictures of one card each under attack, which take turns among the kind's generators and the faces.

    Raises:
        SpecimenError: an unknown kind or face, a font that is missing, or an attack that fits none of the faces.
    """
    unknown = [name for name in (kind,) if name not in ATTACKS] + [
        "/".join(face) for face in faces if face not in FACES
    ]
    if unknown or not faces:
        raise SpecimenError(f"there is no {unknown[0]} to draw" if unknown else "a picture needs a face")
    pack = font_pack(fonts)
    for index in range(count):
        rng = np.random.default_rng([seed, index])
        turn, number = divmod(index, len(ATTACKS[kind]))
        attack = ATTACKS[kind][number]
        start = (turn + number) % len(faces)
        made = _attacked(rng, attack, (*faces[start:], *faces[:start]), pack, half)
        yield Specimen(f"{index:05d}", None, seed, made.photograph, (kind, attack.generator), made.fields)


def _attacked(rng: np.random.Generator, attack: Attack, faces: Sequence[Face], pack: FontPack, half: Half) -> Attacked:
    """The attack on a card of the first face that it fits: a back has no portrait to swap."""
    for face in faces:
        with suppress(ValueError):
            return attack.take(rng, draw_card(rng, *face, pack, half=half), half)
    raise SpecimenError(f"the attack {attack.kind}/{attack.generator} fits none of the cards that are asked for")


def write_specimens(out: Path, specimens: Iterable[Specimen], progress: Callable[[int], None] | None = None) -> None:
    """Write NNNNN.jpg and NNNNN.json into the folder `out`, which is made if need be.

    `progress` is told how many pictures have been written.

    Raises:
        SpecimenError: as `iter_specimens`, or `out` cannot be written to.
    """
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


def _truth(card: PhotographedCard, told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "document": card.document,
        "design": card.design,
        "side": card.side,
        **told,
        "quad": _points(card.quad),
        "fields": {name: {"text": text, "quad": _points(quad)} for name, (text, quad) in card.fields.items()},
        "portraits": {kind: _points(quad) for kind, quad in card.portraits.items()},
    }


def _points(quad: Quad) -> list[list[float]]:
    return [[round(x, 2), round(y, 2)] for x, y in quad]
