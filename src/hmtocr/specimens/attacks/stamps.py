"""Stamps and watermarks that are put on honest copies: COPY, 副本, SAMPLE, 樣本, what the copy is for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from hmtocr.image.geometry import Pixels
from hmtocr.specimens.fonts import font_pack

_WORDS = ("COPY", "副本", "SAMPLE", "樣本", "SPECIMEN", "样本", "COPY 副本", "CERTIFIED TRUE COPY", "僅供核對", "VOID")
_INKS = (
    (20, 30, 180), (200, 20, 30), (15, 15, 20), (110, 110, 115), (120, 30, 130),
    (0, 120, 80), (230, 90, 20), (10, 110, 200), (255, 255, 255), (250, 210, 40),
)  # fmt: skip


def stamped(rng: np.random.Generator, pixels: Pixels, count: int | None = None) -> Pixels:
    """The picture (RGB) with one to three marks anywhere on it, over print too.

    A rubber stamp's ink takes light as a filter does, and is patchy; a watermark is mixed in evenly.
    """
    sheet = pixels.astype(np.float32)
    height, width = pixels.shape[:2]
    for _ in range(int(rng.integers(1, 4)) if count is None else count):
        ink = np.array(_INKS[int(rng.integers(len(_INKS)))], np.float32)
        mark, rubber = _mark(rng, width), bool(rng.random() < 0.6)
        x = int(rng.uniform(-0.1, 1.1) * (width - mark.width)) if mark.width < width else (width - mark.width) // 2
        y = int(rng.uniform(-0.1, 1.1) * (height - mark.height)) if mark.height < height else 0
        layer = Image.new("L", (width, height), 0)
        layer.paste(mark, (x, y))
        share = np.asarray(layer, np.float32)[..., None] / 255 * np.float32(rng.uniform(0.2, 0.95))
        if rubber:
            share = share * _patchy(rng, width, height)
            sheet *= 1 - share * (1 - np.minimum(ink, 200) / 255)
        else:
            sheet += (ink - sheet) * share * np.float32(0.7)
    return np.asarray(np.clip(sheet, 0, 255), np.uint8)


def _mark(rng: np.random.Generator, width: int) -> Image.Image:
    """A word, perhaps in a frame, turned, as an L mask."""
    word = _WORDS[int(rng.integers(len(_WORDS)))]
    fonts = font_pack()
    able = [role for role in ("sans", "serif", "mono", "hant-hei", "hant-ming", "hans-hei") if fonts.able(role, word)]
    size = width * float(np.exp(rng.uniform(np.log(0.03), np.log(0.22)))) / max(1.0, len(word) / 6)
    font = fonts.pick(rng, able[int(rng.integers(len(able)))], word).at(max(8.0, size))
    left, top, right, bottom = (round(edge) for edge in font.getbbox(word))
    pad = max(2, (bottom - top) // 3)
    mark = Image.new("L", (right - left + 2 * pad, bottom - top + 2 * pad), 0)
    pen, bold = ImageDraw.Draw(mark), int(rng.integers(0, 3)) if size > 40 else 0
    pen.text((pad - left, pad - top), word, 255, font=font, stroke_width=bold)
    if rng.random() < 0.5:
        frame = (1, 1, mark.width - 2, mark.height - 2)
        line = max(1, round(pad * float(rng.uniform(0.15, 0.4))))
        if rng.random() < 0.3:
            pen.ellipse(frame, outline=255, width=line)
        else:
            pen.rounded_rectangle(frame, int(rng.integers(0, pad)), outline=255, width=line)
    degrees = 0.0 if rng.random() < 0.25 else float(rng.normal(0, 25))
    return mark.rotate(degrees, Image.Resampling.BICUBIC, expand=True)


def _patchy(rng: np.random.Generator, width: int, height: int) -> NDArray[np.float32]:
    """How much ink a stamp leaves where: less in blotches."""
    rough = Image.fromarray(rng.integers(0, 256, (max(2, height // 6), max(2, width // 6)), np.uint8))
    soft = rough.filter(ImageFilter.GaussianBlur(1.2)).resize((width, height), Image.Resampling.BILINEAR)
    level = (np.asarray(soft, np.float32) - 128) / 40 * np.float32(rng.uniform(0, 0.4))
    return np.asarray(np.clip(0.9 + level, 0.3, 1)[..., None], np.float32)
