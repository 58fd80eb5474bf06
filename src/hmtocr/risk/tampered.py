"""Tampered: a place of the card that was edited differs from the rest of it in what camera, print and file leave.

A small network looks at the picture's own pixels, cell by cell, against the whole card (training/risk_tampered).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats
from hmtocr.models.engine import Engine
from hmtocr.reading import Quad
from hmtocr.risk.forensics import CELL, Cut, cut_card
from hmtocr.risk.sight import Sight, Signal

_TOP = 6
"""Cells whose mean speaks for a card: a character's worth."""
_SUSPECT = 0.5
"""Of a card's strongest cells' mean: the share from which a field's own warrant its name."""


@dataclass(frozen=True)
class Tampered:
    """The signal, with its network."""

    network: Engine

    def __call__(self, sight: Sight) -> Signal:
        """How likely some place was edited, the fields there, and the box round it."""
        cut = cut_card(sight.pixels, sight.quad)
        told = look(cut, self.network)
        score = strongest(told)
        strong = told >= max(_SUSPECT * score, 0.05)
        fields = tuple(
            name for name, field in sight.fields.items() if _share(strong, cut, _on(field.quad, sight.scale)) > 0.15
        )
        return Signal(score, fields, _place(strong, cut, sight.scale) if score > 0.05 else None)


def look(cut: Cut, network: Engine) -> NDArray[np.float32]:
    """The probability of every cell of the cut to be edited; 0 outside the card."""
    (logits,) = network.run(*cut.planes())
    return np.asarray(cut.inside / (1 + np.exp(-logits[0].clip(-30, 30))), np.float32)


def strongest(told: NDArray[np.float32]) -> float:
    """The geometric mean odds, as a probability, of a card's strongest cells."""
    top = np.sort(told.ravel())[-_TOP:].astype(np.float64).clip(1e-6, 1 - 1e-6)
    return float(1 / (1 + np.exp(-np.mean(np.log(top / (1 - top))))))


def _on(quad: Quad, scale: float) -> Floats:
    return np.asarray(quad, np.float64) / scale


def _share(strong: NDArray[np.bool_], cut: Cut, quad: Floats) -> float:
    """What share of a field's cells is suspect."""
    mask = np.zeros(strong.shape, np.uint8)
    cv2.fillConvexPoly(mask, np.round((cut.cells(quad) - 0.5) * 16).astype(np.int32), (1,), shift=4)
    return float((strong & (mask > 0)).sum() / max(1, mask.sum()))


def _place(strong: NDArray[np.bool_], cut: Cut, scale: float) -> Quad | None:
    """The upright box round the largest suspect spot, on the original picture."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(strong.astype(np.uint8), connectivity=8)
    if count < 2:
        return None
    x, y, w, h, _ = (float(v) for v in stats[1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())])
    unit = cut.times * CELL
    x0, y0 = (cut.origin[0] + x * unit) * scale, (cut.origin[1] + y * unit) * scale
    x1, y1 = x0 + w * unit * scale, y0 + h * unit * scale
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
