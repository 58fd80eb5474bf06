"""Warning -9101: something lies over print, or the picture's frame cuts the card.

A finger at the card's edge harms nobody: what counts is how much of what should be printed is hidden. What a network
has not seen before it may not know for a thing that lies there: but where all else is read well, a field that every
such card has is not missing for nothing.
"""

from __future__ import annotations

import numpy as np

from hmtocr.image.geometry import Floats, rectangle
from hmtocr.risk.cut import cut
from hmtocr.risk.overlay import Overlay, belongs, beyond, bounds, places, struck
from hmtocr.risk.sight import Sight, Signal

_HALF = 3.0
"""Spots of print (a digit takes about one) that are hidden where the score is a half."""
_MISSED = 2.0
"""Spots that a field counts as that is missing from a card that is else read well."""
_SURE = 0.45
"""How likely a spot of print must be hidden to be shown."""
_FALL = 4
"""By which power of the fields' median confidence a missing field counts less: in a bad picture any may be missing."""
_EDGE = 0.04
"""Of the card: how near to a side that is cut the fields are that it touches."""


def measure(sight: Sight, overlay: Overlay, lit: float) -> Signal:
    """How much print is hidden, which fields are, and where; `lit` is how likely light took what is missing, 0..1."""
    hidden = np.maximum(overlay.hidden, beyond(sight))
    fields = places(sight)
    lost = hidden * belongs(sight, overlay, fields.values())
    clear = (1 - lit) * float(np.median([field.confidence for field in sight.fields.values()] or [0.0])) ** _FALL
    # Squared, so that a trace of doubt everywhere does not add up to anything.
    mass = float(np.square(lost).sum()) + _MISSED * clear * len(sight.missing)
    score, (framed, side) = mass / (mass + _HALF), cut(sight)
    taken = struck(hidden, fields) + (sight.missing if clear > _SURE else ())
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
