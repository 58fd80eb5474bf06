"""Reads the fields of a face whose layout is known: each field's zone, refined by the lines that were detected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from hmtocr.documents.spec import Face, FieldSpec, Zone
from hmtocr.text.detector import Detector, Line
from hmtocr.text.line import Box, LineReading, alphabet_for, read_line
from hmtocr.text.recogniser import Recogniser

Pixels = NDArray[np.uint8]

_NEAR = 0.035
"""How far, in card heights, a detected line's middle may be from its zone's and still be that field."""
_CLOSER = 640
"""Pixels of the longer side at which a single zone is searched."""
_SURE = 0.90
"""Above this probability a reading of the detected line stands, and the zone itself is not read as well."""


@dataclass(frozen=True)
class _Shift:
    """How far the print as a whole stands from the layout, in fractions of the card."""

    x: float
    y: float


def read_layout(
    face: Face, flat: Pixels, lines: Sequence[Line], detector: Detector, recogniser: Recogniser
) -> Mapping[str, LineReading]:
    """Read every field of the face that is printed.

    Args:
        face: with a layout.
        flat: the flat, upright card, RGB.
        lines: detected on it, in its pixels.
        detector: looks closer where a line that the layout promises was not among them.
        recogniser: of lines.
    """
    layout = face.layout or {}
    height, width = flat.shape[:2]
    near = [_fractions(line, width, height) for line in lines if not _is_upright_print(line)]
    shift = _estimate_shift(layout, near)
    readings: dict[str, LineReading] = {}
    for spec in face.fields:
        zone = layout[spec.name]
        zone = Zone(zone.x0 + shift.x, zone.y0 + shift.y, zone.x1 + shift.x, zone.y1 + shift.y, zone.open)
        row = _row(zone, near, _right_limit(spec.name, zone, layout, shift))
        if row is None:
            row = _look_closer(zone, flat, detector)
        reading = _read_zone(spec, zone, row, flat, recogniser)
        if reading is not None:
            readings[spec.name] = reading
    return readings


def _read_zone(
    spec: FieldSpec,
    zone: Zone,
    row: Zone | None,
    flat: Pixels,
    recogniser: Recogniser,
) -> LineReading | None:
    alphabet = alphabet_for(recogniser.charset, spec.chars, spec.keeps_space)
    best: LineReading | None = None
    boxes = [_pad(row, zone)] if row else []
    if spec.required or row is None:
        boxes += [_pad(zone, zone, 0.20), _pad(zone, zone, 0.45)]
    for box in boxes:
        reading = read_line(recogniser, flat, _scale(box, flat), alphabet, spec.grammar)
        if reading is not None and (best is None or reading.probability > best.probability):
            best = reading
        if best is not None and best.probability > _SURE:
            break
    return best


def _row(zone: Zone, lines: Sequence[Zone], right: float) -> Zone | None:
    """The union of the detected pieces on the zone's row, cut to the columns that are this field's."""
    middle = (zone.y0 + zone.y1) / 2
    pieces = [
        line
        for line in lines
        if abs((line.y0 + line.y1) / 2 - middle) < _NEAR
        and line.x1 > zone.x0 + 0.01
        and line.x0 < min(right, zone.x1) - 0.01
        and line.y1 - line.y0 < 3.2 * (zone.y1 - zone.y0)
    ]
    if not pieces:
        return None
    # A piece that belongs to the field starts where the field starts; later pieces follow with word-sized gaps.
    pieces.sort(key=lambda line: line.x0)
    run = [pieces[0]]
    for piece in pieces[1:]:
        if piece.x0 - run[-1].x1 < 0.09:
            run.append(piece)
    left, end = max(zone.x0 - 0.02, min(p.x0 for p in run)), min(right, max(p.x1 for p in run))
    # Print begins where the layout says, also where its first characters (asterisks, for one) were too faint to detect.
    left = min(left, zone.x0 - 0.006)
    if not zone.open:
        end = max(end, zone.x1)
    return Zone(left, median(p.y0 for p in run), end, median(p.y1 for p in run))


def _look_closer(zone: Zone, flat: Pixels, detector: Detector) -> Zone | None:
    """Detect once more around the zone alone, enlarged: faint or small print that the whole card's pass left out."""
    height, width = flat.shape[:2]
    tall = zone.y1 - zone.y0
    x0, y0, x1, y1 = (round(v) for v in _scale(_pad(zone, zone, 1.2), flat))
    x0, y0, x1, y1 = max(0, x0), max(0, y0), min(width, x1), min(height, y1)
    if x1 - x0 < 16 or y1 - y0 < 16:
        return None
    found = detector(flat[y0:y1, x0:x1], _CLOSER)
    lines = [_fractions(Line(f.x0 + x0, f.y0 + y0, f.x1 + x0, f.y1 + y0, f.score), width, height) for f in found]
    lines = [line for line in lines if line.y1 - line.y0 > 0.6 * tall]
    return _row(zone, lines, zone.x1 + tall)


def _right_limit(name: str, zone: Zone, layout: Mapping[str, Zone], shift: _Shift) -> float:
    """Half way to the next field on the same row, or the card's edge."""
    limit = 1.0
    for other, z in layout.items():
        same_row = z.y0 + shift.y < zone.y1 and z.y1 + shift.y > zone.y0
        if other != name and same_row and z.x0 + shift.x > zone.x0 + 0.05:
            limit = min(limit, (z.x0 + shift.x + min(zone.x1, z.x0 + shift.x)) / 2)
    return limit


def _estimate_shift(layout: Mapping[str, Zone], lines: Sequence[Zone]) -> _Shift:
    dx, dy = [], []
    for zone in layout.values():
        for line in lines:
            y = (line.y0 + line.y1 - zone.y0 - zone.y1) / 2
            x = line.x0 + 0.006 - zone.x0
            if abs(y) < _NEAR and abs(x) < 0.04 and line.y1 - line.y0 < 3 * (zone.y1 - zone.y0):
                dx.append(x)
                dy.append(y)
    if len(dx) < 3:
        return _Shift(0.0, 0.0)
    return _Shift(median(dx), median(dy))


def _is_upright_print(line: Line) -> bool:
    return line.height > 1.5 * (line.x1 - line.x0)


def _fractions(line: Line, width: int, height: int) -> Zone:
    return Zone(line.x0 / width, line.y0 / height, line.x1 / width, line.y1 / height)


def _pad(zone: Zone, model: Zone, amount: float = 0.0) -> Zone:
    """Widen a zone by `amount` of the model's height above and below, and half of it (in width) at the sides."""
    dy = (model.y1 - model.y0) * amount
    dx = dy * 0.7
    return Zone(zone.x0 - dx, zone.y0 - dy, zone.x1 + dx, zone.y1 + dy)


def _scale(zone: Zone, flat: Pixels) -> Box:
    height, width = flat.shape[:2]
    return (zone.x0 * width, zone.y0 * height, zone.x1 * width, zone.y1 * height)
