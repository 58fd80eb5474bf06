"""Soft brushes for drawing faces: masks of ovals, polygons and strokes, blurred and laid onto a picture."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]
"""HIGH x WIDE, 0..255."""
Plane = NDArray[np.float32]
"""HIGH x WIDE x 3, RGB, 0..255."""
Tone = tuple[float, float, float]
Points = Sequence[tuple[float, float]] | NDArray[np.float64]

WIDE, HIGH = 160, 200
"""Pixels that a face is drawn at; a printed portrait holds no more detail than that."""
_SHIFT = 4
_ONE = 1 << _SHIFT


def oval(x: float, y: float, wide: float, high: float, blur: float = 0.0) -> Mask:
    """A filled ellipse with half-axes `wide` and `high`."""
    mask = np.zeros((HIGH, WIDE), np.uint8)
    axes = (max(1, round(wide * _ONE)), max(1, round(high * _ONE)))
    cv2.ellipse(mask, (round(x * _ONE), round(y * _ONE)), axes, 0, 0, 360, 255, -1, cv2.LINE_AA, _SHIFT)
    return soft(mask, blur)


def polygon(points: Points, blur: float = 0.0) -> Mask:
    """A filled polygon."""
    mask = np.zeros((HIGH, WIDE), np.uint8)
    cv2.fillPoly(mask, [_fixed(points)], 255, cv2.LINE_AA, _SHIFT)
    return soft(mask, blur)


def stroke(points: Points, thick: int, blur: float = 0.0) -> Mask:
    """A line through the points."""
    mask = np.zeros((HIGH, WIDE), np.uint8)
    cv2.polylines(mask, [_fixed(points)], False, 255, thick, cv2.LINE_AA, _SHIFT)
    return soft(mask, blur)


def hoop(x: float, y: float, wide: float, high: float, thick: int) -> Mask:
    """The outline of an ellipse."""
    mask = np.zeros((HIGH, WIDE), np.uint8)
    axes = (max(1, round(wide * _ONE)), max(1, round(high * _ONE)))
    cv2.ellipse(mask, (round(x * _ONE), round(y * _ONE)), axes, 0, 0, 360, 255, thick, cv2.LINE_AA, _SHIFT)
    return mask


def soft(mask: Mask, blur: float) -> Mask:
    """The mask blurred by a Gaussian of `blur` pixels; 0 leaves it as it is."""
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), blur), np.uint8) if blur else mask


def union(one: Mask, other: Mask) -> Mask:
    """Both masks together."""
    return np.asarray(cv2.max(one, other), np.uint8)


def without(one: Mask, other: Mask) -> Mask:
    """The first mask less the second."""
    return np.asarray(cv2.subtract(one, other), np.uint8)


def common(one: Mask, other: Mask) -> Mask:
    """Where both masks are."""
    return np.asarray(cv2.min(one, other), np.uint8)


def lay(sheet: Plane, mask: Mask, colour: Tone, strength: float = 1.0) -> None:
    """Paint a colour onto the sheet where the mask is."""
    x, y, wide, high = cv2.boundingRect(mask)
    part = sheet[y : y + high, x : x + wide]
    share = mask[y : y + high, x : x + wide, None] * np.float32(strength / 255)
    part += share * (np.array(colour, np.float32) - part)


def varied(rng: np.random.Generator, tone: Tone, by: float) -> Tone:
    """A colour near `tone`."""
    r, g, b = np.clip(np.array(tone) + rng.normal(0, by, 3), 0, 255)
    return (float(r), float(g), float(b))


def times(tone: Tone, factor: float) -> Tone:
    """A lighter or darker colour."""
    return (min(255.0, tone[0] * factor), min(255.0, tone[1] * factor), min(255.0, tone[2] * factor))


def _fixed(points: Points) -> NDArray[np.int32]:
    return np.round(np.asarray(points) * _ONE).astype(np.int32)
