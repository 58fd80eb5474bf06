"""Finds the printed portraits on a flat card.

Candidates come from their shape (silhouette.py), straight edges nearby end them (frame.py), and what they show decides
(evidence.py). The small portrait is a copy of the large one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np

from hmtocr.image.evidence import odds
from hmtocr.image.frame import Framed, settle
from hmtocr.image.geometry import Pixels
from hmtocr.image.silhouette import Box, Candidate, Sheet, look, part, prepare

Cells = tuple[float, float, float, float]

_SHAPE = 1.27
"""Height over width of the candidates; edges mend it."""
SIZES = tuple((w, round(w * _SHAPE)) for w in (17, 19, 21, 24, 27, 30, 33))
"""Widths and heights, in hundredths of the card's width, that a large portrait is looked for in."""
_SMALL = (15, 17, 19, 21, 23, 26)
"""Widths in half hundredths that a small one is looked for in."""
_SLACK = 4
"""Cells by which a portrait may stand away from its known place."""
_LEAST_ODDS = -3.0
"""Of a portrait somewhere. Every front has one, so that to miss it is worse than to believe in a wrong place."""
_LEAST_KNOWN = -3.0
"""Of a portrait in its known place, which a child's card leaves empty."""
_LEAST_COPY = 0.9
"""Correlation with the large portrait of a small one somewhere; drawn cards without one come to 0.85 in 19 of 20."""
_LEAST_GHOST = 0.3
"""The same in a known place, where it may be faint and printed over."""


def find_portraits(flat: Pixels, known: Mapping[str, Box] | None, text: Sequence[Box]) -> Mapping[str, Box]:
    """The portraits' boxes (x0, y0, x1, y1 in pixels) by kind, "large" and "small"; without those that are not there.

    Args:
        flat: a flat, upright card (height x width x 3, RGB, ID-1).
        known: where the layout has them, in pixels. None where the layout is not known.
        text: the lines of print in pixels, which no portrait covers.
    """
    if known is not None and "large" not in known:
        return {}
    sheet = prepare(flat)
    if known is not None:
        return _present(sheet, known, text)
    weighed = [(odds(sheet, candidate, framed), framed) for candidate, framed in candidates(sheet, SIZES, text)]
    likely, framed = max(weighed, key=lambda pair: pair[0])
    if likely < _LEAST_ODDS:
        return {}
    found = {"large": framed.box}
    small = _copy(sheet, framed.box)
    if small is not None:
        found["small"] = small
    return {kind: _pixels(box, sheet.cell / 2, flat.shape) for kind, box in found.items()}


def candidates(sheet: Sheet, sizes: Sequence[tuple[int, int]], text: Sequence[Box]) -> list[tuple[Candidate, Framed]]:
    """What looks like a portrait of one of the sizes, and its picture's edges."""
    out = []
    for candidate in look(sheet, sizes, text):
        x, y, width, height = (2 * edge for edge in candidate.box)
        out.append((candidate, settle(sheet.colour, (x, y, x + width, y + height))))
    return out


def near(sheet: Sheet, place: Cells, text: Sequence[Box]) -> tuple[Sheet, list[tuple[Candidate, Framed]]]:
    """Candidates at or near a known place (in cells), and the part of the sheet that they are on."""
    rows, columns = sheet.dark.shape
    x0, y0 = max(0, int(place[0]) - _SLACK), max(0, int(place[1]) - _SLACK)
    x1, y1 = min(columns, round(place[2]) + _SLACK), min(rows, round(place[3]) + _SLACK)
    wide, high = place[2] - place[0], place[3] - place[1]
    sizes = [(round(wide * by), round(high * by)) for by in (0.92, 1.0, 1.08)]
    sizes = [(w, h) for w, h in sizes if w <= x1 - x0 and h <= y1 - y0]
    dx, dy = x0 * sheet.cell, y0 * sheet.cell
    here = part(sheet, x0, y0, x1, y1)
    return here, candidates(here, sizes, [(a - dx, b - dy, c - dx, d - dy) for a, b, c, d in text])


def _present(sheet: Sheet, known: Mapping[str, Box], text: Sequence[Box]) -> Mapping[str, Box]:
    """The known places that hold a portrait: the large one by what it shows, the small one by likeness to it."""
    x0, y0, x1, y1 = (edge / sheet.cell for edge in known["large"])
    here, found = near(sheet, (x0, y0, x1, y1), text)
    if max((odds(here, candidate, framed) for candidate, framed in found), default=-np.inf) < _LEAST_KNOWN:
        return {}
    told = {"large": known["large"]}
    if "small" in known:
        light = sheet.colour.mean(2)
        head = light[round(2 * y0) : round(2 * y1), round(2 * x0) : round(2 * x1)]
        x0, y0, x1, y1 = (round(2 * edge / sheet.cell) for edge in known["small"])
        wanted = cv2.resize(head, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)
        place = light[max(0, y0 - _SLACK) : y1 + _SLACK, max(0, x0 - _SLACK) : x1 + _SLACK]
        # Laser engraving shows its contents mirrored from one side.
        likeness = max(
            cv2.matchTemplate(place, w, cv2.TM_CCOEFF_NORMED).max() for w in (wanted, wanted[:, ::-1].copy())
        )
        if likeness > _LEAST_GHOST:
            told["small"] = known["small"]
    return told


def _copy(sheet: Sheet, large: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
    """Where the card resembles its large portrait, in small, apart from the portrait itself."""
    light = sheet.colour.mean(2)
    x0, y0, x1, y1 = large
    head = light[y0:y1, x0:x1]
    best, place = _LEAST_COPY, None
    for wide in _SMALL:
        high = round(head.shape[0] * wide / head.shape[1])
        wanted = cv2.resize(head, (wide, high), interpolation=cv2.INTER_AREA)
        likeness = cv2.matchTemplate(light, wanted, cv2.TM_CCOEFF_NORMED)
        likeness[max(0, y0 - high) : y1, max(0, x0 - wide) : x1] = -1
        y, x = (int(i) for i in np.unravel_index(int(likeness.argmax()), likeness.shape))
        if likeness[y, x] > best:
            best, place = float(likeness[y, x]), (x, y, x + wide, y + high)
    return place


def _pixels(box: tuple[int, int, int, int], scale: float, size: tuple[int, ...]) -> Box:
    """In pixels of the card, no further than its edges."""
    x0, x1 = (min(max(0.0, edge * scale), float(size[1])) for edge in box[::2])
    y0, y1 = (min(max(0.0, edge * scale), float(size[0])) for edge in box[1::2])
    return (x0, y0, x1, y1)
