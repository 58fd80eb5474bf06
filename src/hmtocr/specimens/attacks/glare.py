"""Draws reflections that wash print out: specular spots, lamps, windows; holograms and torches."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hmtocr.image.geometry import Floats, Pixels, homography, move, rectangle
from hmtocr.specimens.attacks.attack import Attack, Attacked
from hmtocr.specimens.attacks.covered import TOUCHED, share_under
from hmtocr.specimens.attacks.covers import Mask
from hmtocr.specimens.camera import Photograph, PhotographedCard, shoot, stage
from hmtocr.specimens.card import DrawnCard
from hmtocr.specimens.degrade import Level
from hmtocr.specimens.places import Half

GAMMA = 2.2
_INK, _GROUND = 0.03, 0.55
"""Light that print and a card's ground send back, as shares of white."""
WASHED = 0.4
"""What share of the contrast of print on its ground is left where it counts as washed out."""
_SURELY = 0.35
_TRIES = 25
_LEVELS: tuple[Level, ...] = ("photo", "photo", "vga")

Light = NDArray[np.float32]
Lamp = Callable[[np.random.Generator, NDArray[np.float32], NDArray[np.float32]], Light]
"""Gets coordinates from the spot in card widths (x, y); answers with the light (height x width x 3; 1 is white)."""


def spot(rng: np.random.Generator, x: Light, y: Light) -> Light:
    """A lamp mirrored in a smooth or matt surface: a core and its halo."""
    u, v = _turned(rng, x, y)
    wide = rng.uniform(0.05, 0.2)
    r = np.hypot(u, v * rng.uniform(0.5, 2.0)) / wide
    core = np.exp(-(r ** rng.uniform(2, 6)))
    halo = np.exp(-r / rng.uniform(0.8, 2.0))
    return _coloured(rng, rng.uniform(0.9, 4.0) * (core + rng.uniform(0.02, 0.25) * halo), 0.06)


def lamp(rng: np.random.Generator, x: Light, y: Light) -> Light:
    """Tubes, rings and rows of lamps."""
    u, v = _turned(rng, x, y)
    soft = rng.uniform(0.004, 0.05)
    kind = int(rng.integers(3))
    if kind == 0:
        v = v + rng.normal(0, 0.15) * u * u
        inside = rng.uniform(0.02, 0.08) - np.hypot(np.maximum(np.abs(u) - rng.uniform(0.15, 0.6), 0), v)
    elif kind == 1:
        r = np.hypot(u, v * rng.uniform(0.6, 1.6)) - rng.uniform(0.08, 0.22)
        inside = rng.uniform(0.03, 0.07) - np.abs(r)
    else:
        step = rng.uniform(0.1, 0.2)
        u, v = (u + step / 2) % step - step / 2, np.maximum(np.abs(v) - step * rng.integers(1, 3) / 2, 0)
        inside = step * rng.uniform(0.3, 0.45) - np.hypot(u, v)
    return _coloured(rng, rng.uniform(0.9, 4.0) / (1 + np.exp(np.clip(-inside / soft * 3, -50, 50))), 0.08)


def window(rng: np.random.Generator, x: Light, y: Light) -> Light:
    """Panes between bars, out of square, of daylight."""
    u, v = _turned(rng, x, y)
    u, v = u + rng.normal(0, 0.25) * v, v + rng.normal(0, 0.15) * u * v
    half = rng.uniform(0.1, 0.35, 2)
    soft = rng.uniform(0.004, 0.03)
    panes = rng.integers(1, 4, 2)
    out = np.ones_like(u)
    for w, reach, count in ((u, half[0], panes[0]), (v, half[1], panes[1])):
        pitch = 2 * reach / count
        bar = pitch * rng.uniform(0.04, 0.14)
        off = np.abs((w + reach) % pitch - pitch / 2)
        out = out / (1 + np.exp(np.clip((np.abs(w) - reach) / soft * 3, -50, 50)))
        out = out / (1 + np.exp(np.clip((off - pitch / 2 + bar) / soft * 3, -50, 50)))
    # A sky is brighter above.
    return _coloured(rng, rng.uniform(0.8, 2.5) * out * (1 + rng.normal(0, 0.3) * np.clip(v / half[1], -1, 1)), 0.12)


def hologram(rng: np.random.Generator, x: Light, y: Light) -> Light:
    """A diffractive patch that flashes: bands of the rainbow through a fine figure."""
    u, v = _turned(rng, x, y)
    reach, flat = rng.uniform(0.12, 0.28), rng.uniform(0.6, 1.4)
    r = np.hypot(u, v * flat) / reach
    patch = np.exp(-(r ** rng.uniform(2, 8)))
    figure = 0.7 + 0.3 * np.sin(np.arctan2(v, u) * rng.integers(6, 24) + 12 * r)
    phase = (u * rng.uniform(2, 9) + r * rng.uniform(0, 2) + rng.random()) * 2 * np.pi
    bands = np.stack([1 + np.cos(phase + shift) for shift in (0.0, 2.1, 4.2)], -1)
    light = rng.uniform(0.9, 2.0) * patch[..., None] * (rng.uniform(0.5, 0.9) + bands) * figure[..., None]
    return np.asarray(light, np.float32)


def torch(rng: np.random.Generator, x: Light, y: Light) -> Light:
    """A phone's light: a glowing point with rays, and a veil that falls off slowly."""
    u, v = _turned(rng, x, y)
    r = np.hypot(u, v)
    angle = np.arctan2(v, u)
    rays = 0.5 + 0.5 * np.abs(np.cos(angle * rng.integers(2, 5) + rng.random())) ** rng.uniform(6, 30)
    glow = rng.uniform(1.5, 5.0) / (1 + (r / rng.uniform(0.05, 0.12)) ** 2.5)
    flare = rng.uniform(0.3, 1.2) * rays / (1 + (r / rng.uniform(0.08, 0.2)) ** 1.5)
    return _coloured(rng, glow + flare * 0.3 + rng.uniform(0, 0.12), 0.05)


def washed(light: Light) -> Mask:
    """How much of the contrast of print on its ground such light takes, 0..1."""
    g = light.mean(2) if light.ndim == 3 else light
    left = np.minimum(_GROUND + g, 1) ** (1 / GAMMA) - np.minimum(_INK + g, 1) ** (1 / GAMMA)
    return np.asarray(1 - left / (_GROUND ** (1 / GAMMA) - _INK ** (1 / GAMMA)), np.float32)


def under_light(pixels: Pixels, light: Light) -> Pixels:
    """The picture with so much light added to it, clipped as a sensor clips."""
    table = ((np.arange(256) / 255) ** GAMMA).astype(np.float32)
    linear = np.minimum(table[pixels] + light, 1)
    return np.asarray(np.power(linear, np.float32(1 / GAMMA)) * 255 + 0.5, np.uint8)


def shine(
    rng: np.random.Generator, size: tuple[int, int], card: PhotographedCard, how: Lamp
) -> tuple[Light, frozenset[str]]:
    """Light over a picture of `size` (width, height) that washes a field of the card out; the fields touched."""
    names = list(card.fields)
    back = homography(np.array(card.quad), rectangle(0, 0, 1, 0.6306))
    step = 4
    xs, ys = np.meshgrid(np.arange(0, size[0], step) + step / 2, np.arange(0, size[1], step) + step / 2)
    plane = move(np.c_[xs.ravel(), ys.ravel()], back).reshape(*xs.shape, 2).astype(np.float32)
    for _ in range(_TRIES):
        place = np.array(card.fields[names[int(rng.integers(len(names)))]][1])
        share = rng.uniform(0.2, 0.8)
        aim = move((place[0] * (1 - share) + place[2] * share)[None], back)[0].astype(np.float32)
        light = np.asarray(how(rng, plane[..., 0] - aim[0], plane[..., 1] - aim[1]), np.float32)
        light = np.asarray(cv2.resize(light, size, interpolation=cv2.INTER_LINEAR), np.float32)
        lost = washed(light) > 1 - WASHED
        shares = {name: share_under(lost.astype(np.float32), field) for name, (_, field) in card.fields.items()}
        if max(shares.values()) >= _SURELY and share_under(lost.astype(np.float32), card.quad) < 0.6:
            break
    return light, frozenset(name for name, share in shares.items() if share >= TOUCHED)


def _turned(rng: np.random.Generator, x: Light, y: Light) -> tuple[Floats, Floats]:
    angle = rng.uniform(0, 2 * np.pi)
    c, s = np.cos(angle), np.sin(angle)
    return np.asarray(x * c + y * s, np.float64), np.asarray(y * c - x * s, np.float64)


def _coloured(rng: np.random.Generator, strength: Floats, tint: float) -> Light:
    return np.asarray(strength[..., None] * np.exp(rng.normal(0, tint, 3)), np.float32)


def _take(how: Lamp) -> Callable[[np.random.Generator, DrawnCard, Half], Attacked]:
    def take(rng: np.random.Generator, card: DrawnCard, half: Half) -> Attacked:
        level = _LEVELS[int(rng.integers(len(_LEVELS)))]
        scene = stage(rng, (card,), level, half)
        height, width = scene.pixels.shape[:2]
        light, fields = shine(rng, (width, height), scene.cards[0], how)
        if rng.random() < 0.5:
            # Cameras expose for the light there is, so that the brightest need not be white.
            return Attacked(shoot(rng, replace(scene, pixels=under_light(scene.pixels, light)), level), fields)
        seen = shoot(rng, scene, level)
        return Attacked(_filed(under_light(seen.pixels, light), seen, int(rng.integers(60, 97))), fields)

    return take


def _filed(pixels: Pixels, seen: Photograph, quality: int) -> Photograph:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality)
    with Image.open(file) as again:
        return Photograph(np.asarray(again.convert("RGB"), np.uint8).copy(), file.getvalue(), seen.cards)


TRAINED: tuple[Lamp, ...] = (spot, lamp, window)
"""What networks may be shown."""

GLARE: tuple[Attack, ...] = (
    Attack("glare", "spot", False, _take(spot)),
    Attack("glare", "lamp", False, _take(lamp)),
    Attack("glare", "window", False, _take(window)),
    Attack("glare", "hologram", True, _take(hologram)),
    Attack("glare", "torch", True, _take(torch)),
)
