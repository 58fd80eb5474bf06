"""Draws the portrait side of a residence permit.

The one known relative is the mainland identity card, whose measured front (DOCUMENTS.md, section 3, Layout)
is the middle that every card here strays from, some a little, some far.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hmtocr.specimens.canvas import Canvas, Colour, Ink
from hmtocr.specimens.card import CARD_HEIGHT_MM, CARD_WIDTH_MM, Box
from hmtocr.specimens.fonts import FontFile, FontPack
from hmtocr.specimens.permit_holder import PermitHolder
from hmtocr.specimens.setting import Run, set_line, spaced, width_of

_SHAPE = CARD_WIDTH_MM / CARD_HEIGHT_MM
CAPTION_COLOURS: tuple[Colour, ...] = (
    (40, 110, 180), (30, 90, 160), (60, 130, 190), (20, 70, 130), (30, 30, 30), (90, 110, 130),
)  # fmt: skip


@dataclass(frozen=True)
class _Plan:
    """Places in fractions of the card: `feet` of the rows (name, sex, birth, first line of the address)."""

    caption_x: float
    value_x: float
    right: float
    feet: tuple[float, float, float, float]
    pitch: float
    caption: float
    value: float
    name: float
    above: bool
    number_caption: Box
    number: Box
    portrait: Box


@dataclass(frozen=True)
class _Type:
    """Faces and colours of one card."""

    caption: FontFile
    name: FontFile
    value: FontFile
    digits: FontFile
    number: FontFile
    caption_colour: Colour
    colour: Colour


def draw_front(canvas: Canvas, rng: np.random.Generator, holder: PermitHolder, fonts: FontPack) -> Box:
    """Print everything but the face; returns the box, in fractions, that the face belongs in."""
    plan = _near(rng) if rng.random() < 0.55 else _far(rng)
    type_ = _invent_type(rng, holder, fonts)
    captions = ("姓名", "性别", "出生", "住址")
    spread = float(rng.uniform(1.0, 1.5)) if rng.random() < 0.5 else 1.0
    for words, foot in zip(captions, plan.feet, strict=True):
        ink = spaced(Ink(type_.caption, plan.caption, type_.caption_colour, sample="国"), canvas, spread, "国")
        above = plan.value * 1.35 if plan.above else 0.0
        set_line(canvas, [Run(words, ink)], plan.caption_x, foot - above, 0.2)
    room = plan.right - plan.value_x
    name = Ink(type_.name, plan.name, type_.colour, sample="国")
    if rng.random() < 0.4:
        name = spaced(name, canvas, float(rng.uniform(1.05, 1.4)), "国")
    set_line(
        canvas,
        [Run(holder.name, name, "name_zh")],
        plan.value_x,
        plan.feet[0] + (plan.name - plan.value) / 2,
        room,
    )
    value = Ink(type_.value, plan.value, type_.colour, sample="国")
    set_line(canvas, [Run(holder.sex, value, "sex")], plan.value_x, plan.feet[1], room)
    set_line(canvas, _birth_runs(rng, holder, plan, type_), plan.value_x, plan.feet[2], room)
    lines = _wrapped(canvas, holder.address, type_, plan.value, room)
    for i, runs in enumerate(lines):
        set_line(canvas, runs, plan.value_x, plan.feet[3] + i * plan.pitch, room)
    _draw_number(canvas, rng, holder, plan, type_)
    return plan.portrait


def _near(rng: np.random.Generator) -> _Plan:
    """The measured relative with every number shaken a little."""
    dx, dy = float(rng.normal(0, 0.012)), float(rng.normal(0, 0.012))
    caption_x = 0.09 + dx
    value_x = 0.205 + dx + float(rng.uniform(-0.012, 0.02))
    step = 0.1205 * float(rng.uniform(0.92, 1.05))
    first = 0.211 + dy
    left = 0.635 + float(rng.normal(0, 0.012))
    top = 0.16 + dy + float(rng.normal(0, 0.012))
    foot = 0.894 + dy + float(rng.uniform(-0.012, 0.015))
    number_x = 0.363 + dx + float(rng.uniform(-0.02, 0.02))
    value = 0.05 * float(rng.uniform(0.88, 1.04))
    return _Plan(
        caption_x,
        value_x,
        left - float(rng.uniform(0.02, 0.04)),
        (first, first + step, first + 2 * step, first + 3 * step + float(rng.uniform(-0.005, 0.008))),
        0.065 * float(rng.uniform(0.95, 1.03)),
        0.048 * float(rng.uniform(0.8, 1.0)),
        value,
        value * float(rng.uniform(1.05, 1.35)),
        False,
        (caption_x, foot - 0.05, number_x - 0.02, foot),
        (number_x, foot - 0.05, min(0.95, number_x + 0.512 * float(rng.uniform(0.95, 1.08))), foot),
        (left, top, min(0.97, left + 0.305), min(top + 0.58 * float(rng.uniform(0.92, 1.02)), foot - 0.09)),
    )


def _far(rng: np.random.Generator) -> _Plan:
    """Another arrangement: portrait on either side, captions over the values or beside them, other sizes."""
    portrait_left = bool(rng.random() < 0.45)
    wide = float(rng.uniform(0.2, 0.29))
    high = min(wide * float(rng.uniform(1.2, 1.35)) * _SHAPE, 0.62)
    margin = float(rng.uniform(0.04, 0.09))
    top = float(rng.uniform(0.07, 0.2))
    x = margin if portrait_left else 1 - margin - wide
    portrait = (x, top, x + wide, top + high)
    start = portrait[2] + float(rng.uniform(0.03, 0.06)) if portrait_left else margin
    right = 1 - margin if portrait_left else portrait[0] - 0.025
    above = bool(rng.random() < 0.35)
    value = float(rng.uniform(0.04, 0.05)) * (0.9 if above else 1.0)
    caption = value * float(rng.uniform(0.7, 1.0)) * (0.8 if above else 1.0)
    step = (2.6 if above else float(rng.uniform(1.9, 2.5))) * value
    pitch = value * float(rng.uniform(1.2, 1.35))
    foot = float(rng.uniform(0.86, 0.94))
    # Four lines of address have to end above the number.
    first = min(float(rng.uniform(0.12, 0.24)) + (value if above else 0.0), foot - 0.085 - 3 * step - 3 * pitch)
    feet = (first, first + step, first + 2 * step, first + 3 * step)
    value_x = start if above else start + float(rng.uniform(0.09, 0.13))
    low = max(portrait[3], feet[3] + 3 * pitch)
    foot = max(foot, low + 0.075)
    number_x = margin + float(rng.uniform(0.24, 0.3))
    number = (number_x, foot - 0.05, min(1 - margin, number_x + float(rng.uniform(0.45, 0.6))), foot)
    return _Plan(
        start,
        value_x,
        right,
        feet,
        pitch,
        caption,
        value,
        value * float(rng.uniform(1.0, 1.3)),
        above,
        (margin, foot - 0.05, number_x - 0.02, foot),
        number,
        portrait,
    )


def _invent_type(rng: np.random.Generator, holder: PermitHolder, fonts: FontPack) -> _Type:
    value = fonts.pick(rng, "hans-hei", holder.address + "男女")
    tone = int(rng.integers(10, 55))
    digits = value if rng.random() < 0.6 else fonts.pick(rng, "mono" if rng.random() < 0.6 else "sans", "0123456789")
    return _Type(
        caption=value if rng.random() < 0.7 else fonts.pick(rng, "hans-hei", "姓名性别出生年月日住址公民身份号码"),
        name=_name_face(rng, fonts, holder.name),
        value=value,
        digits=digits,
        number=fonts.pick(rng, "mono" if rng.random() < 0.75 else "sans", holder.number),
        caption_colour=CAPTION_COLOURS[int(rng.integers(len(CAPTION_COLOURS)))],
        colour=(tone, tone, tone),
    )


def _name_face(rng: np.random.Generator, fonts: FontPack, name: str) -> FontFile:
    """Hei; a name with characters that no simplified face has takes another."""
    for role in ("hans-hei", "hant-hei", "hans-song", "hant-ming"):
        if fonts.able(role, name):
            return fonts.pick(rng, role, name)
    return fonts.pick(rng, "hans-hei", name)


def _birth_runs(rng: np.random.Generator, holder: PermitHolder, plan: _Plan, type_: _Type) -> list[Run]:
    """1997年6月2日, the characters pre-printed in the captions' colour with white around the figures."""
    digit = Ink(type_.digits, plan.value * 0.86, type_.colour)
    marks = Ink(type_.caption, plan.caption, type_.caption_colour, sample="国")
    narrow, wide = float(rng.uniform(0.004, 0.02)), float(rng.uniform(0.006, 0.03))
    day = holder.birth
    parts = ((str(day.year), "年"), (str(day.month), "月"), (str(day.day), "日"))
    runs: list[Run] = []
    for figure, mark in parts:
        runs += [Run(figure, digit, "birth_date", wide), Run(mark, marks, "birth_date", narrow)]
    return runs


def _wrapped(canvas: Canvas, address: str, type_: _Type, height: float, room: float) -> list[list[Run]]:
    """The address in lines that fit, broken anywhere, as the mainland's cards do."""
    ink = Ink(type_.value, height, type_.colour, sample="国")
    lines: list[list[Run]] = []
    rest = address
    while rest:
        take = len(rest)
        while take > 1 and width_of([Run(rest[:take], ink)], canvas) > room:
            take -= 1
        lines.append([Run(rest[:take], ink, "address")])
        rest = rest[take:]
    return lines


def _draw_number(canvas: Canvas, rng: np.random.Generator, holder: PermitHolder, plan: _Plan, type_: _Type) -> None:
    x0, _, x1, foot = plan.number_caption
    words = Ink(type_.caption, plan.caption, type_.caption_colour, sample="国")
    set_line(canvas, [Run("公民身份号码", words)], x0, foot, x1 - x0)
    left, top, right, foot = plan.number
    ink = Ink(type_.number, (foot - top) * float(rng.uniform(0.85, 1.0)), type_.colour)
    natural = spaced(ink, canvas, 1.0).pitch or 0.0
    factor = min((right - left) / 18 / natural, float(rng.uniform(1.0, 1.5)))
    set_line(
        canvas,
        [Run(holder.number, spaced(ink, canvas, max(1.0, factor)), "number")],
        left,
        foot,
        right - left,
    )
