"""Print on paper: how copiers and printers put tones there as dots, and what paper and ink look like."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hmtocr.image.geometry import Pixels

Plane = NDArray[np.float32]
"""Height x width, 0..1: how much of the paper one ink covers."""

INKS = np.array([[0.05, 0.6, 0.85], [0.82, 0.1, 0.45], [0.97, 0.9, 0.12], [0.09, 0.09, 0.09]], np.float32)
"""What cyan, magenta, yellow and black reflect in red, green and blue: the usual toners, about."""


@dataclass(frozen=True)
class Screen:
    """How a halftone is laid.

    Attributes:
        pitch: pixels of the print between the middles of two dots or lines.
        angle: of the rows, in radians.
        kind: "dots" that grow until they touch, or "lines" that swell.
        hard: how sharp the edge of a dot is; toner fuses to soft edges.
    """

    pitch: float
    angle: float
    kind: str
    hard: float


def separated(pixels: Pixels, black: float) -> tuple[Plane, Plane, Plane, Plane]:
    """How much cyan, magenta, yellow and black a picture needs; `black` of the grey part goes into the last."""
    cmy = 1 - pixels.astype(np.float32) / 255
    grey = cmy.min(axis=2) ** np.float32(1.5) * np.float32(black)
    rest = (cmy - grey[..., None]) / np.maximum(1 - grey[..., None], 0.05)
    return (*(np.ascontiguousarray(rest[..., i]) for i in range(3)), grey)


def halftoned(cover: Plane, screen: Screen) -> Plane:
    """An ink's share as dots or lines whose area is that share."""
    height, width = cover.shape
    turn = np.float32(2 * np.pi / screen.pitch)
    c, s = np.float32(np.cos(screen.angle)) * turn, np.float32(np.sin(screen.angle)) * turn
    x, y = np.arange(width, dtype=np.float32)[None], np.arange(height, dtype=np.float32)[:, None]
    spot = np.cos(c * x + s * y)
    if screen.kind == "dots":
        spot = (spot + np.cos(c * y - s * x)) * np.float32(0.5)
    # The cosine's own distribution decides from which level so much of a cell is covered.
    levels = np.sort(spot[: min(height, 400), : min(width, 400)].ravel())
    table = levels[np.clip(((1 - np.linspace(0, 1, 256)) * (len(levels) - 1)).astype(int), 0, len(levels) - 1)]
    level = cv2.LUT((cover * 255).astype(np.uint8), table.astype(np.float32)[None])
    edge = np.clip((spot - level) * np.float32(screen.hard) + np.float32(0.5), 0, 1)
    edge[cover < 0.012] = 0
    edge[cover > 0.985] = 1
    return np.asarray(edge, np.float32)


def diffused(cover: Plane) -> Plane:
    """An ink's share as equal droplets: the error of each is passed on to its neighbours (Floyd and Steinberg)."""
    drops = Image.fromarray((255 - cover * 255).astype(np.uint8)).convert("1")
    return np.asarray(~np.asarray(drops, bool), np.float32)


def inked(paper: Plane, covers: dict[int, Plane], inks: NDArray[np.float32]) -> Pixels:
    """The paper (height x width x 3, 0..1) under the inks: each takes its part of the light, one after the other."""
    out = paper.copy()
    for ink, cover in covers.items():
        for channel in range(3):
            out[..., channel] *= 1 - cover * (1 - inks[ink, channel])
    return np.asarray(np.clip(out * 255, 0, 255), np.uint8)


def sheet(rng: np.random.Generator, width: int, height: int) -> Plane:
    """Office paper: white or off-white, its fibres, and the roughness that side light shows."""
    tone = np.float32(rng.uniform(0.9, 1.0)) + rng.normal(0, 0.008, 3).astype(np.float32)
    out = np.full((height, width, 3), np.minimum(tone, 1.0), np.float32)
    fine = np.zeros((height, width), np.float32)
    for cells, strength in ((2, 0.006), (5, 0.008), (14, 0.006)):
        rough = rng.standard_normal((height // cells + 2, width // cells + 2), np.float32)
        fine += cv2.resize(rough, (width, height), interpolation=cv2.INTER_LINEAR) * np.float32(
            strength * rng.uniform(0.3, 1.6)
        )
    return np.asarray(np.clip(out + fine[..., None], 0, 1), np.float32)


def varied_inks(rng: np.random.Generator) -> NDArray[np.float32]:
    """The inks of one make."""
    return np.asarray(np.clip(INKS + rng.normal(0, 0.05, INKS.shape), 0.02, 0.98), np.float32)
