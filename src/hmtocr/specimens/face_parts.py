"""The parts of a drawn face: skull, eyes, nose, mouth, beard, glasses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from hmtocr.specimens.brush import (
    Mask,
    Plane,
    Tone,
    common,
    hoop,
    lay,
    oval,
    polygon,
    soft,
    stroke,
    times,
    varied,
    without,
)


@dataclass(frozen=True)
class Head:
    """A head: its middle and half-axes in pixels of the drawing, its colours, and whose it might be."""

    x: float
    y: float
    wide: float
    high: float
    skin: Tone
    hair: Tone
    age: int
    sex: Literal["M", "F"]


def draw_skull(rng: np.random.Generator, sheet: Plane, head: Head) -> Mask:
    """Ears, face and its shading; returns where the face is."""
    x, y, wide, high, skin = head.x, head.y, head.wide, head.high, head.skin
    if rng.random() < 0.75:
        for sign in (-1, 1):
            lay(sheet, oval(x + sign * wide, y + high * 0.08, wide * 0.13, high * 0.2, 1.0), times(skin, 0.88))
    angle = np.linspace(0, 2 * np.pi, 72)
    jaw, square = float(rng.uniform(0.0, 0.25)), float(rng.uniform(1.9, 2.5))
    across = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** (2 / square)
    down = np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** (2 / square)
    across = across * (1 - jaw * np.clip(down, 0, 1) ** 1.5)
    skull = polygon(np.column_stack([x + wide * across, y + high * down]), 1.0)
    lay(sheet, oval(x, y + high * 0.97, wide * 0.72, high * 0.22, 4), times(skin, 0.55), 0.4)
    lay(sheet, skull, skin)
    # The rim of the face loses light, cheeks and forehead catch it.
    rim = common(without(skull, soft(skull, 10)), skull)
    lay(sheet, rim, times(skin, 0.55), 0.75)
    blush = (skin[0], skin[1] * 0.9, skin[2] * 0.88)
    for sign in (-1, 1):
        cheek = oval(x + sign * wide * 0.48, y + high * 0.28, wide * 0.26, high * 0.17, 6)
        lay(sheet, cheek, blush, float(rng.uniform(0.1, 0.6)))
    shine = oval(x + wide * float(rng.uniform(-0.2, 0.2)), y - high * 0.42, wide * 0.4, high * 0.14, 7)
    lay(sheet, shine, (255, 250, 245), float(rng.uniform(0.1, 0.4)))
    if head.age > 45:
        for sign in (-1, 1):
            fold = [(x + sign * wide * 0.24, y + high * 0.34), (x + sign * wide * 0.42, y + high * 0.58)]
            lay(sheet, stroke(fold, 2, 1.2), times(skin, 0.6), min(0.8, (head.age - 40) / 60))
    return skull


def draw_features(rng: np.random.Generator, sheet: Plane, head: Head) -> None:
    """Eyes with brows, nose, mouth, now and then a beard."""
    x, y, wide, high, skin = head.x, head.y, head.wide, head.high, head.skin
    level = y + high * float(rng.uniform(-0.08, 0.02))
    _draw_eyes(rng, sheet, head, level)
    nose = y + high * float(rng.uniform(0.3, 0.38))
    side = float(rng.choice([-1, 1]))
    bridge = [
        (x + side * wide * 0.07, level),
        (x + side * wide * 0.12, nose - 4),
        (x + side * wide * 0.19, nose),
    ]
    lay(sheet, stroke(bridge, 3, 1.8), times(skin, 0.6), 0.5)
    lay(sheet, oval(x, nose - 3, wide * 0.13, high * 0.05, 2.5), times(skin, 1.07))
    for sign in (-1, 1):
        lay(sheet, oval(x + sign * wide * 0.1, nose + 1, wide * 0.055, 1.4, 0.7), times(skin, 0.4))
    lips, mouth = y + high * float(rng.uniform(0.58, 0.65)), wide * float(rng.uniform(0.27, 0.4))
    red = float(rng.uniform(0.5, 0.72))
    colour = (skin[0] * 0.82, skin[1] * red, skin[2] * red)
    full = high * float(rng.uniform(0.02, 0.05))
    smile = float(rng.uniform(-0.01, 0.06)) * high
    lay(sheet, oval(x, lips - full * 0.5, mouth * 0.9, full, 0.9), times(colour, 0.93))
    lay(sheet, oval(x, lips + full * 0.7, mouth * 0.75, full * 1.2, 0.9), colour)
    gap = [
        (x - mouth, lips - smile),
        (x - mouth * 0.3, lips + 1),
        (x + mouth * 0.3, lips + 1),
        (x + mouth, lips - smile),
    ]
    lay(sheet, stroke(gap, 1, 0.7), (70, 30, 30), 0.9)
    if head.sex == "M" and head.age > 17 and rng.random() < 0.25:
        beard = oval(x, lips + high * 0.14, wide * 0.75, high * 0.27, 5)
        lay(sheet, beard, head.hair, float(rng.uniform(0.1, 0.6)))


def draw_glasses(rng: np.random.Generator, sheet: Plane, head: Head) -> None:
    """Round or oblong glasses."""
    x, y, wide = head.x, head.y, head.wide
    thick = int(rng.integers(1, 4))
    lens, tall = wide * float(rng.uniform(0.32, 0.39)), head.high * float(rng.uniform(0.16, 0.24))
    shade = float(rng.uniform(15, 120))
    colour = varied(rng, (shade, shade, shade), 15)
    glint = float(rng.uniform(0.0, 0.12))
    for sign in (-1, 1):
        middle = x + sign * wide * 0.43
        lay(sheet, oval(middle, y, lens, tall), (255, 255, 255), glint)
        lay(sheet, hoop(middle, y, lens, tall, thick), colour, 0.9)
        lay(
            sheet,
            stroke([(x + sign * wide * 0.8, y - 3), (x + sign * wide * 1.02, y - 2)], thick),
            colour,
            0.9,
        )
    lay(sheet, stroke([(x - wide * 0.1, y - 2), (x + wide * 0.1, y - 2)], thick), colour, 0.9)


def _draw_eyes(rng: np.random.Generator, sheet: Plane, head: Head, level: float) -> None:
    x, wide, high = head.x, head.wide, head.high
    apart, eye = wide * float(rng.uniform(0.38, 0.47)), wide * float(rng.uniform(0.16, 0.22))
    open_by = high * float(rng.uniform(0.035, 0.07))
    tilt = float(rng.normal(0, 0.02)) * high
    iris = varied(rng, (46, 32, 26) if rng.random() < 0.85 else (80, 110, 120), 14)
    shadow, dark = float(rng.uniform(0.2, 0.45)), float(rng.uniform(0.5, 0.9))
    lift = high * float(rng.uniform(0.15, 0.2))
    bushy = int(rng.integers(2, 3 if head.sex == "F" else 5))
    for sign in (-1, 1):
        ex, ey = x + sign * apart, level - tilt * sign
        lay(sheet, oval(ex, ey - open_by, eye * 1.35, open_by * 2.6, 3), times(head.skin, 0.62), shadow)
        lay(sheet, oval(ex, ey, eye, open_by, 0.7), (236, 232, 230))
        lay(sheet, oval(ex, ey, min(eye * 0.55, open_by * 1.15), open_by * 1.05, 0.5), iris)
        lay(sheet, oval(ex, ey, open_by * 0.5, open_by * 0.5, 0.5), (10, 8, 8))
        lay(sheet, oval(ex - open_by * 0.3, ey - open_by * 0.3, 0.9, 0.9), (255, 255, 255))
        lid = [
            (ex - eye, ey + 1),
            (ex - eye * 0.3, ey - open_by),
            (ex + eye * 0.4, ey - open_by),
            (ex + eye, ey + 1),
        ]
        lay(sheet, stroke(lid, 2, 0.6), (34, 26, 24), 0.95 if head.sex == "F" else 0.7)
        brow = [
            (ex - sign * eye * 1.15, ey - lift + 2),
            (ex, ey - lift - 1.5),
            (ex + sign * eye * 1.25, ey - lift + 2.5),
        ]
        lay(sheet, stroke(brow, bushy, 0.9), head.hair, dark)
