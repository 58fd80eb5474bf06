"""Warning -9107: a reflection washes print out. Highlights on the blank ground harm nobody.

Print that is washed out altogether is not even seen to belong there: then a field that every such card has is missing,
and there is light enough somewhere to be what took it.
"""

from __future__ import annotations

import numpy as np

from hmtocr.risk.overlay import Overlay, belongs, bounds, places, struck
from hmtocr.risk.sight import Sight, Signal

_HALF = 3.0
"""Spots of print (a digit takes about one) that are washed out where the score is a half; a field that is missing
counts as one."""
_SURE = 0.4
"""How likely a spot of print must be washed out to be shown."""
_ENOUGH = 10.0
"""Spots that are washed out, print or not, where a field that is missing is put down to light."""


def measure(sight: Sight, overlay: Overlay) -> Signal:
    """How much print is washed out, which fields are, and where."""
    fields = places(sight)
    lost = overlay.washed * belongs(sight, overlay, fields.values())
    by_light = min(1.0, float(np.square(overlay.washed).sum()) / _ENOUGH)
    # Squared, so that a trace of doubt everywhere does not add up to anything.
    mass = float(np.square(lost).sum()) + by_light * len(sight.missing)
    taken = struck(overlay.washed, fields) + (sight.missing if by_light > _SURE else ())
    return Signal(mass / (mass + _HALF), taken, bounds(sight, lost > _SURE))
