"""The recogniser of the fields in digits and Latin letters: small, quick, and made for these cards.

What it can read is in its file.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hmtocr.models.engine import Engine
from hmtocr.text.alphabet import Charset
from hmtocr.text.recogniser import Posterior, fitted

Pixels = NDArray[np.uint8]

LINE_HEIGHT = 32
"""Pixels; what the network of `training/latin` is made for."""
_MAX_WIDTH = 1024


class LatinRecogniser:
    """Crops of single lines into probabilities over digits, Latin letters and marks; safe in many threads."""

    def __init__(self, engine: Engine) -> None:
        """Wrap the engine of a network whose file carries its own alphabet."""
        self._engine = engine
        self.charset = Charset(engine.metadata["character"].split("\n"))

    def __call__(self, crop: Pixels) -> Posterior:
        """Read one upright line, height x width x 3, RGB."""
        line, used = fitted(crop, LINE_HEIGHT, _MAX_WIDTH)
        (probabilities,) = self._engine.run(np.ascontiguousarray(line[None], np.float32))
        return Posterior(probabilities[0], crop.shape[1], used)
