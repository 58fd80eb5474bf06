"""Whether a row of words goes on beyond the place where it was seen to end.

The network that finds rows now and then loses a word, or a few letters, at one end: what is left reads as clearly as a
whole name does. So the picture is looked at beside the row, where nothing else was found: print goes on in strokes as
dark as the row's own, with no more between them than lies between two words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.flatten import Flat
from hmtocr.image.geometry import Floats, Pixels
from hmtocr.image.ranks import percentiles
from hmtocr.text.places import HEIGHT, WIDTH, Row
from hmtocr.text.strip import cut, widened

_TALL = 24
"""Pixels that the row is high in the strip that is looked at."""
_ABOVE = 0.2
"""Row heights of room above and below."""
_REACH, _STEPS = 1.9, 6
"""Row heights beyond either end that are looked at, and how often one looks farther where print goes on."""
_GAP = 1.2
"""Row heights that may lie between two words."""
_ONE = 0.35
"""Row heights that may lie between two pieces of one word."""
_LEAST = 0.25
"""Row heights of print: less is no letter."""
_DARK = 0.5
"""Of the way from the ground to the ink: what is darker is ink."""
_STROKE = 0.08
"""Of a row's height: what must be ink in a column of a letter."""
_CLEAR = 30.0
"""Levels between ink and ground: what is fainter cannot be followed."""


def beyond(pixels: Pixels, flat: Flat, row: Row, others: Sequence[Row]) -> tuple[Row, ...]:
    """The row with the print beside it that may belong to it: further words, or the rest of a word; often none.

    Args:
        pixels: the picture.
        flat: the card.
        row: of words.
        others: further rows of the card, which it cannot run into.
    """
    words = _followed(pixels, flat, row, others, _GAP)
    if words is row:
        return ()
    word = _followed(pixels, flat, row, others, _ONE)
    return (words,) if word is row else (words, word)


def _followed(pixels: Pixels, flat: Flat, row: Row, others: Sequence[Row], gap: float) -> Row:
    """The row up to where more than `gap` row heights lie between its print and the next."""
    for _ in range(_STEPS):
        farther = _farther(pixels, flat, row, others, gap)
        if farther is None:
            break
        row = farther
    return row


def _farther(pixels: Pixels, flat: Flat, row: Row, others: Sequence[Row], gap: float) -> Row | None:
    """The row up to the end of the print that is near; None where none is."""
    own = row.quad * (WIDTH, HEIGHT)
    tall = float(np.linalg.norm(own[3] - own[0]))
    room = _room(own, tall, [other.quad * (WIDTH, HEIGHT) for other in others])
    if max(room) < _LEAST * tall:
        return None
    line = cut(pixels, flat.to_picture(_stretched(widened(own, _ABOVE, 0.0), *room)), round(_TALL * (1 + 2 * _ABOVE)))
    if line is None:
        return None
    across = line.shape[1] / (float(np.linalg.norm(own[1] - own[0])) + sum(room))
    first, last = round(room[0] * across), line.shape[1] - round(room[1] * across)
    light = cv2.cvtColor(line, cv2.COLOR_RGB2GRAY)[round(_ABOVE * _TALL) : round((1 + _ABOVE) * _TALL)]
    if last - first < _TALL // 2:
        return None
    ink, ground = percentiles(light[:, first:last], (4, 80))
    if ground - ink < _CLEAR:
        return None
    inked = (light < ground - _DARK * (ground - ink)).sum(axis=0) >= _STROKE * _TALL
    left, right = _run(inked[:first][::-1], gap), _run(inked[last:], gap)
    if max(left, right) == 0:
        return None
    return replace(row, quad=_stretched(own, left / across, right / across) / (WIDTH, HEIGHT))


def _run(inked: NDArray[np.bool_], gap: float) -> int:
    """Columns from a row's end to the end of the print that goes on there; 0 where there is too little of it."""
    columns = np.flatnonzero(inked)
    if not columns.size:
        return 0
    gaps = np.diff(columns, prepend=-1)
    wide = np.flatnonzero(gaps > gap * _TALL)
    ended = columns[: wide[0]] if wide.size else columns
    return int(ended[-1]) + 1 if ended.size > _LEAST * _TALL else 0


def _room(own: Floats, tall: float, others: Sequence[Floats]) -> tuple[float, float]:
    """How far the row may go on to the left and to the right, on the flat card."""
    left, right = float(own[:, 0].min()), float(own[:, 0].max())
    top, bottom = float(own[:, 1].min()), float(own[:, 1].max())
    low, high = max(0.0, left - _REACH * tall), min(float(WIDTH), right + _REACH * tall)
    for other in others:
        shared = min(bottom, float(other[:, 1].max())) - max(top, float(other[:, 1].min()))
        if shared <= 0.2 * tall:
            continue
        # What begins where this one ends is a piece of it, whatever it was taken for.
        if left - float(other[:, 0].max()) > _ONE * tall:
            low = max(low, float(other[:, 0].max()))
        elif float(other[:, 0].min()) - right > _ONE * tall:
            high = min(high, float(other[:, 0].min()))
    return max(0.0, left - low), max(0.0, high - right)


def _stretched(quad: Floats, left: float, right: float) -> Floats:
    """A row's quad made longer at its ends."""
    along = (quad[1] - quad[0]) / float(np.linalg.norm(quad[1] - quad[0]))
    return np.asarray(quad + np.array([-left, right, right, -left])[:, None] * along, np.float64)
