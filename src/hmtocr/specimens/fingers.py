"""Draws fingers: skin, a nail or a pad, creases, and the shadow that they cast on what they lie on."""

from __future__ import annotations

import cv2
import numpy as np

from hmtocr.image.geometry import Floats, Pixels, homography, rectangle, warp
from hmtocr.specimens.textures import colour

_BREADTH, _LENGTH = 120, 480
"""Pixels of the sheet that a finger is drawn on."""


def finger(rng: np.random.Generator, skin: Floats | None = None, nail: bool | None = None) -> Pixels:
    """One finger, RGBA, its tip at the top and cut off straight at the bottom; `skin` in RGB, 0..255.

    With its nail up or its pad; by chance where `nail` is None.
    """
    tone = skin_tone(rng) if skin is None else skin
    y, x = np.mgrid[0:_LENGTH, 0:_BREADTH].astype(np.float32)
    across = (x + 0.5) / _BREADTH * 2 - 1
    down = (y + 0.5) / _BREADTH * 2
    tip = float(rng.uniform(0.8, 1.5))
    swell = 1 - 0.06 * np.exp(-(((down - rng.uniform(1.8, 3.2)) / 0.9) ** 2)) * rng.uniform(0, 1.5)
    half = np.where(down < tip, np.sqrt(np.clip(1 - ((tip - down) / tip) ** 2, 0, 1)), 1.0) * swell * 0.94
    shape = np.clip((half - np.abs(across)) * 30, 0, 1)
    round_ = np.sqrt(np.clip(1 - (across / np.maximum(half, 0.05)) ** 2, 0, 1))
    lean = across * rng.uniform(-0.25, 0.25)
    light = rng.uniform(0.5, 0.75) + rng.uniform(0.3, 0.45) * round_ + lean
    light += 0.03 * _grain(rng, 12) + 0.03 * _grain(rng, 60)
    for _ in range(int(rng.integers(0, 4))):
        bend = rng.uniform(2.2, 6.5) + rng.uniform(-0.1, 0.1) * across + rng.uniform(-0.15, 0.15) * across**2
        light *= 1 - rng.uniform(0.08, 0.3) * np.exp(-(((down - bend) / rng.uniform(0.03, 0.09)) ** 2))
    out = tone * light[..., None]
    if nail or (nail is None and rng.random() < 0.6):
        out = _nailed(rng, out, across, down, tone)
    else:
        blush = np.exp(-(((down - 0.9) / 0.9) ** 2))[..., None]
        out = out * (1 - blush * np.array([0.0, 0.12, 0.1]) * rng.uniform(0.3, 1.2))
    return np.asarray(np.clip(np.dstack((out, shape * 255)), 0, 255), np.uint8)


def skin_tone(rng: np.random.Generator) -> Floats:
    """A colour that skin has, RGB, 0..255."""
    return np.asarray(colour(rng, (4, 16), (40, 150), (80, 250)), np.float64)


def outline(tip: Floats, direction: float, breadth: float, length: float) -> Floats:
    """The corners (4 x 2) of a finger's sheet whose tip is at `tip` and points towards `direction` (radians).

    Lengths are in the units of the plane that `tip` is given in; the first corner is left of the tip.
    """
    ahead = np.array([np.cos(direction), np.sin(direction)])
    right = np.array([-ahead[1], ahead[0]]) * breadth / 2
    end = tip - ahead * length
    return np.asarray([tip - right, tip + right, end + right, end - right], np.float64)


def lay_finger(rng: np.random.Generator, scene: Pixels, sheet: Pixels, quad: Floats) -> Pixels:
    """The scene with the finger's sheet on the quad (4 x 2, pixels), over a soft shadow of its own."""
    height, width = scene.shape[:2]
    reach = 0.5 * float(np.linalg.norm(quad[1] - quad[0]))
    x0, y0 = np.clip(np.floor(quad.min(0) - reach), 0, (width - 1, height - 1)).astype(int)
    x1, y1 = np.clip(np.ceil(quad.max(0) + reach), (x0 + 1, y0 + 1), (width, height)).astype(int)
    matrix = homography(rectangle(0, 0, sheet.shape[1], sheet.shape[0]), quad - (x0, y0))
    laid = warp(sheet, matrix, x1 - x0, y1 - y0, outside=0)
    alpha = np.asarray(laid[..., 3] / np.float32(255), np.float32)
    angle, away = rng.uniform(0, 2 * np.pi), reach * rng.uniform(0.05, 0.5)
    shift = np.array([[1.0, 0.0, np.cos(angle) * away], [0.0, 1.0, np.sin(angle) * away]])
    dark = cv2.warpAffine(alpha, shift, (x1 - x0, y1 - y0))
    wide = max(3, int(reach * rng.uniform(0.15, 0.7)) | 1)
    dark = cv2.blur(cv2.blur(dark, (wide, wide)), (wide, wide))
    under = scene[y0:y1, x0:x1] * (1 - np.float32(rng.uniform(0.1, 0.5)) * dark)[..., None]
    out = scene.copy()
    mixed = under + (laid[..., :3] - under) * alpha[..., None]
    out[y0:y1, x0:x1] = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)
    return out


def _nailed(rng: np.random.Generator, out: Floats, across: Floats, down: Floats, tone: Floats) -> Floats:
    """The finger from above: a nail with its white edge and a gleam."""
    middle, long, wide = rng.uniform(0.75, 1.0), rng.uniform(0.5, 0.7), rng.uniform(0.5, 0.68)
    far = np.abs(across / wide) ** 3 + np.abs((down - middle) / long) ** 3
    nail = np.clip((1 - far) * 12, 0, 1)[..., None]
    painted = rng.random() < 0.2
    plate = colour(rng, (0, 180), (60, 230), (80, 240)) if painted else np.clip(tone * (1.08, 1.0, 1.02) + 12, 0, 255)
    white = np.clip((middle - long * rng.uniform(0.7, 0.95) - down) * 20, 0, 1)[..., None] * (0.0 if painted else 0.6)
    plate = plate + (235 - plate) * white
    gleam = np.exp(-((across - rng.uniform(-0.2, 0.2)) ** 2) / 0.02 - (down - middle) ** 2 / 0.08)[..., None]
    plate = plate + (255 - plate) * gleam * rng.uniform(0, 0.5)
    shaded = plate * (0.75 + 0.25 * np.sqrt(np.clip(1 - across**2, 0, 1)))[..., None]
    return np.asarray(out + (shaded - out) * nail, np.float64)


def _grain(rng: np.random.Generator, cells: int) -> Floats:
    rough = rng.standard_normal((cells * _LENGTH // _BREADTH, cells))
    return np.asarray(cv2.resize(rough, (_BREADTH, _LENGTH), interpolation=cv2.INTER_CUBIC), np.float64)
