"""Looks once more, enlarged, where a value should stand and none was seen: beside its caption, or beside its kin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import cv2
import numpy as np
import regex
from numpy.typing import NDArray

from hmtocr.documents.anchors import Hit, Wanted
from hmtocr.documents.spec import FieldSpec
from hmtocr.text.detector import Detector
from hmtocr.text.line import Box, LineReading, alphabet_for, crop, read_line
from hmtocr.text.recogniser import Recogniser

Pixels = NDArray[np.uint8]

_CLOSER = 320
_PROBED = 0.75
"""Probability per character from which a value found beside its caption is believed."""
_KIN = 0.45
"""The same beside its kin, whose place is surer: a Chinese name stands by the same name in letters."""
_SPELT = 0.02
"""The same where a legible telegraph code spells it: what is there is read together with the code."""
_SOFT = 2.0
"""Sigma, in pixels of the flat card, that takes the grain away."""


def probe(
    spec: FieldSpec,
    want: Wanted,
    hits: Sequence[Hit],
    readings: Mapping[str, LineReading],
    flat: Pixels,
    detector: Detector,
    recogniser: Recogniser,
) -> LineReading | None:
    """The value of a field that was not found, or None.

    Args:
        spec, want: of the field.
        hits: captions seen; single digits beside them are easily passed over.
        readings: of the other fields; `want.beside` names those that print the same thing in another script.
        flat: the flat card, RGB.
        detector, recogniser: that look.
    """
    alphabet = alphabet_for(recogniser.charset, spec.chars, spec.keeps_space)
    best: LineReading | None = None
    for area, least in _areas(spec, want, hits, readings):
        pixels = crop(flat, area)
        if pixels is None or min(pixels.shape[:2]) <= 12:
            continue
        soft = np.asarray(cv2.GaussianBlur(pixels, (0, 0), _SOFT), np.uint8)
        left, top = max(0.0, area[0]), max(0.0, area[1])
        for line in detector(soft, _CLOSER):
            box = (line.x0 + left, line.y0 + top, line.x1 + left, line.y1 + top)
            if taken(box, readings) or any(covers(box, hit.box) for hit in hits):
                continue
            reading = read_line(recogniser, flat, box, alphabet, spec.grammar)
            if reading is None or not regex.search(want.looks, reading.text):
                continue
            if reading.sharpness > least:
                best = max(best or reading, reading, key=lambda r: r.probability)
    return best


def _areas(
    spec: FieldSpec, want: Wanted, hits: Sequence[Hit], readings: Mapping[str, LineReading]
) -> Iterator[tuple[Box, float]]:
    """Where to look, and how sure what is found there must be."""
    least = _SPELT if want.code in readings else _KIN
    for name in want.beside:
        if name not in readings:
            continue
        x0, y0, x1, y1 = readings[name].extent()
        tall = y1 - y0
        if name.endswith("_zh"):
            yield (x1 + 0.1 * tall, y0 - 0.2 * tall, x1 + 5 * tall, y1 + 0.2 * tall), least
            continue
        yield (x0 - 1.5 * tall, y0 - 1.7 * tall, x0 + 6 * tall, y0 + 0.1 * tall), least
        yield (x0 - 1.5 * tall, y1 - 0.1 * tall, x0 + 6 * tall, y1 + 1.7 * tall), least
        yield (x0 - 11 * tall, y0 - 0.3 * tall, x0 - 0.3 * tall, y1 + 0.3 * tall), least
    if want.between and all(name in readings for name in want.between):
        upper, lower = (readings[name].extent() for name in want.between)
        left, tall = min(upper[0], lower[0]), min(upper[3] - upper[1], lower[3] - lower[1])
        if tall < lower[1] - upper[3] < 5 * tall:
            wide = 4 if len(spec.chars) < 4 else 16
            yield (left - tall, upper[3], left + wide * tall, lower[1]), _KIN
    if spec.grammar is None or spec.chars.startswith("han"):
        return
    for hit in hits:
        if hit.key not in want.captions[:1]:
            continue
        x0, y0, x1, y1 = hit.box
        tall = y1 - y0
        yield (x1, y0 - 0.6 * tall, x1 + 6 * tall, y1 + 0.6 * tall), _PROBED
        yield (x0 - tall, y1, x0 + 5 * tall, y1 + 2 * tall), _PROBED


def taken(box: Box, readings: Mapping[str, LineReading]) -> bool:
    """Whether a box is that of a value already."""
    return any(covers(box, other.box) for other in readings.values())


def covers(a: Box, b: Box) -> bool:
    """Whether two boxes share a good part of the smaller."""
    across, down = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    smaller = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    return across > 0 and down > 0 and across * down > 0.3 * smaller
