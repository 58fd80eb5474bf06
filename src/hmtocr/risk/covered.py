"""Warning -9101: something lies over print, or the picture's frame cuts the card.

A finger at the card's edge harms nobody: what counts is how much of what should be printed is hidden.
"""

from __future__ import annotations

import numpy as np

from hmtocr.image.geometry import Floats, rectangle
from hmtocr.risk.cut import cut
from hmtocr.risk.overlay import Overlay, belongs, beyond, bounds, places, struck
from hmtocr.risk.sight import Sight, Signal

_HALF = 3.0
"""Spots of print (a digit takes about one) that are hidden where the score is a half."""
_UNSURE, _SURE = 0.25, 0.45
"""How likely a spot of print must be hidden to count, and to be shown."""
_EDGE = 0.04
"""Of the card: how near to a side that is cut the fields are that it touches."""


def measure(sight: Sight, overlay: Overlay) -> Signal:
    """How much print is hidden, which fields are, and where."""
    hidden = np.maximum(overlay.hidden, beyond(sight))
    fields = places(sight)
    lost = hidden * belongs(sight, overlay, fields.values())
    mass = float(lost[lost > _UNSURE].sum())
    score, (framed, side) = mass / (mass + _HALF), cut(sight)
    taken = struck(hidden, fields)
    if framed <= score:
        return Signal(score, taken, bounds(sight, lost > _SURE))
    near = tuple(name for name, field in sight.fields.items() if _gap(sight.on_card(field.quad), side) < _EDGE)
    return Signal(framed, tuple(dict.fromkeys(near + taken)), sight.on_picture(_strip(side)))


def _strip(side: int) -> Floats:
    """The part of the card next to a side (top, right, bottom, left), in fractions of the card."""
    x0, y0, x1, y1 = ((0, 0, 1, _EDGE), (1 - _EDGE, 0, 1, 1), (0, 1 - _EDGE, 1, 1), (0, 0, _EDGE, 1))[side]
    return rectangle(x0, y0, x1, y1)


def _gap(points: Floats, side: int) -> float:
    """How far a quad (fractions of the card) is from a side."""
    (x0, y0), (x1, y1) = points.min(0), points.max(0)
    return float((y0, 1 - x1, 1 - y1, x0)[side])
