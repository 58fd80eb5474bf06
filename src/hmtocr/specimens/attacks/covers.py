"""What may lie over a card, drawn over a picture in place: each answers with the share of every pixel that it covers."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, Pixels
from hmtocr.specimens.textures import colour

Mask = NDArray[np.float32]


def finger(rng: np.random.Generator, pixels: Pixels, tip: Floats, foot: Floats, wide: float, skin: Floats) -> Mask:
    """A finger from `foot` to the tip (pixels), `wide` pixels thick; `skin` is its mean colour (HSV as OpenCV has it)."""
    window, corner = _window(pixels, np.stack((tip, foot)), wide * 1.2)
    mask = np.zeros(pixels.shape[:2], np.float32)
    if window is not None:
        part = mask[window]
        part[:] = _finger(rng, pixels[window], tip - corner, foot - corner, wide, skin)
    return mask


def _finger(rng: np.random.Generator, pixels: Pixels, tip: Floats, foot: Floats, wide: float, skin: Floats) -> Mask:
    height, width = pixels.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    axis = foot - tip
    length = max(float(np.linalg.norm(axis)), 1e-6)
    axis = axis / length
    along = (x - np.float32(tip[0])) * np.float32(axis[0]) + (y - np.float32(tip[1])) * np.float32(axis[1])
    side = (x - np.float32(tip[0])) * np.float32(-axis[1]) + (y - np.float32(tip[1])) * np.float32(axis[0])
    # Thicker towards the hand, a little thicker at the joints, its tip an ellipse.
    swell = 1 + 0.25 * along / length + 0.05 * np.sin(along / wide * rng.uniform(1.5, 2.5) + rng.uniform(0, 6))
    radius = np.maximum(wide / 2 * swell, 1.0)
    ahead = np.minimum(along - wide / 2, 0) / np.float32(rng.uniform(0.85, 1.25))
    off = np.hypot(ahead, side) / radius
    soft = max(0.7, 0.03 * wide * rng.random())
    mask = np.clip((1 - off) * radius / soft + 0.5, 0, 1) * (along < length)
    lit = np.sqrt(np.clip(1 - off**2, 0, 1))
    lean = np.clip(side / radius, -1, 1) * rng.normal(0, 0.25)
    tone = np.clip(0.45 + 0.6 * lit + lean, 0.2, 1.25)
    hsv = np.clip(skin + rng.normal(0, 2, 3), 0, (179, 255, 255)).astype(np.uint8)
    flesh = cv2.cvtColor(hsv[None, None], cv2.COLOR_HSV2RGB)[0, 0].astype(np.float32)
    layer = flesh * tone[..., None] + _mottle(rng, width, height, wide / 4)[..., None] * 6
    for joint in rng.uniform(1.0, 3.0, int(rng.integers(1, 4))) * wide:
        layer -= (25 * np.exp(-(((along - joint - side * 0.1) / (0.03 * wide + 0.7)) ** 2)))[..., None]
    if rng.random() < 0.45:
        nail = np.hypot((along - 0.45 * wide) / (0.4 * wide), side / (0.33 * wide)) < 1
        layer = np.where(nail[..., None], layer * 0.7 + np.array([250, 205, 200]) * 0.3 * tone[..., None], layer)
    return _laid(rng, pixels, np.asarray(layer, np.float32), np.asarray(mask, np.float32), wide * 0.25)


def thing(rng: np.random.Generator, pixels: Pixels, spot: Floats, across: float) -> Mask:
    """A scrap of paper, a sticker, tape, a coin or a pen on the spot; `across` is the card's width in pixels."""
    window, corner = _window(pixels, spot[None], across)
    mask = np.zeros(pixels.shape[:2], np.float32)
    if window is not None:
        part = mask[window]
        part[:] = _thing(rng, pixels[window], spot - corner, across)
    return mask


def _thing(rng: np.random.Generator, pixels: Pixels, spot: Floats, across: float) -> Mask:
    height, width = pixels.shape[:2]
    kind = str(rng.choice(("scrap", "sticker", "tape", "coin", "pen"), p=(0.3, 0.25, 0.1, 0.15, 0.2)))
    angle = rng.uniform(0, 2 * np.pi)
    big = across * {"scrap": 0.22, "sticker": 0.16, "tape": 0.3, "coin": 0.13, "pen": 1.2}[kind]
    big *= float(rng.uniform(0.6, 1.5))
    thin = big * {"scrap": 0.7, "sticker": 0.7, "tape": 0.25, "coin": 1.0, "pen": 0.055}[kind]
    count = int(rng.integers(3, 9)) if kind == "scrap" else 40
    t = np.sort(rng.uniform(0, 2 * np.pi, count)) if kind == "scrap" else np.linspace(0, 2 * np.pi, count, False)
    # A superellipse runs from a disc to a rectangle with rounded corners.
    power = {"scrap": 1.0, "sticker": rng.choice((1.0, 0.25)), "tape": 0.1, "coin": 1.0, "pen": 0.2}[kind]
    outline = np.sign(np.c_[np.cos(t), np.sin(t)]) * np.abs(np.c_[np.cos(t), np.sin(t)]) ** power
    outline = outline * (big, thin) * (0.5 if kind in ("tape", "pen") else 1.0)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    shift = rng.uniform(-0.35, 0.35) * big if kind == "pen" else 0.0
    points = outline @ turn + spot + np.array([np.cos(angle), np.sin(angle)]) * shift
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [np.round(points * 8).astype(np.int32)], 255, cv2.LINE_AA, 3)
    opaque = float(rng.uniform(0.55, 0.9)) if kind == "tape" else 1.0
    if kind in ("scrap", "tape") and rng.random() < 0.7:
        tone = colour(rng, saturation=(0, 50), value=(170, 255))
    else:
        tone = colour(rng)
    layer = np.ones((height, width, 3), np.float32) * tone + _mottle(rng, width, height, big / 6)[..., None] * 9
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    side = ((y - spot[1]) * np.cos(angle) - (x - spot[0]) * np.sin(angle)) / max(thin, 1)
    if kind == "pen":
        layer *= (1.15 - 1.6 * side**2)[..., None]
    elif kind == "coin":
        ring = np.hypot(x - spot[0], y - spot[1]) / big
        layer *= (0.85 + 0.25 * np.sin(np.arctan2(y - spot[1], x - spot[0]) * 2 + angle))[..., None]
        layer *= (1 - 0.35 * ((ring > 0.86) & (ring < 0.92)))[..., None]
    else:
        layer *= (1 + rng.normal(0, 0.08) * side)[..., None]
        if rng.random() < 0.35:
            stripes = np.sin(side * rng.uniform(6, 60)) > rng.uniform(0.2, 0.9)
            layer = np.where(stripes[..., None], layer * 0.3 + colour(rng) * 0.7, layer)
    share = np.asarray(mask.astype(np.float32) / 255 * opaque, np.float32)
    return _laid(rng, pixels, np.asarray(layer, np.float32), share, across * 0.02)


def stain(rng: np.random.Generator, pixels: Pixels, spot: Floats, across: float) -> Mask:
    """A blot of ink, fluid or dirt: where a rough field round the spot passes a level."""
    height, width = pixels.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    reach = across * rng.uniform(0.08, 0.2)
    angle, flat = rng.uniform(0, np.pi), rng.uniform(0.35, 1.0)
    u = (x - spot[0]) * np.cos(angle) + (y - spot[1]) * np.sin(angle)
    v = (y - spot[1]) * np.cos(angle) - (x - spot[0]) * np.sin(angle)
    rough = _mottle(rng, width, height, reach / 2) + 0.5 * _mottle(rng, width, height, reach / 5)
    level = 1 - np.hypot(u, v / flat) / reach + 0.25 * rough
    share = np.asarray(np.clip(level * 12, 0, 1) * float(rng.uniform(0.85, 1.0)), np.float32)
    dark = rng.random() < 0.6
    tone = colour(rng, value=(5, 90)) if dark else colour(rng, saturation=(0, 40), value=(215, 256))
    layer = np.ones((height, width, 3), np.float32) * tone + rough[..., None] * 5
    return _laid(rng, pixels, np.asarray(layer, np.float32), share, 0.0)


def _window(pixels: Pixels, points: Floats, reach: float) -> tuple[tuple[slice, slice] | None, Floats]:
    """The part of the picture within reach of the points (n x 2), and its top left; None where there is none."""
    height, width = pixels.shape[:2]
    x0, y0 = np.maximum(np.floor(points.min(0) - reach).astype(int), 0)
    x1, y1 = np.minimum(np.ceil(points.max(0) + reach).astype(int), (width, height))
    corner = np.array([x0, y0], np.float64)
    return ((slice(y0, y1), slice(x0, x1)) if x1 > x0 and y1 > y0 else None), corner


def _laid(rng: np.random.Generator, pixels: Pixels, layer: NDArray[np.float32], mask: Mask, drop: float) -> Mask:
    """Put the layer over the picture where the mask is, with a shadow `drop` pixels wide around it."""
    under = pixels.astype(np.float32)
    if drop >= 1:
        size = max(3, int(drop * rng.uniform(0.6, 2.0)) | 1)
        angle = rng.uniform(0, 2 * np.pi)
        shift = np.array([[1, 0, np.cos(angle)], [0, 1, np.sin(angle)]]) * (1, 1, drop * 0.5 * rng.random())
        moved = cv2.warpAffine(mask, shift, (mask.shape[1], mask.shape[0]))
        under *= (1 - rng.uniform(0.1, 0.55) * cv2.blur(cv2.blur(moved, (size, size)), (size, size)))[..., None]
    pixels[:] = np.clip(under + (layer - under) * mask[..., None] + 0.5, 0, 255).astype(np.uint8)
    return mask


def _mottle(rng: np.random.Generator, width: int, height: int, grain: float) -> NDArray[np.float32]:
    """Smooth noise of deviation near 1 whose features are `grain` pixels wide."""
    step = max(2.0, grain)
    small = rng.standard_normal((int(height / step) + 2, int(width / step) + 2), np.float32)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
