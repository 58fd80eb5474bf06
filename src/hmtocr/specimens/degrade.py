"""What light, lens, sensor and file do to a picture, in that order, as strong as the camera level allows."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hmtocr.image.geometry import Pixels

Level = Literal["scan", "photo", "vga", "hard"]
LEVELS: tuple[Level, ...] = ("scan", "photo", "vga", "hard")

_MIDDLE = 128.0
_TILE = 600
_DARKEST = 0.35
"""Share of the light that several shadows together leave; print in less is not legible."""
_EXPOSED = (90.0, 140.0)
"""Mean levels that cameras expose for, between which a picture's own lies: a dim scene gets more light, and its noise
with it, but no camera files a card at a fifth of the levels that it has."""
_BRIGHTEST = 240.0
"""The level that all but a fiftieth of the picture stays under."""
_LONGEST = 2.5
"""How much more light a longer exposure gathers, at most."""


@dataclass(frozen=True)
class Conditions:
    """How strong each effect may become.

    Attributes:
        uneven: light falls off by up to this share across the picture.
        cast: standard deviation of the colour channels' gains.
        shade: chance and greatest darkness of something's shadow.
        glare: chance and greatest opacity of a lamp's reflection.
        contrast: least share of the contrast that is kept.
        blur: greatest sigma of the blur as a share of the card's width in the picture.
        noise: greatest standard deviation of the sensor's noise in grey levels.
        quality: of the JPEG file.
    """

    uneven: float
    cast: float
    shade: tuple[float, float]
    glare: tuple[float, float]
    contrast: float
    blur: float
    noise: float
    quality: tuple[int, int]


CONDITIONS: dict[Level, Conditions] = {
    "scan": Conditions(0.04, 0.015, (0.0, 0.0), (0.0, 0.0), 0.85, 0.0004, 3.0, (80, 97)),
    "photo": Conditions(0.35, 0.05, (0.3, 0.35), (0.3, 0.4), 0.8, 0.0014, 7.0, (60, 95)),
    "vga": Conditions(0.25, 0.04, (0.2, 0.25), (0.15, 0.3), 0.8, 0.0009, 5.0, (60, 95)),
    "hard": Conditions(0.6, 0.08, (0.5, 0.5), (0.45, 0.5), 0.5, 0.0018, 11.0, (25, 60)),
}


def degrade(rng: np.random.Generator, pixels: Pixels, level: Level, card_width: float) -> tuple[Pixels, bytes]:
    """The picture as a camera of that level files it: the pixels after the JPEG round trip, and the file.

    `card_width` in pixels bounds the blur, so that the smallest print stays legible.
    """
    how = CONDITIONS[level]
    out = _lit(rng, pixels, how)
    out = _blurred(rng, out, how.blur * card_width)
    out = _noisy(rng, out, how.noise * float(rng.random()) ** 1.5)
    if rng.random() < 0.3:
        out = _sharpened(out, float(rng.uniform(0.3, 1.0)))
    return _filed(out, int(rng.integers(how.quality[0], how.quality[1] + 1)), fine=level == "scan")


def _lit(rng: np.random.Generator, pixels: Pixels, how: Conditions) -> Pixels:
    height, width = pixels.shape[:2]
    small = (max(8, width // 8), max(8, height // 8))
    field = _fall_off(rng, small, how.uneven)
    if rng.random() < how.shade[0]:
        field *= 1 - rng.uniform(0.1, how.shade[1]) * _edge_shadow(rng, small)
    if rng.random() < how.shade[0]:
        field *= 1 - rng.uniform(0.1, how.shade[1]) * _blob(rng, small, 0.15, 0.5)
    field = np.maximum(field, _DARKEST)
    gain = float(np.exp(rng.normal(0, 0.08))) * np.exp(rng.normal(0, how.cast, 3))
    kept = float(rng.uniform(how.contrast, 1.0))
    gain *= kept
    lift = (1 - kept) * float(rng.uniform(0.3, 0.9)) * _MIDDLE
    full = cv2.resize(field.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    tables = np.stack([np.clip(np.arange(256) * g + lift, 0, 255) for g in gain], -1).astype(np.uint8)
    toned = cv2.LUT(pixels, tables[None])
    exposure = _exposure(rng, np.asarray(toned[::8, ::8] * full[::8, ::8, None], np.float32))
    full = np.asarray(full * np.float32(exposure), np.float32)
    out = cv2.multiply(toned, cv2.merge((full, full, full)), dtype=cv2.CV_8U)
    if rng.random() < how.glare[0]:
        mask = _blob(rng, small, 0.03, 0.18) * rng.uniform(0.15, how.glare[1])
        veil = cv2.resize(mask.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
        veil = cv2.merge((veil, veil, veil))
        # A reflection adds light and never takes any: out + veil * (255 - out).
        rest = cv2.multiply(cv2.bitwise_not(out), veil, dtype=cv2.CV_8U)
        out = cv2.add(out, rest)
    return np.asarray(out, np.uint8)


def _exposure(rng: np.random.Generator, lit: NDArray[np.float32]) -> float:
    """How much longer the camera exposes: until the mean is as it should be, but its highlights are kept."""
    wanted = rng.uniform(*_EXPOSED) / max(float(lit.mean()), 1.0)
    blown = _BRIGHTEST / max(float(np.percentile(lit.max(axis=2), 98)), 1.0)
    return float(np.clip(wanted, 1.0, max(1.0, min(blown, _LONGEST))))


def _grid(size: tuple[int, int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coordinates over a picture of `size` (width, height) whose longer side runs from 0 to 1."""
    long = max(size)
    x, y = np.meshgrid(np.arange(size[0]) / long, np.arange(size[1]) / long)
    return np.asarray(x, np.float64), np.asarray(y, np.float64)


def _fall_off(rng: np.random.Generator, size: tuple[int, int], strength: float) -> NDArray[np.float64]:
    """Light from one side, or round a lamp, never brighter than 1 by more than a tenth."""
    x, y = _grid(size)
    if rng.random() < 0.5:
        angle = rng.uniform(0, 2 * np.pi)
        ramp = x * np.cos(angle) + y * np.sin(angle)
    else:
        ramp = np.hypot(x - rng.uniform(-0.2, 1.2), y - rng.uniform(-0.2, 1.0))
    ramp = (ramp - ramp.min()) / max(float(np.ptp(ramp)), 1e-6)
    return np.asarray(1.06 - rng.uniform(0, strength) * ramp, np.float64)


def _edge_shadow(rng: np.random.Generator, size: tuple[int, int]) -> NDArray[np.float64]:
    """The shadow of something straight: 0 on one side of a line, 1 on the other."""
    x, y = _grid(size)
    angle = rng.uniform(0, 2 * np.pi)
    middle = (float(x.max()) * rng.uniform(0.15, 0.85), float(y.max()) * rng.uniform(0.15, 0.85))
    side = (x - middle[0]) * np.cos(angle) + (y - middle[1]) * np.sin(angle)
    return np.asarray(1 / (1 + np.exp(-side * np.exp(rng.uniform(np.log(15), np.log(150))))), np.float64)


def _blob(rng: np.random.Generator, size: tuple[int, int], least: float, most: float) -> NDArray[np.float64]:
    """A soft ellipse, 1 in its middle; radii as shares of the longer side."""
    x, y = _grid(size)
    dx, dy = x - float(x.max()) * rng.random(), y - float(y.max()) * rng.random()
    angle = rng.uniform(0, np.pi)
    across, along = rng.uniform(least, most, 2)
    u = (dx * np.cos(angle) + dy * np.sin(angle)) / across
    v = (dy * np.cos(angle) - dx * np.sin(angle)) / along
    return np.asarray(np.exp(-((u * u + v * v) ** rng.uniform(0.8, 2.0))), np.float64)


def _blurred(rng: np.random.Generator, pixels: Pixels, most: float) -> Pixels:
    """Out of focus, or moved while the shutter was open."""
    sigma = most * float(rng.random())
    if sigma < 0.25:
        return pixels
    if rng.random() < 0.65:
        return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma), np.uint8)
    # A line of length L spreads like a Gaussian of sigma L / sqrt(12).
    reach = np.array([np.cos(a := rng.uniform(0, np.pi)), np.sin(a)]) * sigma * np.sqrt(12) / 2
    half = int(np.ceil(np.abs(reach).max())) + 1
    kernel = np.zeros((2 * half + 1, 2 * half + 1), np.float32)
    for t in np.linspace(-1, 1, 4 * half + 5):
        x, y = half + reach * t
        x0, y0 = int(x), int(y)
        fx, fy = x - x0, y - y0
        kernel[y0, x0] += (1 - fx) * (1 - fy)
        kernel[y0, x0 + 1] += fx * (1 - fy)
        kernel[y0 + 1, x0] += (1 - fx) * fy
        kernel[y0 + 1, x0 + 1] += fx * fy
    return np.asarray(cv2.filter2D(pixels, -1, kernel / kernel.sum()), np.uint8)


def _noisy(rng: np.random.Generator, pixels: Pixels, sigma: float) -> Pixels:
    """Grain in brightness, and coarser and weaker grain in colour."""
    if sigma < 0.3:
        return pixels
    height, width = pixels.shape[:2]
    # One tile repeats, for nobody sees it and most of the time would go into random numbers.
    high, wide = min(height, _TILE), min(width, _TILE)
    grain = rng.standard_normal((high, wide), np.float32)
    colour = rng.standard_normal((high // 2 + 1, wide // 2 + 1, 3), np.float32) * np.float32(0.6)
    noise = cv2.resize(colour, (wide, high), interpolation=cv2.INTER_LINEAR)
    noise = cv2.addWeighted(noise, sigma, cv2.merge((grain, grain, grain)), sigma, 0)
    noise = cv2.copyMakeBorder(noise, 0, height - high, 0, width - wide, cv2.BORDER_WRAP)
    return np.asarray(cv2.add(pixels, noise, dtype=cv2.CV_8U), np.uint8)


def _sharpened(pixels: Pixels, amount: float) -> Pixels:
    soft = cv2.GaussianBlur(pixels, (0, 0), 1.0)
    return np.asarray(cv2.addWeighted(pixels, 1 + amount, soft, -amount, 0), np.uint8)


def _filed(pixels: Pixels, quality: int, fine: bool) -> tuple[Pixels, bytes]:
    """Through a JPEG file; `fine` keeps the colour's full resolution."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality, subsampling=0 if fine else 2)
    with Image.open(file) as again:
        return np.asarray(again.convert("RGB"), np.uint8).copy(), file.getvalue()
