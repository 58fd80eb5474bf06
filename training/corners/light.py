"""What light, wear, lenses and files do to pixels: fast operations on RGB arrays of 8 bits."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from training.corners.pool import Images


def tint(rng: np.random.Generator, pixels: Images, chance: float) -> Images:
    """Other colours: another hue, more or less of it, other tones; rarely a negative."""
    if rng.random() >= chance:
        return pixels
    out = pixels
    if rng.random() < 0.6:
        hsv = cv2.cvtColor(out, cv2.COLOR_RGB2HSV)
        hue, saturation, value = cv2.split(hsv)
        turned = ((np.arange(256) + rng.normal(0, 25)) % 180).astype(np.uint8)
        sated = np.clip(np.arange(256) * np.exp(rng.normal(0, 0.6)), 0, 255).astype(np.uint8)
        out = np.asarray(
            cv2.cvtColor(cv2.merge((cv2.LUT(hue, turned), cv2.LUT(saturation, sated), value)), cv2.COLOR_HSV2RGB),
            np.uint8,
        )
    ramp = np.arange(256) / 255
    tables = []
    gamma, gain, lift = (
        np.exp(rng.normal(0, 0.25)),
        rng.uniform(0.6, 1.15),
        rng.uniform(0, 0.2) * (rng.random() < 0.5),
    )
    for _ in range(3):
        curve = ramp ** (gamma * np.exp(rng.normal(0, 0.1))) * gain * np.exp(rng.normal(0, 0.08)) + lift
        tables.append(np.clip(curve * 255, 0, 255).astype(np.uint8))
    out = np.asarray(cv2.LUT(out, np.stack(tables, -1)[None]), np.uint8)
    return 255 - out if rng.random() < 0.02 else out


def wear(rng: np.random.Generator, pixels: Images) -> Images:
    """A thing's own surface: a pattern over it, patches torn out of it."""
    height, width = pixels.shape[:2]
    out = pixels
    if rng.random() < 0.4:
        cells = int(rng.integers(2, 24))
        pattern = rng.integers(0, 256, (cells, cells, 3), np.uint8)
        method = (cv2.INTER_NEAREST, cv2.INTER_LINEAR, cv2.INTER_CUBIC)[int(rng.integers(3))]
        share = rng.uniform(0.03, 0.3)
        out = np.asarray(
            cv2.addWeighted(out, 1 - share, cv2.resize(pattern, (width, height), interpolation=method), share, 0),
            np.uint8,
        )
    if rng.random() < 0.3:
        out = out.copy()
        for _ in range(int(rng.integers(1, 5))):
            w, h = int(width * rng.uniform(0.04, 0.35)), int(height * rng.uniform(0.04, 0.35))
            x, y = int(rng.integers(0, width - w)), int(rng.integers(0, height - h))
            out[y : y + h, x : x + w] = out[y, x] if rng.random() < 0.5 else rng.integers(0, 256, 3)
    return out


def camera(rng: np.random.Generator, pixels: Images, gentle: bool = False) -> Images:
    """Light, lens, sensor and file; `gentle` is a flatbed scanner."""
    height, width = pixels.shape[:2]
    out = pixels
    if not gentle or rng.random() < 0.3:
        out = _light(rng, out)
    if rng.random() < 0.12:
        out = np.asarray(cv2.cvtColor(cv2.cvtColor(out, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), np.uint8)
    strong = 0.4 if gentle else 1.0
    if rng.random() < 0.55:
        sigma = abs(rng.normal(0, 0.0035)) * max(width, height) * strong
        if sigma > 0.25:
            out = np.asarray(cv2.GaussianBlur(out, (0, 0), sigma), np.uint8)
    if rng.random() < 0.15 * strong:
        length = int(rng.integers(3, max(4, max(width, height) // 40) + 1))
        kernel = np.zeros((length, length), np.float32)
        angle = rng.uniform(0, np.pi)
        reach = np.array([np.cos(angle), np.sin(angle)]) * (length - 1) / 2
        middle = (length - 1) / 2
        ends = [tuple(round(v) for v in (middle + reach * s)) for s in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1.0)
        out = np.asarray(cv2.filter2D(out, -1, kernel / kernel.sum()), np.uint8)
    if rng.random() < 0.2:
        factor = rng.uniform(0.35, 0.9)
        small = cv2.resize(
            out, (max(24, int(width * factor)), max(24, int(height * factor))), interpolation=cv2.INTER_AREA
        )
        method = cv2.INTER_LINEAR if rng.random() < 0.7 else cv2.INTER_CUBIC
        out = np.asarray(cv2.resize(small, (width, height), interpolation=method), np.uint8)
    if rng.random() < 0.6:
        out = _noise(rng, out, abs(rng.normal(0, 7)) * strong)
    if rng.random() < 0.7:
        quality = int(rng.integers(35, 96))
        file = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        out = np.asarray(cv2.imdecode(file, cv2.IMREAD_COLOR), np.uint8)
    return out


def _light(rng: np.random.Generator, pixels: Images) -> Images:
    """Uneven light of some colour, and perhaps a lamp's reflection or the shadows of things."""
    height, width = pixels.shape[:2]
    field = 1 + rng.normal(0, 0.13, (2 if rng.random() < 0.5 else 3, 3)).astype(np.float32)
    field *= np.float32(np.exp(rng.normal(0, 0.25)))
    size = (width // 4 + 1, height // 4 + 1)
    field = np.asarray(cv2.resize(field, size, interpolation=cv2.INTER_CUBIC), np.float32)
    for _ in range(int(rng.choice(4, p=(0.5, 0.3, 0.15, 0.05)))):
        field *= _shade(rng, field.shape[0], field.shape[1])
    field = np.asarray(cv2.resize(np.clip(field, 0.15, 1.8), (width, height)), np.float32)
    cast = np.exp(rng.normal(0, 0.09, 3)).astype(np.float32)
    out = cv2.multiply(pixels, cv2.merge([field * c for c in cast]), dtype=cv2.CV_8U)
    if rng.random() < 0.15:
        spot = np.zeros((height // 4 + 1, width // 4 + 1), np.uint8)
        centre = (int(rng.integers(spot.shape[1])), int(rng.integers(spot.shape[0])))
        axes = tuple(int(v) for v in 1 + rng.uniform(0.03, 0.2, 2) * max(spot.shape))
        cv2.ellipse(spot, centre, axes, float(rng.uniform(0, 180)), 0, 360, int(rng.integers(80, 256)), -1)
        spot = cv2.GaussianBlur(spot, (0, 0), max(1.0, max(spot.shape) * rng.uniform(0.01, 0.08)))
        spot = cv2.resize(spot, (width, height))
        out = cv2.add(out, cv2.merge((spot, spot, spot)))
    return np.asarray(out, np.uint8)


def _shade(rng: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    """The shadow of something straight, of a bar, or of something round, sharp or soft: shares of the light."""
    x, y = np.meshgrid(np.linspace(-0.5, 0.5, width), np.linspace(-0.5, 0.5, height))
    angle, offset = rng.uniform(0, 2 * np.pi), rng.uniform(-0.4, 0.4, 2)
    u = (x - offset[0]) * np.cos(angle) + (y - offset[1]) * np.sin(angle)
    v = (y - offset[1]) * np.cos(angle) - (x - offset[0]) * np.sin(angle)
    kind = rng.random()
    if kind < 0.5:
        inside = u
    elif kind < 0.75:
        inside = rng.uniform(0.05, 0.3) - np.abs(u)
    else:
        inside = rng.uniform(0.1, 0.4) - np.hypot(u, v * rng.uniform(0.4, 1.0))
    steep = np.exp(rng.uniform(np.log(15), np.log(300)))
    dark = rng.uniform(0.1, 0.6) / (1 + np.exp(np.clip(-inside * steep, -60, 60)))
    return np.asarray(1 - dark, np.float32)


def _noise(rng: np.random.Generator, pixels: Images, sigma: float) -> Images:
    """Grain: quick, for one small tile of it is repeated with offsets."""
    height, width = pixels.shape[:2]
    grain = rng.normal(0, sigma, (64, 64, 3)).astype(np.int16)
    y, x = rng.integers(0, 64, 2)
    tiled = np.tile(np.roll(grain, (y, x), (0, 1)), (height // 64 + 1, width // 64 + 1, 1))[:height, :width]
    return np.asarray(np.clip(pixels.astype(np.int16) + tiled, 0, 255), np.uint8)
