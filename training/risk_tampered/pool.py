"""Photographs of drawn cards: files that are drawn once, and edited anew each time they are used; in some the card
itself was changed before."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from hmtocr.image.geometry import sides
from hmtocr.reading import Quad
from hmtocr.specimens.attacks.tampered import REWRITES
from hmtocr.specimens.camera import Photograph, PhotographedCard
from hmtocr.specimens.card import FACES
from hmtocr.specimens.dataset import Specimen, iter_specimens, write_specimens
from hmtocr.specimens.degrade import Level
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack
from hmtocr.specimens.places import Half
from training.corners.draw_pool import save

Face = tuple[str, str, str]
Span = tuple[float, float]
LEVELS: tuple[Level, ...] = ("scan", "photo", "vga", "photo", "hard")
_HONG_KONG = FACES[:2]
_BLOCK = 16
"""Pixels of a JPEG file's units where its colours are halved."""
_MARGIN = 0.04
"""Of the card's width that is kept round it."""


@dataclass(frozen=True)
class Pool:
    """Paths of the genuine pictures by face, and of those whose card was changed."""

    paths: Mapping[Face, tuple[Path, ...]]
    rewritten: tuple[Path, ...] = ()

    def face(self, rng: np.random.Generator) -> Face:
        """Any face, as often as the pool has it."""
        faces = list(self.paths)
        counts = np.array([len(self.paths[face]) for face in faces], np.float64)
        return faces[int(rng.choice(len(faces), p=counts / counts.sum()))]

    def picture(self, rng: np.random.Generator, face: Face) -> Photograph:
        """Any picture of that face."""
        paths = self.paths[face]
        return unpacked(paths[int(rng.integers(len(paths)))])


def load(folder: Path) -> Pool:
    """What has been drawn so far."""
    paths: defaultdict[Face, list[Path]] = defaultdict(list)
    for path in sorted(folder.glob("*.json")):
        told = json.loads(path.read_text("utf-8"))[0]
        paths[told["document"], told["design"], told["side"]].append(path.with_suffix(".jpg"))
    return Pool({face: tuple(found) for face, found in paths.items()}, tuple(sorted(folder.glob("rewritten/*.jpg"))))


def fill(folder: Path, half: Half, fonts: str, count: int, seed: int) -> None:
    """Draw `count` pictures, Hong Kong's faces more often than the others; none where as many lie there."""
    if len(list(folder.glob("*.json"))) < count:
        faces = (*_HONG_KONG * 3, *FACES)
        write_specimens(folder, iter_specimens(count, seed, faces, LEVELS, fonts, half))


def fill_rewritten(folder: Path, half: Half, fonts: str, count: int, seed: int) -> None:
    """Draw `count` cards that were changed themselves, by each of REWRITES in turn; "touched" in their files tells what
    parts of which field, from 0 at its left to 1."""
    folder.mkdir(parents=True, exist_ok=True)
    pack = font_pack(fonts)
    faces = (*_HONG_KONG * 3, *FACES)
    for index in range(count):
        path = folder / f"{index:05d}.json"
        if path.exists():
            continue
        rng, kind = np.random.default_rng((seed, index)), tuple(REWRITES)[index % len(REWRITES)]
        try:
            card = draw_card(rng, *faces[index // len(REWRITES) % len(faces)], pack, half=half)
            attacked = REWRITES[kind](rng, card, half, pack)
        except ValueError:
            continue
        shot = attacked.photograph
        path.with_suffix(".jpg").write_bytes(shot.jpeg)
        told = Specimen(path.stem, None, seed, shot).truth()
        after = shot.cards[0].fields
        whole = kind != "penned"
        told[0]["touched"] = {
            name: [(0.0, 1.0)] if whole else _changes(card.fields[name].text, after[name][0])
            for name in sorted(attacked.fields)
        }
        path.write_text(json.dumps(told, ensure_ascii=False), "utf-8")


def _changes(before: str, after: str) -> list[Span]:
    """Where two texts of as many characters differ, from 0 at the left to 1."""
    total = len(before)
    return [(i / total, (i + 1) / total) for i, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]


def unpacked(path: Path) -> Photograph:
    """The card in a file and a little round it, on the grid of the file's blocks; decoded once, and kept beside it."""
    told = json.loads(path.with_suffix(".json").read_text("utf-8"))[0]
    quad = np.array(told["quad"])
    room = sides(quad)[0] * _MARGIN
    x0, y0 = np.maximum(np.floor((quad.min(0) - room) / _BLOCK), 0).astype(int) * _BLOCK
    x1, y1 = np.ceil(quad.max(0) + room).astype(int)
    kept = path.with_suffix(".npy")
    if not kept.exists():
        pixels = np.asarray(cv2.imread(str(path), cv2.IMREAD_COLOR_RGB), np.uint8)
        save(kept, np.ascontiguousarray(pixels[y0:y1, x0:x1]))
    return Photograph(np.load(kept), b"", (_moved(_card(told), (float(x0), float(y0)), 1.0),))


def scaled(shot: Photograph, times: float) -> Photograph:
    """The picture, `times` its size, with its first card."""
    way = cv2.INTER_AREA if times < 1 else cv2.INTER_CUBIC
    pixels = np.asarray(cv2.resize(shot.pixels, None, fx=times, fy=times, interpolation=way), np.uint8)
    return Photograph(pixels, b"", (_moved(shot.cards[0], (0.0, 0.0), times),))


def _moved(card: PhotographedCard, origin: tuple[float, float], times: float) -> PhotographedCard:
    def on(quad: Quad) -> Quad:
        a, b, c, d = (((x - origin[0]) * times, (y - origin[1]) * times) for x, y in quad)
        return (a, b, c, d)

    fields = {name: (text, on(quad)) for name, (text, quad) in card.fields.items()}
    portraits = {kind: on(quad) for kind, quad in card.portraits.items()}
    return replace(card, quad=on(card.quad), fields=fields, portraits=portraits)


def touched(path: Path) -> dict[str, list[Span]]:
    """The parts of fields of a changed card that were written anew."""
    told = json.loads(path.with_suffix(".json").read_text("utf-8"))[0]["touched"]
    return {name: [(first, last) for first, last in spans] for name, spans in told.items()}


def _card(told: dict[str, object]) -> PhotographedCard:
    fields = {name: (f["text"], _quad(f["quad"])) for name, f in told["fields"].items()}  # type: ignore[attr-defined]
    portraits = {kind: _quad(quad) for kind, quad in told["portraits"].items()}  # type: ignore[attr-defined]
    return PhotographedCard(
        str(told["document"]), str(told["design"]), str(told["side"]), _quad(told["quad"]), fields, portraits
    )


def _quad(points: object) -> Quad:
    a, b, c, d = ((float(x), float(y)) for x, y in np.asarray(points, np.float64))
    return (a, b, c, d)
