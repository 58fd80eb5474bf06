"""Things on a card that are not to be read: a signature, a chip, a round badge, a see-through window.

All are invented: the badge is nobody's emblem, the signature nobody's hand.
"""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image

from hmtocr.specimens.canvas import Colour

_SHIFT = 4
"""Fractional bits of OpenCV's coordinates, for smooth strokes."""


def scribble(rng: np.random.Generator, size: tuple[int, int], colour: Colour) -> Image.Image:
    """A signature of no letters, RGBA, `size` = (width, height) pixels."""
    width, height = size
    mask = np.zeros((height, width), np.uint8)
    x = 0.05 * width
    pen = max(1, round(height * float(rng.uniform(0.02, 0.05))))
    while x < 0.85 * width:
        span = width * float(rng.uniform(0.12, 0.35))
        knots = np.column_stack(
            [
                x + span * np.sort(rng.uniform(-0.1, 1.0, 6)) + rng.normal(0, span * 0.06, 6),
                height * np.clip(rng.normal(0.5, 0.24, 6), 0.06, 0.94),
            ]
        )
        _stroke(mask, knots, pen)
        x += span * float(rng.uniform(0.6, 1.0))
    return _tinted(mask, colour)


def chip(rng: np.random.Generator, size: tuple[int, int]) -> Image.Image:
    """A contact plate, RGBA."""
    width, height = size
    gold = np.array([206, 172, 98]) if rng.random() < 0.6 else np.array([190, 192, 194])
    base = np.clip(gold + rng.normal(0, 8, 3), 0, 255)
    shade = np.linspace(1.12, 0.86, width)[None, :, None] * np.linspace(1.05, 0.95, height)[:, None, None]
    plate = np.clip(base * shade, 0, 255).astype(np.uint8)
    line = tuple(int(c * 0.55) for c in base)
    thick = max(1, width // 60)
    for share in (0.33, 0.67):
        y = round(height * share)
        cv2.line(plate, (0, y), (round(width * 0.3), y), line, thick)
        cv2.line(plate, (round(width * 0.7), y), (width, y), line, thick)
    middle = (round(width * 0.3), round(height * 0.12)), (round(width * 0.7), round(height * 0.88))
    cv2.rectangle(plate, middle[0], middle[1], line, thick)
    mask = np.zeros((height, width), np.uint8)
    round_by = round(min(size) * 0.14)
    cv2.rectangle(mask, (round_by, 0), (width - 1 - round_by, height - 1), 255, -1)
    cv2.rectangle(mask, (0, round_by), (width - 1, height - 1 - round_by), 255, -1)
    for corner in ((round_by, round_by), (width - 1 - round_by, round_by)):
        cv2.circle(mask, corner, round_by, 255, -1, cv2.LINE_AA)
        cv2.circle(mask, (corner[0], height - 1 - corner[1]), round_by, 255, -1, cv2.LINE_AA)
    return Image.fromarray(np.dstack([plate, mask]), "RGBA")


def badge(rng: np.random.Generator, side: int, colour: Colour) -> Image.Image:
    """A round badge with an invented flower in it, RGBA, `side` pixels square."""
    mask = np.zeros((side, side), np.uint8)
    centre = (side << _SHIFT) // 2
    middle = (centre, centre)
    thick = max(1, side // 45)
    cv2.circle(mask, middle, int(centre * 0.94), 255, thick, cv2.LINE_AA, _SHIFT)
    cv2.circle(mask, middle, int(centre * rng.uniform(0.76, 0.86)), 255, thick, cv2.LINE_AA, _SHIFT)
    petals = int(rng.integers(5, 13))
    # A petal reaches from 0.2 to 1.8 times `reach` and has to stay inside the inner ring.
    reach = float(rng.uniform(0.15, 0.19))
    breadth = float(rng.uniform(0.25, 0.9)) * reach * np.pi / petals * 1.6
    turn = float(rng.uniform(0, 360))
    fill = -1 if rng.random() < 0.6 else thick
    for i in range(petals):
        angle = turn + 360 * i / petals
        away = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))]) * reach * side
        spot = tuple(int((side / 2 + a) * (1 << _SHIFT)) for a in away)
        axes = (int(reach * side * (1 << _SHIFT) * 0.8), max(16, int(breadth * side * (1 << _SHIFT))))
        cv2.ellipse(mask, spot, axes, angle, 0, 360, 255, fill, cv2.LINE_AA, _SHIFT)
    return _tinted(mask, colour)


def window(rng: np.random.Generator, size: tuple[int, int]) -> Image.Image:
    """A see-through or laser-engraved patch: a pale shape with a faint pattern, RGBA."""
    width, height = size
    mask = np.zeros((height, width), np.uint8)
    strength = int(rng.integers(50, 130))
    if rng.random() < 0.6:
        cv2.ellipse(mask, (width // 2, height // 2), (width // 2 - 1, height // 2 - 1), 0, 0, 360, strength, -1)
    else:
        cv2.rectangle(mask, (1, 1), (width - 2, height - 2), strength, -1)
    ys, xs = np.mgrid[0:height, 0:width]
    wave = np.sin(xs * rng.uniform(0.1, 0.5) + ys * rng.uniform(-0.5, 0.5)) * 24
    tone = np.clip(rng.uniform(180, 235) + wave, 0, 255).astype(np.uint8)
    return Image.fromarray(np.dstack([tone, tone, np.clip(tone + 8.0, 0, 255).astype(np.uint8), mask]), "RGBA")


def _stroke(mask: np.ndarray[tuple[int, int], np.dtype[np.uint8]], knots: np.ndarray, pen: int) -> None:
    """A smooth line (Catmull-Rom) through the knots."""
    points = np.vstack([knots[:1], knots, knots[-1:]])
    t = np.linspace(0, 1, 8)[:, None]
    curve = np.vstack(
        [
            0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * (b - c) + d - a) * t**3)
            for a, b, c, d in zip(points, points[1:], points[2:], points[3:], strict=False)
        ]
    )
    fixed = np.round(curve * (1 << _SHIFT)).astype(np.int32)
    cv2.polylines(mask, [fixed], False, 255, pen, cv2.LINE_AA, _SHIFT)


def _tinted(mask: np.ndarray[tuple[int, int], np.dtype[np.uint8]], colour: Colour) -> Image.Image:
    flat = np.empty((*mask.shape, 3), np.uint8)
    flat[:] = colour
    return Image.fromarray(np.dstack([flat, mask]), "RGBA")
