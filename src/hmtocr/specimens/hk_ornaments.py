"""What else is on a Hong Kong card: see-through window, laser oval, arrow, hologram strip, relief."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from hmtocr.specimens.canvas import Canvas, Colour, Ink
from hmtocr.specimens.card import Box, DrawnField
from hmtocr.specimens.fonts import FontPack
from hmtocr.specimens.ground import rainbow


def draw_window(canvas: Canvas, rng: np.random.Generator, box: Box, text: str, fonts: FontPack) -> None:
    """The 2018 card's window: an oval with the number's body in bold slanted serif type.

    It is engraved on two layers and often hidden by a reflection; only what can be read becomes the field
    `window_text`.
    """
    x0, y0, x1, y1 = (round(edge) for edge in canvas.pixels(box))
    wide, high = x1 - x0, y1 - y0
    light = float(rng.uniform(170, 252)) if rng.random() < 0.8 else float(rng.uniform(90, 170))
    pane = np.full((high, wide, 3), light, np.float32)
    # A slanted border between two reflections runs through the pane.
    xs, ys = np.meshgrid(np.arange(wide) / wide, np.arange(high) / high)
    border = xs + ys * float(rng.uniform(-0.5, 0.5)) > float(rng.uniform(0.0, 1.1))
    pane[border] *= float(rng.uniform(0.75, 1.08))
    oval = Image.new("L", (wide * 2, high * 2), 0)
    ImageDraw.Draw(oval).ellipse((2, 2, wide * 2 - 3, high * 2 - 3), fill=255)
    mask = oval.resize((wide, high), Image.Resampling.BOX)
    rim = ImageChops.subtract(mask, mask.filter(ImageFilter.GaussianBlur(max(1.0, high * 0.08))))
    window = Image.fromarray(np.clip(pane, 0, 255).astype(np.uint8))
    shade = int(rng.integers(60, 150))
    window.paste((shade, shade, shade), (0, 0), rim.point([min(255, v * 2) for v in range(256)]))
    canvas.image.paste(window, (x0, y0), mask)
    ink = float(rng.uniform(0.1, 0.95) if rng.random() < 0.4 else rng.uniform(0.75, 0.98))
    hidden = bool(rng.random() < 0.12)
    dark = int(rng.integers(0, 50))
    engraved = _slanted(text, fonts, rng, (round(wide * 0.57), round(high * 0.40)))
    at = (
        x0 + round(wide * float(rng.uniform(0.15, 0.22))),
        y0 + round(high * float(rng.uniform(0.32, 0.42))),
    )
    canvas.image.paste((dark, dark, dark), at, engraved.point([round(v * ink) for v in range(256)]))
    if hidden:
        _glint(canvas, rng, at, engraved.size)
    if not hidden and ink * (light - dark) > 75:
        bounds = engraved.getbbox() or (0, 0, *engraved.size)
        x, y = float(at[0]), float(at[1])
        place = (x + bounds[0], y + bounds[1], x + bounds[2], y + bounds[3])
        canvas.fields["window_text"] = DrawnField(text, place, (place,))


_GHOST: Box = (0.31, 0.08, 0.70, 0.9)
"""Of the oval."""


def draw_laser_oval(
    canvas: Canvas, rng: np.random.Generator, box: Box, number: str, face: Image.Image | None, fonts: FontPack
) -> None:
    """The 2003 card's oval: a ghost of the portrait, a letter and the number in small grey type; no field."""
    x0, y0, x1, y1 = (round(edge) for edge in canvas.pixels(box))
    wide, high = x1 - x0, y1 - y0
    before = canvas.image.crop((x0, y0, x1, y1))
    pane = Canvas(before)
    tint = int(rng.integers(190, 235))
    veil = Image.new("RGB", (wide, high), (tint, tint, tint))
    pane.image.paste(Image.blend(before, veil, float(rng.uniform(0.25, 0.7))), (0, 0))
    rules = np.asarray(pane.image).copy()
    step = int(rng.integers(4, 9))
    rules[::step] = (rules[::step] * float(rng.uniform(0.82, 0.97))).astype(np.uint8)
    pane.image.paste(Image.fromarray(rules), (0, 0))
    if face:
        pane.paste(face.convert("LA"), _GHOST, float(rng.uniform(0.2, 0.55)))
    sans, mono = fonts.pick(rng, "sans", "K"), fonts.pick(rng, "mono", number)
    pale = int(rng.integers(110, 175))
    letter: Colour = (min(255, pale + 45), pale, pale) if rng.random() < 0.6 else (pale, pale, pale)
    pane.text("K", 0.09, 0.4, Ink(sans, 0.2, letter))
    pane.text(number, 0.23, 0.77, Ink(mono, 0.1, (pale, pale, pale), 0.062))
    left, right = _GHOST[0], _GHOST[2]
    if rng.random() < 0.4:
        # Seen from one side the oval shows its contents mirrored and faint.
        left, right = 1 - right, 1 - left
        pane.image.paste(Image.blend(pane.image.transpose(Image.Transpose.FLIP_LEFT_RIGHT), before, 0.4), (0, 0))
    if face:
        canvas.portraits["small"] = (x0 + left * wide, y0 + _GHOST[1] * high, x0 + right * wide, y0 + _GHOST[3] * high)
    oval = Image.new("L", (wide, high), 0)
    ImageDraw.Draw(oval).rounded_rectangle((0, 0, wide - 1, high - 1), high * float(rng.uniform(0.4, 0.5)), 255)
    edge = ImageChops.subtract(oval, oval.filter(ImageFilter.MinFilter(3)))
    canvas.image.paste(pane.image, (x0, y0), oval.filter(ImageFilter.GaussianBlur(1)))
    canvas.image.paste((240, 240, 240), (x0, y0), edge.point([v // 2 for v in range(256)]))


def draw_arrow(canvas: Canvas, rng: np.random.Generator, box: Box) -> None:
    """The triangle that points at the edge which goes into a reader."""
    x0, y0, x1, y1 = canvas.pixels(box)
    grey = int(rng.integers(80, 150))
    colour = (min(255, grey + int(rng.integers(0, 30))), grey, grey)
    ImageDraw.Draw(canvas.image).polygon([(x0, (y0 + y1) / 2), (x1, y0), (x1, y1)], colour)


def draw_strip(canvas: Canvas, rng: np.random.Generator, box: Box) -> None:
    """A hologram that tints what is under it, mostly hardly to be seen; and one at the card's right edge."""
    for place in (box, (float(rng.uniform(0.9, 0.95)), 0.36, 1.0, 0.72)):
        if rng.random() < 0.6:
            x0, y0, x1, y1 = (round(edge) for edge in canvas.pixels(place))
            part = np.asarray(canvas.image.crop((x0, y0, x1, y1)))
            tinted = rainbow(rng, part, float(rng.uniform(0.05, 0.4)))
            canvas.image.paste(Image.fromarray(tinted), (x0, y0))


def draw_relief(canvas: Canvas, rng: np.random.Generator, portrait: Box, fonts: FontPack) -> None:
    """HONG KONG in faint raised capitals along the foot of the portrait."""
    if rng.random() < 0.3:
        return
    x0, y0, x1, y1 = (round(edge) for edge in canvas.pixels((portrait[0], 0.885, portrait[2], 0.955)))
    part = Canvas(canvas.image.crop((x0, y0, x1, y1)))
    before = part.image.copy()
    pale = int(rng.choice([30, 120, 200, 240]))
    font = fonts.pick(rng, "sans", "HONG KONG")
    part.text("HONG KONG", 0.03, 0.25, Ink(font, 0.5, (pale, pale, pale), 0.104))
    canvas.image.paste(Image.blend(before, part.image, float(rng.uniform(0.08, 0.35))), (x0, y0))


def _slanted(text: str, fonts: FontPack, rng: np.random.Generator, size: tuple[int, int]) -> Image.Image:
    """The text as an L mask in a bold italic made from an upright serif face, in a box of `size` pixels."""
    font = fonts.pick(rng, "serif", text).at(48)
    left, top, right, bottom = font.getbbox(text, stroke_width=1)
    high = int(bottom - top)
    lean = float(rng.uniform(0.15, 0.32))
    mask = Image.new("L", (int(right - left) + int(lean * high) + 2, high), 0)
    ImageDraw.Draw(mask).text((1 - left, -top), text, 255, font=font, stroke_width=1)
    slant = mask.transform(
        mask.size, Image.Transform.AFFINE, (1, lean, -lean * high, 0, 1, 0), Image.Resampling.BILINEAR
    )
    return slant.resize((max(1, size[0]), max(1, size[1])), Image.Resampling.LANCZOS)


def _glint(canvas: Canvas, rng: np.random.Generator, at: tuple[int, int], size: tuple[int, int]) -> None:
    """A reflection over a part of the engraving."""
    mask = np.zeros((size[1] * 2, size[0]), np.uint8)
    centre = (int(size[0] * rng.uniform(0.2, 0.8)), size[1])
    axes = (int(size[0] * rng.uniform(0.25, 0.5)), size[1])
    cv2.ellipse(mask, centre, axes, 0, 0, 360, 255, -1)
    soft = Image.fromarray(mask).filter(ImageFilter.GaussianBlur(4))
    canvas.image.paste((252, 252, 252), (at[0], at[1] - size[1] // 2), soft)
