"""Cards on screens, photographed: a window or a whole-screen viewer, its bezel, the raster, bands and reflections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np

from hmtocr.image.geometry import Floats, Pixels, move, rectangle, sides, warp
from hmtocr.specimens.attacks.attack import Attack, Attacked
from hmtocr.specimens.attacks.screens import LAYOUTS, Lens, captured
from hmtocr.specimens.backdrops import draw_backdrop
from hmtocr.specimens.camera import Photograph, truth
from hmtocr.specimens.card import DrawnCard
from hmtocr.specimens.degrade import degrade
from hmtocr.specimens.places import Half
from hmtocr.specimens.placing import ASPECT, place

_COARSE = 1.2
"""The fewest photosites to a screen pixel at which cards are photographed: of finer rasters no camera shows a trace."""
_FINE = 4.5
"""The most: from nearer the card does not fit in."""
_WIDEST = 1500
"""Pixels of the longer side of what the sensor sees."""


@dataclass(frozen=True)
class Shown:
    """What a screen shows.

    Attributes:
        sheet: height x width x 4, the screen with its bezel; the raster covers `lit` only.
        lit: x0, y0, x1, y1 of the lit part in the sheet's pixels.
        card: the same of the card.
        finer: pixels of the screen across one of the sheet.
    """

    sheet: Pixels
    lit: tuple[int, int, int, int]
    card: tuple[int, int, int, int]
    finer: float


def _take(rng: np.random.Generator, card: DrawnCard, half: Half, layout: str) -> Attacked:
    """One photograph of a screen of that layout."""
    spot = place(rng, "photo", 1)
    (plane,) = spot.matrices
    nearer = min(1.0, _WIDEST / max(spot.width, spot.height))
    width, height = round(spot.width * nearer), round(spot.height * nearer)
    plane = np.diag((nearer, nearer, 1.0)) @ plane
    across = sides(move(rectangle(0, 0, 1, ASPECT), plane))[0]
    sites = float(np.exp(rng.uniform(np.log(_COARSE), np.log(_FINE))))
    shown = _window(rng, card, across / sites)
    x0, y0, x1, y1 = shown.card
    to_card = np.array([[1 / (x1 - x0), 0, -x0 / (x1 - x0)], [0, ASPECT / (y1 - y0), -y0 * ASPECT / (y1 - y0)]])
    matrix = plane @ np.vstack((to_card, (0.0, 0.0, 1.0)))
    pixels = _seen(rng, shown, matrix, (width, height), layout, half)
    pixels = _banded(rng, _reflecting(rng, pixels, half))
    to_picture = plane @ np.diag((1 / card.alpha.shape[1], ASPECT / card.alpha.shape[0], 1.0))
    if rng.random() < 0.35:
        # Cameras, messengers and apps make pictures smaller before they pass them on.
        smaller = max(float(rng.uniform(0.5, 0.95)), 450 / across)
        if smaller < 1:
            size = (round(width * smaller), round(height * smaller))
            pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
            to_picture = np.diag((size[0] / width, size[1] / height, 1.0)) @ to_picture
    # The lens has blurred what the sensor saw, before the moire was; nothing blurs it after.
    seen, jpeg = degrade(rng, pixels, "vga" if rng.random() < 0.3 else "photo", card_width=0.0)
    return Attacked(Photograph(seen, jpeg, (truth(card, to_picture),)))


def _window(rng: np.random.Generator, card: DrawnCard, across: float) -> Shown:
    """The card, `across` screen pixels wide, in a page or a viewer, and what surrounds that to the bezel's edge."""
    # The sheet need not be finer than the screen, nor than the card is drawn.
    wide = round(min(max(across, 120.0), card.alpha.shape[1]))
    high = round(wide * ASPECT)
    left, right = (round(wide * rng.uniform(0.02, 1.0)) for _ in range(2))
    top, bottom = (round(high * rng.uniform(0.02, 1.0)) for _ in range(2))
    bezel = round(wide * rng.uniform(0.02, 0.12))
    x0, y0 = bezel + left, bezel + top
    width, height = x0 + wide + right + bezel, y0 + high + bottom + bezel
    sheet = np.zeros((height, width, 4), np.uint8)
    sheet[..., 3] = 255
    sheet[..., :3] = int(rng.integers(4, 45)) if rng.random() < 0.85 else int(rng.integers(170, 240))
    page = (int(rng.integers(235, 256)), int(rng.integers(0, 40)), int(rng.integers(60, 220)))[
        int(rng.choice(3, p=(0.5, 0.35, 0.15)))
    ]
    lit = sheet[bezel : height - bezel, bezel : width - bezel, :3]
    lit[:] = np.clip(page + rng.normal(0, 3, 3), 0, 255).astype(np.uint8)
    if rng.random() < 0.6:
        _bars(rng, lit)
    small = cv2.resize(card.pixels, (wide, high), interpolation=cv2.INTER_AREA)
    share = cv2.resize(card.alpha, (wide, high), interpolation=cv2.INTER_AREA).astype(np.float32)[..., None] / 255
    ground = sheet[y0 : y0 + high, x0 : x0 + wide, :3]
    ground[:] = (ground + (small.astype(np.float32) - ground) * share).astype(np.uint8)
    sheet[..., :3] = _panel(rng, np.ascontiguousarray(sheet[..., :3]))
    return Shown(sheet, (bezel, bezel, width - bezel, height - bezel), (x0, y0, x0 + wide, y0 + high), across / wide)


def _bars(rng: np.random.Generator, lit: Pixels) -> None:
    """A title bar, buttons and rows of text, where the card will leave them to be seen."""
    height, width = lit.shape[:2]
    bar = max(2, round(height * rng.uniform(0.02, 0.07)))
    lit[:bar] = rng.integers(20, 250, 3)
    ink = int(rng.integers(0, 120))
    for row in range(bar * 2, height - 4, max(4, round(height * 0.045))):
        end = int(rng.integers(width // 8, width))
        if rng.random() < 0.5:
            lit[row : row + max(1, height // 90), width // 20 : end] = ink


def _panel(rng: np.random.Generator, pixels: Pixels) -> Pixels:
    """The panel's own tones: black that is not black, another gamma, bluer or warmer white."""
    gamma, black = rng.uniform(0.85, 1.25), rng.uniform(0, 18)
    white = np.clip(1 - np.abs(rng.normal(0, 0.05, 3)), 0.7, 1.0)
    ramp = np.arange(256) / 255
    tables = np.stack([ramp**gamma * (255 * w - black) + black for w in white], -1).astype(np.uint8)
    return np.asarray(cv2.LUT(pixels, tables[None]), np.uint8)


def _seen(
    rng: np.random.Generator, shown: Shown, matrix: Floats, size: tuple[int, int], layout: str, half: Half
) -> Pixels:
    """The screen on some ground, with its raster. `matrix` takes the sheet's pixels to the picture's."""
    sheet = shown.sheet
    corners = move(rectangle(0, 0, sheet.shape[1], sheet.shape[0]), matrix)
    scale = min(1.0, sides(corners)[0] / sheet.shape[1])
    small = cv2.resize(sheet, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else sheet
    shrunk = matrix @ np.diag((sheet.shape[1] / small.shape[1], sheet.shape[0] / small.shape[0], 1.0))
    laid = warp(np.asarray(small, np.uint8), shrunk, *size, outside=0)
    lens = Lens(
        blur=float(rng.uniform(0.3, 0.6)),
        site=float(rng.uniform(0.8, 1.0)),
        mosaic=bool(rng.random() < 0.75),
        exposure=float(rng.uniform(0.45, 0.9)),
    )
    # The layout may be turned against the picture by a quarter (a phone held upright), never by less.
    pattern = LAYOUTS[layout](rng)
    raster = matrix @ np.diag((1 / shown.finer, 1 / shown.finer, 1.0))
    if rng.random() < 0.25:
        raster = raster @ np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    glowing = captured(np.asarray(laid[..., :3], np.uint8), raster, pattern, lens)
    a, b, c, d = shown.lit
    lit = np.zeros((size[1], size[0]), np.uint8)
    cv2.fillConvexPoly(lit, move(rectangle(a, b, c, d), matrix).astype(np.int32), 255, cv2.LINE_AA)
    out = draw_backdrop(rng, *size, half)
    cover = laid[..., 3:].astype(np.float32) / 255
    out = (out * (1 - cover) * rng.uniform(0.3, 0.9) + laid[..., :3] * cover).astype(np.uint8)
    glow = lit[..., None].astype(np.float32) / 255
    return np.asarray(out + (glowing.astype(np.float32) - out) * glow, np.uint8)


def _banded(rng: np.random.Generator, pixels: Pixels) -> Pixels:
    """Darker bands along the sensor's rows, where the panel is dimmed or redrawn while the shutter rolls."""
    if rng.random() < 0.6:
        return pixels
    height, width = pixels.shape[:2]
    along = height if rng.random() < 0.5 else width
    wave = np.cos(2 * np.pi * (np.arange(along) * rng.uniform(0.5, 12) / along + rng.random()))
    band = 1 - rng.uniform(0.02, 0.15) * (0.5 + 0.5 * np.clip(wave * rng.uniform(1, 4), -1, 1))
    field = band[:, None] if along == height else band[None, :]
    return np.asarray(pixels * field[..., None], np.uint8)


def _reflecting(rng: np.random.Generator, pixels: Pixels, half: Half) -> Pixels:
    """The room, faintly, in the glass."""
    if rng.random() < 0.5:
        return pixels
    height, width = pixels.shape[:2]
    room = draw_backdrop(rng, max(16, width // 8), max(16, height // 8), half)
    soft = cv2.GaussianBlur(cv2.resize(room, (width, height)), (0, 0), max(1.0, width * 0.01))
    return np.asarray(cv2.addWeighted(pixels, 1.0, soft, float(rng.uniform(0.02, 0.12)), 0), np.uint8)


def _generator(layout: str) -> Callable[[np.random.Generator, DrawnCard, Half], Attacked]:
    return partial(_take, layout=layout)


RECAPTURE_ATTACKS: tuple[Attack, ...] = tuple(
    Attack("recapture", name, name == "triads", _generator(name)) for name in LAYOUTS
)
"""By the screen's layout; the tube with its hexagonal net of round dots and its beam's lines is held out."""
