"""What cannot be read, or hardly, on a card that is sharp and else read well, and over which nothing lies.

Who edits a field seldom leaves it as legible as its neighbours. Of 220 honest drawn pictures one lacked a required
field, and in one of twenty the least sure field had less than 0.67; of 144 forged ones twenty lacked one.
"""

from __future__ import annotations

import numpy as np

from hmtocr.models.engine import Engine
from hmtocr.risk import blur
from hmtocr.risk.overlay import beyond, look
from hmtocr.risk.sight import Sight

_LACKING = 3.4
"""Log odds of an edit that a missing field adds: twenty in 144 against one in 220."""
_HARDLY, _LEAST = 2.0, 0.7
"""Log odds that a field adds which was read with no confidence at all; with as much as the second it adds nothing."""
_FALL = 4
"""By which power of the fields' median confidence that counts less: in a bad picture any field may be hard to read."""
_EXPLAINED = 3.0
"""Spots of the flat card that something hides, or light washes out, by which what is lacking is explained."""


def illegible(sight: Sight, overlayer: Engine, apart: tuple[str, ...] = ()) -> tuple[float, tuple[str, ...]]:
    """The log odds that some field was edited, for it cannot be read, and which; 0 where all was read well.

    Args:
        sight: the card.
        overlayer: the network "card-overlay", asked only where something is illegible.
        apart: fields that do not count.
    """
    confidences = {name: field.confidence for name, field in sight.fields.items() if name not in apart}
    if not confidences:
        return 0.0, ()
    least = min(confidences, key=lambda name: confidences[name])
    hardly = _HARDLY * max(0.0, 1 - confidences[least] / _LEAST)
    odds, names = (_LACKING, sight.missing) if sight.missing else (hardly, (least,))
    if odds == 0.0:
        return 0.0, ()
    clear = float(np.median([*confidences.values()])) ** _FALL
    over = look(sight.flat.pixels, overlayer)
    hidden = np.maximum(over.hidden, beyond(sight))
    lost = float(np.square(hidden).sum() + np.square(over.washed).sum())
    return odds * clear * max(0.0, 1 - lost / _EXPLAINED) * (1 - blur.measure(sight).score), names
