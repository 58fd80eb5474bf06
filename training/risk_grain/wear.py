"""What happens to pictures after they are taken, to harmless ones and to attacks alike: resizing, filters, files.

A network must not tell attacks by what cameras and apps do to every picture.
"""

from __future__ import annotations

import cv2
import numpy as np

from hmtocr.image.geometry import Floats, Pixels, sides

_SMALLEST = {"harmless": 250.0, "photocopy": 560.0, "recapture": 450.0}
"""Pixels across the card under which a picture of each kind is not made smaller: there no evidence is left."""
_LIT, _COLOURED = 0.8, 0.4
"""The share of pictures taken in good light, and of those whose noise differs from colour to colour."""


def worn(rng: np.random.Generator, pixels: Pixels, quad: Floats, kind: str) -> tuple[Pixels, Floats]:
    """The part of a picture that holds the card, after what may happen to it; and the card's quad there."""
    pixels, quad = _cropped(rng, pixels, quad)
    if rng.random() < 0.1:
        return pixels, quad
    if rng.random() < 0.1:
        pixels = mosaicked(pixels)
    if rng.random() < 0.5:
        pixels, quad = _resized(rng, pixels, quad, _SMALLEST[kind])
    if rng.random() < 0.08:
        pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), float(rng.uniform(0.4, 0.9))), np.uint8)
    if rng.random() < 0.5:
        (pixels,) = toned(rng, (pixels,))
    if rng.random() < 0.25:
        pixels = noisy(rng, pixels, 6.0)
    if rng.random() < 0.2:
        pixels = sharpened(rng, pixels)
    if rng.random() < 0.8:
        pixels = filed(rng, pixels)
    return pixels, quad


def _cropped(rng: np.random.Generator, pixels: Pixels, quad: Floats) -> tuple[Pixels, Floats]:
    """With some of what is around the card, or cut to it as scanning apps do."""
    height, width = pixels.shape[:2]
    reach = float(np.ptp(quad, axis=0).max()) * (0.0 if rng.random() < 0.12 else 0.25)
    x0, y0 = np.clip(np.floor(quad.min(0) - reach), 0, (width - 8, height - 8)).astype(int)
    x1, y1 = np.clip(np.ceil(quad.max(0) + reach), (x0 + 8, y0 + 8), (width, height)).astype(int)
    return np.ascontiguousarray(pixels[y0:y1, x0:x1]), quad - (x0, y0)


def _resized(rng: np.random.Generator, pixels: Pixels, quad: Floats, smallest: float) -> tuple[Pixels, Floats]:
    """Smaller or a little larger; sometimes there and back, as where an upload was enlarged."""
    across = sides(quad)[0]
    least = min(0.95, smallest / across)
    factor = float(np.exp(rng.uniform(np.log(least), np.log(1.25))))
    out = _scaled(rng, pixels, factor)
    if factor < 1 and rng.random() < 0.35:
        out = _scaled(rng, out, float(rng.uniform(1.0, 1.0 / max(factor, 0.4))))
    return out, quad * (out.shape[1] / pixels.shape[1], out.shape[0] / pixels.shape[0])


def _scaled(rng: np.random.Generator, pixels: Pixels, factor: float) -> Pixels:
    return resized(rng, pixels, (max(64, round(pixels.shape[1] * factor)), max(64, round(pixels.shape[0] * factor))))


def resized(rng: np.random.Generator, pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """To `size` (width, height) in one of the ways that programs have."""
    methods = (cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4)
    method = methods[int(rng.choice(4, p=(0.5, 0.25, 0.15, 0.1)))]
    return np.asarray(cv2.resize(pixels, size, interpolation=method), np.uint8)


def mosaicked(pixels: Pixels) -> Pixels:
    """Every other sample of red and blue guessed, as cameras do."""
    sites = np.ascontiguousarray(pixels[..., 1])
    sites[0::2, 0::2] = pixels[0::2, 0::2, 0]
    sites[1::2, 1::2] = pixels[1::2, 1::2, 2]
    return np.ascontiguousarray(cv2.cvtColor(sites, cv2.COLOR_BayerBG2BGR)[..., ::-1])


def toned(rng: np.random.Generator, views: tuple[Pixels, ...]) -> tuple[Pixels, ...]:
    """Other exposure, balance, contrast and saturation, the same for all views; sometimes no colour at all."""
    ramp = np.arange(256) / 255
    gamma, lift = float(np.exp(rng.normal(0, 0.18))), float(rng.uniform(0, 0.08))
    gains = (rng.uniform(0.75, 1.12) if rng.random() < _LIT else rng.uniform(0.3, 1.5)) * np.exp(rng.normal(0, 0.05, 3))
    tables = np.stack([np.clip(ramp**gamma * g + lift, 0, 1) * 255 for g in gains], -1).astype(np.uint8)
    share = 0.0 if rng.random() < 0.1 else float(rng.uniform(0.6, 1.3))
    out = []
    for pixels in views:
        told = cv2.LUT(pixels, tables[None])
        grey = cv2.cvtColor(cv2.cvtColor(told, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        out.append(np.asarray(cv2.addWeighted(told, share, grey, 1 - share, 0), np.uint8))
    return tuple(out)


def noisy(rng: np.random.Generator, pixels: Pixels, most: float) -> Pixels:
    """The sensor's noise of a sigma up to `most`, in a dark room of more, raw or as smoothed by the camera; of each
    colour by itself, or alike where colours were smoothed."""
    height, width = pixels.shape[:2]
    sigma = most * float(rng.random()) if rng.random() < _LIT else most * float(rng.uniform(1, 2.5))
    soft = float(rng.uniform(0.5, 1.0)) if rng.random() < 0.5 else 0.0
    grains = []
    for _ in range(3 if rng.random() < _COLOURED else 1):
        grain = rng.standard_normal((height, width), np.float32) * np.float32(sigma)
        grains.append(np.asarray(cv2.GaussianBlur(grain, (0, 0), soft), np.float32) if soft else grain)
    tint = [np.float32(v) for v in rng.uniform(0.7, 1.3, 3)]
    spread = cv2.merge([grains[i % len(grains)] * v for i, v in enumerate(tint)])
    return np.asarray(cv2.add(pixels, spread, dtype=cv2.CV_8U), np.uint8)


def sharpened(rng: np.random.Generator, pixels: Pixels) -> Pixels:
    """As cameras and scanners' drivers do."""
    soft = cv2.GaussianBlur(pixels, (0, 0), float(rng.uniform(0.7, 1.5)))
    amount = float(rng.uniform(0.3, 1.2))
    return np.asarray(cv2.addWeighted(pixels, 1 + amount, soft, -amount, 0), np.uint8)


def filed(rng: np.random.Generator, pixels: Pixels) -> Pixels:
    """Through one more JPEG file, whose grid is its own."""
    how = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(50, 98))]
    how += [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, 0x111111 if rng.random() < 0.3 else 0x221111]
    return np.asarray(cv2.imdecode(cv2.imencode(".jpg", pixels, how)[1], cv2.IMREAD_COLOR), np.uint8)
