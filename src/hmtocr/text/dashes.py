"""Finds a printed row of dashes, which a text detector takes for a rule or for nothing."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.text.line import Box

Pixels = NDArray[np.uint8]

_FEWEST = 4


def find_dashes(flat: Pixels, area: Box, height: float) -> Box | None:
    """The box of at least four level dashes of one length in even steps, or None.

    Args:
        flat: the flat card, RGB.
        area: where to look, in its pixels.
        height: of a line of print there, in pixels.
    """
    y, x = max(0, int(area[1])), max(0, int(area[0]))
    part = flat[y : int(area[3]), x : int(area[2])]
    if min(part.shape[:2]) < 12:
        return None
    grey = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY)
    block = int(height) | 1
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, max(3, block), 14)
    count, _, stats, centres = cv2.connectedComponentsWithStats(dark, connectivity=8)
    bars = [
        (float(centres[i][0]), float(centres[i][1]), int(stats[i][2]), int(stats[i][3]))
        for i in range(1, count)
        if 0.12 * height < stats[i][2] < 0.9 * height and stats[i][3] < 0.6 * stats[i][2] and stats[i][3] < 0.3 * height
    ]
    best: list[tuple[float, float, int, int]] = []
    for bar in bars:
        row = sorted(b for b in bars if abs(b[1] - bar[1]) < 0.12 * height and 0.6 < b[2] / bar[2] < 1.6)
        for run in _even(row, height):
            best = max(best, run, key=len)
    if len(best) < _FEWEST:
        return None
    half = 0.4 * height
    left, right = best[0][0] - best[0][2] / 2, best[-1][0] + best[-1][2] / 2
    middle = float(np.median([b[1] for b in best]))
    return (x + left, y + middle - half, x + right, y + middle + half)


def _even(row: list[tuple[float, float, int, int]], height: float) -> list[list[tuple[float, float, int, int]]]:
    """Runs of neighbours whose steps are alike."""
    runs: list[list[tuple[float, float, int, int]]] = []
    for bar in row:
        if runs:
            run = runs[-1]
            step = bar[0] - run[-1][0]
            usual = run[1][0] - run[0][0] if len(run) > 1 else step
            if step < 1.3 * height and abs(step - usual) < 0.25 * usual:
                run.append(bar)
                continue
        runs.append([bar])
    return runs
