"""Where the items of a Hong Kong card stand: the tables of DOCUMENTS.md, section 1, with a little jitter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from hmtocr.specimens.card import Box


@dataclass(frozen=True, slots=True)
class Spot:
    """One line of type, in fractions of the card.

    Attributes:
        x: left edge of the ink; the middle for the titles, the right edge for the number.
        y: top of a digit or of a full Chinese character.
        height: of a digit or of a full Chinese character.
        pitch: from character to character; for captions the width of the whole Latin part.
    """

    x: float
    y: float
    height: float
    pitch: float


@dataclass(frozen=True, slots=True)
class HkLayout:
    """The lines of type by item, the pictures' and ornaments' boxes, the pitch of telecode groups."""

    spots: Mapping[str, Spot]
    boxes: Mapping[str, Box]
    group: float


_MEASURED: Mapping[str, HkLayout] = MappingProxyType(
    {
        "2018": HkLayout(
            {
                "title_zh": Spot(0.498, 0.036, 0.053, 0.0384),
                "title_en": Spot(0.497, 0.113, 0.036, 0.713),
                "name_zh": Spot(0.050, 0.207, 0.056, 0.0615),
                "name_en": Spot(0.053, 0.297, 0.037, 0.0225),
                "telecode": Spot(0.398, 0.375, 0.040, 0.0223),
                "birth_caption": Spot(0.400, 0.517, 0.033, 0.136),
                "birth_date": Spot(0.397, 0.580, 0.039, 0.0223),
                "sex_zh": Spot(0.654, 0.578, 0.042, 0.0),
                "sex_letter": Spot(0.697, 0.580, 0.039, 0.0),
                "symbols": Spot(0.396, 0.651, 0.038, 0.0223),
                "issue_caption": Spot(0.398, 0.721, 0.033, 0.136),
                "first_issue_date": Spot(0.399, 0.788, 0.037, 0.0223),
                "issue_date": Spot(0.396, 0.876, 0.050, 0.0280),
                "number": Spot(0.966, 0.876, 0.048, 0.0277),
            },
            {
                "large": (0.055, 0.350, 0.320, 0.940),
                "small": (0.732, 0.580, 0.840, 0.818),
                "window": (0.680, 0.180, 0.820, 0.250),
                "hologram": (0.300, 0.420, 0.390, 0.880),
                "overseas": (0.018, 0.470, 0.036, 0.740),
            },
            0.112,
        ),
        "2003": HkLayout(
            {
                "title_zh": Spot(0.500, 0.046, 0.047, 0.0413),
                "title_en": Spot(0.498, 0.112, 0.035, 0.750),
                "name_zh": Spot(0.051, 0.185, 0.056, 0.0605),
                "name_en": Spot(0.052, 0.269, 0.039, 0.0230),
                "telecode": Spot(0.305, 0.356, 0.043, 0.0230),
                "birth_caption": Spot(0.301, 0.493, 0.036, 0.146),
                "birth_date": Spot(0.304, 0.556, 0.043, 0.0230),
                "sex_zh": Spot(0.618, 0.551, 0.045, 0.0),
                "sex_letter": Spot(0.671, 0.555, 0.040, 0.0),
                "symbols": Spot(0.305, 0.629, 0.041, 0.0230),
                "issue_caption": Spot(0.302, 0.698, 0.036, 0.152),
                "first_issue_date": Spot(0.310, 0.768, 0.040, 0.0230),
                "issue_date": Spot(0.308, 0.867, 0.053, 0.0287),
                "number": Spot(0.928, 0.866, 0.051, 0.0283),
            },
            {
                "large": (0.700, 0.335, 0.935, 0.790),
                "arrow": (0.033, 0.340, 0.078, 0.540),
                "chip": (0.101, 0.334, 0.253, 0.550),
                "oval": (0.035, 0.600, 0.275, 0.850),
                "overseas": (0.018, 0.470, 0.036, 0.740),
            },
            0.118,
        ),
    }
)


def jittered_layout(rng: np.random.Generator, design: str) -> HkLayout:
    """The layout of "2003" or "2018", every item moved and resized a little.

    Places move by up to 0.004 of the card, on a minority of cards by up to 0.012; sizes by up to 5 %. A part
    of that is common to the whole card, as the measured specimens differ among each other.
    """
    measured = _MEASURED[design]
    reach = 0.012 if rng.random() < 0.15 else 0.004
    shift = rng.uniform(-reach, reach, 2)
    pitch = float(rng.uniform(0.985, 1.015))
    size = float(rng.uniform(0.965, 1.035))

    def move(spot: Spot) -> Spot:
        dx, dy = rng.uniform(-reach, reach, 2) * 0.6 + shift * 0.4
        own = float(rng.uniform(0.985, 1.015))
        return Spot(spot.x + dx, spot.y + dy, spot.height * size * own, spot.pitch * pitch)

    spots = {name: move(spot) for name, spot in measured.spots.items()}
    # One printer sets a whole line, so the letter beside 男 or 女 keeps the line's height.
    zh, letter = spots["sex_zh"], spots["sex_letter"]
    on_line = zh.y + measured.spots["sex_letter"].y - measured.spots["sex_zh"].y
    spots["sex_letter"] = Spot(letter.x, on_line, letter.height, letter.pitch)
    boxes = {name: _moved(box, *rng.uniform(-reach, reach, 2)) for name, box in measured.boxes.items()}
    return HkLayout(spots, boxes, measured.group * pitch)


def _moved(box: Box, dx: float, dy: float) -> Box:
    return (box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy)
