"""The recogniser of the fields in digits and Latin letters: small, quick, and made for these cards.

What it can read is in its file; `reads` tells whether a field's alphabet is within that.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.models.engine import Engine
from hmtocr.text.alphabet import Charset
from hmtocr.text.recogniser import Posterior

Pixels = NDArray[np.uint8]

LINE_HEIGHT = 32
"""Pixels; what the network of `training/latin` is made for."""
_WIDTH_STEP = 16
_MAX_WIDTH = 1024


class LatinRecogniser:
    """Crops of single lines into probabilities over digits, Latin letters and marks; safe in many threads."""

    def __init__(self, engine: Engine) -> None:
        """Wrap the engine of a network whose file carries its own alphabet."""
        self._engine = engine
        self.charset = Charset(engine.metadata["character"].split("\n"))

    def __call__(self, crop: Pixels) -> Posterior:
        """Read one upright line, height x width x 3, RGB."""
        height, width = crop.shape[:2]
        scaled = min(_MAX_WIDTH, max(8, round(width * LINE_HEIGHT / height)))
        padded = max(2 * _WIDTH_STEP, math.ceil(scaled / _WIDTH_STEP) * _WIDTH_STEP)
        interpolation = cv2.INTER_AREA if height > LINE_HEIGHT else cv2.INTER_CUBIC
        line = cv2.resize(crop, (scaled, LINE_HEIGHT), interpolation=interpolation)
        line = cv2.copyMakeBorder(line, 0, 0, 0, padded - scaled, cv2.BORDER_REPLICATE)
        (probabilities,) = self._engine.run(np.ascontiguousarray(line[None], np.float32))
        return Posterior(probabilities[0], width, scaled / padded)

    def reads(self, chars: str) -> bool:
        """Whether the network has a class for every one of these characters."""
        return all(char in self.charset.index for char in chars)
