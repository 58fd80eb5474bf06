"""Card grounds: pastel gradients under fine lines, flower shapes, shiny patches and faint small text.

They have the character of security printing, so that networks learn to read through it, and are new
on every card: no real card's art is copied. The kinds of gradient, line and motif fall into two halves, for
training and for tests.
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from typing import Literal, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hmtocr.specimens.canvas import card_height
from hmtocr.specimens.card import Pixels
from hmtocr.specimens.guilloche import FAMILIES, draw_curves
from hmtocr.specimens.motifs import MOTIFS
from hmtocr.specimens.places import Half

_T = TypeVar("_T")

Tone = Literal["hk2003", "hk2018", "macao", "permit", "any"]

_HUES: Mapping[Tone, tuple[float, ...]] = {
    "hk2003": (0.33, 0.75, 0.08, 0.14, 0.30),
    "hk2018": (0.54, 0.50, 0.22, 0.90, 0.88),
    "macao": (0.30, 0.42, 0.13, 0.55, 0.05),
    "permit": (0.55, 0.62, 0.95, 0.48, 0.10),
    "any": (),
}
"""Hues (0..1) that the grounds of a tone mostly take, often in this order."""


def draw_ground(rng: np.random.Generator, width: int, tone: Tone = "any", family: Half = "all") -> Image.Image:
    """A ground of `width` pixels and a card's shape, RGB.

    `tone` leans the hues towards those of a document; `family` keeps to one half of the kinds of gradient,
    line and motif, so that "even" and "odd" grounds share none.
    """
    height = card_height(width)
    hues = _HUES[tone] if rng.random() < 0.8 else ()
    colours = _palette(rng, hues)
    sheet = _gradient(rng, width, height, colours, family)
    contrast = float(rng.uniform(0.25, 1.0))
    for _ in range(int(rng.integers(0, 3))):
        motif = _choose(rng, MOTIFS, family)
        _glaze(sheet, motif(rng, width, height, _tint(rng, colours)), float(rng.uniform(0.2, 0.7)))
    for _ in range(int(rng.integers(1, 5))):
        over = sheet.copy()
        curves = _choose(rng, FAMILIES, family)(rng, width, height)
        thickness = 1 if rng.random() < 0.85 else 2
        draw_curves(over, curves, _line_colour(rng, colours), max(1, round(thickness * width / 1280)))
        strength = float(rng.uniform(0.15, 0.6)) * contrast
        cv2.addWeighted(over, strength, sheet, 1 - strength, 0, sheet)
    if rng.random() < 0.4:
        _small_text(rng, sheet, _line_colour(rng, colours))
    if rng.random() < 0.35:
        _shine(rng, sheet)
    _grain(rng, sheet)
    return Image.fromarray(sheet)


def _choose(rng: np.random.Generator, kinds: tuple[_T, ...], half: Half) -> _T:
    able = kinds if half == "all" else kinds[0 if half == "even" else 1 :: 2]
    return able[int(rng.integers(len(able)))]


def _palette(rng: np.random.Generator, hues: tuple[float, ...]) -> list[tuple[float, float, float]]:
    """Three to five light colours, 0..255; of the given hues, or of any."""
    count = int(rng.integers(3, 6))
    vivid = float(rng.uniform(0.06, 0.32))
    lightest = float(rng.uniform(0.86, 0.99))
    start = float(rng.random())
    spread = float(rng.choice([0.08, 0.3, 1.0]))
    in_order = bool(hues) and rng.random() < 0.5
    colours = []
    for i in range(len(hues) if in_order else count):
        if hues:
            hue = hues[i if in_order else int(rng.integers(len(hues)))] + float(rng.normal(0, 0.025))
        else:
            hue = start + spread * float(rng.uniform(-0.5, 0.5))
        saturation = vivid * float(rng.uniform(0.4, 1.15))
        r, g, b = colorsys.hsv_to_rgb(hue % 1.0, saturation, lightest * float(rng.uniform(0.93, 1.0)))
        colours.append((r * 255, g * 255, b * 255))
    return colours


def _gradient(
    rng: np.random.Generator, width: int, height: int, colours: list[tuple[float, float, float]], family: Half
) -> Pixels:
    """The colours run into each other: straight, in rings, in patches or in bands."""
    # A gradient has no detail, so a small picture scaled up is as good and far quicker.
    rows, columns = 64, 102
    ys, xs = np.mgrid[0:rows, 0:columns] / columns
    kind = _choose(rng, ("straight", "patches", "rings", "bands"), family)
    if kind == "patches":
        field = _patches(rng, rows, columns)
    elif kind == "rings":
        field = np.hypot(xs - rng.uniform(0.1, 0.9), ys - rng.uniform(0.0, 0.63)) * float(rng.uniform(0.8, 1.6))
    else:
        turn = float(rng.uniform(0, np.pi)) if kind == "straight" else float(rng.normal(0, 0.05))
        field = xs * np.cos(turn) + ys * np.sin(turn)
    field = (field - field.min()) / max(1e-6, float(np.ptp(field)))
    if kind == "bands":
        steps = int(rng.integers(4, 9))
        stair = np.floor(field * steps) / steps
        field = stair + np.clip((field * steps - np.floor(field * steps)) * 3, 0, 1) / steps
    stops = np.linspace(0, 1, len(colours))
    small = np.stack([np.interp(field, stops, [c[k] for c in colours]) for k in range(3)], axis=2)
    full = cv2.resize(small.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.convertScaleAbs(full), np.uint8)


def _patches(rng: np.random.Generator, rows: int, columns: int) -> NDArray[np.float64]:
    coarse = rng.random((int(rng.integers(3, 6)), int(rng.integers(3, 8)))).astype(np.float32)
    return cv2.resize(coarse, (columns, rows), interpolation=cv2.INTER_CUBIC).astype(np.float64)


def _tint(rng: np.random.Generator, colours: list[tuple[float, float, float]]) -> tuple[int, int, int]:
    """A colour for flat shapes: near white, or near one of the ground's own."""
    if rng.random() < 0.5:
        pale = int(rng.integers(235, 256))
        return (pale, pale, pale)
    r, g, b = colours[int(rng.integers(len(colours)))]
    darker = float(rng.uniform(0.82, 1.05))
    return (min(255, int(r * darker)), min(255, int(g * darker)), min(255, int(b * darker)))


def _line_colour(rng: np.random.Generator, colours: list[tuple[float, float, float]]) -> tuple[int, int, int]:
    """A stronger colour of a hue of the ground; sometimes white or grey."""
    style = rng.random()
    if style < 0.12:
        return (255, 255, 255)
    if style < 0.25:
        grey = int(rng.integers(90, 190))
        return (grey, grey, grey)
    r, g, b = colours[int(rng.integers(len(colours)))]
    hue, _, _ = colorsys.rgb_to_hsv(r / 255, g / 255, b / 255)
    hue = (hue + float(rng.normal(0, 0.05))) % 1.0
    strong = colorsys.hsv_to_rgb(hue, float(rng.uniform(0.25, 0.7)), float(rng.uniform(0.5, 0.9)))
    return (int(strong[0] * 255), int(strong[1] * 255), int(strong[2] * 255))


def _glaze(sheet: Pixels, layer: tuple[Pixels, tuple[int, int, int]], strength: float) -> None:
    """Lay a flat colour over the sheet where the layer's mask is."""
    mask, colour = layer
    x, y, wide, high = cv2.boundingRect(mask)
    part = sheet[y : y + high, x : x + wide]
    share = cv2.cvtColor(mask[y : y + high, x : x + wide], cv2.COLOR_GRAY2RGB)
    flat = np.empty_like(part)
    flat[:] = colour
    over = cv2.multiply(flat, share, scale=strength / 255)
    under = cv2.multiply(part, cv2.bitwise_not(cv2.convertScaleAbs(share, alpha=strength)), scale=1 / 255)
    part[:] = cv2.add(over, under)


def _small_text(rng: np.random.Generator, sheet: Pixels, colour: tuple[int, int, int]) -> None:
    """Lines of faint tiny text, straight or along a slope, over a part of the sheet."""
    height, width = sheet.shape[:2]
    word = str(rng.choice(["SPECIMEN", "SPECIMENSPECIMEN", "SAMPLE", "NOT A REAL CARD", "TEST ONLY"]))
    over = sheet.copy()
    scale = width / 1280 * float(rng.uniform(0.22, 0.4))
    step = int(max(6, scale * 40 * float(rng.uniform(1.0, 2.5))))
    for i, y in enumerate(range(int(rng.integers(0, height // 2)), int(rng.integers(height // 2, height)), step)):
        line = (word + " ") * (width // 30)
        at = (-int(i * step * 0.7) % 40 - 40, y)
        cv2.putText(over, line[:200], at, cv2.FONT_HERSHEY_SIMPLEX, scale, colour, 1, cv2.LINE_AA)
    strength = float(rng.uniform(0.12, 0.35))
    cv2.addWeighted(over, strength, sheet, 1 - strength, 0, sheet)


def _shine(rng: np.random.Generator, sheet: Pixels) -> None:
    """A rainbow patch like a hologram's, at a random place."""
    height, width = sheet.shape[:2]
    wide, high = int(width * rng.uniform(0.06, 0.25)), int(height * rng.uniform(0.1, 0.5))
    x, y = int(rng.uniform(0, width - wide)), int(rng.uniform(0, height - high))
    part = sheet[y : y + high, x : x + wide]
    part[:] = rainbow(rng, part, float(rng.uniform(0.1, 0.4)))


def rainbow(rng: np.random.Generator, part: Pixels, strength: float) -> Pixels:
    """The part of a picture under a patch of interference colours that fades out at its edges."""
    rows, columns = 24, 24
    ys, xs = np.mgrid[0:rows, 0:columns] / 24
    turn = float(rng.uniform(0, np.pi))
    phase = (xs * np.cos(turn) + ys * np.sin(turn)) * float(rng.uniform(3, 14)) + float(rng.uniform(0, 6))
    bands = np.stack([150 + 100 * np.sin(phase + k * 2.1) for k in range(3)], axis=2).astype(np.float32)
    bell = (np.sin(np.pi * np.clip(xs, 0, 1)) * np.sin(np.pi * np.clip(ys, 0, 1))) ** 0.5
    size = (part.shape[1], part.shape[0])
    share = cv2.resize((bell * strength).astype(np.float32), size)[:, :, None]
    mixed = part * (1 - share) + cv2.resize(bands, size) * share
    return np.asarray(np.clip(mixed, 0, 255), np.uint8)


def _grain(rng: np.random.Generator, sheet: Pixels) -> None:
    """A little unevenness of print and plastic; one tile repeats, which costs a tenth of full noise."""
    height, width = sheet.shape[:2]
    tile = rng.integers(0, int(rng.integers(2, 8)), (128, 128), np.uint8)
    noise = np.tile(tile, (height // 128 + 1, width // 128 + 1))[:height, :width]
    cv2.subtract(sheet, cv2.cvtColor(noise, cv2.COLOR_GRAY2RGB), sheet)
