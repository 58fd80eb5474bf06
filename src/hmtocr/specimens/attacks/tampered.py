"""Cards that were changed: in the file after the photograph was taken, or with paper and glue before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Literal

import cv2
import numpy as np

from hmtocr.specimens.attacks.attack import Attack, Attacked
from hmtocr.specimens.attacks.blended import blend
from hmtocr.specimens.attacks.edited import editable, filed
from hmtocr.specimens.attacks.forgeries import Forgery, copy_move, inpaint, recompress, retype, splice
from hmtocr.specimens.attacks.portrait_swap import swap_portrait
from hmtocr.specimens.attacks.strips import changed, face_for, typed
from hmtocr.specimens.camera import Photograph, photograph
from hmtocr.specimens.card import DrawnCard, DrawnField
from hmtocr.specimens.degrade import Level
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack
from hmtocr.specimens.places import Half

FORGERIES: Mapping[str, Forgery] = {
    "copy-move": copy_move,
    "splice": splice,
    "retype": retype,
    "inpaint": inpaint,
    "recompress": recompress,
    "portrait": swap_portrait,
}
"""The edits that may be trained on."""

_LEVELS: tuple[Level, ...] = ("scan", "photo", "photo", "vga")
_TRIALS = 12


def forged(forgery: Forgery, rng: np.random.Generator, card: DrawnCard, half: Half) -> Attacked:
    """A photograph of the card, edited and filed again.

    Raises:
        ValueError: nothing on the card can be edited so.
    """
    fonts = font_pack()
    for _ in range(_TRIALS):
        shot, lender = _shot(rng, card, half), None
        if forgery in (splice, recompress):
            other = draw_card(rng, card.document, card.design, card.side, fonts, card.pixels.shape[1], half)
            lender = _shot(rng, other, half)
        edited = forgery(rng, shot, lender or shot, fonts)
        if edited is not None:
            return filed(rng, edited, shot)
    raise ValueError(f"no such edit fits a {card.document} {card.side}")


def _shot(rng: np.random.Generator, card: DrawnCard, half: Half) -> Photograph:
    return photograph(rng, [card], _LEVELS[int(rng.integers(len(_LEVELS)))], half)


def paper_strip(rng: np.random.Generator, card: DrawnCard, half: Half) -> Attacked:
    """A strip of paper with other text glued over a field; only then is the card photographed."""
    fonts = font_pack()
    names = [name for name, drawn in card.fields.items() if len(drawn.rows) <= 1 and drawn.text.strip()]
    names = names or list(card.fields)
    for name in rng.permutation(names):
        drawn = card.fields[str(name)]
        text = changed(rng, drawn.text)
        face = face_for(rng, fonts, text)
        if face is None:
            continue
        x0, y0, x1, y1 = drawn.box
        high = y1 - y0
        pad = high * float(rng.uniform(0.2, 0.5))
        width, height = round(x1 - x0 + 2 * pad), round(high + 2 * pad)
        whiteness = card.pixels[int(y0) : int(y1) + 1, int(x0) : int(x1) + 1].reshape(-1, 3)
        paper = np.percentile(whiteness, 80, axis=0) if rng.random() < 0.5 else rng.uniform(225, 252) + np.zeros(3)
        sheet = np.broadcast_to(paper, (height, width, 3)) + _fibres(rng, width, height)[..., None]
        layer = typed(text, face, x1 - x0, high * float(rng.uniform(0.9, 1.05)), squeeze=bool(rng.random() < 0.5))
        layer = layer[:height, :width]
        top, left = (height - layer.shape[0]) // 2, max(0, (width - layer.shape[1]) // 2)
        part = sheet[top : top + layer.shape[0], left : left + layer.shape[1]]
        sheet = np.array(sheet)
        sheet[top : top + layer.shape[0], left : left + layer.shape[1]] = part + (
            rng.uniform(10, 60) - part
        ) * layer[..., None]
        glued = _glued(rng, card, np.clip(sheet, 0, 255), ((x0 + x1) / 2, (y0 + y1) / 2))
        fields = {**card.fields, str(name): DrawnField(text, drawn.box, drawn.rows)}
        shot = _shot(rng, replace(glued, fields=fields), half)
        return Attacked(shot, frozenset({str(name)}))
    raise ValueError(f"nothing to glue over on a {card.document} {card.side}")


def _fibres(rng: np.random.Generator, width: int, height: int) -> np.ndarray:
    """Paper's unevenness in grey levels."""
    grain = rng.normal(0, 1, (height, width)).astype(np.float32)
    soft = cv2.GaussianBlur(grain, (0, 0), float(rng.uniform(1, 2.5)))
    return np.asarray(soft / max(1e-3, float(soft.std())) * rng.uniform(0.5, 3), np.float32)


def _glued(
    rng: np.random.Generator, card: DrawnCard, sheet: np.ndarray, middle: tuple[float, float]
) -> DrawnCard:
    """The card with the sheet on it, a little askew, its shadow at two of its edges."""
    height, width = sheet.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.normal(0, 0.8)), 1.0)
    turn[:, 2] += np.array(middle) - (width / 2, height / 2) + rng.normal(0, 1.5, 2)
    size = (card.pixels.shape[1], card.pixels.shape[0])
    laid = cv2.warpAffine(sheet.astype(np.float32), turn, size)
    alpha = cv2.warpAffine(np.ones((height, width), np.float32), turn, size)
    drop = np.array([[1, 0, rng.uniform(-3, 3)], [0, 1, rng.uniform(0.5, 4)]], np.float64)
    shadow = cv2.GaussianBlur(cv2.warpAffine(alpha, drop, size), (0, 0), float(rng.uniform(0.8, 3)))
    under = card.pixels.astype(np.float32) * (1 - float(rng.uniform(0.15, 0.5)) * shadow[..., None])
    under = np.where(alpha[..., None] > 0, card.pixels, under)
    mixed = under * (1 - alpha[..., None]) + laid
    return replace(card, pixels=np.asarray(np.clip(mixed + 0.5, 0, 255), np.uint8))


TAMPERED_ATTACKS: tuple[Attack, ...] = (
    *(Attack("tampered", name, False, partial(forged, forgery)) for name, forgery in FORGERIES.items()),
    Attack("tampered", "blended", True, partial(forged, blend)),
    Attack("tampered", "paper-strip", True, paper_strip),
)
