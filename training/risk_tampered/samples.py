"""What the network is shown: the pieces of cards' rows, edited or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.errors import SpecimenError
from hmtocr.image.geometry import Floats, Pixels, sides
from hmtocr.risk.sheet import Sheet
from hmtocr.risk.tampered import APART, WIDEST, is_chinese, look
from hmtocr.specimens.attacks.edited import Edited, compressed, untouched
from hmtocr.specimens.attacks.stamps import stamped
from hmtocr.specimens.attacks.tampered import FORGERIES
from hmtocr.specimens.camera import Photograph
from hmtocr.specimens.fonts import FontPack, font_pack
from training.risk_tampered.pool import Pool, Span, scaled, touched, unpacked

_TRIALS = 4
_FILES = 3
"""That one picture is seen in: editing it takes longer than filing it."""
_EDITED = 0.55
_REWRITTEN = 0.3
"""The share of cards that were changed themselves."""
_SELDOM, _FAR_OFF = 0.12, 2.5
"""How often a row is found badly, and how much farther off it is then."""
_UNREAD = 0.06
"""The share of rows that a reader does not find."""
_WEIGHTS = {"copy-move": 1.5, "splice": 1.0, "retype": 2.0, "inpaint": 1.0, "recompress": 0.7}


@dataclass(frozen=True)
class Sample:
    """One picture's rows.

    Attributes:
        sheet: as the reader lays them out; its spots and heights are left empty.
        traits: pieces x TRAITS.
        edited: what share of every piece was edited.
    """

    sheet: Sheet
    traits: NDArray[np.float32]
    edited: NDArray[np.float32]


def samples(rng: np.random.Generator, pool: Pool) -> Iterator[Sample]:
    """A picture, edited or not, as it comes out of several files: none where it has no rows."""
    shot, edited = _picture(rng, pool)
    for _ in range(_FILES):
        pixels, mask = edited.pixels, edited.touched
        if rng.random() < 0.15:
            pixels = stamped(rng, pixels, int(rng.integers(1, 4)))
        times = 1.0
        if rng.random() < 0.25:
            times = float(rng.uniform(0.6, 0.97) if rng.random() < 0.75 else rng.uniform(1.03, 1.8))
            way = cv2.INTER_AREA if times < 1 else (cv2.INTER_LINEAR, cv2.INTER_CUBIC)[int(rng.integers(2))]
            pixels = np.asarray(cv2.resize(pixels, None, fx=times, fy=times, interpolation=way), np.uint8)
            mask = np.asarray(cv2.resize(mask, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_AREA))
        # What was edited is filed again; what was not may come as the camera filed it.
        if edited.texts or rng.random() < 0.6:
            pixels, _ = compressed(pixels, int(rng.integers(45, 100)), bool(rng.random() < 0.4))
        found = _sampled(rng, pixels, mask, shot, times)
        if found is not None:
            yield found


def _picture(rng: np.random.Generator, pool: Pool) -> tuple[Photograph, Edited]:
    """A photograph, and what was made of it."""
    if pool.rewritten and rng.random() < _REWRITTEN:
        path = pool.rewritten[int(rng.integers(len(pool.rewritten)))]
        again = _filed(rng, _seen(rng, unpacked(path)))
        return again, _marked(again, touched(path))
    shot = _filed(rng, _seen(rng, pool.picture(rng, pool.face(rng))))
    edited = _edited(rng, shot, pool, _fonts()) if rng.random() < _EDITED else None
    return shot, edited or untouched(shot.pixels)


def _filed(rng: np.random.Generator, shot: Photograph) -> Photograph:
    """Now and then filed once more before anything is done to it."""
    if rng.random() > 0.35:
        return shot
    again, _ = compressed(shot.pixels, int(rng.integers(55, 97)), bool(rng.random() < 0.5))
    return Photograph(again, b"", shot.cards)


def _fonts() -> FontPack:
    try:
        return font_pack("wide")
    except SpecimenError:
        return font_pack("default")


def _sampled(rng: np.random.Generator, pixels: Pixels, mask: Pixels, shot: Photograph, times: float) -> Sample | None:
    card = shot.cards[0]
    fields = [field for name, field in card.fields.items() if name not in APART and rng.random() > _UNREAD]
    quads = [loosened(rng, np.array(quad) * times) for _, quad in fields]
    seen = look(pixels, np.array(card.quad) * times, quads, [is_chinese(text) for text, _ in fields])
    if seen is None:
        return None
    edited = []
    for x, y, half, _ in seen.spots:
        x0, y0, x1, y1 = (max(0, round(v)) for v in (x - half, y - half, x + half + 1, y + half + 1))
        part = mask[y0:y1, x0:x1]
        edited.append(float(part.mean()) / 255 if part.size else 0.0)
    return Sample(seen.sheet, seen.traits, np.array(edited, np.float32))


def loosened(rng: np.random.Generator, quad: Floats) -> Floats:
    """A field's quad as a reader finds it: a little larger or smaller than the ink, now and then far off, and askew."""
    high = sides(quad)[1]
    along = (quad[1] - quad[0]) / max(1.0, float(np.linalg.norm(quad[1] - quad[0])))
    across = (quad[3] - quad[0]) / max(1.0, float(np.linalg.norm(quad[3] - quad[0])))
    # Left, right, above, below: as 1,529 rows of 220 pictures were found, in their own heights.
    off = (0.032, 0.041, 0.014, 0.025) + rng.standard_normal(4) * (0.08, 0.1, 0.045, 0.05)
    out = off * (_FAR_OFF if rng.random() < _SELDOM else 1.0) * high
    lean = float(rng.normal(0, 0.03)) * high
    signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float64)
    reach = np.where(signs[:, :1] < 0, out[0], out[1]) * signs[:, :1] * along
    reach = reach + signs[:, :1] * lean * across
    return np.asarray(quad + reach + np.where(signs[:, 1:] < 0, out[2], out[3]) * signs[:, 1:] * across, np.float64)


def _seen(rng: np.random.Generator, shot: Photograph) -> Photograph:
    """The picture at any resolution up to its own."""
    across = sides(np.array(shot.cards[0].quad))[0]
    most = min(across, WIDEST * (1.9 if rng.random() < 0.35 else 1.0))
    if across <= most and rng.random() < 0.6:
        return shot
    return scaled(shot, float(np.exp(rng.uniform(np.log(min(270, most)), np.log(most)))) / across)


def _marked(shot: Photograph, parts: Mapping[str, Sequence[Span]]) -> Edited:
    """A picture of a card that was changed, marked where."""
    mask = np.zeros(shot.pixels.shape[:2], np.uint8)
    for name, spans in parts.items():
        a, b, c, d = np.array(shot.cards[0].fields[name][1])
        for first, last in spans:
            part = np.stack([a + (b - a) * first, a + (b - a) * last, d + (c - d) * last, d + (c - d) * first])
            cv2.fillConvexPoly(mask, np.round(part * 16).astype(np.int32), (255,), shift=4)
    return Edited(shot.pixels, mask, dict.fromkeys(parts, ""))


def _edited(rng: np.random.Generator, shot: Photograph, pool: Pool, fonts: FontPack) -> Edited | None:
    names = list(_WEIGHTS)
    weights = np.array([_WEIGHTS[name] for name in names])
    card = shot.cards[0]
    for _ in range(_TRIALS):
        name = names[int(rng.choice(len(names), p=weights / weights.sum()))]
        donor = shot
        if name in ("splice", "recompress"):
            donor = pool.picture(rng, (card.document, card.design, card.side))
        made = FORGERIES[name](rng, shot, donor, fonts)
        if made is not None:
            return made
    return None
