"""Tells from a flat card's own rows of print how far they are from level, and the quad that levels them.

Where one side of a card could not be seen (out of the frame, on a ground of its own colour) its quad is guessed, and
rows come out leaning, more so towards that side. All rows of these cards are level, so their lean gives the error.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hmtocr.image.geometry import Floats, rectangle
from hmtocr.text.detector import Line

_LEANING = 0.006
"""Of a row's run: less than this costs no character."""
_STEEPEST = 0.12
_FEWEST = 3


def levelling_quad(lines: Sequence[Line], width: int, height: int) -> Floats | None:
    """The quad (4x2, pixels of the flat card) whose rows are level, or None where they are so already.

    Args:
        lines: detected on the flat card.
        width, height: of the flat card in pixels.
    """
    rows = [line for line in lines if line.lean is not None and abs(line.lean) < _STEEPEST]
    if len(rows) < _FEWEST:
        return None
    lean = np.array([line.lean for line in rows], np.float64)
    down = np.array([line.middle for line in rows]) / height - 0.5
    trust = np.sqrt(np.array([line.x1 - line.x0 for line in rows]))
    slope, level = _middle_line(down, lean)
    off = np.abs(lean - (level + slope * down))
    # A stamp and a signature lean as they like.
    trust = trust * (off < max(0.01, 2.5 * float(np.median(off))))
    if np.count_nonzero(trust) < _FEWEST:
        return None
    slope, level = _line(down, lean, trust)
    top, bottom = level - slope / 2, level + slope / 2
    if max(abs(top), abs(bottom)) < _LEANING:
        return None
    quad = rectangle(0, 0, width, height)
    quad[:, 1] += np.array([-top, top, bottom, -bottom]) * width / 2
    return quad


def _middle_line(x: Floats, y: Floats) -> tuple[float, float]:
    """Slope and value at 0 that half of the points agree with (Theil and Sen): what stands out has no say."""
    one, two = np.triu_indices(len(x), 1)
    run = x[two] - x[one]
    apart = np.abs(run) > 0.05
    slope = float(np.median((y[two] - y[one])[apart] / run[apart])) if apart.any() else 0.0
    return slope, float(np.median(y - slope * x))


def _line(x: Floats, y: Floats, weight: Floats) -> tuple[float, float]:
    """Slope and value at 0 of the weighted line through the points; a slope only where they spread."""
    total = float(weight.sum())
    middle, mean = float((x * weight).sum()) / total, float((y * weight).sum()) / total
    spread = float((weight * (x - middle) ** 2).sum()) / total
    slope = float((weight * (x - middle) * (y - mean)).sum()) / total / spread if spread > 0.02 else 0.0
    return slope, mean - slope * middle
