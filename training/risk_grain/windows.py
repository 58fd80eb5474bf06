"""Only what the network looks at, drawn: a card's pieces through a camera, and the coarse view of it and its ground.

Whole pictures cost a second each; these cost a twentieth of that, so that pitches, angles, lenses and files can vary
far more often. They stand beside whole pictures in training, and never in measuring.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from hmtocr.image.geometry import GREY, Floats, Pixels, homography, move, rectangle, sides, warp
from hmtocr.risk import surround
from hmtocr.risk.grain import PATCH, PLACES
from hmtocr.specimens.attacks.screens import Layout as ScreenLayout
from hmtocr.specimens.attacks.screens import Lens, captured
from hmtocr.specimens.placing import ASPECT, place
from training.risk_grain import wear

WINDOW = 144
"""Pixels of the side that is drawn of every piece."""
_COLUMNS = 3


@dataclass(frozen=True)
class Scene:
    """What is photographed.

    Attributes:
        texture: height x width x 4, the card, or the paper with its copy, or the screen's picture; RGBA.
        inner: the card's box (x0, y0, x1, y1) in it.
        ground: what it lies on, any size, RGB.
        screen: the layout of the subpixels if it is a screen, and its pixels across the card.
    """

    texture: Pixels
    inner: tuple[float, float, float, float]
    ground: Pixels
    screen: tuple[ScreenLayout, float] | None = None


def taken(rng: np.random.Generator, scene: Scene, width: float, scanned: bool) -> tuple[Pixels, Pixels]:
    """The pieces (n x PATCH x PATCH x 3) and the coarse view of the card, `width` pixels wide in the final picture."""
    spot = place(rng, "scan" if scanned else "photo", 1, None)
    plane = spot.matrices[0]
    plane = np.diag((zoom := width / sides(move(rectangle(0, 0, 1, ASPECT), plane))[0], zoom, 1.0)) @ plane
    to_plane = homography(rectangle(*scene.inner), rectangle(0, 0, 1, ASPECT))
    sharper = float(rng.uniform(1.05, 2.0)) if rng.random() < 0.3 else 1.0
    if scene.screen is None and rng.random() < 0.08:
        sharper = float(rng.uniform(0.35, 0.8))
    lens = Lens(float(rng.uniform(0.3, 0.6)), float(rng.uniform(0.8, 1.0)), False, float(rng.uniform(0.45, 0.95)))
    sheet = _sheet(rng, scene, plane, to_plane, sharper, lens)
    blur = 0.0 if scene.screen else float(rng.random()) * min(0.0014 * width, 1.6) * (0.3 if scanned else 1.0)
    if blur > 0.25:
        sheet = np.asarray(cv2.GaussianBlur(sheet, (0, 0), blur * sharper), np.uint8)
    view = _view(rng, scene)
    if not scanned and rng.random() < 0.5:
        sheet = wear.mosaicked(sheet)
    if rng.random() < 0.7:
        sheet = wear.noisy(rng, sheet, 6.0)
    if sharper != 1.0:
        sheet = wear.resized(rng, sheet, (_COLUMNS * WINDOW, -(-len(PLACES) // _COLUMNS) * WINDOW))
    if rng.random() < 0.35:
        sheet = wear.sharpened(rng, sheet)
    sheet, view = wear.toned(rng, (sheet, view))
    for _ in range(1 if rng.random() < 0.7 else 2):
        sheet = wear.filed(rng, sheet)
    edge = (WINDOW - PATCH) // 2
    pieces = [
        sheet[y + edge : y + edge + PATCH, x + edge : x + edge + PATCH]
        for x, y in (_corner(i) for i in range(len(PLACES)))
    ]
    return np.stack(pieces), view


def _sheet(
    rng: np.random.Generator, scene: Scene, plane: Floats, to_plane: Floats, sharper: float, lens: Lens
) -> Pixels:
    """All windows side by side, as the sensor sees them."""
    texture, matrix = _shrunk(scene, plane @ to_plane, sharper)
    side = round(WINDOW * sharper)
    rows = -(-len(PLACES) // _COLUMNS)
    sheet = np.empty((rows * side, _COLUMNS * side, 3), np.uint8)
    middles = move(np.clip(PLACES + rng.normal(0, 0.01, PLACES.shape), 0, 1) * (1, ASPECT), plane)
    layout, pixels = scene.screen or (None, 1.0)
    mosaic = bool(rng.random() < 0.75)
    for index, middle in enumerate(middles):
        home = np.array(
            [[sharper, 0, side / 2 - middle[0] * sharper], [0, sharper, side / 2 - middle[1] * sharper], [0, 0, 1]]
        )
        window = warp(texture, home @ matrix, side, side, outside=235)
        if layout is not None:
            raster = home @ plane @ np.diag((1 / pixels, 1 / pixels, 1.0))
            window = captured(window, raster, layout, Lens(lens.blur, lens.site, mosaic, lens.exposure))
        x, y = (np.array(_corner(index)) // WINDOW) * side
        sheet[y : y + side, x : x + side] = window
    return sheet


def _shrunk(scene: Scene, matrix: Floats, sharper: float) -> tuple[Pixels, Floats]:
    """The texture no finer than it is seen, on its own ground's colour where it ends."""
    height, width = scene.texture.shape[:2]
    factor = sides(move(rectangle(0, 0, width, height), matrix))[0] * sharper / width
    small = scene.texture
    if factor < 1:
        size = (max(8, round(width * factor)), max(8, round(height * factor)))
        small = np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_AREA), np.uint8)
        matrix = matrix @ np.diag((width / size[0], height / size[1], 1.0))
    flat = np.ascontiguousarray(small[..., :3])
    ends = small[..., 3] < 255
    share = small[ends][:, 3:].astype(np.float32) / 255
    colour = scene.ground.reshape(-1, 3).mean(0)
    flat[ends] = (colour + (flat[ends] - colour) * share).astype(np.uint8)
    return flat, matrix


def _view(rng: np.random.Generator, scene: Scene) -> Pixels:
    """The coarse view: the texture on its ground, found with corners that are a little off."""
    width, height = surround.WIDTH * surround.FINER, surround.HEIGHT * surround.FINER
    x, y = surround.MARGIN_X * surround.FINER, surround.MARGIN_Y * surround.FINER
    found = rectangle(x, y, width - x, height - y) + rng.normal(0, 0.5, (4, 2))
    matrix = homography(rectangle(*scene.inner), found)
    high, wide = scene.texture.shape[:2]
    factor = (width - 2 * x) / (scene.inner[2] - scene.inner[0])
    small = cv2.resize(scene.texture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    matrix = matrix @ np.diag((wide / small.shape[1], high / small.shape[0], 1.0))
    laid = warp(np.asarray(small, np.uint8), matrix, width, height, outside=0)
    share = laid[..., 3:].astype(np.float32) / 255
    ground = cv2.resize(scene.ground, (width, height), interpolation=cv2.INTER_LINEAR)
    fine = np.asarray(ground * (1 - share) + laid[..., :3] * share, np.uint8)
    light = cv2.resize(1 + rng.normal(0, 0.08, (2, 2)).astype(np.float32), (width, height))
    fine = np.asarray(np.clip(fine * light[..., None], 0, 255), np.uint8)
    if rng.random() < 0.2:
        # The picture ends at the card's edge, as those of scanning apps do.
        cut = int(rng.integers(0, x))
        fine[:, : x - cut], fine[:, width - x + cut :] = GREY, GREY
        fine[: max(0, y - cut)], fine[min(height, height - y + cut) :] = GREY, GREY
    return np.asarray(cv2.resize(fine, (surround.WIDTH, surround.HEIGHT), interpolation=cv2.INTER_AREA), np.uint8)


def _corner(index: int) -> tuple[int, int]:
    return (index % _COLUMNS) * WINDOW, (index // _COLUMNS) * WINDOW
