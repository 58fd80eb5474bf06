"""Paints other pictures over a card's portraits: a network is to learn what a portrait is, not one way to draw it.

Cards are drawn with faces of one style. Photographs of people look otherwise: these are rough people in any light, and
now and then no people at all.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Images = NDArray[np.uint8]
Plane = NDArray[np.float32]

_WIDE, _HIGH = 96, 120
_TEXTURED = 0.15
"""The share of portraits that are a piece of anything."""


def repainted(rng: np.random.Generator, sheet: Images, boxes: NDArray[np.float64], texture: Images) -> Images:
    """The card (RGBA) with one other picture in all its portraits' boxes (n x 4, fractions), the largest first."""
    out = sheet.copy()
    picture = _piece(rng, texture) if rng.random() < _TEXTURED else _person(rng)
    height, width = sheet.shape[:2]
    fade, whole = rng.random() < 0.5, True
    for box in boxes:
        x0, y0, x1, y1 = (round(edge) for edge in box * (width, height, width, height))
        if x1 - x0 < 8 or y1 - y0 < 8:
            continue
        seen = cv2.resize(picture, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA).astype(np.float32)
        place = out[y0:y1, x0:x1, :3].astype(np.float32)
        ground = np.broadcast_to(np.median(place.reshape(-1, 3), axis=0), place.shape) if fade else place
        share = _share(rng, seen.shape[:2], fade) * (1.0 if whole else float(rng.uniform(0.35, 1.0)))
        out[y0:y1, x0:x1, :3] = np.clip(ground + (seen - ground) * share[..., None], 0, 255)
        whole = False
    return out


def _share(rng: np.random.Generator, size: tuple[int, int], fade: bool) -> Plane:
    """How much of the picture is printed where: all of it, or less towards its sides and its top."""
    if not fade:
        return np.ones(size, np.float32)
    x, y = np.meshgrid(np.linspace(-1, 1, size[1]), np.linspace(-1, 1, size[0]))
    away = np.maximum(np.abs(x), -y) if rng.random() < 0.5 else np.hypot(x, np.minimum(y, 0))
    edge = float(rng.uniform(0.8, 0.98))
    return np.asarray(np.clip((1.02 - away) / (1.02 - edge), 0, 1), np.float32)


def _piece(rng: np.random.Generator, texture: Images) -> Images:
    """Some part of a texture."""
    high = int(rng.integers(60, min(texture.shape[:2])))
    wide = int(high * _WIDE / _HIGH)
    y, x = (int(rng.integers(0, size - part + 1)) for size, part in zip(texture.shape, (high, wide), strict=False))
    return texture[y : y + high, x : x + wide]


def _person(rng: np.random.Generator) -> Images:
    """Hair, a face, a neck and shoulders before a wall, in some light."""
    pale = rng.uniform(120, 255) if rng.random() < 0.7 else rng.uniform(0, 255, 3)
    sheet = np.empty((_HIGH, _WIDE, 3), np.float32)
    sheet[:] = pale
    sheet *= _uneven(rng, 0.12)[..., None]
    skin = np.array((1.0, rng.uniform(0.72, 0.9), rng.uniform(0.5, 0.85)), np.float32) * rng.uniform(90, 240)
    hair = rng.uniform(10, 90, 3) if rng.random() < 0.85 else rng.uniform(90, 220, 3)
    x, y = _WIDE / 2 + rng.normal(0, 3), _HIGH * rng.uniform(0.38, 0.5)
    wide = _WIDE * rng.uniform(0.19, 0.29)
    high = wide * rng.uniform(1.15, 1.5)
    top = y - high * rng.uniform(0.15, 0.35)
    _lay(sheet, x, top, wide * rng.uniform(1.05, 1.4), high * rng.uniform(0.85, 1.15), hair)
    if rng.random() < 0.4:
        _lay(sheet, x, y + high * 0.6, wide * rng.uniform(1.0, 1.4), high * rng.uniform(0.7, 1.3), hair)
    _lay(sheet, x, _HIGH * 1.05, _WIDE * rng.uniform(0.36, 0.6), _HIGH * rng.uniform(0.2, 0.34), _cloth(rng))
    _lay(sheet, x, y + high * 0.95, wide * rng.uniform(0.5, 0.65), high * 0.55, skin * 0.9)
    _lay(sheet, x, y, wide, high, skin)
    for eye in (x - wide * 0.45, x + wide * 0.45):
        _lay(sheet, eye, y - high * 0.08, wide * 0.17, high * 0.06, skin * 0.35)
        _lay(sheet, eye, y - high * 0.24, wide * 0.26, high * 0.04, hair * 0.6 + skin * 0.3)
    _lay(sheet, x, y + high * 0.25, wide * 0.15, high * 0.07, skin * 0.75)
    _lay(sheet, x, y + high * 0.53, wide * 0.34, high * 0.06, skin * (0.8, 0.55, 0.6))
    sheet *= _uneven(rng, 0.25)[..., None]
    sheet += rng.normal(0, rng.uniform(0, 8), sheet.shape)
    if rng.random() < 0.4:
        sheet[:] = sheet.mean(axis=2, keepdims=True)
    gain, lift = rng.uniform(0.6, 1.2), rng.uniform(-20, 70)
    sheet = np.asarray(cv2.GaussianBlur(sheet * gain + lift, (0, 0), float(rng.uniform(0.5, 1.6))), np.float32)
    return np.asarray(np.clip(sheet, 0, 255), np.uint8)


def _cloth(rng: np.random.Generator) -> NDArray[np.float64]:
    return rng.uniform(10, 110, 3) if rng.random() < 0.7 else rng.uniform(0, 255, 3)


def _lay(sheet: Plane, x: float, y: float, wide: float, high: float, tone: NDArray[np.floating[Any]]) -> None:
    """An oval with soft edges."""
    mask = np.zeros(sheet.shape[:2], np.uint8)
    box = ((float(x), float(y)), (2 * float(wide), 2 * float(high)), 0.0)
    cv2.ellipse(mask, box, 255, -1, cv2.LINE_AA)
    share = cv2.GaussianBlur(mask, (0, 0), 1.2).astype(np.float32)[..., None] / 255
    sheet += (np.asarray(tone, np.float32) - sheet) * share


def _uneven(rng: np.random.Generator, most: float) -> Plane:
    """Light that changes smoothly over the picture, about 1."""
    coarse = np.exp(rng.normal(0, most, (3, 3))).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (_WIDE, _HIGH), interpolation=cv2.INTER_CUBIC), np.float32)
