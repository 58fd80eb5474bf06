"""Surfaces that cards lie on, each drawn by a function (generator, width, height) -> RGB pixels."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Pixels

Field = NDArray[np.float32]
"""height x width, mostly 0..1."""
Colour = NDArray[np.float32]
"""RGB, 0..255."""


def colour(
    rng: np.random.Generator,
    hue: tuple[float, float] = (0, 180),
    saturation: tuple[float, float] = (0, 140),
    value: tuple[float, float] = (40, 235),
) -> Colour:
    """A colour within OpenCV's ranges of hue (0..180), saturation and value (0..255)."""
    hsv = [[[rng.uniform(*hue) % 180, rng.uniform(*saturation), rng.uniform(*value)]]]
    return np.asarray(cv2.cvtColor(np.array(hsv, np.uint8), cv2.COLOR_HSV2RGB)[0, 0], np.float32)


def wood(rng: np.random.Generator, width: int, height: int) -> Pixels:
    """Grain along one direction, rings bent by slow noise."""
    x, y = _grid(rng, width, height)
    bend = _noise(rng, width, height, 3, 2) * rng.uniform(0.1, 0.5) + _noise(rng, width, height, 2, 9) * 0.08
    rings = 0.5 + 0.5 * np.sin((y + bend + 0.03 * x) * rng.uniform(40, 140))
    fibre = _noise(rng, width, height, 12, max(8, height // 2))
    dark, light = colour(rng, (5, 20), (70, 180), (40, 130)), colour(rng, (8, 24), (50, 150), (110, 230))
    return _mixed(dark, light, 0.55 * rings + 0.45 * fibre)


def planks(rng: np.random.Generator, width: int, height: int) -> Pixels:
    """Boards side by side, each of its own tone, with dark joints."""
    boards = int(rng.integers(3, 9))
    _, y = _grid(rng, width, height)
    place = np.clip((y - y.min()) / max(float(np.ptp(y)), 1e-6) * boards, 0, boards - 1e-3)
    tone = rng.uniform(0.3, 0.9, boards).astype(np.float32)[place.astype(int)]
    streaks = _noise(rng, width, height, max(4, width // 3), max(4, height // 3)) * 0.25
    joint = np.exp(-(((place % 1) * 40) ** 2))
    base = colour(rng, (5, 25), (10, 120), (120, 240))
    return _shaded(base, (tone + streaks) * (1 - 0.7 * joint))


def weave(rng: np.random.Generator, width: int, height: int) -> Pixels:
    """Threads over and under each other."""
    x, y = _grid(rng, width, height)
    pitch = rng.uniform(60, 180)
    over = np.sin(x * pitch * np.pi) * np.sin(y * pitch * np.pi)
    thread = np.where(over > 0, np.abs(np.sin(x * pitch * np.pi)), np.abs(np.sin(y * pitch * np.pi)))
    folds = _noise(rng, width, height, 4, 3)
    return _shaded(colour(rng, saturation=(0, 180)), 0.55 + 0.3 * thread + 0.4 * (folds - 0.5))


def checked(rng: np.random.Generator, width: int, height: int) -> Pixels:
    """Cloth with bands of two colours crossing."""
    x, y = _grid(rng, width, height)
    pitch, share = rng.uniform(4, 20), rng.uniform(0.2, 0.6)
    bands = ((x * pitch) % 1 < share).astype(np.float32) + ((y * pitch) % 1 < share).astype(np.float32)
    fuzz = _noise(rng, width, height, width // 2, height // 2) * 0.15
    return _mixed(colour(rng, value=(120, 245)), colour(rng, saturation=(40, 200)), bands / 2 + fuzz)


def tiles(rng: np.random.Generator, width: int, height: int) -> Pixels:
    """Squares or bricks with joints between."""
    x, y = _grid(rng, width, height)
    columns = rng.uniform(2, 9)
    v = y * columns * rng.uniform(0.6, 2.2)
    u = x * columns + (np.floor(v) % 2) * rng.choice([0.0, 0.5])
    tone = rng.uniform(0.75, 1.05, (64, 64)).astype(np.float32)
    face = tone[np.floor(u).astype(int) % 64, np.floor(v).astype(int) % 64]
    edge = np.minimum(np.minimum(u % 1, 1 - u % 1), np.minimum(v % 1, 1 - v % 1))
    joint = np.clip(edge / rng.uniform(0.015, 0.05), 0, 1)
    mottle = _noise(rng, width, height, 24, 18) * 0.15
    return _mixed(colour(rng, value=(60, 220)), colour(rng), (face + mottle) * joint)


def marble(rng: np.random.Generator, width: int, height: int) -> Pixels:
    """Veins: the creases of folded noise."""
    field = _fractal(rng, width, height)
    vein = 1 - np.abs(np.sin(field * rng.uniform(8, 22)))
    light = colour(rng, saturation=(0, 60), value=(150, 250))
    return _mixed(light, colour(rng, saturation=(0, 90), value=(20, 140)), vein ** rng.uniform(2, 7))


def cloud(rng: np.random.Generator, width: int, height: int) -> Pixels:
    """Blotches of two colours: concrete, felt, a worn desk."""
    return _mixed(colour(rng), colour(rng), _fractal(rng, width, height))


def gradient(rng: np.random.Generator, width: int, height: int) -> Pixels:
    """A smooth sheet: plastic, lacquer, plain paper."""
    x, y = _grid(rng, width, height)
    ramp = (x - x.min()) / max(float(np.ptp(x)), 1e-6) + 0.15 * y
    first = colour(rng, value=(20, 250))
    return _mixed(first, np.clip(first * rng.uniform(0.7, 1.3), 0, 255), ramp)


def leather(rng: np.random.Generator, width: int, height: int) -> Pixels:
    """Speckle lit from one side."""
    bumps = _noise(rng, width, height, max(8, width // 5), max(8, height // 5))
    lit = bumps - np.roll(bumps, (1, 2), (0, 1))
    return _shaded(colour(rng, (0, 30), (20, 190), (30, 190)), 0.9 + lit * rng.uniform(0.4, 1.2))


def stripes(rng: np.random.Generator, width: int, height: int) -> Pixels:
    """Corrugated board, blinds, a ribbed mat."""
    x, _ = _grid(rng, width, height)
    wave = 0.5 + 0.5 * np.sin(x * rng.uniform(30, 160) + _noise(rng, width, height, 3, 3) * 0.6)
    return _mixed(colour(rng), colour(rng), wave ** rng.uniform(0.5, 3))


def keyboard(rng: np.random.Generator, width: int, height: int) -> Pixels:
    """Keys with a letter on each."""
    base, cap = colour(rng, saturation=(0, 40)), colour(rng, saturation=(0, 40), value=(10, 250))
    ink = (0, 0, 0) if float(cap.mean()) > 120 else (240, 240, 240)
    out = np.empty((height, width, 3), np.uint8)
    out[:] = base.astype(np.uint8)
    pitch = max(16, int(max(width, height) / rng.uniform(8, 18)))
    gap = max(1, pitch // 9)
    for row, y in enumerate(range(-pitch // 2, height, pitch)):
        for x in range(-(row % 3) * pitch // 3, width, pitch):
            key = np.clip(cap * rng.uniform(0.94, 1.06), 0, 255)
            cv2.rectangle(out, (x + gap, y + gap), (x + pitch - gap, y + pitch - gap), key.tolist(), -1)
            letter = chr(int(rng.integers(65, 91)))
            at = (x + 2 * gap, y + pitch // 2 + gap)
            cv2.putText(out, letter, at, cv2.FONT_HERSHEY_SIMPLEX, pitch / 75, ink, 1, cv2.LINE_AA)
    return out


def ruled(rng: np.random.Generator, width: int, height: int) -> Pixels:
    """Paper ruled in lines or squares."""
    x, y = _grid(rng, width, height)
    pitch = rng.uniform(14, 45)
    line = np.exp(-((((y * pitch) % 1 - 0.5) * 22) ** 2))
    if rng.random() < 0.5:
        line = np.maximum(line, np.exp(-((((x * pitch) % 1 - 0.5) * 22) ** 2)))
    paper = colour(rng, saturation=(0, 50), value=(190, 255))
    return _mixed(paper, colour(rng, value=(60, 180)), line * 0.8 + _noise(rng, width, height, 5, 5) * 0.1)


def hand(rng: np.random.Generator, width: int, height: int) -> Pixels:
    """Fingers and a palm before something out of focus."""
    out = gradient(rng, width, height).astype(np.float32)
    skin = colour(rng, (4, 16), (50, 140), (90, 240))
    size = max(width, height)
    thick = size * rng.uniform(0.08, 0.15)
    x0, y0 = rng.uniform(0.1, 0.6) * width, height * rng.uniform(0.7, 1.0)
    mask = np.zeros((height, width), np.uint8)
    cv2.circle(mask, (int(x0 + 1.5 * thick), int(y0)), int(2.2 * thick), 255, -1)
    for finger in range(4):
        foot = (int(x0 + finger * thick), int(y0))
        tip = (int(foot[0] + rng.normal(0, 0.4) * thick), int(y0 - size * rng.uniform(0.3, 0.6)))
        cv2.line(mask, foot, tip, 255, int(thick * 0.9), cv2.LINE_AA)
    wide = max(3, int(thick * 0.7) | 1)
    deep = cv2.blur(cv2.blur(mask, (wide, wide)), (wide, wide)).astype(np.float32)[..., None] / 255
    share = cv2.GaussianBlur(mask, (0, 0), 1.0).astype(np.float32)[..., None] / 255
    flesh = skin * (0.55 + 0.45 * deep)
    return np.asarray(np.clip(out + (flesh - out) * share, 0, 255), np.uint8)


def _grid(rng: np.random.Generator, width: int, height: int) -> tuple[Field, Field]:
    """Coordinates turned by any angle; the longer side spans about 1."""
    long = max(width, height)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32) / long, np.arange(height, dtype=np.float32) / long)
    angle = rng.uniform(0, 2 * np.pi)
    c, s = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    return np.asarray(x * c + y * s, np.float32), np.asarray(y * c - x * s, np.float32)


def _noise(rng: np.random.Generator, width: int, height: int, across: int, down: int) -> Field:
    """Smooth noise with so many cells."""
    cells = rng.random((max(2, down), max(2, across)), np.float32)
    return np.asarray(cv2.resize(cells, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def _fractal(rng: np.random.Generator, width: int, height: int) -> Field:
    total = np.zeros((height, width), np.float32)
    cells, weight = int(rng.integers(2, 6)), 0.5
    for _ in range(5):
        total += np.float32(weight) * _noise(rng, width, height, cells, cells)
        cells, weight = cells * 2, weight * rng.uniform(0.4, 0.65)
    return np.asarray((total - total.min()) / np.float32(max(float(np.ptp(total)), 1e-6)), np.float32)


def _mixed(first: Colour, second: Colour, share: NDArray[np.floating]) -> Pixels:
    part = np.clip(share, 0, 1).astype(np.float32)[..., None]
    return np.asarray(first + (second - first) * part, np.uint8)


def _shaded(base: Colour, light: NDArray[np.floating]) -> Pixels:
    return np.asarray(np.clip(base * light[..., None], 0, 255), np.uint8)
