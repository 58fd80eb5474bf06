"""Draws the emblem side of a residence permit: titles and badge above, the four items below.

The mainland card's 签发机关 and 有效期限 stand low on this side; where the permit's two further items are
is unknown (DOCUMENTS.md, section 3, Layout), so they are put in several ways.
"""

from __future__ import annotations

import numpy as np

from hmtocr.specimens.canvas import Canvas, Colour, Ink
from hmtocr.specimens.card import CARD_HEIGHT_MM, CARD_WIDTH_MM
from hmtocr.specimens.cells import Cell, Piece, Style, draw_cells
from hmtocr.specimens.fonts import FontFile, FontPack
from hmtocr.specimens.ornaments import badge
from hmtocr.specimens.permit_front import CAPTION_COLOURS
from hmtocr.specimens.permit_holder import PermitHolder
from hmtocr.specimens.setting import Run, set_line, spaced

_SHAPE = CARD_WIDTH_MM / CARD_HEIGHT_MM
_STATE = "中华人民共和国"
_TITLES = {"hk-macao": "港澳居民居住证", "taiwan": "台湾居民居住证"}
_BADGE_COLOURS: tuple[Colour, ...] = (
    (190, 60, 50),
    (170, 90, 60),
    (60, 110, 160),
    (120, 60, 90),
    (70, 120, 90),
)


def draw_back(canvas: Canvas, rng: np.random.Generator, design: str, holder: PermitHolder, fonts: FontPack) -> None:
    """Print a whole emblem side; `design` is "hk-macao" or "taiwan"."""
    style = _invent_style(rng, holder, fonts)
    rows = _invent_rows(rng, holder, beside=style.where == "left")
    top = float(rng.uniform(0.42, 0.48)) if len(rows) > 3 else float(rng.uniform(0.46, 0.6))
    _draw_head(canvas, rng, _TITLES[design], top - 0.04, fonts)
    left = float(rng.uniform(0.06, 0.22))
    right = float(rng.uniform(0.88, 0.96))
    draw_cells(canvas, rows, (left, top, right, float(rng.uniform(0.9, 0.96))), style)


def _draw_head(canvas: Canvas, rng: np.random.Generator, title: str, foot: float, fonts: FontPack) -> None:
    """The state's name over the title, beside or under an invented badge (never a real emblem)."""
    top = float(rng.uniform(0.06, 0.12))
    side = min(foot - top, float(rng.uniform(0.2, 0.34)))
    wide = side / _SHAPE
    style = rng.random()
    x = float(rng.uniform(0.04, 0.09)) if style < 0.75 else 1 - float(rng.uniform(0.04, 0.09)) - wide
    colour = _BADGE_COLOURS[int(rng.integers(len(_BADGE_COLOURS)))]
    canvas.paste(badge(rng, max(8, round(side * canvas.height)), colour), (x, top, x + wide, top + side), 0.9)
    left, right = (x + wide + 0.03, 0.95) if style < 0.75 else (0.05, x - 0.03)
    tone = int(rng.integers(10, 60))
    large = float(rng.uniform(0.085, 0.115))
    small = large * float(rng.uniform(0.6, 0.85))
    gap = float(rng.uniform(0.02, 0.06))
    first = top + (foot - top - large - small - gap) * float(rng.uniform(0.2, 0.8)) + small
    for text, height, at in ((_STATE, small, first), (title, large, first + gap + large)):
        ink = Ink(_title_face(rng, fonts, text), height, (tone, tone, tone), sample="国")
        spread = float(rng.uniform(1.0, 1.3))
        set_line(canvas, [Run(text, spaced(ink, canvas, spread, "国"))], left, at, right - left, "center")


def _title_face(rng: np.random.Generator, fonts: FontPack, text: str) -> FontFile:
    """Song, as the standard asks for, where a font has it; else Hei."""
    role = "hans-song" if rng.random() < 0.75 and fonts.able("hans-song", text) else "hans-hei"
    return fonts.pick(rng, role, text)


def _invent_rows(rng: np.random.Generator, holder: PermitHolder, beside: bool) -> list[list[Cell]]:
    authority = _cell("签发机关", holder.authority, "authority")
    validity = _cell("有效期限", holder.validity, "validity")
    permit = _cell("通行证号码", holder.permit_number, "permit_number", 1.3)
    count = _cell("签发次数", holder.issue_count, "issue_count")
    if not beside:
        above = (
            [[authority, validity], [permit, count]],
            [[authority], [validity], [permit, count]],
            [[permit, count], [authority, validity]],
        )
        return above[int(rng.integers(len(above)))]
    arrangements = (
        [[authority], [validity], [permit], [count]],
        [[authority], [validity], [permit], [count]],
        [[permit], [count], [authority], [validity]],
        [[count], [permit], [authority], [validity]],
        [[authority], [validity], [permit, count]],
        [[permit, count], [authority], [validity]],
        [[authority], [validity], [count], [permit]],
    )
    return arrangements[int(rng.integers(len(arrangements)))]


def _cell(caption: str, text: str, name: str, weight: float = 1.0) -> Cell:
    chinese = any(c > "\u2fff" for c in text)
    return Cell(caption, "", ((Piece(text, "zh" if chinese else "latin", name),),), weight)


def _invent_style(rng: np.random.Generator, holder: PermitHolder, fonts: FontPack) -> Style:
    hei = fonts.pick(rng, "hans-hei", holder.authority + "签发机关有效期限通行证号码次数")
    figures = holder.validity + holder.permit_number + holder.issue_count
    digits = hei if rng.random() < 0.5 else fonts.pick(rng, "mono" if rng.random() < 0.6 else "sans", figures)
    tone = int(rng.integers(10, 55))
    black = rng.random() < 0.3
    caption_colour = (tone, tone, tone) if black else CAPTION_COLOURS[int(rng.integers(len(CAPTION_COLOURS)))]
    return Style(
        where="left" if rng.random() < 0.8 else "above",
        stacked=False,
        joint=" ",
        caption=float(rng.uniform(0.85, 1.2)),
        captions={"zh": hei, "latin": digits},
        caption_colour=caption_colour,
        values={"zh": hei, "latin": digits, "code": digits},
        value_colour=(tone, tone, tone),
        share=float(rng.uniform(0.3, 0.42)),
        digit=float(rng.uniform(0.036, 0.047)),
        gap=float(rng.uniform(0.3, 1.2)),
    )
