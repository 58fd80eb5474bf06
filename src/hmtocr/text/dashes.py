"""Finds a printed row of dashes, which a text detector takes for a rule or for nothing."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.text.line import Box

Pixels = NDArray[np.uint8]

CLEAR = 0.97
"""The probability given to a row of dashes that geometry alone has found."""
_FEWEST = 5
_SOFT = 0.035
"""Sigma, in heights of a line, that takes the grain away and leaves a dash."""
_DARKER = (14, 8, 5)
"""By how many levels a dash is darker than what is round it: on a good picture, and on ever poorer ones."""
_SWING = 12.0
"""Levels between the dashes and the gaps of a bar."""
_FAINT = 4.0
"""Levels by which ink is darker than the ground, at least."""
_EDGE, _FLAT, _MOSTLY = 0.3, 0.5, 0.6
"""Of the darkest line of a strip, what a line of its dashes has; of the row's height, how high those are together;
and of all ink, how much is theirs."""
_WIDEST_DASH = 1.3
"""Of a row's height: dashes are wider together."""
_Bar = tuple[float, float, int, int]


def find_dashes(flat: Pixels, area: Box, height: float) -> Box | None:
    """The box of at least five level dashes of one length in even steps, or None.

    Args:
        flat: the flat card, RGB.
        area: where to look, in its pixels.
        height: of a line of print there, in pixels.
    """
    y, x = max(0, int(area[1])), max(0, int(area[0]))
    part = flat[y : int(area[3]), x : int(area[2])]
    if min(part.shape[:2]) < 12:
        return None
    plain = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY)
    grey = np.asarray(cv2.GaussianBlur(plain, (0, 0), max(0.3, _SOFT * height)), np.uint8)
    for darker in _DARKER:
        best = _longest(grey, height, darker)
        if len(best) < _FEWEST:
            continue
        half = 0.4 * height
        left, right = best[0][0] - best[0][2] / 2, best[-1][0] + best[-1][2] / 2
        middle = float(np.median([b[1] for b in best]))
        return (x + left, y + middle - half, x + right, y + middle + half)
    return None


def _longest(grey: Pixels, height: float, darker: int) -> list[_Bar]:
    """The longest row of dashes: (x, y) of the middle, width, height of each."""
    block = max(3, int(height) | 1)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, darker)
    count, _, stats, centres = cv2.connectedComponentsWithStats(dark, connectivity=8)
    bars = [
        (float(centres[i][0]), float(centres[i][1]), int(stats[i][2]), int(stats[i][3]))
        for i in range(1, count)
        if 0.12 * height < stats[i][2] < 0.9 * height and stats[i][3] < 0.6 * stats[i][2] and stats[i][3] < 0.3 * height
    ]
    for i in range(1, count):
        # Where the picture is too coarse for the gaps, the row is one bar that is lighter in even steps.
        long = 1.2 * height < stats[i][2] < 5 * height and stats[i][3] < 0.3 * height
        if long and len(beads := _beads(grey, stats[i])) >= _FEWEST:
            return beads
    best: list[_Bar] = []
    for bar in bars:
        row = sorted(b for b in bars if abs(b[1] - bar[1]) < 0.12 * height and 0.65 < b[2] / bar[2] < 1.55)
        for run in _even(row, height):
            best = max(best, run, key=len)
    return best


def _beads(grey: Pixels, bar: NDArray[np.int32]) -> list[_Bar]:
    """The darker stretches of a bar (x, y, width, height), if they come in even steps; else nothing."""
    x, y, wide, tall = (int(v) for v in bar[:4])
    profile = grey[y : y + tall, x : x + wide].astype(np.float64).min(axis=0)
    swing = float(np.ptp(profile))
    if swing < _SWING:
        return []
    dark = profile < profile.mean()
    edges = np.flatnonzero(np.diff(np.concatenate(([0], dark.astype(int), [0]))))
    runs = [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    middles = np.array([(a + b) / 2 for a, b in runs])
    steps = np.diff(middles)
    if len(runs) < _FEWEST or float(steps.max()) > 1.4 * float(steps.min()):
        return []
    return [(x + m, y + tall / 2, b - a, tall) for m, (a, b) in zip(middles.tolist(), runs, strict=True)]


def _even(row: list[_Bar], height: float) -> list[list[_Bar]]:
    """Runs of neighbours whose steps are alike."""
    runs: list[list[_Bar]] = []
    for bar in row:
        if runs:
            run = runs[-1]
            step = bar[0] - run[-1][0]
            usual = run[1][0] - run[0][0] if len(run) > 1 else step
            if step < 1.3 * height and abs(step - usual) < 0.2 * usual:
                run.append(bar)
                continue
        runs.append([bar])
    return runs


def are_dashes(strip: Pixels, tall: float) -> bool:
    """Whether a strip shows a row of at least five dashes and nothing else.

    Args:
        strip: height x width x 3, RGB, with room round the row.
        tall: the row's height in its pixels; dashes lie about the strip's middle.
    """
    grey = cv2.cvtColor(strip, cv2.COLOR_RGB2GRAY)
    soft = np.asarray(cv2.GaussianBlur(grey, (0, 0), max(0.3, 2 * _SOFT * tall)), np.uint8)
    ink = np.clip(float(np.median(soft)) - _FAINT - soft.astype(np.float64), 0, None)
    lines = ink.sum(axis=1)
    if lines.max() <= 0:
        return False
    band = np.flatnonzero(lines > _EDGE * lines.max())
    top, bottom = int(band[0]), int(band[-1]) + 1
    if bottom - top > _FLAT * tall or lines[top:bottom].sum() < _MOSTLY * lines.sum():
        return False
    columns = ink[top:bottom].sum(axis=0)
    dark = np.flatnonzero(columns > _EDGE * columns.max())
    left, right = int(dark[0]), int(dark[-1]) + 1
    if right - left < _WIDEST_DASH * tall:
        return False
    bar = np.array((left, top, right - left, bottom - top), np.int32)
    return len(_beads(soft, bar)) >= _FEWEST
