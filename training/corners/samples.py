"""What the two networks are shown, and what they should answer."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.align import CROP_HEIGHT, CROP_WIDTH, FACES, crop, landscape
from hmtocr.image.geometry import Floats, homography, move, overlap, rectangle, sides
from hmtocr.image.locate import SIDE, letterbox
from training.corners.light import tint
from training.corners.pool import Images, Pool
from training.corners.scene import compose, place

NO_CARD = len(FACES)
KERNEL = 0.15
"""How much of the card is cut away, in all, across and down, for the map that keeps neighbours apart."""

LocatorSample = tuple[Images, Images]
AlignerSample = tuple[Images, NDArray[np.float32], int, int]


def locator_samples(rng: np.random.Generator, pool: Pool) -> Iterator[LocatorSample]:
    """A letterboxed picture (SIDE x SIDE x 3), its maps 0..255 (2 x SIDE/4 x SIDE/4); and both turned."""
    scene = compose(rng, pool, int(rng.choice((180, 260, 400), p=(0.65, 0.25, 0.1))))
    canvas, matrix = letterbox(scene.pixels)
    maps = np.zeros((2, SIDE // 4, SIDE // 4), np.uint8)
    for quad in scene.quads:
        for level, cut in enumerate((0.0, KERNEL / 2)):
            part = move(rectangle(cut, cut, 1 - cut, 1 - cut), homography(rectangle(0, 0, 1, 1), quad))
            full = np.zeros((SIDE, SIDE), np.uint8)
            cv2.fillConvexPoly(full, np.round((move(part, matrix) - 0.5) * 16).astype(np.int32), 255, cv2.LINE_AA, 4)
            maps[level] |= np.asarray(cv2.resize(full, maps.shape[1:], interpolation=cv2.INTER_AREA), np.uint8)
    yield canvas, maps
    # Only the picture is tinted anew: the grey around it must stay what it is.
    inside = move(rectangle(0, 0, scene.pixels.shape[1], scene.pixels.shape[0]), matrix).round().astype(int)
    (x0, y0), (x1, y1) = inside[0], inside[2]
    for turn in rng.permutation((1, 2, 3))[:2]:
        again = canvas.copy()
        again[y0:y1, x0:x1] = tint(rng, np.ascontiguousarray(canvas[y0:y1, x0:x1]), 0.9)
        yield np.rot90(again, turn), np.rot90(maps, turn, (1, 2))


def aligner_samples(rng: np.random.Generator, pool: Pool) -> Iterator[AlignerSample]:
    """Crops out of one picture: pixels, the corners in the crop as fractions (4 x 2), the turn, the face.

    The corners are those nearest to the crop's own, clockwise from the top left; `turn` says which of the
    card's corners the first one is. Where there is no card the corners are NaN.
    """
    scene = compose(rng, pool, int(rng.choice((260, 400, 600), p=(0.35, 0.45, 0.2))))
    height, width = scene.pixels.shape[:2]
    for quad, face in zip(scene.quads[:2], scene.faces, strict=False):
        for spread in (0.05, 0.04, 0.02, 0.008)[: 4 if len(scene.faces) == 1 else 3]:
            yield _card_sample(rng, scene.pixels, quad, face, spread)
    # Lures: things with edges, the whole frame, any spot; a few, or one at most where there is a card too.
    lures = [
        *scene.litter,
        rectangle(0, 0, width, height),
        place(rng, width, height, rng.uniform(0.1, 1.0), 1.586),
    ]
    for index in rng.permutation(len(lures))[: 4 if len(scene.faces) == 0 else int(rng.integers(2))]:
        quad = np.roll(shaken(rng, lures[index], 0.03), int(rng.integers(4)), axis=0)
        if all(overlap(quad, card) < 0.25 for card in scene.quads):
            pixels, _ = crop(scene.pixels, landscape(quad))
            yield pixels, np.full((4, 2), np.nan, np.float32), 0, NO_CARD


def _card_sample(rng: np.random.Generator, pixels: Images, quad: Floats, face: int, spread: float) -> AlignerSample:
    rough = quad
    clipped = _visible(rng, quad, pixels.shape[1], pixels.shape[0])
    # The first network, and an unsure second one, end a card where the picture ends.
    if clipped is not None and rng.random() < 0.5:
        rough = clipped
    elif spread > 0.03 and rng.random() < 0.3:
        box = cv2.boxPoints(cv2.minAreaRect(quad.astype(np.float32))).astype(np.float64)
        # OpenCV begins anywhere: take the order that lies closest to the true one.
        rough = min((np.roll(box, k, axis=0) for k in range(4)), key=lambda b: float(np.abs(b - quad).sum()))
    # Now and then the first network takes a card and its neighbour for one.
    if spread > 0.03 and rng.random() < 0.15:
        by = np.abs(rng.normal(0, 0.2, 4)) * rng.integers(0, 2, 4)
        grown = rectangle(-by[0], -by[1], 1 + by[2], 1 + by[3])
        rough = shaken(rng, move(grown, homography(rectangle(0, 0, 1, 1), rough)), 0.1, 0.22)
    else:
        rough = shaken(rng, rough, spread)
    # Content is turned by 180 degrees as often as not on the first look, seldom on the second.
    likely = (0.45, 0.05, 0.45, 0.05) if spread > 0.03 else (0.8, 0.05, 0.1, 0.05)
    turn = int(rng.choice(4, p=likely))
    rough = np.roll(rough, -turn, axis=0)
    cut, matrix = crop(pixels, rough)
    found = move(np.roll(quad, -turn, axis=0), matrix) / np.array([CROP_WIDTH, CROP_HEIGHT])
    return cut, found.astype(np.float32), turn, face


def _visible(rng: np.random.Generator, quad: Floats, width: int, height: int) -> Floats | None:
    """The quad with corners drawn along its sides to where the picture cuts them, or None if all of it is in there."""
    size = np.array([width, height], float)
    outside = np.any((quad < 0) | (quad > size), axis=1)
    if not outside.any():
        return None
    kept = quad.copy()
    for corner in np.flatnonzero(outside):
        for step in rng.permutation((-1, 1)):
            other = (corner + step) % 4
            if not outside[other]:
                run = quad[corner] - quad[other]
                run = np.where(run == 0, 1e-9, run)
                # Where the side meets the picture's four borders, as shares of it; the nearest one ends it.
                ends = np.array([(-quad[other]) / run, (size - quad[other]) / run])
                kept[corner] = quad[other] + run * float(ends[ends > 0].min(initial=1.0))
                break
    return kept


def shaken(rng: np.random.Generator, quad: Floats, spread: float, most: float = 0.125) -> Floats:
    """The quad moved, scaled, turned and bent a little; `spread` and `most` are fractions of its sides."""
    size = np.array(sides(quad))
    middle = quad.mean(0)
    axes = np.stack((quad[1] - quad[0], quad[3] - quad[0]))
    axes = axes / np.linalg.norm(axes, axis=1, keepdims=True)
    scale = np.exp(rng.normal(0, spread, 2))
    local = rectangle(-1, -1, 1, 1) * (scale - 1) * size / 2
    shift = rng.normal(0, spread * 0.7, 2) * size
    bend = rng.normal(0, spread * 0.7, (4, 2)) * size
    limit = most * size
    moved = np.clip(local + shift + bend, -limit, limit) @ axes
    angle = rng.normal(0, spread * 0.5)
    c, s = np.cos(angle), np.sin(angle)
    return np.asarray((quad + moved - middle) @ np.array([[c, s], [-s, c]]) + middle, np.float64)
