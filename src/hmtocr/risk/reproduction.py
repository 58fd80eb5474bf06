"""Whether a picture shows a card, or a copy of one: a print on paper (photocopy), or a screen (recapture).

One look tells both, for both are told by the grain (see hmtocr.risk.grain). A picture without any colour is no copy
for that alone: cameras can be set to it; a grey picture is suspected where the dots of a print or paper show.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, Pixels
from hmtocr.models.engine import Engine
from hmtocr.risk.grain import grain_traits, pieces_of
from hmtocr.risk.sight import Sight, Signal
from hmtocr.risk.surround import coarse, surround_traits

KINDS = ("photocopy", "recapture")


class Reproduction:
    """Both signals of a card by one network, that of the manifest's `grain-judge`."""

    def __init__(self, engine: Engine) -> None:
        """With the network."""
        self._engine = engine

    def __call__(self, sight: Sight) -> Mapping[str, Signal]:
        """Both signals by kind; they concern the whole card, so that neither fields nor a quad are named."""
        told = traits(sight.pixels, sight.quad) if sight.grain is None else sight.grain
        return {kind: Signal(score) for kind, score in self._judged(told).items()}

    def scores(self, pixels: Pixels, quad: Floats) -> dict[str, float]:
        """Scores (0..1) by kind of the card at `quad` (4 x 2, from its own top left) of a picture."""
        return self._judged(traits(pixels, quad))

    def _judged(self, told: NDArray[np.float32]) -> dict[str, float]:
        (answers,) = self._engine.run(told[None])
        return dict(zip(KINDS, (float(score) for score in answers[0]), strict=True))


def traits(pixels: Pixels, quad: Floats) -> NDArray[np.float32]:
    """All that the network is told of the card at `quad` of a picture."""
    return np.concatenate((grain_traits(pieces_of(pixels, quad)), surround_traits(coarse(pixels, quad))))
