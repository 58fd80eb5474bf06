"""Where cards lie in a picture: arranged on a table, seen by a pinhole camera."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hmtocr.image.geometry import Floats, move, rectangle, sides
from hmtocr.specimens.card import CARD_HEIGHT_MM, CARD_WIDTH_MM
from hmtocr.specimens.degrade import Level

ASPECT = CARD_HEIGHT_MM / CARD_WIDTH_MM
SHAPES = ((4, 3), (3, 4), (16, 9), (9, 16), (3, 2), (1, 1))

_WIDTHS: dict[Level, tuple[int, int]] = {
    "scan": (700, 1600),
    "photo": (420, 2000),
    "vga": (380, 600),
    "hard": (420, 700),
}
"""Of a card in the picture, in pixels."""
_TILTS: dict[Level, tuple[float, float]] = {
    "scan": (0.0, 0.0),
    "photo": (0.0, 30.0),
    "vga": (0.0, 20.0),
    "hard": (15.0, 45.0),
}
"""Degrees between the camera's axis and the table's normal."""


_TRIALS = 30
_HOME = 3.0
"""Pixels between what must be seen and the frame's edge."""


@dataclass(frozen=True)
class Placement:
    """A picture's size, and every card's homography from its plane (1 x ASPECT) to the picture."""

    width: int
    height: int
    matrices: tuple[Floats, ...]

    def quads(self) -> list[Floats]:
        """Corners (4x2) of every card, clockwise from its own top left."""
        return [move(rectangle(0, 0, 1, ASPECT), matrix) for matrix in self.matrices]

    def card_width(self) -> float:
        """Mean width of the cards in pixels."""
        return float(np.mean([sides(quad)[0] for quad in self.quads()]))


def place(
    rng: np.random.Generator,
    level: Level,
    count: int,
    size: tuple[int, int] | None = None,
    keep: Floats | None = None,
) -> Placement:
    """Lay `count` cards within a frame of `size` (width, height), or of a size that suits the level.

    Half of the single cards scanned are cut out at their own edge. With `keep`, points (n x 2) on the plane
    of a single card, the card hangs out of the frame a little, but those points do not.
    """
    if level == "scan" and count == 1 and size is None and rng.random() < 0.5:
        return _cropped(rng)
    for trial in range(_TRIALS):
        table = _table(rng, level, count)
        low, high = _bounds(table)
        edge = float(np.mean([sides(move(rectangle(0, 0, 1, ASPECT), m))[0] for m in table]))
        least, most = _WIDTHS[level]
        width = float(rng.uniform(least, most)) / edge
        frame = size or _frame(rng, level, (high - low) * width)
        fit = float((np.array(frame) / (high - low)).min())
        if level == "photo":
            share = rng.uniform(0.45 if count == 1 else 0.75, 0.9)
            scale = min(max(fit * float(share), least / edge), fit * 0.97)
        else:
            scale = min(width, fit * 0.985)
        if size is None and scale * edge < least:
            if count == 1 and trial < _TRIALS - 1:
                continue
            # Several cards need a larger frame to stay legible.
            grown = least / (scale * edge)
            frame, scale = (round(frame[0] * grown), round(frame[1] * grown)), scale * grown
        break
    return _framed(rng, table, scale, frame, keep)


def _cropped(rng: np.random.Generator) -> Placement:
    """A card scanned and cut to its own edge: 0 to 2 pixels of the lid round it, or a margin of up to 3 %."""
    width = float(rng.uniform(*_WIDTHS["scan"]))
    exact = rng.random() < 0.6
    turn = float(rng.choice(4, p=(0.6, 0.13, 0.14, 0.13))) * 90 + (0.0 if exact else float(rng.normal(0, 0.5)))
    matrix = _turned(turn) @ _moved(-0.5, -ASPECT / 2)
    matrix = np.diag((width, width, 1.0)) @ matrix
    low, high = _bounds((matrix,))
    margins = rng.uniform(0, 2, 4) if exact else rng.uniform(0, 0.03 * width, 4)
    frame = np.ceil(high - low + margins[:2] + margins[2:]).astype(int)
    return Placement(int(frame[0]), int(frame[1]), (_moved(*(margins[:2] - low)) @ matrix,))


def _table(rng: np.random.Generator, level: Level, count: int) -> tuple[Floats, ...]:
    """Cards' planes to the picture's, up to scale and shift."""
    view = _tilted(rng, *_TILTS[level]) @ _turned(_turn(rng, level))
    return tuple(view @ matrix for matrix in _arranged(rng, count))


def _arranged(rng: np.random.Generator, count: int) -> list[Floats]:
    """Cards in rows on the table, each turned a little or put upside down, none on another."""
    turns = [0.0] * count
    if count > 1:
        turns = [float(rng.normal(0, 4)) + 180.0 * (rng.random() < 0.15) for _ in range(count)]
    cards = [_turned(turn) @ _moved(-0.5, -ASPECT / 2) for turn in turns]
    bounds = [_bounds((card,)) for card in cards]
    columns = int(rng.integers(1, count + 1))
    step = np.max([high - low for low, high in bounds], axis=0) + rng.uniform(0.02, 0.25)
    spots = [np.array([i % columns, i // columns]) * step for i in range(count)]
    middle = (np.min(spots, axis=0) + np.max(spots, axis=0)) / 2
    return [_moved(*(spot - middle)) @ card for spot, card in zip(spots, cards, strict=True)]


def _turn(rng: np.random.Generator, level: Level) -> float:
    """Degrees in the picture's plane."""
    if level == "scan":
        if rng.random() < 0.12:
            return float(rng.uniform(0, 360))
        return float(rng.choice(4, p=(0.6, 0.13, 0.14, 0.13))) * 90 + float(rng.normal(0, 1.5))
    if rng.random() < 0.6:
        return float(rng.uniform(-15, 15))
    if rng.random() < 0.5:
        return float(rng.integers(1, 4)) * 90 + float(rng.uniform(-15, 15))
    return float(rng.uniform(0, 360))


def _tilted(rng: np.random.Generator, least: float, most: float) -> Floats:
    """A plane tilted about any axis in it, seen from 2 to 5 card widths away."""
    tilt = np.deg2rad(rng.uniform(least, most))
    axis = rng.uniform(0, 2 * np.pi)
    distance = rng.uniform(2.0, 5.0)
    ux, uy = np.cos(axis), np.sin(axis)
    c, s = np.cos(tilt), np.sin(tilt)
    # The first two columns of Rodrigues' matrix about (ux, uy, 0); the third row is the depth.
    return np.array(
        [
            [c + ux * ux * (1 - c), ux * uy * (1 - c), 0.0],
            [ux * uy * (1 - c), c + uy * uy * (1 - c), 0.0],
            [-uy * s / distance, ux * s / distance, 1.0],
        ]
    )


def _frame(rng: np.random.Generator, level: Level, needed: Floats) -> tuple[int, int]:
    """A picture's width and height for things that need so many pixels."""
    if level == "vga":
        return (640, 480)
    if level == "photo":
        shape = np.array(SHAPES[int(rng.integers(4))], float)
        width, height = shape * np.sqrt(rng.uniform(1.5e6, 3e6) / shape.prod())
        return round(width), round(height)
    room = needed / rng.uniform(0.6, 0.95)
    if level == "scan":
        return round(room[0] * rng.uniform(1, 1.5)), round(room[1] * rng.uniform(1, 1.5))
    shape = np.array(SHAPES[int(rng.integers(len(SHAPES)))], float)
    width, height = shape * float((room / shape).max())
    return round(width), round(height)


def _framed(
    rng: np.random.Generator,
    table: tuple[Floats, ...],
    scale: float,
    frame: tuple[int, int],
    keep: Floats | None,
) -> Placement:
    """The scaled table somewhere within the frame, or hanging out of it."""
    zoomed = tuple(np.diag((scale, scale, 1.0)) @ matrix for matrix in table)
    low, high = _bounds(zoomed)
    # Where people aim: the middle is likelier than the edge.
    share = rng.beta(2, 2, 2)
    start = (np.array(frame) - (high - low)) * share - low
    if keep is not None:
        out = rng.uniform(0.01, 0.06, 2) * (high - low)
        sides_left = rng.integers(0, 3, 2)
        start = np.select([sides_left == 0, sides_left == 1], [-low - out, frame - high + out], start)
        kept = move(keep, zoomed[0])
        start = np.clip(start, _HOME - kept.min(0), np.array(frame) - _HOME - kept.max(0))
    shift = _moved(*start)
    return Placement(frame[0], frame[1], tuple(shift @ matrix for matrix in zoomed))


def _bounds(matrices: tuple[Floats, ...]) -> tuple[Floats, Floats]:
    points = np.concatenate([move(rectangle(0, 0, 1, ASPECT), matrix) for matrix in matrices])
    return points.min(0), points.max(0)


def _moved(x: float, y: float) -> Floats:
    return np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])


def _turned(degrees: float) -> Floats:
    """Clockwise on the screen."""
    c, s = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
