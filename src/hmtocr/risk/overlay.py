"""What lies over a flat card, seen by one small network: where it is hidden, where washed out, and where print belongs.

The third map is the print that should be there, hidden or not: what is hidden matters only where something is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Pixels, inverse, move, rectangle
from hmtocr.image.halves import halved
from hmtocr.models.engine import Engine
from hmtocr.reading import Quad
from hmtocr.risk.sight import Sight

WIDTH, HEIGHT, STRIDE = 320, 192, 8
"""Of what the network sees, and how many of its pixels one answer stands for."""
ACROSS, DOWN = WIDTH // STRIDE, HEIGHT // STRIDE
_STRUCK = 0.25
"""What share of a field must be lost for a signal to name it."""
_FOUND = 0.25
"""What a spot of a portrait that was found counts."""

Map = NDArray[np.float32]
Place = tuple[slice, slice]
"""Rows and columns of a map."""


@dataclass(frozen=True)
class Overlay:
    """Probabilities on DOWN x ACROSS spots of the flat card.

    Attributes:
        hidden: that something else is seen there than the card.
        washed: that light has washed print out there.
        print: that a field or a portrait is printed there, seen or not.
    """

    hidden: Map
    washed: Map
    print: Map


def look(flat: Pixels, network: Engine) -> Overlay:
    """What the network `card-overlay` says of a flat card of any size."""
    # Halved first: by area, that is a dozen times quicker than by any other factor.
    near, _ = halved(flat, flat.shape[1] / WIDTH)
    small = cv2.resize(near, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR)
    (maps,) = network.run(small[None].astype(np.float32))
    hidden, washed, printed = maps[0]
    return Overlay(hidden, washed, printed)


def places(sight: Sight) -> dict[str, Place]:
    """The spots of every field that was read, by name; of every one at least one."""
    return dict(zip(sight.fields, _spots(sight, [field.quad for field in sight.fields.values()]), strict=True))


def belongs(sight: Sight, overlay: Overlay, fields: Iterable[Place]) -> Map:
    """How much each spot should show print: DOWN x ACROSS; certainly where a field was read.

    Where print is doubtful it counts little: chips and emblems are dark too. Where a portrait was found it is in
    sight, for the most part at least, and may look like anything.
    """
    out = np.square(overlay.print)
    for place in _spots(sight, list(sight.portraits.values())):
        out[place] *= _FOUND
    for place in fields:
        out[place] = 1.0
    return out


def struck(over: Map, fields: Mapping[str, Place]) -> tuple[str, ...]:
    """The names of the fields of which a map takes so much that a signal names them."""
    return tuple(name for name, place in fields.items() if float(over[place].mean()) >= _STRUCK)


def _spots(sight: Sight, quads: Sequence[Quad]) -> list[Place]:
    """The spots that quads of the original picture take."""
    if not quads:
        return []
    corners = np.array(quads, np.float64).reshape(-1, 2) / sight.scale
    points = move(corners, inverse(sight.flat.homography)).reshape(-1, 4, 2) * (ACROSS, DOWN)
    low = np.clip(np.floor(points.min(1) + 0.3), 0, (ACROSS - 1, DOWN - 1)).astype(int)
    high = np.clip(np.ceil(points.max(1) - 0.3), low + 1, (ACROSS, DOWN)).astype(int)
    return [(slice(y0, y1), slice(x0, x1)) for (x0, y0), (x1, y1) in zip(low.tolist(), high.tolist(), strict=True)]


def beyond(sight: Sight) -> Map:
    """Which of the spots lie outside the picture: DOWN x ACROSS, 0 or 1."""
    height, width = sight.pixels.shape[:2]
    x, y = np.meshgrid((np.arange(ACROSS) + 0.5) / ACROSS, (np.arange(DOWN) + 0.5) / DOWN)
    points = move(np.c_[x.ravel(), y.ravel()], sight.flat.homography)
    outside = (points < 0).any(1) | (points > (width, height)).any(1)
    return np.asarray(outside.reshape(DOWN, ACROSS), np.float32)


def bounds(sight: Sight, spots: NDArray[np.bool_]) -> Quad | None:
    """The quad on the original picture around the largest connected group of spots; None where there is none."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(spots.astype(np.uint8), connectivity=8)
    if count < 2:
        return None
    x, y, w, h, _ = stats[1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())]
    size = np.array([ACROSS, DOWN])
    return sight.on_picture(rectangle(x, y, x + w, y + h) / size)
