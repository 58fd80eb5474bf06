"""Draws faces that are nobody's: ovals and soft shading, varied, and like photographs at card size."""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np
from PIL import Image

from hmtocr.specimens.brush import (
    HIGH,
    WIDE,
    Mask,
    Plane,
    Tone,
    common,
    lay,
    oval,
    polygon,
    soft,
    stroke,
    times,
    union,
    varied,
    without,
)
from hmtocr.specimens.face_parts import Head, draw_features, draw_glasses, draw_skull

_SKINS: tuple[Tone, ...] = (
    (246, 219, 196), (239, 205, 178), (232, 190, 158), (222, 178, 143),
    (205, 158, 122), (176, 125, 90), (134, 91, 64), (98, 65, 46),
)  # fmt: skip
_HAIRS: tuple[Tone, ...] = (
    (22, 20, 21), (30, 27, 27), (40, 33, 30), (62, 44, 34), (96, 64, 40), (150, 112, 70), (188, 158, 112),
)  # fmt: skip


def draw_face(
    rng: np.random.Generator,
    width: int,
    sex: Literal["M", "F"] = "M",
    grey: bool = False,
    age: int = 35,
    fade: bool = False,
) -> Image.Image:
    """A portrait of `width` pixels, 1.25 times as high, RGBA.

    `grey` makes it black and white, as on Hong Kong cards. `fade` makes the wall behind the person
    transparent; without it the picture is a full rectangle. `sex` and `age` sway hair, clothes and wrinkles.
    """
    head = _invent_head(rng, age, sex)
    sheet = _backdrop(rng)
    wall = sheet.copy()
    back, front = _hair(rng, head)
    lay(sheet, back, head.hair, 0.98)
    _draw_body(rng, sheet, head)
    skull = draw_skull(rng, sheet, head)
    draw_features(rng, sheet, head)
    lay(sheet, front, head.hair, 0.97)
    _draw_strands(rng, sheet, head, union(front, without(back, skull)))
    if rng.random() < (0.25 if age < 50 else 0.5):
        draw_glasses(rng, sheet, head)
    alpha = _outline(sheet, wall) if fade else np.full((HIGH, WIDE), 255, np.uint8)
    sheet = _light(rng, sheet)
    if grey:
        mono = sheet @ np.array([0.3, 0.59, 0.11], np.float32)
        sheet = np.repeat(mono[:, :, None], 3, axis=2) * np.float32(rng.uniform(0.9, 1.06))
    pixels = np.clip(sheet, 0, 255).astype(np.uint8)
    face = Image.fromarray(np.dstack([pixels, alpha]))
    return face.resize((width, round(width * HIGH / WIDE)), Image.Resampling.BICUBIC)


def _invent_head(rng: np.random.Generator, age: int, sex: Literal["M", "F"]) -> Head:
    skin = _SKINS[int(rng.integers(4 if rng.random() < 0.7 else len(_SKINS)))]
    hair = _HAIRS[int(rng.integers(4 if rng.random() < 0.8 else len(_HAIRS)))]
    if age > 52 and rng.random() < (age - 45) / 45:
        grey = float(rng.uniform(110, 215))
        hair = (grey, grey, grey + 3)
    wide = WIDE * float(rng.uniform(0.24, 0.305))
    high = wide * float(rng.uniform(1.22, 1.42))
    x, y = WIDE / 2 + float(rng.normal(0, 2)), HIGH * 0.43 + float(rng.normal(0, 2.5))
    return Head(x, y, wide, high, varied(rng, skin, 7), varied(rng, hair, 4), age, sex)


def _backdrop(rng: np.random.Generator) -> Plane:
    """A plain light wall, evenly or unevenly lit."""
    pale = float(rng.uniform(205, 252))
    colour = np.array(varied(rng, (pale, pale, pale + float(rng.choice([0, 0, 8]))), 4))
    fall = np.linspace(1.0, float(rng.uniform(0.92, 1.0)), HIGH)[:, None, None]
    side = np.linspace(float(rng.uniform(0.95, 1.0)), float(rng.uniform(0.95, 1.0)), WIDE)[None, :, None]
    return np.asarray(colour * fall * side, np.float32)


def _hair(rng: np.random.Generator, head: Head) -> tuple[Mask, Mask]:
    """Where hair is behind the head, and where over the forehead."""
    x, y, wide, high = head.x, head.y, head.wide, head.high
    puff = float(rng.uniform(1.06, 1.28))
    if head.sex == "M" and head.age > 35 and rng.random() < 0.2:
        return oval(x, y + high * 0.02, wide * 1.08, high * 0.6, 1.2), np.zeros((HIGH, WIDE), np.uint8)
    top = oval(x, y - high * 0.16, wide * puff, high * puff * float(rng.uniform(0.88, 1.0)))
    back = top
    long = head.sex == "F" and rng.random() < 0.72
    if long:
        foot = y + high * float(rng.uniform(0.5, 2.2))
        flare = wide * float(rng.uniform(0.9, 1.4))
        corners = [(x - wide * puff, y - high * 0.2), (x + wide * puff, y - high * 0.2)]
        fall = polygon([*corners, (x + flare, foot), (x - flare, foot)], 4)
        back = union(back, np.where(fall > 118, 255, fall).astype(np.uint8))
    elif rng.random() < (0.35 if head.sex == "F" else 0.03):
        knot = oval(x + wide * float(rng.uniform(-0.5, 0.5)), y - high * 1.15, wide * 0.42, high * 0.26)
        back = union(back, knot)
    front = without(top, _forehead(rng, head))
    if long and rng.random() < 0.5:
        for sign in (-1, 1):
            lock = [(x + sign * wide * 0.98, y - high * 0.6), (x + sign * wide * puff, y - high * 0.3)]
            lock += [(x + sign * wide * 1.15, y + high * 1.1), (x + sign * wide * 0.84, y + high * 0.8)]
            front = union(front, polygon(lock))
    return soft(back, 1.0), soft(front, 1.0)


def _forehead(rng: np.random.Generator, head: Head) -> Mask:
    """What the fringe leaves free: everything below a line that is parted, slanted or ragged."""
    x, y, wide, high = head.x, head.y, head.wide, head.high
    left, right = x - wide * 1.5, x + wide * 1.5
    line = y - high * float(rng.uniform(0.36, 0.66))
    dip = high * float(rng.uniform(0.0, 0.35))
    style = rng.random()
    if style < 0.35:
        part = x + wide * float(rng.uniform(-0.8, 0.8))
        t = np.linspace(left, right, 13)
        edge = [(float(a), line + dip * float(abs(a - part) / wide) ** 1.6) for a in t]
    elif style < 0.6:
        slant = float(rng.choice([-1, 1]))
        edge = [(left, line + dip * (0.5 + slant)), (right, line + dip * (0.5 - slant))]
    else:
        rough = high * float(rng.uniform(0.01, 0.06))
        t = np.linspace(left, right, 18)
        bow = float(rng.uniform(0.0, 0.8)) * dip
        edge = [(float(a), line + bow * float((a - x) / wide) ** 2 + float(rng.normal(0, rough))) for a in t]
    return polygon([*edge, (right, HIGH), (left, HIGH)])


def _draw_body(rng: np.random.Generator, sheet: Plane, head: Head) -> None:
    x, chin = head.x, head.y + head.high
    shoulder = chin + head.high * float(rng.uniform(0.24, 0.36))
    broad = head.wide * float(rng.uniform(1.75, 2.35) if head.sex == "M" else rng.uniform(1.5, 2.0))
    neck = head.wide * float(rng.uniform(0.46, 0.62))
    throat = [(x - neck, chin - 40), (x + neck, chin - 40), (x + neck * 1.2, HIGH), (x - neck * 1.2, HIGH)]
    lay(sheet, polygon(throat, 1.2), times(head.skin, 0.86))
    slope = head.high * float(rng.uniform(0.18, 0.4))
    t = np.linspace(-1, 1, 25)
    top = shoulder + slope * np.abs(t) ** 1.7 - (1 - np.abs(t)) * 6
    coat = polygon(
        [*zip(x + broad * t, top, strict=True), (x + broad * 1.1, HIGH + 9.0), (x - broad * 1.1, HIGH + 9.0)]
    )
    shade = float(rng.choice([25, 45, 80, 140, 225]))
    lay(sheet, soft(coat, 0.8), varied(rng, (shade, shade, shade), 26))
    low = shoulder + head.high * float(rng.uniform(0.1, 0.9))
    collar = neck * float(rng.uniform(1.05, 1.5))
    opening = polygon([(x - collar, shoulder - 14), (x + collar, shoulder - 14), (x, low)])
    shirt = varied(rng, (235, 235, 238), 10) if rng.random() < 0.6 else times(head.skin, 0.92)
    lay(sheet, soft(common(opening, coat), 0.8), shirt)
    bare = [
        (x - neck * 0.85, shoulder - 16),
        (x + neck * 0.85, shoulder - 16),
        (x, shoulder + (low - shoulder) * 0.4),
    ]
    lay(sheet, polygon(bare, 0.8), times(head.skin, 0.9))
    if head.sex == "M" and rng.random() < 0.3:
        tie = [(x - 4, shoulder + 9), (x + 4, shoulder + 9), (x + 8, HIGH), (x - 8, HIGH)]
        lay(sheet, polygon(tie, 0.7), varied(rng, (90, 50, 60), 45))
    elif rng.random() < 0.3:
        for sign in (-1, 1):
            lapel = [
                (x + sign * collar, shoulder - 6),
                (x + sign * 2, low),
                (x + sign * collar * 1.5, low - 8),
            ]
            lay(sheet, stroke(lapel, 2, 0.8), (30, 30, 34), 0.5)


def _draw_strands(rng: np.random.Generator, sheet: Plane, head: Head, where: Mask) -> None:
    """Lighter and darker streaks in the hair."""
    streaks = np.full((HIGH, WIDE), 128, np.uint8)
    for _ in range(36):
        at = head.x + head.wide * float(rng.uniform(-1.4, 1.4))
        start = head.y - head.high * float(rng.uniform(0.6, 1.2))
        end, stop = at + float(rng.normal(0, 12)), start + head.high * float(rng.uniform(0.3, 2.2))
        middle = ((at + end) / 2 + 3, (start + stop) / 2)
        line = np.round(np.array([(at, start), middle, (end, stop)]) * 16).astype(np.int32)
        cv2.polylines(streaks, [line], False, int(rng.integers(106, 165)), 1, cv2.LINE_AA, 4)
    change = (soft(streaks, 0.8).astype(np.float32) - 128) * (where / np.float32(255))
    sheet += change[:, :, None]


def _light(rng: np.random.Generator, sheet: Plane) -> Plane:
    """Light from one side, and a little softness."""
    turn = float(rng.normal(0, 0.05))
    across = np.linspace(1 - turn, 1 + turn, WIDE, dtype=np.float32)[None, :, None]
    return np.asarray(cv2.GaussianBlur(sheet * across, (0, 0), float(rng.uniform(0.4, 0.8))), np.float32)


def _outline(sheet: Plane, wall: Plane) -> Mask:
    """Opaque where something was drawn, fading to nothing where there is only wall."""
    differs = np.where(np.abs(sheet - wall).max(axis=2) > 12, 255, 0).astype(np.uint8)
    closed = cv2.morphologyEx(differs, cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8))
    return soft(np.asarray(closed, np.uint8), 1.6)
