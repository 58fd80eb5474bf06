"""Draws the front of a Hong Kong identity card, designs 2003 and 2018, in all seven card types."""

from __future__ import annotations

from typing import Literal

import numpy as np
from PIL import Image

from hmtocr.specimens.canvas import Canvas, Colour, Ink
from hmtocr.specimens.card import Box, DrawnCard
from hmtocr.specimens.faces import draw_face
from hmtocr.specimens.fonts import FontFile, FontPack
from hmtocr.specimens.ground import draw_ground
from hmtocr.specimens.hk_holder import HkHolder, invent_hk_holder
from hmtocr.specimens.hk_layout import HkLayout, Spot, jittered_layout
from hmtocr.specimens.hk_ornaments import draw_arrow, draw_laser_oval, draw_relief, draw_strip, draw_window
from hmtocr.specimens.hk_titles import draw_captions, draw_overseas, draw_titles
from hmtocr.specimens.ornaments import chip
from hmtocr.specimens.overprint import overprint
from hmtocr.specimens.people import Half

Design = Literal["2003", "2018"]


def draw_hk_card(
    rng: np.random.Generator,
    design: Design,
    fonts: FontPack,
    width: int = 1280,
    half: Half = "all",
    kind: str = "",
) -> DrawnCard:
    """One flat card of `width` pixels, of an invented holder, always overprinted.

    `half` keeps people and grounds of training apart from those of tests; `kind` asks for one of
    hk_holder.CARD_TYPES instead of a random card type.

    Raises:
        SpecimenError: the fonts lack a face that the card needs.
    """
    holder = invent_hk_holder(rng, design, fonts, half, kind)
    layout = jittered_layout(rng, design)
    canvas = Canvas(draw_ground(rng, width, "hk2003" if design == "2003" else "hk2018", half))
    face = _portrait(rng, holder) if holder.pictured else None
    if design == "2003":
        _furnish_2003(canvas, rng, layout, holder, face, fonts)
    else:
        _furnish_2018(canvas, rng, layout, holder, face, fonts)
    draw_titles(canvas, rng, design, layout, holder.kind.permanent, fonts)
    draw_captions(canvas, rng, design, layout, fonts)
    if holder.kind.overseas:
        draw_overseas(canvas, layout.boxes["overseas"], fonts, rng)
    _print_fields(canvas, rng, layout, holder, fonts)
    overprint(canvas, rng, fonts)
    pixels, alpha = canvas.finish()
    return DrawnCard("hk-id", design, "front", pixels, alpha, dict(canvas.fields), dict(canvas.portraits))


def _portrait(rng: np.random.Generator, holder: HkHolder) -> Image.Image:
    """Black and white, mostly without the wall behind the person."""
    fade, grey = bool(rng.random() < 0.7), bool(rng.random() < 0.93)
    face = draw_face(rng, 160, holder.person.sex, grey, holder.person.age, fade)
    # The camera came nearer to some than to others; on the cards a head fills most of its box.
    near = float(rng.uniform(0.0, 0.16))
    wide, high = face.size
    return face.crop((round(wide * near), round(high * near * 0.3), round(wide * (1 - near)), round(high * (1 - near))))


def _furnish_2003(
    canvas: Canvas,
    rng: np.random.Generator,
    layout: HkLayout,
    holder: HkHolder,
    face: Image.Image | None,
    fonts: FontPack,
) -> None:
    boxes = layout.boxes
    draw_arrow(canvas, rng, boxes["arrow"])
    x0, y0, x1, y1 = canvas.pixels(boxes["chip"])
    canvas.paste(chip(rng, (round(x1 - x0), round(y1 - y0))), boxes["chip"])
    draw_laser_oval(canvas, rng, boxes["oval"], holder.texts["number"], face, fonts)
    if face:
        _place_portrait(canvas, "large", boxes["large"], face, float(rng.uniform(0.88, 1.0)))


def _furnish_2018(
    canvas: Canvas,
    rng: np.random.Generator,
    layout: HkLayout,
    holder: HkHolder,
    face: Image.Image | None,
    fonts: FontPack,
) -> None:
    boxes = layout.boxes
    if face:
        _place_portrait(canvas, "large", boxes["large"], face, float(rng.uniform(0.88, 1.0)))
        _place_portrait(canvas, "small", boxes["small"], face, float(rng.uniform(0.6, 1.0)))
    draw_relief(canvas, rng, boxes["large"], fonts)
    draw_strip(canvas, rng, boxes["hologram"])
    draw_window(canvas, rng, boxes["window"], holder.window, fonts)


def _place_portrait(canvas: Canvas, kind: str, box: Box, face: Image.Image, opacity: float) -> None:
    """Paste the face, cut at the sides, or at the foot, to the box's shape."""
    x0, y0, x1, y1 = canvas.pixels(box)
    shape = (y1 - y0) / (x1 - x0)
    wide, high = face.size
    across, down = min(wide, high / shape), min(high, wide * shape)
    left = (wide - across) / 2
    canvas.paste(face.crop((round(left), 0, round(left + across), round(down))), box, opacity)
    canvas.portraits[kind] = (x0, y0, x1, y1)


def _print_fields(
    canvas: Canvas, rng: np.random.Generator, layout: HkLayout, holder: HkHolder, fonts: FontPack
) -> None:
    texts, spots = holder.texts, layout.spots
    dark = int(rng.integers(8, 75))
    colour: Colour = (dark, dark + int(rng.integers(0, 8)), dark + int(rng.integers(0, 12)))
    latin = fonts.pick(rng, "mono", "".join(t for name, t in texts.items() if name not in ("name_zh", "sex")))
    chinese = _chinese_face(rng, fonts, texts.get("name_zh", "") + texts["sex"][0])
    if "name_zh" in texts:
        _print(canvas, texts["name_zh"], spots["name_zh"], chinese, colour, "name_zh")
    for name in ("name_en", "birth_date", "symbols", "first_issue_date", "issue_date"):
        _print(canvas, texts[name], spots[name], latin, colour, name)
    _print(canvas, texts["number"], spots["number"], latin, colour, "number", "right")
    if "telecode" in texts:
        _print_telecode(canvas, texts["telecode"], layout, latin, colour)
    _print(canvas, texts["sex"][0], spots["sex_zh"], chinese, colour, "sex")
    letter = _print(canvas, texts["sex"][-1], spots["sex_letter"], latin, colour)
    canvas.extend("sex", " " + texts["sex"][-1], letter)


def _chinese_face(rng: np.random.Generator, fonts: FontPack, text: str) -> FontFile:
    """Ming as on the cards; Hei on a minority, and where no Ming face has the characters."""
    ming = fonts.able("hant-ming", text) and (rng.random() < 0.85 or not fonts.able("hant-hei", text))
    return fonts.pick(rng, "hant-ming" if ming else "hant-hei", text)


def _print(
    canvas: Canvas, text: str, spot: Spot, font: FontFile, colour: Colour, name: str = "", align: str = "left"
) -> Box:
    sample = "國" if ord(text[0]) > 0x2FF else "0"
    return canvas.text(text, spot.x, spot.y, Ink(font, spot.height, colour, spot.pitch or None, sample), name, align)


def _print_telecode(canvas: Canvas, text: str, layout: HkLayout, font: FontFile, colour: Colour) -> None:
    """Group by group, for the gap between groups is wider than a character."""
    spot = layout.spots["telecode"]
    for i, group in enumerate(text.split()):
        at = Spot(spot.x + i * layout.group, spot.y, spot.height, spot.pitch)
        box = _print(canvas, group, at, font, colour, "" if i else "telecode")
        if i:
            canvas.extend("telecode", " " + group, box)
