"""A forgery without any software: a strip of paper with other text, glued over a field before the photograph."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats
from hmtocr.specimens.attacks.attack import Attacked
from hmtocr.specimens.attacks.strips import changed, face_for, typed
from hmtocr.specimens.camera import Photograph, photograph
from hmtocr.specimens.card import Box, DrawnCard, DrawnField
from hmtocr.specimens.degrade import Level
from hmtocr.specimens.fonts import FontFile, font_pack
from hmtocr.specimens.places import Half

_LEVELS: tuple[Level, ...] = ("scan", "photo", "photo", "vga")


def taken(rng: np.random.Generator, card: DrawnCard, half: Half) -> Photograph:
    """The card photographed as people do who want it read."""
    return photograph(rng, [card], _LEVELS[int(rng.integers(len(_LEVELS)))], half)


def glue_strip(rng: np.random.Generator, card: DrawnCard, half: Half) -> Attacked:
    """A strip over one field, photographed.

    Raises:
        ValueError: the card has no field of one row that fonts can print.
    """
    fonts = font_pack()
    names = [name for name, drawn in card.fields.items() if len(drawn.rows) <= 1 and drawn.text.strip()]
    for name in rng.permutation(np.array(names, object)):
        drawn = card.fields[name]
        text = changed(rng, drawn.text)
        face = face_for(rng, fonts, text)
        if face is None:
            continue
        glued = _glued(rng, card, _strip(rng, card, drawn.box, text, face), drawn.box)
        fields = {**card.fields, name: DrawnField(text, drawn.box, drawn.rows)}
        return Attacked(taken(rng, replace(glued, fields=fields), half), frozenset({name}))
    raise ValueError(f"nothing to glue over on a {card.document} {card.side}")


def _strip(rng: np.random.Generator, card: DrawnCard, box: Box, text: str, face: FontFile) -> Floats:
    """Paper (height x width x 3) of the ground's colour or of its own, with the text printed in the middle."""
    x0, y0, x1, y1 = box
    high = y1 - y0
    pad = high * float(rng.uniform(0.2, 0.5))
    width, height = round(x1 - x0 + 2 * pad), round(high + 2 * pad)
    under = card.pixels[int(y0) : int(y1) + 1, int(x0) : int(x1) + 1].reshape(-1, 3)
    colour = np.percentile(under, 80, axis=0) if rng.random() < 0.5 else np.full(3, rng.uniform(225, 252))
    layer = typed(text, face, x1 - x0, high * float(rng.uniform(0.9, 1.05)), squeeze=bool(rng.random() < 0.5))
    layer = layer[:height, :width]
    shares = np.zeros((height, width))
    top, left = (height - layer.shape[0]) // 2, (width - layer.shape[1]) // 2
    shares[top : top + layer.shape[0], left : left + layer.shape[1]] = layer
    sheet = colour + _fibres(rng, width, height)[..., None]
    return np.asarray(np.clip(sheet + (rng.uniform(10, 60) - sheet) * shares[..., None], 0, 255), np.float64)


def _fibres(rng: np.random.Generator, width: int, height: int) -> NDArray[np.float32]:
    """Paper's unevenness in grey levels."""
    grain = rng.normal(0, 1, (height, width)).astype(np.float32)
    soft = np.asarray(cv2.GaussianBlur(grain, (0, 0), float(rng.uniform(1, 2.5))), np.float32)
    return np.asarray(soft / max(1e-3, float(soft.std())) * rng.uniform(0.5, 3), np.float32)


def _glued(rng: np.random.Generator, card: DrawnCard, sheet: Floats, box: Box) -> DrawnCard:
    """The card with the sheet on it, a little askew, its shadow at two of its edges."""
    height, width = sheet.shape[:2]
    middle = np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.normal(0, 0.8)), 1.0)
    turn[:, 2] += middle - (width / 2, height / 2) + rng.normal(0, 1.5, 2)
    size = (card.pixels.shape[1], card.pixels.shape[0])
    laid = cv2.warpAffine(sheet.astype(np.float32), turn, size)
    alpha = cv2.warpAffine(np.ones((height, width), np.float32), turn, size)[..., None]
    drop = np.array([[1, 0, rng.uniform(-3, 3)], [0, 1, rng.uniform(0.5, 4)]], np.float64)
    shadow = cv2.GaussianBlur(cv2.warpAffine(alpha[..., 0], drop, size), (0, 0), float(rng.uniform(0.8, 3)))
    under = card.pixels * (1 - float(rng.uniform(0.15, 0.5)) * shadow[..., None])
    # warpAffine lets the sheet's edge fade to black, which is the sheet times its alpha already.
    mixed = under * (1 - alpha) + laid
    return replace(card, pixels=np.asarray(np.clip(mixed + 0.5, 0, 255), np.uint8))
