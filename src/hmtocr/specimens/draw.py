"""Draws a card of any document: the one door to the documents' own modules."""

from __future__ import annotations

from typing import Literal, cast

import numpy as np

from hmtocr.errors import SpecimenError
from hmtocr.specimens.card import FACES, DrawnCard
from hmtocr.specimens.fonts import FontPack
from hmtocr.specimens.hk_card import draw_hk_card
from hmtocr.specimens.macao_card import draw_macao_card
from hmtocr.specimens.people import Half
from hmtocr.specimens.permit_card import draw_permit_card


def draw_card(
    rng: np.random.Generator,
    document: str,
    design: str,
    side: str,
    fonts: FontPack,
    width: int = 1280,
    half: Half = "all",
) -> DrawnCard:
    """One flat card of one of the FACES, of an invented holder, always overprinted.

    `width` is in pixels. Of `half` "even" and "odd" neither names nor grounds of the one occur in the other.

    Raises:
        SpecimenError: there is no such face, or the fonts lack what it needs.
    """
    if (document, design, side) not in FACES:
        raise SpecimenError(f"there is no card face '{document}' '{design}' '{side}'")
    rest = cast(Literal["front", "back"], side), fonts, width, half
    if document == "hk-id":
        return draw_hk_card(rng, cast(Literal["2003", "2018"], design), fonts, width, half)
    if document == "mo-id":
        return draw_macao_card(rng, cast(Literal["2002", "2013", "2023"], design), *rest)
    return draw_permit_card(rng, cast(Literal["hk-macao", "taiwan"], design), *rest)
