"""A forgery on the card itself: a character or two made into others with a pen, over what is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.specimens.attacks.attack import Attacked
from hmtocr.specimens.attacks.paper_strip import taken
from hmtocr.specimens.attacks.rewritten import one_row, uneven
from hmtocr.specimens.attacks.strips import cells, ink
from hmtocr.specimens.card import Box, DrawnCard, DrawnField
from hmtocr.specimens.fonts import FontPack
from hmtocr.specimens.places import Half

Stroke = tuple[tuple[float, float], ...]
"""A line's points, in parts of a character's width and height."""

_TOP, _LEFT = ((0.1, 0.05), (0.9, 0.05)), ((0.1, 0.05), (0.1, 0.5))
_LOW_LEFT, _RIGHT = ((0.1, 0.5), (0.1, 0.95)), ((0.9, 0.05), (0.9, 0.5))
_MIDDLE, _BOTTOM = ((0.1, 0.5), (0.9, 0.5)), ((0.1, 0.95), (0.9, 0.95))
_STROKES: Mapping[str, tuple[tuple[str, tuple[Stroke, ...]], ...]] = {
    "0": (("8", (_MIDDLE,)), ("6", (_MIDDLE, ((0.85, 0.12), (0.5, 0.02)))), ("9", (_MIDDLE,))),
    "1": (("7", (((0.0, 0.05), (0.55, 0.05)),)), ("4", (((0.5, 0.05), (0.0, 0.65), (1.0, 0.65)),))),
    "2": (("8", (_LEFT, ((0.9, 0.5), (0.9, 0.95)), _MIDDLE)),),
    "3": (("8", (_LEFT, _LOW_LEFT)), ("9", (_LEFT,))),
    "5": (("6", (_LOW_LEFT,)), ("8", (_RIGHT, _LOW_LEFT)), ("9", (_RIGHT,))),
    "6": (("8", (_RIGHT, _TOP)),),
    "7": (("9", (_LEFT, _MIDDLE)),),
    "9": (("8", (_LOW_LEFT, _BOTTOM)),),
    "C": (("G", (((0.5, 0.55), (0.95, 0.55), (0.95, 0.9)),)), ("O", (((0.95, 0.15), (0.98, 0.5), (0.95, 0.85)),))),
    "F": (("E", (_BOTTOM,)),),
    "I": (("T", (_TOP,)), ("L", (_BOTTOM,))),
    "L": (("E", (_TOP, _MIDDLE)),),
    "O": (("Q", (((0.6, 0.7), (1.0, 1.05)),)),),
    "P": (("R", (((0.45, 0.55), (1.0, 1.0)),)), ("B", (((0.5, 0.5), (0.95, 0.7), (0.5, 0.97)),))),
    "V": (("W", (((0.5, 0.95), (1.1, 0.05)),)),),
}
"""What a character can be made into, and the strokes that it lacks."""
_FINE = 8


def overwrite(rng: np.random.Generator, card: DrawnCard, half: Half, fonts: FontPack | None = None) -> Attacked:  # noqa: ARG001
    """Up to three characters of a field changed with a pen, photographed.

    Raises:
        ValueError: no field has a character that a few strokes make another.
    """
    for name in one_row(rng, card):
        drawn = card.fields[name]
        x0, y0, x1, y1 = (round(v) for v in drawn.box)
        runs = cells(card.pixels[max(0, y0) : y1, max(0, x0) : x1], drawn.text)
        places = [i for i, char in enumerate(drawn.text) if not char.isspace()]
        able = [(at, run) for at, run in zip(places, runs, strict=False) if drawn.text[at] in _STROKES]
        if not able or len(runs) != len(places):
            continue
        letters, lines = list(drawn.text), list[NDArray[np.float64]]()
        for pick in rng.permutation(len(able))[: int(rng.integers(1, 4))]:
            at, (left, right) = able[pick]
            other = _STROKES[letters[at]]
            letters[at], strokes = other[int(rng.integers(len(other)))]
            spot = np.array([x0 + left, _top(card, (x0 + left, y0, x0 + right, y1))])
            size = np.array([right - left, y1 - spot[1]])
            lines += [spot + np.array(stroke) * size for stroke in strokes]
        fields = {**card.fields, name: DrawnField("".join(letters), drawn.box, drawn.rows)}
        written = replace(card, pixels=_written(rng, card, lines, y1 - y0), fields=fields)
        return Attacked(taken(rng, written, half), frozenset({name}))
    raise ValueError(f"nothing to overwrite on a {card.document} {card.side}")


def _top(card: DrawnCard, box: Box) -> float:
    """Where in a box ink begins."""
    x0, y0, x1, y1 = (int(v) for v in box)
    rows = (ink(card.pixels[y0:y1, x0 : max(x0 + 1, x1)]) > 0).any(1)
    return float(y0 + (int(rows.argmax()) if rows.any() else 0))


def _written(
    rng: np.random.Generator, card: DrawnCard, lines: list[NDArray[np.float64]], high: float
) -> NDArray[np.uint8]:
    """The card with lines in a pen's ink on it: a hand's, of uneven strength."""
    mask = np.zeros(card.alpha.shape, np.uint8)
    thick = max(1, round(high * float(rng.uniform(0.06, 0.13))))
    for line in lines:
        shaken = line + rng.normal(0, 0.03, line.shape) * high
        cv2.polylines(mask, [np.round(shaken * _FINE).astype(np.int32)], False, (255,), thick, cv2.LINE_AA, 3)
    share = cv2.GaussianBlur(mask, (0, 0), float(rng.uniform(0.3, 1.0))).astype(np.float32) / 255
    share = np.clip(share * (0.85 + 0.15 * uneven(rng, mask.shape, 2.0)), 0, 1)[..., None]
    tone = np.array(((20, 20, 24), (24, 34, 96), (60, 60, 64))[int(rng.integers(3))]) + rng.normal(0, 8, 3)
    mixed = card.pixels + (np.clip(tone, 0, 140) - card.pixels) * share
    # A pen adds ink: what is darker already stays.
    return np.asarray(np.clip(np.minimum(mixed, card.pixels) + 0.5, 0, 255), np.uint8)
