"""From a rough quad to the card's exact corners, which way up it is, and which face it shows.

The rough quad is cut out of the picture, with a margin, as an upright landscape crop. The network
`card-aligner` answers with the corners in it, the turn of its content, and the face. The crop is then cut
again by the better quad: the second look gives the precision.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from hmtocr.image.geometry import Floats, Pixels, area, around, homography, inverse, move, rectangle, sides, warp
from hmtocr.models.engine import Engine

CROP_WIDTH, CROP_HEIGHT = 256, 160
"""What the aligner looks at. With the margins inside, the card's own shape is kept within a percent."""
MARGIN = 0.15
"""Of the card's width to the left and the right, of its height above and below."""
_LOOKS = 5
_SETTLED = 0.015
"""Of the card's width: a correction as small as this needs no further look."""

FACES: tuple[tuple[str, str, str], ...] = (
    ("hk-id", "2003", "front"),
    ("hk-id", "2018", "front"),
    ("mo-id", "2002", "front"),
    ("mo-id", "2002", "back"),
    ("mo-id", "2013", "front"),
    ("mo-id", "2013", "back"),
    ("mo-id", "2023", "front"),
    ("mo-id", "2023", "back"),
    ("hmt-permit", "hk-macao", "front"),
    ("hmt-permit", "hk-macao", "back"),
    ("hmt-permit", "taiwan", "front"),
    ("hmt-permit", "taiwan", "back"),
)
"""(document, design, side) in the order of the network's classes; one more class stands for no such card."""


@dataclass(frozen=True)
class Look:
    """What the aligner says of one crop.

    Attributes:
        quad: 4x2 on the picture, clockwise from the card's own top left.
        turn: quarter turns by which the content of the crop is turned counter-clockwise.
        faces: a probability for each of FACES, then that of no such card.
    """

    quad: Floats
    turn: int
    faces: Floats


def target() -> Floats:
    """Where the corners of the quad come to lie in the crop."""
    x, y = MARGIN / (1 + 2 * MARGIN) * CROP_WIDTH, MARGIN / (1 + 2 * MARGIN) * CROP_HEIGHT
    return rectangle(x, y, CROP_WIDTH - x, CROP_HEIGHT - y)


def crop(pixels: Pixels, quad: Floats) -> tuple[Pixels, Floats]:
    """The quad and its margin, CROP_WIDTH x CROP_HEIGHT pixels, and the homography from picture to crop."""
    matrix = homography(quad, target())
    across = max(sides(quad)[0] / CROP_WIDTH, sides(quad)[1] / CROP_HEIGHT) * (1 + 2 * MARGIN)
    reach = move(rectangle(0, 0, CROP_WIDTH, CROP_HEIGHT), inverse(matrix))
    small, back = around(pixels, reach, across)
    return warp(small, matrix @ back, CROP_WIDTH, CROP_HEIGHT), matrix


def landscape(quad: Floats) -> Floats:
    """The same corners, begun so that the longer edges are top and bottom."""
    across, down = sides(quad)
    return quad if across >= down else np.roll(quad, -1, axis=0)


def look(pixels: Pixels, quad: Floats, aligner: Engine) -> Look:
    """One look at the quad (4x2, clockwise from any corner)."""
    cut, matrix = crop(pixels, quad)
    corners, turns, faces = aligner.run(cut[None].astype(np.float32))
    scale = np.array([CROP_WIDTH, CROP_HEIGHT], np.float64)
    found = move(corners[0].astype(np.float64) * scale, inverse(matrix))
    turn = int(turns[0].argmax())
    return Look(np.roll(found, turn, axis=0), turn, faces[0].astype(np.float64))


def align(pixels: Pixels, quad: Floats, aligner: Engine) -> Look:
    """The exact quad that a rough one (4x2, clockwise from any corner) stands for.

    Two looks, and a few more as long as the quad still moves.
    """
    seen = look(pixels, landscape(quad), aligner)
    for _ in range(_LOOKS - 1):
        before = seen.quad
        if not cv2.isContourConvex(before.astype(np.float32)) or area(before) <= 0:
            break
        seen = look(pixels, before, aligner)
        if seen.turn == 0 and np.abs(seen.quad - before).max() < _SETTLED * sides(before)[0]:
            break
    return seen
