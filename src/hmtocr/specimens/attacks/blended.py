"""A careful edit: new text in the picture's own grain and sharpness, on ground put together from its surroundings."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Pixels, sides
from hmtocr.specimens.attacks.edited import Edited, chosen, place_of, untouched
from hmtocr.specimens.attacks.strips import changed, colours, face_for, ink, typed
from hmtocr.specimens.camera import Photograph
from hmtocr.specimens.fonts import FontPack

_GRAIN = 1.2
"""Sigma in pixels of what is taken for the picture without its grain."""


def blend(rng: np.random.Generator, shot: Photograph, donor: Photograph, fonts: FontPack) -> Edited | None:  # noqa: ARG001
    """A field replaced: Poisson-cloned ground, type as sharp as what it replaces, grain from bare ground nearby."""
    name = chosen(rng, shot.cards[0], shot.pixels.shape)
    if name is None:
        return None
    old, quad = shot.cards[0].fields[name]
    text = changed(rng, old)
    face = face_for(rng, fonts, text)
    if face is None:
        return None
    high = sides(np.array(quad))[1]
    pad = 0.5 * high + 2
    place = place_of(quad, pad, pad)
    strip = place.lift(shot.pixels)
    inked = np.asarray(cv2.dilate(ink(strip), np.ones((3, 3), np.uint8)), np.uint8)
    paper = cv2.inpaint(strip, inked, 5, cv2.INPAINT_TELEA)
    smooth = cv2.GaussianBlur(paper, (0, 0), _GRAIN).astype(np.float32)
    layer = typed(text, face, place.width - 2 * pad, high, squeeze=True)
    shift = np.array([[1, 0, pad], [0, 1, pad]], np.float64)
    crisp = cv2.warpAffine(layer, shift, (place.width, place.height))
    shares = cv2.GaussianBlur(crisp, (0, 0), _softness(strip))
    dark = colours(strip)[1]
    mixed = smooth + (dark - smooth) * shares[..., None] + _grain(rng, strip, inked)
    alpha = np.maximum(inked / np.float32(255), cv2.dilate(shares, np.ones((3, 3), np.uint8)))
    alpha = cv2.blur(np.clip(alpha * 1.5, 0, 1).astype(np.float32), (3, 3))
    sheet = np.asarray(np.clip(mixed + 0.5, 0, 255), np.uint8)
    return place.lay(untouched(shot.pixels), sheet, np.asarray(alpha, np.float32), name, text)


def _softness(strip: Pixels) -> float:
    """Sigma of the blur that the strip's steepest edges show: their contrast over their slope."""
    grey = cv2.cvtColor(strip, cv2.COLOR_RGB2GRAY).astype(np.float32)
    slope = float(np.percentile(np.abs(cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=3)) / 8, 99))
    contrast = float(np.percentile(grey, 90) - np.percentile(grey, 2))
    return float(np.clip(contrast / max(slope, 1.0) / np.sqrt(2 * np.pi), 0.4, 4.0))


def _grain(rng: np.random.Generator, strip: Pixels, inked: Pixels) -> NDArray[np.float32]:
    """The strip's own grain where it is bare, and the same elsewhere in the strip, shuffled in small tiles."""
    high = strip.astype(np.float32) - cv2.GaussianBlur(strip, (0, 0), _GRAIN).astype(np.float32)
    bare = cv2.erode((inked == 0).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    rows = [y for y in range(high.shape[0]) if bare[y].mean() > 0.9] or list(range(high.shape[0]))
    out = np.empty_like(high)
    for y in range(high.shape[0]):
        out[y] = np.roll(high[rows[int(rng.integers(len(rows)))]], int(rng.integers(high.shape[1])), axis=0)
    return out
