"""Warning -9107: a reflection washes print out. Highlights on the blank ground harm nobody."""

from __future__ import annotations

from dataclasses import dataclass

from hmtocr.models.engine import Engine
from hmtocr.risk.overlay import STRUCK, belongs, bounds, look, share_in
from hmtocr.risk.sight import Sight, Signal

_HALF = 6.0
"""Spots of print (a digit takes about one) that are washed out where the score is a half."""


@dataclass(frozen=True)
class Glare:
    """The signal, with the network `card-overlay`."""

    network: Engine

    def __call__(self, sight: Sight) -> Signal:
        """How much print is washed out, which fields are, and where."""
        overlay = look(sight.flat.pixels, self.network)
        lost = overlay.washed * belongs(sight, overlay)
        mass = float(lost[lost > 0.25].sum())
        fields = tuple(
            name for name, field in sight.fields.items() if share_in(sight, field.quad, overlay.washed) >= STRUCK
        )
        return Signal(mass / (mass + _HALF), fields, bounds(sight, lost > 0.4))
