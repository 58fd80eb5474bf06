"""Flat ornamental shapes for card grounds: flowers, leaves, stars, rings, ribbons; all invented."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.specimens.card import Pixels

Colour = tuple[int, int, int]
Layer = tuple[Pixels, Colour]
"""Where the shape is (0..255) and its colour."""

_SHIFT = 4


def flower(rng: np.random.Generator, width: int, height: int, colour: Colour) -> Layer:
    """Petals with a curl around a centre."""
    mask = np.zeros((height, width), np.uint8)
    petals = int(rng.integers(4, 9))
    reach = height * float(rng.uniform(0.15, 0.5))
    x, y = float(rng.uniform(0.05, 0.95)) * width, float(rng.uniform(0.1, 0.9)) * height
    start, curl = float(rng.uniform(0, 2 * np.pi)), float(rng.uniform(-0.9, 0.9))
    fat, inner = float(rng.uniform(0.18, 0.42)), float(rng.uniform(0.02, 0.2))
    t = np.linspace(0, 1, 24)
    for k in range(petals):
        away = start + 2 * np.pi * k / petals
        side = fat * np.sin(np.pi * t ** float(rng.uniform(0.9, 1.1)))
        edge = np.concatenate([side, -side[::-1]])
        along = np.concatenate([t, t[::-1]])
        radius = reach * (inner + (1 - inner) * along)
        angle = away + curl * along**2 + edge
        _fill(mask, np.column_stack([x + radius * np.cos(angle), y + radius * np.sin(angle)]))
    return mask, colour


def stars(rng: np.random.Generator, width: int, height: int, colour: Colour) -> Layer:
    """Some stars of one kind and different sizes."""
    mask = np.zeros((height, width), np.uint8)
    points, depth = int(rng.integers(4, 9)), float(rng.uniform(0.35, 0.7))
    for _ in range(int(rng.integers(1, 12))):
        reach = height * float(rng.uniform(0.02, 0.16))
        angle = np.arange(2 * points) * np.pi / points + float(rng.uniform(0, 6))
        radius = np.where(np.arange(2 * points) % 2 == 0, reach, reach * depth)
        centre = rng.uniform(0, 1, 2) * (width, height)
        _fill(mask, centre + np.column_stack([np.cos(angle), np.sin(angle)]) * radius[:, None])
    return mask, colour


def rings(rng: np.random.Generator, width: int, height: int, colour: Colour) -> Layer:
    """Thick circles, one inside the other or overlapping."""
    mask = np.zeros((height, width), np.uint8)
    for _ in range(int(rng.integers(1, 6))):
        centre = (int(rng.uniform(0, width)), int(rng.uniform(0, height)))
        radius = int(height * rng.uniform(0.05, 0.5))
        cv2.circle(mask, centre, radius, 255, max(1, int(radius * rng.uniform(0.03, 0.4))), cv2.LINE_AA)
    return mask, colour


def ribbons(rng: np.random.Generator, width: int, height: int, colour: Colour) -> Layer:
    """Broad bands that swing across the sheet."""
    mask = np.zeros((height, width), np.uint8)
    x = np.linspace(-0.05, 1.05, 40) * width
    for _ in range(int(rng.integers(1, 4))):
        swing = height * rng.normal(0, 0.12, 2)
        phase = rng.uniform(0, 6, 2)
        middle = height * float(rng.uniform(0, 1)) + float(rng.uniform(-0.5, 0.5)) * (x - width / 2)
        wave = swing[0] * np.sin(x / width * 5 + phase[0]) + swing[1] * np.sin(x / width * 9 + phase[1])
        thick = height * float(rng.uniform(0.02, 0.14)) * (1.2 + np.sin(x / width * 4 + phase[1]))
        upper, lower = middle + wave - thick / 2, middle + wave + thick / 2
        _fill(mask, np.column_stack([np.concatenate([x, x[::-1]]), np.concatenate([upper, lower[::-1]])]))
    return mask, colour


def skyline(rng: np.random.Generator, width: int, height: int, colour: Colour) -> Layer:
    """Towers of an invented town along a line."""
    mask = np.zeros((height, width), np.uint8)
    foot = int(height * rng.uniform(0.5, 1.05))
    x = 0
    while x < width:
        wide = int(width * rng.uniform(0.015, 0.06))
        top = foot - int(height * rng.uniform(0.03, 0.4))
        cv2.rectangle(mask, (x, top), (x + wide, foot), int(rng.integers(110, 256)), -1)
        if rng.random() < 0.3:
            _fill(mask, np.array([[x, top], [x + wide / 2, top - wide * 0.8], [x + wide, top]], np.float64))
        x += wide + int(width * rng.uniform(0, 0.02))
    return mask, colour


def leaves(rng: np.random.Generator, width: int, height: int, colour: Colour) -> Layer:
    """A stem with pointed leaves to both sides."""
    mask = np.zeros((height, width), np.uint8)
    t = np.linspace(0, 1, 16)
    blade = np.concatenate([np.sin(np.pi * t), -np.sin(np.pi * t[::-1])])
    along = np.concatenate([t, t[::-1]])
    for _ in range(int(rng.integers(1, 4))):
        at = rng.uniform(0, 1, 2) * (width, height)
        heading, turn = float(rng.uniform(0, 6.3)), float(rng.normal(0, 0.15))
        size = height * float(rng.uniform(0.06, 0.18))
        fat = float(rng.uniform(0.15, 0.3))
        for k in range(int(rng.integers(4, 10))):
            lean = heading + (0.8 if k % 2 else -0.8)
            local = np.column_stack([along, blade * fat]) * size
            c, s = np.cos(lean), np.sin(lean)
            _fill(mask, at + local @ np.array([[c, s], [-s, c]]))
            at = at + np.array([np.cos(heading), np.sin(heading)]) * size * 0.55
            heading += turn
    return mask, colour


MOTIFS: tuple[Callable[[np.random.Generator, int, int, Colour], Layer], ...] = (
    flower,
    stars,
    ribbons,
    rings,
    skyline,
    leaves,
)
"""Every motif; those at even places and those at odd places serve training and tests apart."""


def _fill(mask: Pixels, points: NDArray[np.float64]) -> None:
    cv2.fillPoly(mask, [np.round(points * (1 << _SHIFT)).astype(np.int32)], 255, cv2.LINE_AA, _SHIFT)
