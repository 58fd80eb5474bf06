"""Draws both sides of a residence permit, of either printing (DOCUMENTS.md, section 3)."""

from __future__ import annotations

from typing import Literal

import numpy as np

from hmtocr.specimens.canvas import Canvas
from hmtocr.specimens.card import DrawnCard
from hmtocr.specimens.faces import draw_face
from hmtocr.specimens.fonts import FontPack
from hmtocr.specimens.ground import draw_ground
from hmtocr.specimens.overprint import overprint
from hmtocr.specimens.people import Half
from hmtocr.specimens.permit_back import draw_back
from hmtocr.specimens.permit_front import draw_front
from hmtocr.specimens.permit_holder import invent_permit_holder


def draw_permit_card(
    rng: np.random.Generator,
    design: Literal["hk-macao", "taiwan"],
    side: Literal["front", "back"],
    fonts: FontPack,
    width: int = 1280,
    half: Half = "all",
) -> DrawnCard:
    """One flat permit of `width` pixels, of an invented holder, always overprinted.

    `half` keeps people, addresses, authorities and grounds of training apart from those of tests.

    Raises:
        SpecimenError: the fonts lack a face that the card needs.
    """
    holder = invent_permit_holder(rng, design, fonts, half)
    canvas = Canvas(draw_ground(rng, width, "permit", half))
    if side == "front":
        portrait = draw_front(canvas, rng, holder, fonts)
        sex: Literal["M", "F"] = "M" if holder.sex == "男" else "F"
        canvas.paste(draw_face(rng, 300, sex, age=holder.age, fade=bool(rng.random() < 0.5)), portrait)
        canvas.portraits["large"] = canvas.pixels(portrait)
    else:
        draw_back(canvas, rng, design, holder, fonts)
    overprint(canvas, rng, fonts)
    pixels, alpha = canvas.finish()
    return DrawnCard("hmt-permit", design, side, pixels, alpha, dict(canvas.fields), dict(canvas.portraits))
