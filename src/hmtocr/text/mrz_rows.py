"""Reads a machine-readable zone: three rows of thirty characters in cells of one width.

A recogniser cannot count a run of fillers (`<<<<<<`), but it places what it does see to a fraction of a cell; so every
character is put into the cell that it stands in, and cells without one hold a filler (ICAO Doc 9303 part 5, TD1).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from hmtocr.text.alphabet import BLANK, Alphabet
from hmtocr.text.ctc import Candidate
from hmtocr.text.detector import Line
from hmtocr.text.line import Box, LineReading, crop
from hmtocr.text.recogniser import Posterior, Recogniser

Pixels = NDArray[np.uint8]

_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
_CELLS = 30
_TALL = 2.0
"""Of the usual row's height: what is taller is no row."""
_NAMES = ("mrz1", "mrz2", "mrz3")
_KINDS = (
    "aaaaa" + "n" * 10 + "x" * 15,
    "n" * 7 + "a" + "n" * 7 + "aaa" + "x" * 11 + "n",
    "a" * 30,
)
"""What each cell of a Macao card's zone may hold besides a filler: a letter, n digit, x either (TD1)."""
_LETTERS = {"0": "O", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B", "4": "A", "7": "T"}
_DIGITS = {
    "O": "0",
    "D": "0",
    "Q": "0",
    "I": "1",
    "L": "1",
    "Z": "2",
    "S": "5",
    "G": "6",
    "B": "8",
    "A": "4",
    "T": "7",
}


@dataclass(frozen=True)
class _Row:
    """What was seen on a row: characters, their middles in pixels and their probabilities."""

    box: Box
    posterior: Posterior
    text: str
    centres: NDArray[np.float64]
    probabilities: NDArray[np.float64]


def read_mrz(flat: Pixels, lines: Sequence[Line], recogniser: Recogniser) -> Mapping[str, LineReading]:
    """The three lines by field name, or nothing if the card's lower part holds no such zone."""
    alphabet = recogniser.charset.alphabet(_CHARS)
    boxes = _wide_rows(flat, lines)
    if sum(box[2] - box[0] > 0.7 * flat.shape[1] for box in boxes) < 2:
        return {}
    seen = [row for box in boxes[-5:] if (row := _see(flat, box, recogniser, alphabet)) is not None]
    seen = [row for row in seen if len(row.text) >= 6 and _is_zone_like(row, flat.shape[1])]
    rows = _zone(seen) or _completed(seen, flat, recogniser, alphabet)
    if not rows:
        return {}
    pitch = float(np.median([_pitch(row) for row in rows]))
    left = float(np.median([row.centres[0] for row in rows]))
    return {
        name: _in_cells(row, left, pitch, alphabet, kinds)
        for name, row, kinds in zip(_NAMES, rows, _KINDS, strict=True)
    }


def _zone(rows: list[_Row]) -> list[_Row]:
    """Three rows one under the other in one pitch, of which the first two are long: the lowest such, or nothing."""
    for i in range(len(rows) - 3, -1, -1):
        three = rows[i : i + 3]
        pitches = [_pitch(row) for row in three]
        steps = [three[1].box[1] - three[0].box[1], three[2].box[1] - three[1].box[1]]
        even = max(pitches) < 1.3 * min(pitches) and max(steps) < 1.4 * min(steps)
        long = all(len(row.text) >= 18 for row in three[:2])
        if even and long and sum("<" in row.text for row in three) >= 2:
            return three
    return []


def _completed(rows: Sequence[_Row], flat: Pixels, recogniser: Recogniser, alphabet: Alphabet) -> list[_Row]:
    """Two rows that can only be a zone's, and the third where these say that it stands; or nothing.

    The third was not found by itself: fillers are faint, and what is stamped across may join two rows.
    """
    best: dict[int, _Row] = {}
    for row in sorted(rows, key=lambda row: float(row.probabilities.mean())):
        kind = _kind(row.text)
        if kind is not None:
            best[kind] = row
    if len(best) != 2:
        return []
    (first, upper), (second, lower) = sorted(best.items())
    step = ((lower.box[1] + lower.box[3]) - (upper.box[1] + upper.box[3])) / 2 / (second - first)
    tall = min(upper.box[3] - upper.box[1], lower.box[3] - lower.box[1])
    pitches = (_pitch(upper), _pitch(lower))
    if max(pitches) > 1.15 * min(pitches) or not 0.8 * tall < step < 3 * tall:
        return []
    missing = 3 - first - second
    middle = (upper.box[1] + upper.box[3]) / 2 + (missing - first) * step
    box = (min(upper.box[0], lower.box[0]), middle - tall / 2, max(upper.box[2], lower.box[2]), middle + tall / 2)
    third = _see(flat, box, recogniser, alphabet)
    return [] if third is None else [row for _, row in sorted({**best, missing: third}.items())]


def _kind(text: str) -> int | None:
    """Which row of a Macao card's zone a text can only be: 0, 1, 2 from above; None if it may be none."""
    if len(text) >= 18 and text[2:5] == "MAC":
        return 0
    if len(text) >= 18 and sum(char.isdigit() for char in text[:7]) >= 6:
        return 1
    return 2 if "<<" in text and not any(char.isdigit() for char in text) else None


def _wide_rows(flat: Pixels, lines: Sequence[Line]) -> list[Box]:
    """Rows of detected pieces that together span most of the card, top to bottom."""
    rows: list[list[Line]] = []
    usual = float(np.median([n.height for n in lines if n.x1 - n.x0 > 0.5 * flat.shape[1]] or [flat.shape[0]]))
    for line in sorted(lines, key=lambda piece: piece.middle):
        # A piece as tall as two rows is two rows, or print that runs up the card's edge.
        if line.height > min(line.x1 - line.x0, _TALL * usual):
            continue
        if rows and line.middle - np.median([p.middle for p in rows[-1]]) < 0.5 * line.height:
            rows[-1].append(line)
        else:
            rows.append([line])
    boxes = []
    for row in rows:
        x0, x1 = min(p.x0 for p in row), max(p.x1 for p in row)
        if x1 - x0 > 0.35 * flat.shape[1]:
            y0, y1 = float(np.median([p.y0 for p in row])), float(np.median([p.y1 for p in row]))
            # Fillers at the end of a line are faint to the detector: read on to where the others may end.
            boxes.append((max(0.0, x0 - 4), y0, min(flat.shape[1] * 0.995, max(x1 + 4, x0 + 0.93 * flat.shape[1])), y1))
    return boxes


def _see(flat: Pixels, box: Box, recogniser: Recogniser, alphabet: Alphabet) -> _Row | None:
    pixels = crop(flat, box)
    if pixels is None:
        return None
    posterior = recogniser(pixels)
    narrowed = alphabet.narrow(posterior.probabilities)
    best = narrowed.argmax(axis=1)
    total = narrowed.shape[0] * posterior.used
    text, centres, probabilities = "", [], []
    step = 0
    while step < len(best):
        end = step
        while end + 1 < len(best) and best[end + 1] == best[step]:
            end += 1
        if best[step] != BLANK:
            text += alphabet.chars[best[step] - 1]
            weights = narrowed[step : end + 1, best[step]].astype(np.float64)
            middle = float((np.arange(step, end + 1) * weights).sum() / weights.sum()) + 0.5
            centres.append(box[0] + middle / total * (box[2] - box[0]))
            probabilities.append(float(weights.max()))
        step = end + 1
    return _Row(box, posterior, text, np.array(centres), np.array(probabilities)) if text else None


def _is_zone_like(row: _Row, width: int) -> bool:
    """Capitals, digits and fillers in even cells, read with some certainty."""
    return float(np.median(row.probabilities)) > 0.5 and 0.018 * width < _pitch(row) < 0.042 * width


def _pitch(row: _Row) -> float:
    """The width of a cell: the usual distance of neighbours that are no fillers (runs of those lose some).

    The recogniser places characters to a quarter of a cell, so it takes the mean of what is near the median. None is
    where cells are as uneven as those of no zone: then it is 0.
    """
    steps = np.diff(row.centres)
    solid = np.array([step for step, pair in zip(steps, pairwise(row.text), strict=True) if "<" not in pair])
    if not solid.size:
        return 0.0
    middle = float(np.median(solid))
    usual = solid[np.abs(solid - middle) < 0.4 * middle]
    return float(usual.mean()) if usual.size else 0.0


def _cells(row: _Row, left: float, pitch: float) -> NDArray[np.int_]:
    """The cell of each character: counted from neighbour to neighbour, so that a wrong pitch cannot add up."""
    steps = np.maximum(1, np.rint(np.diff(row.centres) / pitch))
    start = round((row.centres[0] - left) / pitch)
    counted = np.concatenate(([start], start + np.cumsum(steps)))
    if len(counted) > 3:
        slope, offset = np.polyfit(counted, row.centres, 1)
        fitted = np.rint((row.centres - offset) / slope)
        if len(set(fitted)) == len(fitted):
            counted = fitted
    return counted.astype(int)


def _in_cells(row: _Row, left: float, pitch: float, alphabet: Alphabet, kinds: str) -> LineReading:
    """Put the characters into cells; where two claim one, the likelier stays."""
    cells = _cells(row, left, pitch)
    best: dict[int, tuple[float, str]] = {}
    for cell, char, p in zip(cells, row.text, row.probabilities, strict=True):
        if 0 <= cell < _CELLS and (char != "<" or cell not in best):
            letter = {"a": _LETTERS, "n": _DIGITS}.get(kinds[cell], {}).get(char, char)
            best[cell] = max(best.get(cell, (0.0, "<")), (float(p), letter))
    if kinds == _KINDS[2]:
        best = _ended(best)
    text = "".join(best[i][1] if i in best else "<" for i in range(_CELLS))
    weight = math.prod(p for p, char in best.values() if char != "<")
    end = min(row.box[2], left + pitch * _CELLS)
    box = (max(0.0, left - pitch * 0.6), row.box[1], end, row.box[3])
    return LineReading((Candidate(text, weight, ()),), row.posterior, alphabet, box)


def _ended(best: Mapping[int, tuple[float, str]]) -> dict[int, tuple[float, str]]:
    """The names' row up to its end: once three fillers stand side by side nothing follows (ICAO Doc 9303 part 3)."""
    filled = [cell not in best or best[cell][1] == "<" for cell in range(_CELLS)]
    last = next((i for i in range(1, _CELLS - 2) if all(filled[i : i + 3])), _CELLS)
    return {cell: seen for cell, seen in best.items() if cell < last}
