"""Whether something stands between the camera and the print: a thing (covered) or a reflection (glare).

One look at the flat card tells both (see hmtocr.risk.overlay).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hmtocr.models.engine import Engine
from hmtocr.risk import covered, glare
from hmtocr.risk.overlay import look
from hmtocr.risk.sight import Sight, Signal

KINDS = ("covered", "glare")


@dataclass(frozen=True)
class Obstruction:
    """Both signals of a card by one network, that of the manifest's `card-overlay`."""

    network: Engine

    def __call__(self, sight: Sight) -> Mapping[str, Signal]:
        """Both signals by kind."""
        overlay = look(sight.flat.pixels, self.network)
        light = glare.measure(sight, overlay)
        return dict(zip(KINDS, (covered.measure(sight, overlay, light.score), light), strict=True))
