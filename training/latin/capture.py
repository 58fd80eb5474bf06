"""A line of print as it comes out of a camera and off the flattened card: low resolution, blur, light, grain, file."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from training.latin.nets import HEIGHT
from training.latin.pool import Images, Line

Matrix = NDArray[np.float64]

_LOWEST, _HIGHEST = 7.5, 38.0
"""Pixels of ink height in the picture."""
_MOST_WIDE = 1024


def shoot(
    rng: np.random.Generator, line: Line, height: int = HEIGHT, inks: tuple[float, float] = (_LOWEST, _HIGHEST)
) -> Images:
    """A crop of `height` rows: cut as a text detector or a layout would, too tight or too generous.

    `inks` are the least and the most pixels of ink height in the picture.
    """
    x0, y0, x1, y1 = line.box
    ink = y1 - y0
    seen = float(np.exp(rng.uniform(np.log(inks[0]), np.log(inks[1]))))
    scale = min(1.2, seen / ink)
    aspect = float(np.exp(rng.normal(0, 0.06)))
    source = line.pixels
    size = (max(8, round(source.shape[1] * scale * aspect)), max(8, round(source.shape[0] * scale)))
    small = np.asarray(cv2.resize(source, size, interpolation=cv2.INTER_AREA), np.uint8)
    sx, sy = size[0] / source.shape[1], size[1] / source.shape[0]
    # The camera is held at an angle, so its grain and its file's blocks lie across the print.
    lean = float(rng.normal(0, 7)) if rng.random() < 0.35 else 0.0
    turned, to_seen = _turn(small, lean)
    degraded = _degrade(rng, turned, ink * sy)
    # What is left after the card was made flat: a slope and a slant.
    slope = float(rng.normal(0, 0.5)) if rng.random() < 0.8 else float(rng.uniform(-3, 3))
    slant = float(rng.normal(0, 0.03))
    return _cut(rng, degraded, to_seen, (x0 * sx, y0 * sy, x1 * sx, y1 * sy), slope, slant, line.free, height)


def _turn(pixels: Images, degrees: float) -> tuple[Images, Matrix]:
    """The picture turned, with its edges going on; and the way from the unturned to the turned one (2 x 3)."""
    if degrees == 0.0:
        return pixels, np.array([[1.0, 0, 0], [0, 1, 0]])
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    wide = int(width * abs(matrix[0, 0]) + height * abs(matrix[0, 1])) + 2
    tall = int(height * abs(matrix[0, 0]) + width * abs(matrix[0, 1])) + 2
    matrix[:, 2] += ((wide - width) / 2, (tall - height) / 2)
    out = cv2.warpAffine(pixels, matrix, (wide, tall), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(out, np.uint8), np.asarray(matrix, np.float64)


def _cut(
    rng: np.random.Generator,
    pixels: Images,
    to_seen: Matrix,
    box: tuple[float, float, float, float],
    slope: float,
    slant: float,
    free: tuple[float, float],
    height: int,
) -> Images:
    """The box around the sloping ink, from the picture to the flat card, and from there to `height` rows."""
    x0, y0, x1, y1 = box
    ink = y1 - y0
    lean = np.array([[np.cos(t := np.radians(slope)), -np.sin(t) + slant], [np.sin(t), np.cos(t)]])
    middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2])
    corners = (np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]]) - middle) @ lean.T
    left, top = corners.min(0)
    right, bottom = corners.max(0)
    above, below = (_margin(rng) * ink for _ in range(2))
    if rng.random() < 0.5:
        below = above
    before, after = (min(_side(rng), most * 0.8) * ink for most in free)
    left, top, right, bottom = left - before, top - above, right + after, bottom + below
    tall = bottom - top
    flat = max(float(rng.uniform(40, 72)), height)
    factor = flat / tall
    width = int(min((right - left) * factor, _MOST_WIDE * flat / height))
    # From the flat card's pixels back to the unturned picture's, and on to the one that was taken.
    inverse = np.linalg.inv(lean) / factor
    offset = middle + np.linalg.inv(lean) @ (left, top)
    back = to_seen[:, :2] @ np.column_stack((inverse, offset))
    back[:, 2] += to_seen[:, 2]
    how = cv2.INTER_CUBIC if rng.random() < 0.7 else cv2.INTER_LINEAR
    out = cv2.warpAffine(
        pixels, back, (max(8, width), int(flat)), flags=how | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )
    size = (max(8, round(out.shape[1] * height / out.shape[0])), height)
    return np.asarray(cv2.resize(out, size, interpolation=cv2.INTER_AREA), np.uint8)


def _margin(rng: np.random.Generator) -> float:
    """Ink heights above or below the ink: mostly a detector's, now and then none, or much."""
    style = rng.random()
    if style < 0.12:
        return float(rng.uniform(-0.1, 0.05))
    return float(rng.uniform(0.0, 0.35)) if style < 0.8 else float(rng.uniform(0.3, 0.65))


def _side(rng: np.random.Generator) -> float:
    style = rng.random()
    if style < 0.08:
        return float(rng.uniform(-0.06, 0.05))
    return float(rng.uniform(0.0, 0.5)) if style < 0.8 else float(rng.uniform(0.3, 1.3))


def _degrade(rng: np.random.Generator, pixels: Images, ink: float) -> Images:
    """What happens between the card and the file; `ink` is the print's height in these pixels."""
    out = _lit(rng, pixels)
    out = _blurred(rng, out, ink)
    if rng.random() < 0.75:
        out = _grained(rng, out)
    if rng.random() < 0.3:
        soft = cv2.GaussianBlur(out, (0, 0), 1.0)
        amount = float(rng.uniform(0.3, 1.2))
        out = np.asarray(cv2.addWeighted(out, 1 + amount, soft, -amount, 0), np.uint8)
    if rng.random() < 0.85:
        quality = int(rng.integers(22, 96))
        half = int(rng.choice([cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]))
        options = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, half]
        out = np.asarray(cv2.imdecode(cv2.imencode(".jpg", out, options)[1], cv2.IMREAD_COLOR), np.uint8)
    return out


def _lit(rng: np.random.Generator, pixels: Images) -> Images:
    """Uneven light, a shadow's edge, a reflection, less contrast, another tint."""
    height, width = pixels.shape[:2]
    field = 1 + rng.normal(0, 0.15, (2, 4)).astype(np.float32) * np.float32(rng.random())
    light = cv2.resize(field, (width, height), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.2:
        x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        angle = rng.uniform(0, 2 * np.pi)
        side = (x - rng.uniform(0, width)) * np.cos(angle) + (y - rng.uniform(0, height)) * np.sin(angle)
        light *= 1 - rng.uniform(0.1, 0.6) / (1 + np.exp(np.clip(-side * rng.uniform(0.05, 1.0), -30, 30)))
    gain = np.exp(rng.normal(0.0, 0.08, 3)) * rng.uniform(0.6, 1.15)
    kept = float(rng.uniform(0.35, 1.0)) if rng.random() < 0.45 else 1.0
    lift = (1 - kept) * float(rng.uniform(0.2, 1.0)) * 160
    gamma = float(np.exp(rng.normal(0, 0.12)))
    ramp = (np.arange(256) / 255) ** gamma * 255
    tables = np.stack([np.clip(ramp * g * kept + lift, 0, 255) for g in gain], -1).astype(np.uint8)
    out = cv2.LUT(pixels, tables[None])
    light = np.clip(light, 0.2, 1.8).astype(np.float32)
    out = cv2.multiply(out, cv2.merge((light, light, light)), dtype=cv2.CV_8U)
    if rng.random() < 0.18:
        spot = np.zeros((height, width), np.float32)
        centre = (int(rng.uniform(-0.1, 1.1) * width), int(rng.uniform(-0.5, 1.5) * height))
        axes = (int(rng.uniform(0.5, 4) * height), int(rng.uniform(0.3, 2) * height))
        cv2.ellipse(spot, centre, axes, float(rng.uniform(0, 180)), 0, 360, 1.0, -1)
        spot = cv2.GaussianBlur(spot, (0, 0), max(1.0, height * rng.uniform(0.05, 0.5))) * rng.uniform(0.15, 0.75)
        out = out + (255 - out) * spot[..., None]
    if rng.random() < 0.12:
        out = np.repeat(cv2.cvtColor(np.asarray(out, np.uint8), cv2.COLOR_RGB2GRAY)[..., None], 3, 2)
    return np.asarray(out, np.uint8)


def _blurred(rng: np.random.Generator, pixels: Images, ink: float) -> Images:
    """Out of focus, or moved: up to what a person can hardly read any more."""
    if rng.random() < 0.2:
        return pixels
    sigma = float(rng.random()) ** 1.3 * 0.11 * ink
    if sigma < 0.25:
        return pixels
    if rng.random() < 0.65:
        return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma), np.uint8)
    length = sigma * np.sqrt(12)
    half = int(np.ceil(length / 2)) + 1
    # The line is drawn finer than the pixels and then averaged, for a length of two pixels is not two dots.
    fine = np.zeros(((2 * half + 1) * 8,) * 2, np.float32)
    angle, middle = rng.uniform(0, np.pi), (len(fine) - 1) / 2
    reach = np.array([np.cos(angle), np.sin(angle)]) * length * 4
    ends = [tuple(round(v) for v in (middle + reach * s)) for s in (-1, 1)]
    cv2.line(fine, ends[0], ends[1], 1.0, 6)
    kernel = cv2.resize(fine, (2 * half + 1, 2 * half + 1), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.filter2D(pixels, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE), np.uint8)


def _grained(rng: np.random.Generator, pixels: Images) -> Images:
    """Grain in brightness, coarser one in colour; now and then strong, now and then coarse in both."""
    height, width = pixels.shape[:2]
    sigma = abs(float(rng.normal(0, 7))) if rng.random() < 0.85 else float(rng.uniform(8, 24))
    coarse = float(rng.uniform(1, 2.5)) if rng.random() < 0.3 else 1.0
    shape = (int(height / coarse) + 1, int(width / coarse) + 1)
    grain = cv2.resize(rng.standard_normal(shape, np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    colour = rng.standard_normal((height // 2 + 1, width // 2 + 1, 3), np.float32) * np.float32(0.6)
    noise = cv2.resize(colour, (width, height), interpolation=cv2.INTER_LINEAR) + grain[..., None]
    return np.asarray(np.clip(pixels + noise * np.float32(sigma), 0, 255), np.uint8)
