"""What the network is shown, and what it should answer."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, homography, move, rectangle, warp
from hmtocr.text.places import HEIGHT, NAMES, REACH, STRIDE, WIDTH
from training.corners.light import camera, tint, wear
from training.corners.samples import shaken
from training.fields.pool import Images, Pool, Rows

NOTHING = len(NAMES)
CORE = 0.6
"""Of a row's height: the band that is marked."""
_MARGIN = 0.12
"""Of the card that is drawn around it, for quads that are off."""
_GLANCES = 3
"""How often one photograph is made flat, each time a little differently."""

Answer = tuple[Images, NDArray[np.float32]]
FinderSample = tuple[Images, Images, NDArray[np.float32]]


def finder_samples(rng: np.random.Generator, pool: Pool) -> Iterator[FinderSample]:
    """A flat card (HEIGHT x WIDTH x 3), the class of every spot, and how far the row reaches (4 x ...) from there."""
    sheet, rows = pool.card(rng)
    scene, quad = photograph(rng, sheet, pool.backdrop(rng))
    for _ in range(_GLANCES):
        spread = float(rng.choice((0.003, 0.008, 0.02), p=(0.45, 0.4, 0.15)))
        rough = shaken(rng, quad, spread, 0.06)
        to_flat = homography(rough, rectangle(0, 0, WIDTH, HEIGHT))
        flat = warp(scene, to_flat, WIDTH, HEIGHT, outside=255)
        to_flat = to_flat @ homography(rectangle(0, 0, 1, 1), quad)
        yield np.asarray(flat, np.uint8), *answer(rows, to_flat)


def answer(rows: Rows, to_flat: Floats) -> Answer:
    """The maps for rows (fractions of the card) under the matrix that brings those to the flat card's pixels."""
    across, down = WIDTH // STRIDE, HEIGHT // STRIDE
    classes = np.full((down, across), NOTHING, np.uint8)
    reaches = np.zeros((4, down, across), np.float32)
    x, y = np.meshgrid(np.arange(across) + 0.5, np.arange(down) + 0.5)
    for kind, *box in rows:
        corners = move(rectangle(*box), to_flat) / STRIDE
        # The row as a band between two lines, which may run slightly uphill.
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
        left, right = (ax + dx) / 2, (bx + cx) / 2
        if right - left < 0.2:
            continue
        place = (x - left) / (right - left)
        top, bottom = ay + (by - ay) * place, dy + (cy - dy) * place
        tall = bottom - top
        # A row thinner than an answer is marked where its middle is.
        half = np.maximum(tall * CORE / 2, 0.5)
        inside = (np.abs(y - (top + bottom) / 2) <= half) & (x > left - 0.3) & (x < right + 0.3)
        classes[inside] = int(kind)
        told = np.stack((x - left, y - top, right - x, bottom - y))
        reaches[:, inside] = np.clip(told[:, inside], -1, REACH)
    return classes, reaches


def photograph(rng: np.random.Generator, sheet: Images, backdrop: Images) -> tuple[Images, Floats]:
    """A card (RGBA) on some ground as a camera sees it; and its quad there."""
    width = int(rng.choice((240, 300, 360, 480, 640), p=(0.1, 0.2, 0.3, 0.25, 0.15)))
    height = round(width * sheet.shape[0] / sheet.shape[1])
    off = np.array([width, height]) * _MARGIN
    quad = shaken(rng, rectangle(0, 0, width, height) + off, 0.02, 0.06)
    size = (round(width * (1 + 2 * _MARGIN)), round(height * (1 + 2 * _MARGIN)))
    card = sheet
    if rng.random() < 0.35:
        card = np.dstack((tint(rng, np.ascontiguousarray(card[..., :3]), 1.0), card[..., 3]))
    if rng.random() < 0.08:
        card = np.dstack((wear(rng, np.ascontiguousarray(card[..., :3])), card[..., 3]))
    ground = cv2.resize(backdrop, size, interpolation=cv2.INTER_AREA)
    if rng.random() < 0.3:
        ground = np.full_like(ground, rng.integers(0, 256, 3))
    times = width / sheet.shape[1]
    near = cv2.resize(card, None, fx=times, fy=times, interpolation=cv2.INTER_AREA) if times < 0.95 else card
    matrix = homography(rectangle(0, 0, near.shape[1], near.shape[0]), quad)
    laid = warp(near, matrix, *size, outside=0)
    share = laid[..., 3:].astype(np.uint16)
    mixed = (laid[..., :3] * share + ground * (255 - share)) // 255
    return camera(rng, np.ascontiguousarray(mixed.astype(np.uint8)), gentle=rng.random() < 0.25), quad
