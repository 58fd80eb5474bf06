"""Turns crops of single lines into probabilities over characters, step by step along the line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.models.crew import ALONE, Crew
from hmtocr.models.engine import Engine
from hmtocr.text.alphabet import BLANK, Charset

Pixels = NDArray[np.uint8]

LINE_HEIGHT = 48
"""Pixels; the height that PP-OCR's recognisers are made for."""
_WIDTH_STEP = 16
_MAX_WIDTH = 1600


@dataclass(frozen=True)
class Posterior:
    """What the recogniser saw on one crop.

    Attributes:
        probabilities: steps x classes, each row adds up to 1.
        width: of the crop in its own pixels; step i looks at about (i + 0.5) / steps of the *padded* width.
        used: the part of the steps that the crop itself covers, 0..1 (the rest is padding).
    """

    probabilities: NDArray[np.float32]
    width: int
    used: float


def fitted(crop: Pixels, height: int, most: int) -> tuple[Pixels, float]:
    """A crop as `height` rows and at most `most` columns, and then some, and what share of those the crop covers."""
    scaled = min(most, max(8, round(crop.shape[1] * height / crop.shape[0])))
    padded = max(2 * _WIDTH_STEP, math.ceil(scaled / _WIDTH_STEP) * _WIDTH_STEP)
    interpolation = cv2.INTER_AREA if crop.shape[0] > height * 1.2 else cv2.INTER_CUBIC
    line = cv2.resize(crop, (scaled, height), interpolation=interpolation)
    # Repeating the last column keeps the ground going; black padding would look like an edge.
    line = cv2.copyMakeBorder(line, 0, 0, 0, padded - scaled, cv2.BORDER_REPLICATE)
    return np.asarray(line, np.uint8), scaled / padded


class Recogniser:
    """The PP-OCR recogniser on exact widths; safe in many threads."""

    def __init__(self, engine: Engine, crew: Crew = ALONE) -> None:
        """Wrap the engine of a network whose file carries its own alphabet; `crew` share the reading of many lines."""
        self._engine = engine
        self._crew = crew
        self.charset = Charset(engine.metadata["character"].split("\n"))

    def __call__(self, crop: Pixels) -> Posterior:
        """Read one upright line, height x width x 3, RGB."""
        line, used = fitted(crop, LINE_HEIGHT, _MAX_WIDTH)
        tensor = (line[:, :, ::-1].astype(np.float32) / 127.5 - 1.0).transpose(2, 0, 1)[None]
        (probabilities,) = self._engine.run(np.ascontiguousarray(tensor))
        return Posterior(probabilities[0], crop.shape[1], used)

    def each(self, crops: Sequence[Pixels]) -> list[Posterior]:
        """Read several lines."""
        return self._crew.each(self, crops)

    def greedy(self, posterior: Posterior) -> tuple[str, float]:
        """The likeliest class at each step, collapsed; and the mean probability of the characters kept."""
        best = posterior.probabilities.argmax(axis=1)
        kept = (best != BLANK) & (best != np.concatenate(([-1], best[:-1])))
        if not kept.any():
            return "", 0.0
        text = "".join(self.charset.classes[i] for i in best[kept])
        return text, float(posterior.probabilities.max(axis=1)[kept].mean())
