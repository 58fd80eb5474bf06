"""Titles and captions of a Hong Kong card, which are the same on every card of a design."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PIL import Image, ImageDraw

from hmtocr.specimens.canvas import Canvas, Colour, Ink
from hmtocr.specimens.card import Box
from hmtocr.specimens.fonts import FontPack
from hmtocr.specimens.hk_layout import HkLayout
from hmtocr.specimens.setting import Run, width_of

_TITLES = {
    True: ("香港永久性居民身份證", "HONG KONG PERMANENT IDENTITY CARD"),
    False: ("香港居民身份證", "HONG KONG IDENTITY CARD"),
}
_CAPTIONS = (("birth_caption", "出生日期", "Date of Birth"), ("issue_caption", "簽發日期", "Date of Issue"))
_TEAL: Colour = (28, 99, 103)
_GOLD: Colour = (153, 150, 34)


def draw_titles(
    canvas: Canvas, rng: np.random.Generator, design: str, layout: HkLayout, permanent: bool, fonts: FontPack
) -> None:
    """Chinese over English: teal with a white halo (2018) or gold and pale (2003)."""
    zh, en = _TITLES[permanent]
    colour = _near(rng, _TEAL if design == "2018" else _GOLD, 22)
    script = "hant-hei" if design == "2018" and rng.random() < 0.7 else "hant-ming"
    latin = "sans" if design == "2018" and rng.random() < 0.85 else "serif"
    upper, lower = layout.spots["title_zh"], layout.spots["title_en"]
    zh_ink = Ink(fonts.pick(rng, script, zh), upper.height, colour, upper.pitch, "國")
    en_ink = Ink(fonts.pick(rng, latin, en), lower.height, colour)
    # Both titles are set alike, so the longer one's width tells the spacing of either.
    en_ink = _fitted(canvas, _TITLES[True][1], en_ink, lower.pitch)
    if design == "2018" and rng.random() < 0.6:
        off = max(1.0, canvas.width / 640)
        for dx, dy in ((-off, -off), (off, off)):
            x, y = dx / canvas.width, dy / canvas.height
            canvas.text(zh, upper.x + x, upper.y + y, replace(zh_ink, colour=(250, 252, 252)), "", "center")
            canvas.text(en, lower.x + x, lower.y + y, replace(en_ink, colour=(250, 252, 252)), "", "center")
    canvas.text(zh, upper.x, upper.y, zh_ink, "", "center")
    canvas.text(en, lower.x, lower.y, en_ink, "", "center")


def draw_captions(canvas: Canvas, rng: np.random.Generator, design: str, layout: HkLayout, fonts: FontPack) -> None:
    """出生日期 Date of Birth and 簽發日期 Date of Issue: teal (2018) or black (2003)."""
    colour = _near(rng, _TEAL if design == "2018" else (40, 40, 40), 20)
    hei = (design == "2018") != (rng.random() < 0.15)
    chinese = fonts.pick(rng, "hant-hei" if hei else "hant-ming", "出生日期簽發")
    latin = fonts.pick(rng, "sans", "Date of Birth Issue")
    for name, zh, en in _CAPTIONS:
        spot = layout.spots[name]
        box = canvas.text(zh, spot.x, spot.y, Ink(chinese, spot.height, colour, spot.height * 0.77, "國"))
        ink = _fitted(canvas, en, Ink(latin, spot.height * 0.82, colour), spot.pitch)
        canvas.text(en, box[2] / canvas.width + 0.009, spot.y + spot.height * 0.12, ink)


def draw_overseas(canvas: Canvas, box: Box, fonts: FontPack, rng: np.random.Generator) -> None:
    """ISSUED OVERSEAS in small capitals, reading upwards."""
    x0, y0, x1, y1 = canvas.pixels(box)
    font = fonts.pick(rng, "sans", "ISSUED OVERSEAS").at(40)
    left, top, right, bottom = font.getbbox("ISSUED OVERSEAS")
    mask = Image.new("L", (int(right - left), int(bottom - top)), 0)
    ImageDraw.Draw(mask).text((-left, -top), "ISSUED OVERSEAS", 255, font=font)
    upright = mask.transpose(Image.Transpose.ROTATE_90).resize(
        (max(1, round(x1 - x0)), max(1, round(y1 - y0))), Image.Resampling.LANCZOS
    )
    canvas.image.paste(_near(rng, _TEAL, 20), (round(x0), round(y0)), upright)


def _fitted(canvas: Canvas, text: str, ink: Ink, width: float) -> Ink:
    """The ink squeezed or stretched so that the text is `width` (a fraction of the card's) wide."""
    factor = width / width_of([Run(text, ink)], canvas)
    return replace(ink, squeeze=ink.squeeze * float(np.clip(factor, 0.6, 1.6)))


def _near(rng: np.random.Generator, colour: Colour, by: float) -> Colour:
    r, g, b = np.clip(np.array(colour) + rng.normal(0, by / 2, 3), 0, 220)
    return (int(r), int(g), int(b))
