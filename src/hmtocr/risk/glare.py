"""Warning -9107: a reflection washes print out. Small highlights on the blank ground harm nobody.

Print that is washed out altogether is not even seen to belong there: then a field that every such card has is missing,
and there is light enough somewhere to be what took it. Where much of the card is washed out nobody can tell what stood
there, so that a large reflection counts wherever it lies.
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

_LARGE, _EACH = 30.0, 0.05
"""Spots washed out, print or not, from which a reflection is large (3 % of the card), and what each further one counts
as. Honest pictures have up to 14 (420 drawn ones), all but two of 58 drawn reflections 25 and more (else 2, 11)."""


def measure(sight: Sight, overlay: Overlay) -> Signal:
    """How much print is washed out, which fields are, and where."""
    fields = places(sight)
    lost = overlay.washed * belongs(sight, overlay, fields.values())
    # Squared, so that a trace of doubt everywhere does not add up to anything.
    size = float(np.square(overlay.washed).sum())
    by_light = min(1.0, size / _ENOUGH)
    mass = float(np.square(lost).sum()) + by_light * len(sight.missing) + _EACH * max(0.0, size - _LARGE)
    taken = struck(overlay.washed, fields) + (sight.missing if by_light > _SURE else ())
    return Signal(mass / (mass + _HALF), taken, bounds(sight, lost > _SURE))
