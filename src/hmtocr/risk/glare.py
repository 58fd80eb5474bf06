"""Warning -9107: a reflection washes print out. Highlights on the blank ground harm nobody."""

from __future__ import annotations

from hmtocr.risk.overlay import Overlay, belongs, bounds, places, struck
from hmtocr.risk.sight import Sight, Signal

_HALF = 3.0
"""Spots of print (a digit takes about one) that are washed out where the score is a half."""
_UNSURE, _SURE = 0.25, 0.4
"""How likely a spot of print must be washed out to count, and to be shown."""


def measure(sight: Sight, overlay: Overlay) -> Signal:
    """How much print is washed out, which fields are, and where."""
    fields = places(sight)
    lost = overlay.washed * belongs(sight, overlay, fields.values())
    mass = float(lost[lost > _UNSURE].sum())
    return Signal(mass / (mass + _HALF), struck(overlay.washed, fields), bounds(sight, lost > _SURE))
