"""Finds the printed portraits on a flat card.

Candidates come from their shape (silhouette.py), straight edges nearby end them (frame.py), and what they show decides
(evidence.py). The small portrait is a copy of the large one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np

from hmtocr.image.evidence import odds
from hmtocr.image.frame import Framed, fit, settle
from hmtocr.image.geometry import Pixels
from hmtocr.image.silhouette import Box, Candidate, Plane, Sheet, look, part, prepare

Cells = tuple[float, float, float, float]

_SHAPE = 1.27
"""Height over width of the candidates; edges mend it."""
SIZES = tuple((w, round(w * _SHAPE)) for w in (17, 19, 21, 24, 27, 30, 33))
"""Widths and heights, in hundredths of the card's width, that a large portrait is looked for in."""
_MARGIN = 0.1
_SMALL = (12, 13, 15, 17, 18, 21)
"""Widths in half hundredths that a small one is looked for in, without a margin of a tenth on each side."""
_SLACK = 4
"""Cells by which a portrait may stand away from its known place."""
_LEAST_ODDS = -3.0
"""Of a portrait somewhere. Every front has one, so that to miss it is worse than to believe in a wrong place."""
_LEAST_KNOWN = -3.0
"""Of a portrait in its known place, which a child's card leaves empty."""
_LEAST_COPY = 0.85
"""Correlation with the large portrait of a small one somewhere; 19 of 20 drawn cards without one come to less, 13 of 14
of those with one to more."""
_LEAST_GHOST = 0.3
"""The same in a known place, where it may be faint and printed over."""
_CLEAR_GHOST = 0.7
"""From here on it stands where it is seen, not where the layout has it."""


def find_portraits(
    flat: Pixels, known: Mapping[str, Box] | None, text: Sequence[Box], copies: bool = True
) -> Mapping[str, Box]:
    """The portraits' boxes (x0, y0, x1, y1 in pixels) by kind, "large" and "small"; without those that are not there.

    Args:
        flat: a flat, upright card (height x width x 3, RGB, ID-1).
        known: where the layout has them, in pixels. None where the layout is not known.
        text: the lines of print in pixels, which no portrait covers.
        copies: whether the card may have a small copy of its portrait.
    """
    if known is not None and "large" not in known:
        return {}
    sheet = prepare(flat)
    if known is not None:
        return _present(sheet, known, text, flat.shape)
    weighed = [(odds(sheet, *pair), pair[0]) for pair in candidates(sheet, SIZES, text)]
    likely, candidate = max(weighed, key=lambda pair: pair[0])
    if likely < _LEAST_ODDS:
        return {}
    large = fit(sheet.colour, _doubled(candidate))
    found: dict[str, Box] = {"large": large}
    small = _copy(sheet, large) if copies else None
    if small is not None:
        found["small"] = small
    return {kind: _pixels(box, sheet.cell / 2, flat.shape) for kind, box in found.items()}


def candidates(sheet: Sheet, sizes: Sequence[tuple[int, int]], text: Sequence[Box]) -> list[tuple[Candidate, Framed]]:
    """What looks like a portrait of one of the sizes, and its picture's edges."""
    out = []
    for candidate in look(sheet, sizes, text):
        out.append((candidate, settle(sheet.colour, _doubled(candidate))))
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


def _present(sheet: Sheet, known: Mapping[str, Box], text: Sequence[Box], size: tuple[int, ...]) -> Mapping[str, Box]:
    """The known places that hold a portrait: the large one by what it shows, the small one by likeness to it."""
    x0, y0, x1, y1 = (edge / sheet.cell for edge in known["large"])
    here, found = near(sheet, (x0, y0, x1, y1), text)
    if max((odds(here, candidate, framed) for candidate, framed in found), default=-np.inf) < _LEAST_KNOWN:
        return {}
    told = {"large": known["large"]}
    if "small" in known:
        light = sheet.colour.mean(2)
        head = light[round(2 * y0) : round(2 * y1), round(2 * x0) : round(2 * x1)]
        likeness, box = _ghost(light, head, [2 * edge / sheet.cell for edge in known["small"]])
        if likeness > _LEAST_GHOST:
            told["small"] = (
                _moved(known["small"], _pixels(box, sheet.cell / 2, size))
                if likeness > _CLEAR_GHOST
                else known["small"]
            )
    return told


def _ghost(light: Plane, head: Plane, known: Sequence[float]) -> tuple[float, tuple[int, int, int, int]]:
    """The likeness of the head, and its box, where it is best seen near a known place (pixels of the plane)."""
    best: tuple[float, tuple[int, int, int, int]] = (-1.0, (0, 0, 0, 0))
    left, top = max(0, round(known[0]) - _SLACK), max(0, round(known[1]) - _SLACK)
    place = light[top : round(known[3]) + _SLACK, left : round(known[2]) + _SLACK]
    for by in (0.9, 0.95, 1.0, 1.05):
        wide, high = round((known[2] - known[0]) * by), round((known[3] - known[1]) * by)
        if wide > place.shape[1] or high > place.shape[0]:
            continue
        wanted = cv2.resize(head, (wide, high), interpolation=cv2.INTER_AREA)
        # Laser engraving shows its contents mirrored from one side.
        for seen in (wanted, wanted[:, ::-1].copy()):
            likeness = cv2.matchTemplate(place, seen, cv2.TM_CCOEFF_NORMED)
            y, x = (int(i) for i in np.unravel_index(int(likeness.argmax()), likeness.shape))
            if likeness[y, x] > best[0]:
                best = (float(likeness[y, x]), (left + x, top + y, left + x + wide, top + y + high))
    return best


def _copy(sheet: Sheet, large: tuple[int, int, int, int]) -> Box | None:
    """Where the card resembles its large portrait, in small, apart from the portrait itself."""
    light = sheet.colour.mean(2)
    x0, y0, x1, y1 = large
    # Its outermost parts are left out, for the box may hold some of the card.
    dx, dy = round(_MARGIN * (x1 - x0)), round(_MARGIN * (y1 - y0))
    head = light[y0 + dy : y1 - dy, x0 + dx : x1 - dx]
    best, place = _LEAST_COPY, None
    for wide in _SMALL:
        high = round(head.shape[0] * wide / head.shape[1])
        wanted = cv2.resize(head, (wide, high), interpolation=cv2.INTER_AREA)
        likeness = cv2.matchTemplate(light, wanted, cv2.TM_CCOEFF_NORMED)
        likeness[max(0, y0 - high) : y1, max(0, x0 - wide) : x1] = -1
        y, x = (int(i) for i in np.unravel_index(int(likeness.argmax()), likeness.shape))
        if likeness[y, x] > best:
            more = _MARGIN / (1 - 2 * _MARGIN)
            best = float(likeness[y, x])
            place = (x - more * wide, y - more * high, x + (1 + more) * wide, y + (1 + more) * high)
    if place is None:
        return None
    down, across = light.shape
    near = [min(max(0, round(edge)), end) for edge, end in zip(place, (across, down) * 2, strict=True)]
    return fit(sheet.colour, (near[0], near[1], near[2], near[3]))


def _moved(box: Box, onto: Box) -> Box:
    """The box with the middle of another."""
    x, y = (onto[0] + onto[2] - box[0] - box[2]) / 2, (onto[1] + onto[3] - box[1] - box[3]) / 2
    return (box[0] + x, box[1] + y, box[2] + x, box[3] + y)


def _doubled(candidate: Candidate) -> tuple[int, int, int, int]:
    """The candidate's box on the plane `Sheet.colour`."""
    x, y, width, height = (2 * edge for edge in candidate.box)
    return (x, y, x + width, y + height)


def _pixels(box: Box, scale: float, size: tuple[int, ...]) -> Box:
    """In pixels of the card, no further than its edges."""
    x0, x1 = (min(max(0.0, edge * scale), float(size[1])) for edge in box[::2])
    y0, y1 = (min(max(0.0, edge * scale), float(size[0])) for edge in box[1::2])
    return (x0, y0, x1, y1)
