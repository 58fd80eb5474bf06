"""Measures the exported networks, through `hmtocr.image.locate`, on pictures that nothing was trained on."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from hmtocr.image.align import FACES
from hmtocr.image.geometry import Floats, sides
from hmtocr.image.locate import Located, locate
from hmtocr.models.engine import Engine
from hmtocr.specimens.camera import blank_scene, photograph
from hmtocr.specimens.degrade import LEVELS, Level
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack
from training.corners.pool import Images, Pool, load
from training.corners.scene import desk

FOUND = 0.15
"""A card counts as found where its corners are, on average, within this fraction of its width."""


@dataclass(frozen=True)
class Truth:
    """A picture and what is on it: quads (4x2, from each card's own top left) and indexes of FACES."""

    pixels: Images
    quads: tuple[Floats, ...]
    faces: tuple[int, ...]


Figures = dict[str, float | None]
"""By name; None where there was nothing to measure."""


def figures(pictures: Iterable[Truth], locator: Engine, aligner: Engine) -> Figures:
    """Shares and errors over all pictures; corner errors are in thousandths of the card's width."""
    errors: list[float] = []
    taken: list[float] = []
    cards = missed = false = wrong_turn = wrong_face = wrong_document = 0
    for picture in pictures:
        began = time.perf_counter()
        found = list(locate(picture.pixels, locator, aligner))
        taken.append(time.perf_counter() - began)
        for quad, face in zip(picture.quads, picture.faces, strict=True):
            cards += 1
            best = min(found, key=lambda c, q=quad: _apart(c, q)[0], default=None)  # type: ignore[misc]
            if best is None or _apart(best, quad)[0] > FOUND:
                missed += 1
                continue
            found.remove(best)
            turn = _apart(best, quad)[1]
            distances = np.linalg.norm(np.roll(best.quad, turn, axis=0) - quad, axis=1) / sides(quad)[0]
            errors.extend(distances * 1000)
            wrong_turn += turn != 0
            wrong_face += best.face != FACES[face]
            wrong_document += (best.face[0], best.face[2]) != (FACES[face][0], FACES[face][2])
        false += len(found)
    seen = max(1, cards - missed)
    spread = [round(float(e), 2) for e in np.percentile(errors, (50, 95))] if errors else (None, None)
    return {
        "pictures": len(taken),
        "cards": cards,
        "missed_percent": round(100 * missed / max(1, cards), 2),
        "false_finds": false,
        "corner_median": spread[0],
        "corner_p95": spread[1],
        "wrong_way_up_percent": round(100 * wrong_turn / seen, 2),
        "wrong_face_percent": round(100 * wrong_face / seen, 2),
        "wrong_document_or_side_percent": round(100 * wrong_document / seen, 2),
        "milliseconds_median": round(1000 * float(np.median(taken)), 1),
    }


def held_out(level: Level, count: int, seed: int) -> Iterable[Truth]:
    """Pictures of one camera level: fonts, people, grounds and backdrops are other than the training ones."""
    pack = font_pack("default")
    for number in range(count):
        rng = np.random.default_rng((seed, LEVELS.index(level), number))
        face = int(rng.integers(len(FACES)))
        card = draw_card(rng, *FACES[face], pack, half="odd")
        shot = photograph(rng, [card], level, half="odd")
        yield Truth(shot.pixels, (np.asarray(shot.cards[0].quad, np.float64),), (face,))


def without_cards(pool: Pool, count: int, seed: int) -> Iterable[Truth]:
    """Desks with papers, blank and bank cards, phones; no identity card."""
    for number in range(count):
        rng = np.random.default_rng((seed, 99, number))
        side = int(rng.integers(500, 1600))
        if number % 2:
            yield Truth(blank_scene(rng, (side, round(side * 0.75)), "odd"), (), ())
        else:
            yield Truth(desk(rng, pool, side, 0).pixels, (), ())


def measure(folder: Path, check_pool: Path, count: int, levels: tuple[Level, ...] = LEVELS) -> dict[str, Figures]:
    """Every level with `count` pictures, by the networks in `folder`."""
    cv2.setNumThreads(1)
    locator = Engine((folder / "card-locator.onnx").read_bytes())
    aligner = Engine((folder / "card-aligner.onnx").read_bytes())
    results: dict[str, Figures] = {level: figures(held_out(level, count, 5), locator, aligner) for level in levels}
    results["no card"] = figures(without_cards(load(check_pool), 2 * count, 5), locator, aligner)
    return results


def _apart(card: Located, quad: Floats) -> tuple[float, int]:
    """Mean distance of the corners in card widths, whichever way up, and that way as quarter turns."""
    apart = [float(np.linalg.norm(np.roll(card.quad, k, axis=0) - quad, axis=1).mean()) for k in range(4)]
    turn = int(np.argmin(apart))
    return apart[turn] / sides(quad)[0], turn
