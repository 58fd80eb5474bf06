"""Draws the front of a Macao resident identity card: designs 2002, 2013 and 2023.

Texts follow DOCUMENTS.md, section 2; the layout, which no public picture shows, is another one on every card.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np

from hmtocr.specimens.canvas import Canvas, Colour
from hmtocr.specimens.card import Box, DrawnCard
from hmtocr.specimens.cells import Cell, Piece, Style, comfort, draw_cells
from hmtocr.specimens.faces import draw_face
from hmtocr.specimens.fonts import FontFile, FontPack
from hmtocr.specimens.ground import draw_ground
from hmtocr.specimens.macao_back import draw_back, draw_lines
from hmtocr.specimens.macao_frame import Frame, invent_frame
from hmtocr.specimens.macao_holder import MacaoHolder, invent_holder
from hmtocr.specimens.macao_rows import Wording, caption, every_caption, front_rows, invent_wording
from hmtocr.specimens.macao_titles import draw_titles, issuer_lines, title_lines
from hmtocr.specimens.ornaments import chip, scribble, window
from hmtocr.specimens.overprint import overprint
from hmtocr.specimens.people import Half

Rows = list[list[Cell]]

_LEGIBLE = 0.031
"""Height of a digit, 1.7 mm, that a card's rows are arranged to keep."""
_LEAST_SHARE = 0.66
"""Room for a value over its natural width, likewise."""
_CAPTION_COLOURS: tuple[Colour, ...] = (
    (20, 90, 80), (90, 60, 30), (30, 60, 120), (20, 20, 20),
    (80, 80, 80), (120, 30, 40), (40, 100, 40), (90, 40, 110),
)  # fmt: skip
_WHERE: tuple[Literal["above", "left", "below"], ...] = ("above",) * 5 + ("left",) * 3 + ("below",)


def draw_macao_card(
    rng: np.random.Generator,
    design: Literal["2002", "2013", "2023"],
    side: Literal["front", "back"],
    fonts: FontPack,
    width: int = 1280,
    half: Half = "all",
) -> DrawnCard:
    """One flat card of `width` pixels, of an invented holder, always overprinted.

    `half` keeps people and grounds of training apart from those of tests.

    Raises:
        SpecimenError: the fonts lack a face that the card needs.
    """
    holder = invent_holder(rng, design, fonts, half)
    canvas = Canvas(draw_ground(rng, width, "macao", half))
    if side == "front":
        _draw_front(canvas, rng, design, holder, fonts)
    else:
        draw_back(canvas, rng, design, holder.permanent, holder.lines, fonts)
    overprint(canvas, rng, fonts)
    pixels, alpha = canvas.finish()
    return DrawnCard("mo-id", design, side, pixels, alpha, dict(canvas.fields), dict(canvas.portraits))


def _draw_front(canvas: Canvas, rng: np.random.Generator, design: str, holder: MacaoHolder, fonts: FontPack) -> None:
    frame = invent_frame(rng, design, with_lines=design == "2023" and bool(rng.random() < 0.5))
    wording = invent_wording(rng)
    sideways = [box for box in frame.things.values() if _inside(box, frame.text)]
    style = _invent_style(rng, holder, fonts)
    _draw_things(canvas, rng, frame, holder)
    titles = issuer_lines(rng, design)
    if design == "2023":
        titles = (titles if rng.random() < 0.7 else []) + title_lines(rng, holder.permanent, bool(rng.random() < 0.3))
    draw_titles(canvas, rng, frame.header, titles, fonts)
    if frame.signature:
        _draw_signature(canvas, rng, frame.signature, wording, style)
    apart: set[str] = set()
    if frame.under:
        apart.add("number")
        cell = Cell(*caption(rng, "number", wording), ((Piece(holder.texts["number"], "latin", "number"),),))
        draw_cells(canvas, [[cell]], frame.under, replace(style, where="above", digit=0.055))
    wide = frame.text[2] - frame.text[0] - max([b[2] - b[0] for b in sideways], default=0.0)
    beside = style.where == "left"
    across = 3 if wide > 0.5 and not beside else 2 if wide > 0.4 and (style.stacked or not beside) else 1
    rows, style = _legible_rows(
        canvas,
        style,
        frame.text,
        sideways,
        lambda: front_rows(rng, design, holder.texts, wording, across, apart),
    )
    draw_cells(canvas, rows, frame.text, style, sideways)
    if frame.lines:
        draw_lines(canvas, rng, frame.lines, holder.lines, fonts)


def _legible_rows(
    canvas: Canvas, style: Style, area: Box, obstacles: list[Box], invent: Callable[[], Rows]
) -> tuple[Rows, Style]:
    """The first invented rows that hardly shrink or squeeze, or the best of several in a closer style."""

    def ease(rows: Rows, style: Style) -> float:
        digit, share = comfort(canvas, rows, area, style, obstacles)
        return min(digit / _LEGIBLE, share / _LEAST_SHARE)

    tries: list[Rows] = []
    for _ in range(6):
        tries.append(invent())
        if ease(tries[-1], style) >= 1:
            return tries[-1], style
    close = replace(style, caption=min(style.caption, 0.6), gap=0.15)
    styles = (close, replace(close, where="above", stacked=False))
    return max(((rows, each) for rows in tries for each in styles), key=lambda pair: ease(*pair))


def _draw_things(canvas: Canvas, rng: np.random.Generator, frame: Frame, holder: MacaoHolder) -> None:
    face = draw_face(rng, 300, holder.sex, age=holder.age, fade=bool(rng.random() < 0.3))
    canvas.paste(face, frame.portrait)
    canvas.portraits["large"] = canvas.pixels(frame.portrait)
    for kind, box in frame.things.items():
        x0, y0, x1, y1 = canvas.pixels(box)
        size = (max(8, round(x1 - x0)), max(8, round(y1 - y0)))
        if kind == "chip":
            canvas.paste(chip(rng, size), box)
        elif kind == "window":
            canvas.paste(window(rng, size), box)
        else:
            canvas.paste(face.convert("LA").convert("RGBA"), box, float(rng.uniform(0.35, 0.7)))
            canvas.portraits["small"] = (x0, y0, x1, y1)


def _draw_signature(canvas: Canvas, rng: np.random.Generator, box: Box, wording: Wording, style: Style) -> None:
    x0, y0, x1, y1 = box
    cell = Cell(*caption(rng, "signature", wording), ())
    if (cell.zh or cell.latin) and rng.random() < 0.7:
        foot = y0 + 0.045
        draw_cells(canvas, [[cell]], (x0, y0, x1, foot), replace(style, where="above", stacked=False))
        y0 = foot
    size = (round((x1 - x0) * canvas.width), max(8, round((y1 - y0) * canvas.height)))
    canvas.paste(scribble(rng, size, (25, 25, int(rng.integers(30, 90)))), (x0, y0, x1, y1))


def _invent_style(rng: np.random.Generator, holder: MacaoHolder, fonts: FontPack) -> Style:
    chinese = "".join(text for name, text in holder.texts.items() if name.endswith("_zh"))
    latin = "".join(text for name, text in holder.texts.items() if not name.endswith("_zh"))
    value = fonts.pick(rng, "mono" if rng.random() < 0.65 else "sans", latin)
    tone = int(rng.integers(10, 70))
    where = _WHERE[int(rng.integers(len(_WHERE)))]
    captions_zh, captions_latin = every_caption()
    return Style(
        where=where,
        stacked=bool(rng.random() < (0.85 if where == "left" else 0.3)),
        joint=(" ", " ", "  ", "/", " / ")[int(rng.integers(5))],
        caption=float(rng.uniform(0.55, 0.85)),
        captions={
            "zh": fonts.pick(rng, "hant-hei" if rng.random() < 0.6 else "hant-ming", captions_zh),
            "latin": fonts.pick(rng, "sans" if rng.random() < 0.75 else "serif", captions_latin),
        },
        caption_colour=_CAPTION_COLOURS[int(rng.integers(len(_CAPTION_COLOURS)))],
        values={"zh": _chinese_face(rng, fonts, chinese), "latin": value, "code": value},
        value_colour=(tone, tone, min(80, tone + int(rng.integers(0, 25)))),
        share=float(rng.uniform(0.36, 0.46)),
        digit=float(rng.uniform(0.034, 0.05)),
        spread=float(rng.uniform(1.05, 1.7)) if rng.random() < 0.4 else 1.0,
        gap=float(rng.uniform(0.15, 0.6)),
        grid=bool(rng.random() < 0.3),
    )


def _chinese_face(rng: np.random.Generator, fonts: FontPack, text: str) -> FontFile:
    """Ming for most; a name that one kind of face lacks takes the other."""
    first, second = ("hant-ming", "hant-hei") if rng.random() < 0.7 else ("hant-hei", "hant-ming")
    return fonts.pick(rng, first if fonts.able(first, text) else second, text)


def _inside(box: Box, area: Box) -> bool:
    return box[0] < area[2] and area[0] < box[2] and box[1] < area[3] and area[1] < box[3]
