"""What cards lie on: desks, cloths, papers, tiles and things on them, in two halves that share nothing."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Literal

import cv2
import numpy as np

from hmtocr.image.geometry import Pixels
from hmtocr.specimens import clutter, textures
from hmtocr.specimens.places import Half

Surface = Callable[[np.random.Generator, int, int], Pixels]
Thing = Callable[[np.random.Generator], Pixels]

SURFACES = MappingProxyType[Literal["even", "odd"], tuple[Surface, ...]]({
    "even": (
        textures.wood, textures.weave, textures.tiles, textures.cloud, textures.keyboard, textures.stripes,
    ),
    "odd": (
        textures.planks, textures.checked, textures.marble, textures.gradient, textures.leather,
        textures.ruled, textures.hand,
    ),
})  # fmt: skip
"""Families of surfaces by half."""
THINGS = MappingProxyType[Literal["even", "odd"], tuple[Thing, ...]]({
    "even": (clutter.printed_sheet, clutter.blank_card, clutter.pen, clutter.disc),
    "odd": (clutter.bank_card, clutter.phone, clutter.notebook, clutter.cable),
})  # fmt: skip
"""Families of clutter by half."""

_FINEST = 900
"""Longest side in pixels that a surface is drawn with before it is scaled up; only cards need be sharp."""


def draw_backdrop(
    rng: np.random.Generator, width: int, height: int, half: Half = "all", things: int | None = None
) -> Pixels:
    """A background of that size, RGB, with so many things on it (by default none, or up to four).

    "even" and "odd" never draw from the same family of surfaces or of things.
    """
    mine: Literal["even", "odd"] = ("even" if rng.random() < 0.5 else "odd") if half == "all" else half
    shrink = min(1.0, float(rng.uniform(0.5, 1.0)) * _FINEST / max(width, height))
    small = (max(8, round(width * shrink)), max(8, round(height * shrink)))
    out = SURFACES[mine][int(rng.integers(len(SURFACES[mine])))](rng, *small)
    if things is None:
        things = int(rng.integers(1, 5)) if rng.random() < 0.5 else 0
    for _ in range(things):
        thing = THINGS[mine][int(rng.integers(len(THINGS[mine])))]
        clutter.lay(rng, out, thing(rng), float(rng.uniform(0.15, 0.7)))
    if small != (width, height):
        out = np.asarray(cv2.resize(out, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)
    return out


def draw_lid(rng: np.random.Generator, width: int, height: int) -> Pixels:
    """The inside of a scanner's lid: white, grey or black, with a little dust. Too plain to need halves."""
    least, most = ((232, 256), (140, 225), (4, 45))[int(rng.choice(3, p=(0.5, 0.25, 0.25)))]
    tone = float(rng.uniform(least, most)) + rng.normal(0, 1.5, 3)
    slope = rng.normal(0, 3, (2, 2, 1))
    cells = np.clip(tone + slope, 0, 255).astype(np.uint8)
    out = np.asarray(cv2.resize(cells, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    for _ in range(int(rng.integers(0, 12))):
        speck = (int(rng.integers(width)), int(rng.integers(height)))
        grey = float(np.clip(tone.mean() + rng.normal(0, 40), 0, 255))
        cv2.circle(out, speck, int(rng.integers(1, 3)), (grey, grey, grey), -1, cv2.LINE_AA)
    return out
