"""Draws pictures whose small print is gone: out of focus, moved, shaken, focused elsewhere, blown up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Pixels, homography, move, rectangle
from hmtocr.specimens.attacks.attack import Attack, Attacked
from hmtocr.specimens.camera import Scene, shoot, stage
from hmtocr.specimens.card import DrawnCard
from hmtocr.specimens.degrade import Level
from hmtocr.specimens.places import Half

SPREAD = (0.0045, 0.013)
"""Standard deviation of what a point becomes, in the direction in which it spreads most, as a share of the card's
width. The digits of Hong Kong's cards are 0.018 wide, their strokes 0.0035."""
_GAMMA = 2.2
_LEVELS: tuple[Level, ...] = ("photo", "photo", "vga", "scan")

Kernel = NDArray[np.float32]
Blurring = Callable[[np.random.Generator, Scene, float], Pixels]
"""Gets the scene and the spread in pixels."""


def defocus(rng: np.random.Generator, scene: Scene, spread: float) -> Pixels:
    """The aperture's image: a disc or a polygon. Uniform discs of radius r deviate by r / 2."""
    radius = 2 * spread
    size = int(np.ceil(radius)) + 2
    corners = int(rng.integers(5, 10)) if rng.random() < 0.5 else 60
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False) + rng.uniform(0, 2 * np.pi)
    kernel = np.zeros((2 * size + 1, 2 * size + 1), np.uint8)
    points = size + radius * np.c_[np.cos(angles), np.sin(angles)]
    cv2.fillPoly(kernel, [np.round(points * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return _spread(scene.pixels, kernel.astype(np.float32))


def motion(rng: np.random.Generator, scene: Scene, spread: float) -> Pixels:
    """One way: uniform lines of length L deviate by L / sqrt(12)."""
    angle = rng.uniform(0, np.pi)
    ends = np.array([[-1.0], [1.0]]) * np.array([np.cos(angle), np.sin(angle)]) * spread * np.sqrt(12) / 2
    return _spread(scene.pixels, _traced(ends))


def blown_up(rng: np.random.Generator, scene: Scene, spread: float) -> Pixels:
    """Filed at a size at which the print is lost already, and enlarged again: a box of n pixels deviates by n / sqrt(12),
    and the interpolation about as much again."""
    height, width = scene.pixels.shape[:2]
    factor = spread * np.sqrt(12) / 1.4
    small = cv2.resize(scene.pixels, (round(width / factor), round(height / factor)), interpolation=cv2.INTER_AREA)
    way = (cv2.INTER_LINEAR, cv2.INTER_CUBIC)[int(rng.integers(2))]
    return np.asarray(cv2.resize(small, (width, height), interpolation=way), np.uint8)


def shake(rng: np.random.Generator, scene: Scene, spread: float) -> Pixels:
    """A hand's tremor while the shutter is open: a path of no particular shape."""
    speed = np.cumsum(rng.normal(0, 1, (40, 2)), axis=0) * 0.4 + rng.normal(0, 1.5, 2)
    path = np.cumsum(speed, axis=0)
    path -= path.mean(0)
    longest = np.sqrt(np.linalg.eigvalsh(np.cov(path.T))[-1])
    return _spread(scene.pixels, _traced(path * spread / longest))


def tilt(rng: np.random.Generator, scene: Scene, spread: float) -> Pixels:
    """Focused before or behind: sharp at one of the card's edges at the most, and worse towards the other."""
    height, width = scene.pixels.shape[:2]
    back = homography(np.array(scene.cards[0].quad), rectangle(-0.5, -0.5, 0.5, 0.5))
    xs, ys = np.meshgrid(np.arange(0, width, 8.0), np.arange(0, height, 8.0))
    plane = move(np.c_[xs.ravel(), ys.ravel()], back).reshape(*xs.shape, 2)
    angle = rng.uniform(0, 2 * np.pi)
    ramp = np.clip(0.5 + plane @ np.array([np.cos(angle), np.sin(angle)]), 0, 1)
    depth = cv2.resize(ramp.astype(np.float32), (width, height)) * 1.5 * spread
    steps = np.linspace(0, 1.5 * spread, 6)
    layers = [scene.pixels] + [np.asarray(cv2.GaussianBlur(scene.pixels, (0, 0), max(s, 0.3))) for s in steps[1:]]
    out = np.zeros(scene.pixels.shape, np.float32)
    for step, layer in zip(steps, layers, strict=True):
        share = np.clip(1 - np.abs(depth - step) / (steps[1] - steps[0]), 0, 1)
        out += layer * share[..., None]
    return np.asarray(np.clip(out + 0.5, 0, 255), np.uint8)


def _traced(path: NDArray[np.float64]) -> Kernel:
    """A path (n x 2, pixels round the middle) as a kernel."""
    size = int(np.ceil(np.abs(path).max())) + 2
    kernel = np.zeros((2 * size + 1, 2 * size + 1), np.float32)
    t = np.linspace(0, len(path) - 1, 60 * size)
    points = np.c_[np.interp(t, np.arange(len(path)), path[:, 0]), np.interp(t, np.arange(len(path)), path[:, 1])]
    whole = np.floor(points).astype(int)
    part = points - whole
    for dx in (0, 1):
        for dy in (0, 1):
            weight = np.abs(1 - dx - part[:, 0]) * np.abs(1 - dy - part[:, 1])
            np.add.at(kernel, (whole[:, 1] + size + dy, whole[:, 0] + size + dx), weight.astype(np.float32))
    return kernel


def _spread(pixels: Pixels, kernel: Kernel) -> Pixels:
    """Every point's light spread as the kernel says: light adds up, not the file's values."""
    table = ((np.arange(256) / 255) ** _GAMMA).astype(np.float32)
    spread = cv2.filter2D(table[pixels], -1, kernel / kernel.sum(), borderType=cv2.BORDER_REFLECT)
    return np.asarray(np.power(np.clip(spread, 0, 1), np.float32(1 / _GAMMA)) * 255 + 0.5, np.uint8)


def _take(how: Blurring) -> Callable[[np.random.Generator, DrawnCard, Half], Attacked]:
    def take(rng: np.random.Generator, card: DrawnCard, half: Half) -> Attacked:
        level = _LEVELS[int(rng.integers(len(_LEVELS)))]
        scene = stage(rng, (card,), level, half)
        spread = float(rng.uniform(*SPREAD)) * scene.card_width
        return Attacked(shoot(rng, replace(scene, pixels=how(rng, scene, spread)), level))

    return take


BLUR: tuple[Attack, ...] = (
    Attack("blur", "defocus", False, _take(defocus)),
    Attack("blur", "motion", False, _take(motion)),
    Attack("blur", "blown-up", False, _take(blown_up)),
    Attack("blur", "shake", True, _take(shake)),
    Attack("blur", "tilt", True, _take(tilt)),
)
