"""Measures the signal on cards of the other half, genuine and attacked: how well it tells them apart."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from hmtocr.image.decode import decode
from hmtocr.image.flatten import flatten
from hmtocr.image.geometry import sides
from hmtocr.models.engine import Engine, load
from hmtocr.reading import Field
from hmtocr.risk.sight import HEIGHT, WIDTH, Sight
from hmtocr.risk.tampered import Tampered
from hmtocr.specimens.attacks.tampered import TAMPERED_ATTACKS
from hmtocr.specimens.camera import Photograph, photograph
from hmtocr.specimens.card import FACES
from hmtocr.specimens.degrade import Level
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack
from training.risk_tampered.export import FILE

SEED = 910_000
FALSE_ALARMS = 0.02
_LEVELS: tuple[Level, ...] = ("scan", "photo", "vga")
_SLACK = 0.002
"""Of the card's width: how far the corners that a reader finds are off."""


def measure(models: Path, each: int) -> dict[str, Any]:
    """AUC and what share is caught at FALSE_ALARMS, by generator and by the file's quality; `each` pictures of each."""
    signal = Tampered(Engine((models / FILE).read_bytes()), load("card-overlay", 1))
    rng = np.random.default_rng(SEED)
    genuine = [signal(sight_of(shot, rng)).score for shot in _genuine(each)]
    limit = float(np.quantile(genuine, 1 - FALSE_ALARMS))
    scores: defaultdict[str, list[float]] = defaultdict(list)
    qualities: defaultdict[str, list[float]] = defaultdict(list)
    for generator, shot in _attacked(each):
        score = signal(sight_of(shot, rng)).score
        scores[generator].append(score)
        qualities[_band(quality_of(shot.jpeg))].append(score)
    return {
        "seed": SEED,
        "genuine": len(genuine),
        "limit": round(limit, 4),
        "generators": {name: _told(found, genuine, limit) for name, found in scores.items()},
        "qualities": {name: _told(qualities[name], genuine, limit) for name in sorted(qualities)},
    }


def sight_of(shot: Photograph, rng: np.random.Generator) -> Sight:
    """What the reader would measure, were everything read as it is printed; the corners a little off."""
    picture, card = decode(shot.jpeg), shot.cards[0]
    quad = np.array(card.quad) / picture.scale
    quad = quad + rng.normal(0, _SLACK * sides(quad)[0], (4, 2))
    fields = {name: Field(text, text, 1.0, place) for name, (text, place) in card.fields.items()}
    face = (card.document, card.design, card.side)
    flat = flatten(picture.pixels, quad, WIDTH, HEIGHT)
    return Sight(picture.pixels, picture.scale, quad, flat, face, fields, (), card.portraits)


def quality_of(jpeg: bytes) -> int:
    """About which quality a file was written with, from the mean of its first table against Annex K's (57.6)."""
    with Image.open(io.BytesIO(jpeg)) as image:
        mean = float(np.mean(list(image.quantization[0]))) / 57.6 * 100  # type: ignore[attr-defined]
    return round(100 - mean / 2 if mean <= 100 else 5000 / mean)


def _band(quality: int) -> str:
    return next(
        name for least, name in ((90, "90-100"), (80, "80-89"), (70, "70-79"), (0, "00-69")) if quality >= least
    )


def _genuine(each: int) -> Iterator[Photograph]:
    for i in range(each):
        for level in _LEVELS:
            rng = np.random.default_rng((SEED, 1, i, len(level)))
            card = draw_card(rng, *FACES[i % len(FACES)], font_pack(), half="odd")
            yield photograph(rng, [card], level, "odd")


def _attacked(each: int) -> Iterator[tuple[str, Photograph]]:
    for k, attack in enumerate(TAMPERED_ATTACKS):
        for i in range(each):
            rng = np.random.default_rng((SEED, 2, k, i))
            # A back has no portrait to swap.
            faces = [face for face in FACES if attack.generator != "portrait" or face[2] == "front"]
            card = draw_card(rng, *faces[i % len(faces)], font_pack(), half="odd")
            try:
                yield attack.generator, attack.take(rng, card, "odd").photograph
            except ValueError:
                continue


def _told(scores: list[float], genuine: list[float], limit: float) -> dict[str, float]:
    one, other = np.array(scores)[:, None], np.array(genuine)[None]
    auc = float(np.mean((one > other) + 0.5 * (one == other)))
    return {"count": len(scores), "auc": round(auc, 4), "caught": round(float(np.mean(one > limit)), 4)}
