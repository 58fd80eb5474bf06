"""What the network is shown, and what it should answer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, homography, move, rectangle, warp
from hmtocr.image.portraits import HEIGHT, KINDS, STRIDE, WIDTH
from hmtocr.specimens.attacks.stamps import stamped
from training.corners.samples import shaken
from training.fields.samples import photograph
from training.portraits.faces import repainted
from training.risk_cover.pool import Boxes, Images, Pool

_REPAINTED, _MIRRORED = 0.6, 0.35
"""The shares of cards whose portraits show another picture, and of cards whose layout is turned round."""
_STAMPED = 0.2
"""The share of cards with stamps over what was stamped on them when they were drawn: a stamp is no portrait."""
_GLANCES = 3
"""How often one photograph is made flat, each time a little differently."""
_FINE = 4
"""Points across an answer that are looked at for what share of it is covered."""

Maps = NDArray[np.float32]
PortraitSample = tuple[Images, Maps]


def portrait_samples(rng: np.random.Generator, pool: Pool) -> Iterator[PortraitSample]:
    """A flat card (HEIGHT x WIDTH x 3), and what share of every spot each portrait covers (kinds x ..., 0..1)."""
    sheet, boxes = pool.card(rng)
    boxes = boxes[boxes[:, 0] > 0]
    if len(boxes) and rng.random() < _REPAINTED:
        sheet = repainted(rng, sheet, boxes[np.argsort(boxes[:, 0]), 1:], pool.backdrop(rng))
    if rng.random() < _MIRRORED:
        sheet, boxes = sheet[:, ::-1], boxes * (1, -1, 1, -1, 1) + (0, 1, 0, 1, 0)
    if rng.random() < _STAMPED:
        over = stamped(rng, np.ascontiguousarray(sheet[..., :3]), int(rng.integers(1, 4)))
        sheet = np.dstack((over, sheet[..., 3]))
    scene, quad = photograph(rng, np.ascontiguousarray(sheet), pool.backdrop(rng))
    for _ in range(_GLANCES):
        spread = float(rng.choice((0.003, 0.008, 0.02), p=(0.45, 0.4, 0.15)))
        rough = shaken(rng, quad, spread, 0.06)
        to_flat = homography(rough, rectangle(0, 0, WIDTH, HEIGHT))
        flat = warp(scene, to_flat, WIDTH, HEIGHT, outside=255)
        yield np.asarray(flat, np.uint8), answer(boxes, to_flat @ homography(rectangle(0, 0, 1, 1), quad))


def answer(boxes: Boxes, to_flat: Floats) -> Maps:
    """The maps for portraits (n x 5) under the matrix that brings fractions of the card to the flat card's pixels."""
    across, down = WIDTH // STRIDE, HEIGHT // STRIDE
    maps = np.zeros((len(KINDS), down, across), np.float32)
    x, y = (np.arange(size * _FINE) + 0.5 for size in (across, down))
    for kind, *box in boxes:
        corners = move(rectangle(*box), to_flat) * (_FINE / STRIDE)
        # By half planes: what OpenCV draws is half a pixel larger on every side.
        inside = np.ones((len(y), len(x)), bool)
        for (ax, ay), (bx, by) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            inside &= (bx - ax) * (y[:, None] - ay) >= (by - ay) * (x - ax)
        share = inside.reshape(down, _FINE, across, _FINE).mean((1, 3), dtype=np.float32)
        maps[int(kind) - 1] = np.maximum(maps[int(kind) - 1], share)
    return maps
