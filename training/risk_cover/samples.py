"""What the network is shown, and what it should answer."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, homography, inverse, move, rectangle, warp
from hmtocr.risk.overlay import ACROSS, DOWN, HEIGHT, WIDTH
from hmtocr.specimens.attacks import covered, glare
from hmtocr.specimens.attacks.stamps import stamped
from hmtocr.specimens.degrade import Level, degrade
from training.corners.light import tint
from training.corners.samples import shaken
from training.risk_cover.pieces import piece
from training.risk_cover.pool import CARD_HEIGHT, CARD_WIDTH, Boxes, Images, Pool

Maps = NDArray[np.float32]
Sample = tuple[Images, Maps]
IGNORED = -1.0
"""In a map: nothing is to be learned there."""

_MARGIN = 0.14
_STAMPED = 0.15
"""The share of cards with stamps over what was stamped on them when they were drawn."""
_GLANCES = 6
_LEVELS: tuple[Level, ...] = ("photo", "vga", "scan", "hard")
_FINE = 4
"""Pixels of a map of shares for one of its answers."""


def cover_samples(rng: np.random.Generator, pool: Pool) -> Iterator[Sample]:
    """A flat card (HEIGHT x WIDTH x 3), and the maps hidden, washed and print (3 x DOWN x ACROSS)."""
    sheet, boxes = pool.card(rng)
    scene, quad, hidden, washed = _photograph(rng, pool, sheet)
    for _ in range(_GLANCES):
        spread = float(rng.choice((0.003, 0.008, 0.02), p=(0.45, 0.4, 0.15)))
        if rng.random() < 0.3:
            pixels, gone, rough = _cut(rng, scene, quad)
        else:
            pixels, gone, rough = scene, np.zeros(scene.shape[:2], np.uint8), quad
        rough = shaken(rng, rough, spread, 0.06)
        to_flat = homography(rough, rectangle(0, 0, WIDTH, HEIGHT))
        flat = warp(pixels, to_flat, WIDTH, HEIGHT, outside=255)
        size = (ACROSS * _FINE, DOWN * _FINE)
        to_map = homography(rough, rectangle(0, 0, *size))
        blind = np.where(washed > 1 - glare.WASHED, 255, 0).astype(np.uint8)
        over = np.asarray(cv2.merge((hidden, blind, _doubtful(washed), 255 - gone)), np.uint8)
        shares = warp(over, to_map, *size, outside=0)
        means = cv2.resize(shares, (ACROSS, DOWN), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        maps = np.stack((means[..., 0], means[..., 1], _printed(boxes, quad, to_map, size)))
        # Half washed out is neither; and where the picture ends, geometry says so.
        maps[1][means[..., 2] > 0.5] = IGNORED
        maps[:2, means[..., 3] < 0.97] = IGNORED
        yield _toned(rng, flat), maps.astype(np.float32)


def _toned(rng: np.random.Generator, flat: Images) -> Images:
    """The same in another tone: one photograph is shown several times."""
    curves = (np.arange(256) / 255)[:, None] ** np.exp(rng.normal(0, 0.15, 3)) * np.exp(rng.normal(0, 0.06, 3))
    return np.asarray(cv2.LUT(flat, np.clip(curves * 255, 0, 255).astype(np.uint8)[None]), np.uint8)


def _doubtful(washed: NDArray[np.float32]) -> Images:
    """255 where so much contrast is gone that people would not agree."""
    return np.asarray(np.where((washed > 0.42) & (washed < 0.72), 255, 0), np.uint8)


def _photograph(
    rng: np.random.Generator, pool: Pool, sheet: Images
) -> tuple[Images, Floats, Images, NDArray[np.float32]]:
    """The card on some ground as a camera sees it; its quad; what is hidden (0..255); how washed out (0..1)."""
    width = int(rng.choice((220, 300, 380, 480, 600), p=(0.1, 0.2, 0.3, 0.25, 0.15)))
    height = round(width * CARD_HEIGHT / CARD_WIDTH)
    off = np.array([width, height]) * _MARGIN
    quad = shaken(rng, rectangle(0, 0, width, height) + off, 0.02, 0.06)
    size = (round(width * (1 + 2 * _MARGIN)), round(height * (1 + 2 * _MARGIN)))
    card = sheet
    if rng.random() < _STAMPED:
        # What is stamped over print hides nothing: the print is read through it.
        card = np.dstack((stamped(rng, np.ascontiguousarray(card[..., :3]), int(rng.integers(1, 4))), card[..., 3]))
    if rng.random() < 0.4:
        card = np.dstack((tint(rng, np.ascontiguousarray(card[..., :3]), 1.0), card[..., 3]))
    if rng.random() < 0.08:
        grey = cv2.cvtColor(np.ascontiguousarray(card[..., :3]), cv2.COLOR_RGB2GRAY)
        card = np.dstack((grey, grey, grey, card[..., 3]))
    ground: Images = np.asarray(cv2.resize(pool.backdrop(rng), size, interpolation=cv2.INTER_AREA), np.uint8)
    if rng.random() < 0.3:
        ground = np.full_like(ground, rng.integers(0, 256, 3, np.uint8))
    times = width / CARD_WIDTH
    near = card
    if times < 0.95:
        near = np.asarray(cv2.resize(card, None, fx=times, fy=times, interpolation=cv2.INTER_AREA), np.uint8)
    laid = warp(near, homography(rectangle(0, 0, near.shape[1], near.shape[0]), quad), *size, outside=0)
    share = laid[..., 3:].astype(np.uint16)
    scene = np.ascontiguousarray(((laid[..., :3] * share + ground * (255 - share)) // 255).astype(np.uint8))
    hidden = 1 - laid[..., 3].astype(np.float32) / 255
    for _ in range(int(rng.choice(3, p=(0.45, 0.42, 0.13)))):
        hidden = np.maximum(hidden, _covered(rng, pool, scene, quad))
    light = _light(rng, quad, size) if rng.random() < 0.42 else None
    before = rng.random() < 0.5
    if light is not None and before:
        scene = glare.under_light(scene, light)
    level = _LEVELS[int(rng.choice(4, p=(0.5, 0.2, 0.15, 0.15)))]
    scene = degrade(rng, scene, level, width)[0]
    if light is not None and not before:
        scene = glare.under_light(scene, light)
    washed = np.zeros(scene.shape[:2], np.float32) if light is None else glare.washed(light)
    # What lies over a card is no print that light could wash out, but it is lit all the same.
    return scene, quad, np.asarray(np.clip(hidden * 255, 0, 255), np.uint8), washed


def _covered(rng: np.random.Generator, pool: Pool, scene: Images, quad: Floats) -> NDArray[np.float32]:
    """Put something anywhere on the card, or over its edge; what share of each pixel it covers."""
    u, v = np.clip(rng.beta(0.7, 0.7, 2) * 1.1 - 0.05, -0.03, 1.03)
    spot = (quad[0] * (1 - u) + quad[1] * u) * (1 - v) + (quad[3] * (1 - u) + quad[2] * u) * v
    kind = int(rng.choice(3, p=(0.25, 0.25, 0.5)))
    if kind < len(covered.TRAINED):
        return covered.TRAINED[kind](rng, scene, quad, spot)
    return piece(rng, pool, scene, quad, spot)


def _light(rng: np.random.Generator, quad: Floats, size: tuple[int, int]) -> NDArray[np.float32]:
    """A reflection anywhere on the card, from a hint of one to one that blinds."""
    xs, ys = np.meshgrid(np.arange(size[0], dtype=np.float64), np.arange(size[1], dtype=np.float64))
    back = homography(quad, rectangle(0, 0, 1, CARD_HEIGHT / CARD_WIDTH))
    plane = move(np.c_[xs.ravel(), ys.ravel()], back).reshape(size[1], size[0], 2).astype(np.float32)
    aim = rng.uniform((0, 0), (1, 0.63)).astype(np.float32)
    how = glare.TRAINED[int(rng.integers(len(glare.TRAINED)))]
    light = how(rng, plane[..., 0] - aim[0], plane[..., 1] - aim[1])
    return np.asarray(light * np.float32(np.exp(rng.uniform(np.log(0.06), 0.2))), np.float32)


def _cut(rng: np.random.Generator, scene: Images, quad: Floats) -> tuple[Images, Images, Floats]:
    """The scene without what is beyond one side's line, which that is, and the quad that is found for the rest.

    The networks that find outlines take the frame's edge for the card's, or nearly so.
    """
    side = int(rng.integers(4))
    depth = float(rng.uniform(0.0, 0.35))
    slant = rng.normal(0, 0.05) if rng.random() < 0.6 else 0.0
    ends = np.array([depth + slant, depth - slant])
    followed = rng.uniform(0.75, 1.03) if rng.random() < 0.75 else rng.uniform(0, 0.75)
    plane = rectangle(0, 0, 1, 1)
    axis, far = (1, 0, 1, 0)[side], side in (1, 2)
    line = plane.copy()
    first, second = ((0, 1), (1, 2), (2, 3), (3, 0))[side]
    sign = -1 if far else 1
    line[first, axis] += sign * ends[0]
    line[second, axis] += sign * ends[1]
    settled = plane + (line - plane) * followed
    to_picture = homography(plane, quad)
    gone = plane.copy()
    gone[[first, second], axis] -= sign * 0.6
    gone[(second + 1) % 4, axis] = line[second, axis]
    gone[(second + 2) % 4, axis] = line[first, axis]
    outside = np.zeros(scene.shape[:2], np.uint8)
    cv2.fillConvexPoly(outside, np.round(move(gone, to_picture) * 8).astype(np.int32), 255, cv2.LINE_8, 3)
    seen = np.where(outside[..., None] > 0, np.uint8(255), scene)
    return seen, outside, move(settled, to_picture)


def _printed(boxes: Boxes, quad: Floats, to_map: Floats, size: tuple[int, int]) -> NDArray[np.float32]:
    """The share of print of every answer."""
    to_map = to_map @ inverse(homography(quad, rectangle(0, 0, 1, 1)))
    fine = np.zeros(size[::-1], np.uint8)
    for _, *box in boxes:
        corners = move(rectangle(*box), to_map)
        cv2.fillConvexPoly(fine, np.round(corners * 8).astype(np.int32), 255, cv2.LINE_AA, 3)
    means = cv2.resize(fine, (ACROSS, DOWN), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    return np.asarray(np.where(means > 0.35, 1.0, np.where(means < 0.1, 0.0, IGNORED)), np.float32)
