"""Where things stand on a Macao front: pictures, chip, window, header, text, signature, OCR lines.

The true places are unknown, so every card gets its own; the boxes that this yields never overlap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hmtocr.specimens.card import CARD_HEIGHT_MM, CARD_WIDTH_MM, Box

_SHAPE = CARD_WIDTH_MM / CARD_HEIGHT_MM


@dataclass(frozen=True)
class Frame:
    """Boxes in fractions of the card.

    Attributes:
        header: for the issuer and the title.
        portrait: of the face.
        text: for the rows of cells.
        under: the free part under the portrait, or None.
        signature: for a signature, or None.
        lines: for the three OCR lines, or None.
        things: what else is there, by kind: "chip", "ghost", "window". Those inside `text` stand at its edge.
    """

    header: Box
    portrait: Box
    text: Box
    under: Box | None
    signature: Box | None
    lines: Box | None
    things: Mapping[str, Box]


def invent_frame(rng: np.random.Generator, design: str, with_lines: bool) -> Frame:
    """A frame for the front of `design`; `with_lines` keeps the foot free for the OCR lines."""
    margin = float(rng.uniform(0.035, 0.06))
    lines: Box | None = None
    bottom = float(rng.uniform(0.93, 0.965))
    if with_lines:
        top_of_lines = float(rng.uniform(0.755, 0.79))
        lines = (margin, top_of_lines, 1 - margin, float(rng.uniform(0.945, 0.97)))
        bottom = top_of_lines - 0.025
    top = float(rng.uniform(0.14, 0.2)) if design != "2023" else float(rng.uniform(0.22, 0.27))
    left_side = bool(rng.random() < 0.5)
    wide = float(rng.uniform(0.21, 0.3))
    high = min(wide * float(rng.uniform(1.2, 1.35)) * _SHAPE, bottom - top - 0.01)
    wide = min(wide, high / 1.15 / _SHAPE)
    lowest = bottom - high
    sink = float(rng.uniform(0, 1)) ** 2 * (lowest - top)
    y0 = top + (sink if not with_lines else 0.0)
    x0 = margin if left_side else 1 - margin - wide
    portrait = (x0, y0, x0 + wide, y0 + high)
    gap = float(rng.uniform(0.022, 0.04))
    text = (
        (portrait[2] + gap if left_side else margin),
        top + 0.01,
        (1 - margin if left_side else portrait[0] - gap),
        bottom,
    )
    things: dict[str, Box] = {}
    header = (margin, float(rng.uniform(0.035, 0.055)), 1 - margin, top - 0.02)
    if design == "2002":
        _place_chip(rng, things, text, portrait, left_side)
    else:
        if rng.random() < 0.6:
            _place_ghost(rng, things, text, left_side)
        if rng.random() < 0.5:
            header = _place_window(rng, things, header)
    under: Box | None = (portrait[0], portrait[3] + 0.015, portrait[2], bottom)
    if under is not None and (("chip" in things and _meets(things["chip"], under)) or under[3] - under[1] < 0.08):
        under = None
    signature: Box | None = None
    if under is not None and rng.random() < 0.6:
        signature, under = (under[0], max(under[1], under[3] - 0.16), under[2], under[3]), None
    elif rng.random() < 0.3 and not with_lines:
        signature = (text[0], bottom - 0.11, min(text[2], text[0] + 0.35), bottom)
        text = (text[0], text[1], text[2], bottom - 0.13)
        things = {k: b for k, b in things.items() if b[3] < text[3] or not _meets(b, signature)}
    return Frame(header, portrait, text, under, signature, lines, things)


def _meets(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _place_chip(rng: np.random.Generator, things: dict[str, Box], text: Box, portrait: Box, left_side: bool) -> None:
    """The contact plate stands under the portrait if there is room, else at the text's edge or nowhere."""
    wide = float(rng.uniform(0.13, 0.16))
    high = wide * float(rng.uniform(0.78, 0.92)) * _SHAPE
    room = text[3] - portrait[3]
    if room > high + 0.03:
        x = portrait[0] + (portrait[2] - portrait[0] - wide) / 2
        y = portrait[3] + (room - high) / 2
        things["chip"] = (x, y, x + wide, y + high)
    elif rng.random() < 0.6 and text[2] - text[0] > 0.6:
        x = text[2] - wide if left_side else text[0]
        y = float(rng.uniform(text[1], text[3] - high))
        things["chip"] = (x, y, x + wide, y + high)


def _place_ghost(rng: np.random.Generator, things: dict[str, Box], text: Box, left_side: bool) -> None:
    """The second, small picture stands at the far edge of the text."""
    wide = float(rng.uniform(0.08, 0.13))
    high = wide * 1.28 * _SHAPE
    if high > text[3] - text[1]:
        return
    x = text[2] - wide if left_side else text[0]
    y = float(rng.uniform(text[1], text[3] - high))
    things["ghost"] = (x, y, x + wide, y + high)


def _place_window(rng: np.random.Generator, things: dict[str, Box], header: Box) -> Box:
    """The window takes an end of the header, which shrinks; returns what is left of it."""
    high = min(header[3] - header[1], 0.16)
    wide = high / _SHAPE * float(rng.uniform(0.9, 1.6))
    if rng.random() < 0.75:
        things["window"] = (header[2] - wide, header[1], header[2], header[1] + high)
        return (header[0], header[1], header[2] - wide - 0.02, header[3])
    things["window"] = (header[0], header[1], header[0] + wide, header[1] + high)
    return (header[0] + wide + 0.02, header[1], header[2], header[3])
