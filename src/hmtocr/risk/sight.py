"""What every risk signal is measured on, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hmtocr.image.flatten import Flat
from hmtocr.image.geometry import Floats, Pixels, inverse, move
from hmtocr.image.portraits import Likeness
from hmtocr.reading import Check, Field, Quad

WIDTH, HEIGHT = 640, 404
"""Pixels of the flat card that signals share: what is fine (moire, halftone) is looked at on the picture instead."""


@dataclass(frozen=True)
class Sight:
    """A card that was read.

    Attributes:
        pixels: the picture as decoded (height x width x 3, RGB); a large JPEG is decoded smaller than it is.
        scale: pixels of the original picture for one of `pixels`.
        quad: the card's corners (4 x 2) on `pixels`, clockwise from its own top left; they may lie outside.
        flat: the card, WIDTH x HEIGHT, and the homography from fractions of the card to `pixels`.
        face: document, design, side.
        fields: as read, by name; their quads are on the original picture.
        checks: the rules' verdicts.
        portraits: quads on the original picture by kind.
        missing: the names of the fields that every such card has, and that could not be read.
        alike: how like the small portrait is to the large one; None where there are not both.
        unread: where rows were seen of fields that could not be read, by name; quads on the original picture.
        grain: what hmtocr.risk.reproduction looks at, where that was taken beforehand.
    """

    pixels: Pixels
    scale: float
    quad: Floats
    flat: Flat
    face: tuple[str, str, str]
    fields: Mapping[str, Field]
    checks: tuple[Check, ...] = ()
    portraits: Mapping[str, Quad] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    alike: Likeness | None = None
    unread: Mapping[str, Quad] = field(default_factory=dict)
    grain: NDArray[np.float32] | None = None

    def on_card(self, quad: Quad) -> Floats:
        """A quad of the original picture as fractions of the card (4 x 2)."""
        return move(np.asarray(quad, np.float64) / self.scale, inverse(self.flat.homography))

    def on_picture(self, points: Floats) -> Quad:
        """Four points in fractions of the card (4 x 2) as a quad on the original picture."""
        a, b, c, d = ((float(x), float(y)) for x, y in move(points, self.flat.homography) * self.scale)
        return (a, b, c, d)


@dataclass(frozen=True)
class Signal:
    """How strong one suspicion is.

    Attributes:
        score: 0..1; thresholds.toml says from which it warns.
        fields: the names of the fields that it touches.
        quad: where on the original picture; None for the whole card.
    """

    score: float
    fields: tuple[str, ...] = ()
    quad: Quad | None = None
