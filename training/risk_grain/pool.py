"""Pictures of cards, harmless and attacked, drawn once and kept as the files that a camera would leave."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hmtocr.image.align import FACES
from hmtocr.image.decode import decode
from hmtocr.image.geometry import Floats, Pixels
from hmtocr.specimens.attacks.attack import Attack
from hmtocr.specimens.attacks.harmless import HARMLESS
from hmtocr.specimens.attacks.photocopy import PHOTOCOPY_ATTACKS
from hmtocr.specimens.attacks.recapture import RECAPTURE_ATTACKS
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack
from hmtocr.specimens.people import Half

ATTACKS: tuple[Attack, ...] = PHOTOCOPY_ATTACKS + RECAPTURE_ATTACKS
PLAIN = ("photo", "scan", "photo")
"""Harmless pictures of which more than one is drawn a round."""
TRAIN = (
    tuple(kind.name for kind in HARMLESS)
    + PLAIN
    + 2 * tuple(attack.generator for attack in ATTACKS if not attack.held_out)
)
"""One round of what is drawn for training: kinds of harmless pictures, and generators. Nothing that is held out."""
TEST = (
    tuple(kind.name for kind in HARMLESS)
    + tuple(a.generator for a in ATTACKS)
    + 2 * tuple(a.generator for a in ATTACKS if a.held_out)
)


@dataclass(frozen=True)
class Item:
    """One picture.

    Attributes:
        path: of the file.
        quad: the card's corners (4 x 2) on it.
        kind: "photocopy", "recapture", or "harmless".
        generator: what drew it: a kind of harmless picture, or an attack.
        face: document, design, side.
    """

    path: Path
    quad: Floats
    kind: str
    generator: str
    face: tuple[str, str, str]

    def pixels(self) -> Pixels:
        """The picture as hmtocr decodes it."""
        return decode(self.path.read_bytes()).pixels


def fill(folder: Path, half: Half, order: Sequence[str], count: int, seed: int, first: int = 0) -> None:
    """Draw what `folder` lacks of pictures `first` to `count`, in rounds of `order`; call it again to go on."""
    folder.mkdir(parents=True, exist_ok=True)
    pack = font_pack("default")
    attacks = {attack.generator: attack for attack in ATTACKS}
    harmless = {kind.name: kind for kind in HARMLESS}
    for index in range(first, count):
        path = folder / f"{index:05d}.jpg"
        if path.with_suffix(".json").exists():
            continue
        rng = np.random.default_rng((seed, index))
        name = order[index % len(order)]
        face = FACES[int(rng.integers(len(FACES)))]
        card = draw_card(rng, *face, pack, half=half)
        if name in attacks:
            kind, taken = attacks[name].kind, attacks[name].take(rng, card, half).photograph
        else:
            kind, taken = "harmless", harmless[name].take(rng, card, half)
        path.write_bytes(taken.jpeg)
        told = {"quad": taken.cards[0].quad, "kind": kind, "generator": name, "face": face}
        path.with_suffix(".json").write_text(json.dumps(told), "utf-8")


def load(folder: Path) -> list[Item]:
    """What has been drawn so far."""
    items = []
    for path in sorted(folder.glob("*.json")):
        told = json.loads(path.read_text("utf-8"))
        face = (told["face"][0], told["face"][1], told["face"][2])
        quad = np.array(told["quad"], np.float64)
        items.append(Item(path.with_suffix(".jpg"), quad, told["kind"], told["generator"], face))
    return items
