"""A card-sized sheet that text and pictures are put on by fractions of the card, remembering where the ink is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from hmtocr.specimens.card import CARD_HEIGHT_MM, CARD_WIDTH_MM, Box, DrawnField, Pixels
from hmtocr.specimens.fonts import FontFile

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Ink:
    """How a piece of text is set.

    Attributes:
        font: the face.
        height: of the tallest ink of `sample`, as a fraction of the card's height.
        colour: RGB.
        pitch: distance between the left edges of neighbouring characters as a fraction of the card's width; None
            for the font's own advance.
        sample: what `height` is measured on: "0" for digits and capitals, "國" for Chinese.
        squeeze: horizontal scale.
    """

    font: FontFile
    height: float
    colour: Colour = (30, 30, 30)
    pitch: float | None = None
    sample: str = "0"
    squeeze: float = 1.0


class Canvas:
    """A sheet of `width` pixels, ID-1 in shape; `fields` collects the truth while drawing."""

    def __init__(self, ground: Image.Image) -> None:
        """Start from a background picture, RGB, already of the card's size."""
        self.image = ground.convert("RGB")
        self.width, self.height = self.image.size
        self.fields: dict[str, DrawnField] = {}
        self.portraits: dict[str, Box] = {}

    def text(self, text: str, x: float, y: float, ink: Ink, name: str = "", align: str = "left") -> Box:
        """Print `text` with the left edge of its ink at `x` and the top of a `sample` at `y` (fractions).

        `align` may be "center" or "right": then `x` is the ink's middle or right edge. With `name` the text
        becomes that field's truth. Returns the ink's box in pixels.
        """
        layer, origin = self._layer(text, ink)
        bbox = layer.getbbox()
        if bbox is None:
            raise ValueError("text without ink")
        left = x * self.width - {"left": bbox[0], "center": (bbox[0] + bbox[2]) / 2, "right": bbox[2]}[align]
        top = y * self.height - origin
        place = (round(left), round(top))
        self.image.paste(Image.new("RGB", layer.size, ink.colour), place, layer)
        box = (
            place[0] + bbox[0] + 0.0,
            place[1] + bbox[1] + 0.0,
            place[0] + bbox[2] + 0.0,
            place[1] + bbox[3] + 0.0,
        )
        if name:
            self.fields[name] = DrawnField(text, box, (box,))
        return box

    def extend(self, name: str, text: str, box: Box) -> None:
        """Add a further printed part (a second line, the letter beside 男) to a field's truth."""
        old = self.fields[name]
        last = old.rows[-1]
        beside = min(last[3], box[3]) - max(last[1], box[1]) > 0.5 * min(last[3] - last[1], box[3] - box[1])
        rows = (*old.rows[:-1], _union(last, box)) if beside else (*old.rows, box)
        self.fields[name] = DrawnField(old.text + text, _union(old.box, box), rows)

    def paste(self, picture: Image.Image, box: Box, opacity: float = 1.0) -> None:
        """Put a picture (its alpha is heeded) into `box`, given in fractions."""
        x0, y0, x1, y1 = self.pixels(box)
        size = (max(1, round(x1 - x0)), max(1, round(y1 - y0)))
        scaled = picture.convert("RGBA").resize(size, Image.Resampling.LANCZOS)
        mask = scaled.getchannel("A").point(lambda a: round(a * opacity))
        self.image.paste(scaled.convert("RGB"), (round(x0), round(y0)), mask)

    def pixels(self, box: Box) -> Box:
        """Fractions of the card to pixels."""
        return (box[0] * self.width, box[1] * self.height, box[2] * self.width, box[3] * self.height)

    def finish(self, corner_mm: float = 3.18) -> tuple[Pixels, Pixels]:
        """The pixels, and the alpha of a card with rounded corners (3.18 mm, ISO/IEC 7810)."""
        mask = Image.new("L", (self.width * 2, self.height * 2), 0)
        radius = corner_mm / CARD_WIDTH_MM * self.width * 2
        ImageDraw.Draw(mask).rounded_rectangle((0, 0, self.width * 2 - 1, self.height * 2 - 1), radius, 255)
        alpha = mask.resize(self.image.size, Image.Resampling.BOX)
        return np.asarray(self.image, np.uint8).copy(), np.asarray(alpha, np.uint8).copy()

    def _layer(self, text: str, ink: Ink) -> tuple[Image.Image, float]:
        """The text as an L mask, and how far down in it the top of a sample character is."""
        trial = ink.font.at(100).getbbox(ink.sample)
        size = ink.height * self.height * 100 / (trial[3] - trial[1])
        font = ink.font.at(size)
        sample = font.getbbox(ink.sample)
        pad = round(size * 0.5)
        pitch = None if ink.pitch is None else ink.pitch * self.width / ink.squeeze
        advance = [font.getlength(c) if pitch is None else pitch for c in text]
        total = font.getlength(text) if pitch is None else sum(advance) + size
        layer = Image.new("L", (round(total) + 2 * pad, round(size * 1.6) + 2 * pad), 0)
        draw = ImageDraw.Draw(layer)
        if pitch is None:
            draw.text((pad, pad), text, 255, font=font)
        else:
            x = float(pad)
            for char, step in zip(text, advance, strict=True):
                box = font.getbbox(char)
                # A fixed pitch puts every character in the middle of its cell.
                draw.text((x + (step - (box[2] - box[0])) / 2 - box[0], pad), char, 255, font=font)
                x += step
        if ink.squeeze != 1.0:
            layer = layer.resize((round(layer.width * ink.squeeze), layer.height), Image.Resampling.LANCZOS)
        return layer, pad + sample[1]


def _union(a: Box, b: Box) -> Box:
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))


def card_height(width: int) -> int:
    """The height in pixels of an ID-1 card of `width` pixels."""
    return round(width * CARD_HEIGHT_MM / CARD_WIDTH_MM)
