"""A drawn card: its pixels and the truth about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in pixels of the flat card."""

CARD_WIDTH_MM, CARD_HEIGHT_MM = 85.60, 53.98
"""ID-1, ISO/IEC 7810."""

FACES: tuple[tuple[str, str, str], ...] = (
    ("hk-id", "2003", "front"),
    ("hk-id", "2018", "front"),
    ("mo-id", "2002", "front"),
    ("mo-id", "2002", "back"),
    ("mo-id", "2013", "front"),
    ("mo-id", "2013", "back"),
    ("mo-id", "2023", "front"),
    ("mo-id", "2023", "back"),
    ("hmt-permit", "hk-macao", "front"),
    ("hmt-permit", "hk-macao", "back"),
    ("hmt-permit", "taiwan", "front"),
    ("hmt-permit", "taiwan", "back"),
)
"""Every (document, design, side) that can be drawn."""


@dataclass(frozen=True)
class DrawnField:
    """A field's text exactly as printed, the box of its ink on the flat card, and those of its rows from the top."""

    text: str
    box: Box
    rows: tuple[Box, ...] = ()


@dataclass(frozen=True)
class DrawnCard:
    """One flat card.

    Attributes:
        pixels: height x width x 3, RGB.
        alpha: height x width, 0 outside the rounded corners, 255 inside.
        fields: by the names of hmtocr's public interface; a field that is not printed is absent.
        portraits: boxes of the faces' pictures by kind ("large", "small").
    """

    document: str
    design: str
    side: str
    pixels: Pixels
    alpha: Pixels
    fields: Mapping[str, DrawnField]
    portraits: Mapping[str, Box] = field(default_factory=dict)
