"""Warning -9101: something lies over print, or the picture's frame cuts the card.

A finger at the card's edge harms nobody: what counts is how much of what should be printed is hidden. A card that the
frame cuts is outlined along the frame, or a little beyond; what its layout lacks then tells.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, rectangle
from hmtocr.models.engine import Engine
from hmtocr.risk.overlay import SIDES, STRUCK, Overlay, belongs, beyond, bounds, look, share_in
from hmtocr.risk.sight import Sight, Signal

_HALF = 6.0
"""Spots of print (a digit takes about one) that are hidden where the score is a half."""
_NEAR = 0.025
"""Of the card's width: how near to the picture's frame a side may be one that the frame cuts."""
_EDGE = 0.04
"""Of the card: how near to a cut side the fields are that it touches."""


@dataclass(frozen=True)
class Covered:
    """The signal, with the network `card-overlay`."""

    network: Engine

    def __call__(self, sight: Sight) -> Signal:
        """How much print is hidden, which fields are, and where."""
        overlay = look(sight.flat.pixels, self.network)
        hidden = np.maximum(overlay.hidden, beyond(sight))
        lost = hidden * belongs(sight, overlay)
        mass = float(lost[lost > 0.25].sum())
        cut = _cut(sight, overlay)
        if max(cut) > mass / (mass + _HALF):
            side = int(np.argmax(cut))
            return Signal(max(cut), _along(sight, side), sight.on_picture(_strip(side)))
        fields = tuple(name for name, field in sight.fields.items() if share_in(sight, field.quad, hidden) >= STRUCK)
        return Signal(mass / (mass + _HALF), fields, bounds(sight, lost > 0.4))


def _cut(sight: Sight, overlay: Overlay) -> list[float]:
    """For each of SIDES, how likely print was lost beyond it: never where the picture goes on."""
    return [float(p) if _touches(sight, side) else 0.0 for side, p in enumerate(overlay.cut)]


def _touches(sight: Sight, side: int) -> bool:
    """Whether one of SIDES lies along the picture's frame, or beyond it."""
    height, width = sight.pixels.shape[:2]
    a, b = sight.quad[side], sight.quad[(side + 1) % len(SIDES)]
    points: Floats = a + (b - a) * np.linspace(0.1, 0.9, 5)[:, None]
    inside = np.minimum(points, np.array([width, height]) - points).min(1)
    across = float(np.linalg.norm(sight.quad[1] - sight.quad[0]))
    return bool((inside < _NEAR * across).mean() >= 0.6)


def _strip(side: int) -> Floats:
    """The part of the card next to one of SIDES, in fractions of the card."""
    x0, y0, x1, y1 = ((0, 0, 1, _EDGE), (1 - _EDGE, 0, 1, 1), (0, 1 - _EDGE, 1, 1), (0, 0, _EDGE, 1))[side]
    return rectangle(x0, y0, x1, y1)


def _along(sight: Sight, side: int) -> tuple[str, ...]:
    """The fields that reach the strip next to one of SIDES."""
    return tuple(name for name, field in sight.fields.items() if _reach(sight.on_card(field.quad))[side] < _EDGE)


def _reach(points: Floats) -> NDArray[np.float64]:
    """How far a quad (fractions of the card) is from each of SIDES."""
    (x0, y0), (x1, y1) = points.min(0), points.max(0)
    return np.array([y0, 1 - x1, 1 - y1, x0])
