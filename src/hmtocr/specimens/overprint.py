"""Overprints every drawn card, so that none can pass for a real one: SPECIMEN, SAMPLE, 樣本, 样本.

The marks stay clear of the fields or go over them faintly, as on official specimens and on photocopies.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from hmtocr.specimens.canvas import Canvas, Colour
from hmtocr.specimens.card import Box
from hmtocr.specimens.fonts import FontPack

_WORDS = ("SPECIMEN", "SAMPLE", "樣本", "样本", "樣本 SPECIMEN", "樣本 SAMPLE", "样本 SPECIMEN")
_COPIES = ("COPY", "副本", "COPY 副本", "CERTIFIED COPY", "僅供核對", "仅供核对")
_COLOURS: tuple[Colour, ...] = (
    (20, 20, 200), (10, 10, 150), (25, 25, 25), (90, 90, 90),
    (190, 25, 35), (220, 60, 60), (120, 40, 130), (0, 110, 90),
)  # fmt: skip


def overprint(canvas: Canvas, rng: np.random.Generator, fonts: FontPack) -> None:
    """Mark the card as a specimen, always; sometimes stamp it as a copy too.

    The fields' truth must be complete before, for it tells where a solid mark may not go.
    """
    style = rng.random()
    if style < 0.35:
        _along_edge(canvas, rng, fonts)
    elif style < 0.6:
        _across(canvas, rng, fonts)
    elif style < 0.72:
        _scattered(canvas, rng, fonts)
    else:
        # A small mark needs an empty place; a card that has none is marked along its edge.
        if not _in_a_gap(canvas, rng, fonts, _one(rng, _WORDS)):
            _along_edge(canvas, rng, fonts)
        if rng.random() < 0.3:
            _across(canvas, rng, fonts)
    if rng.random() < 0.12:
        _stamp(canvas, rng, fonts)


def _along_edge(canvas: Canvas, rng: np.random.Generator, fonts: FontPack) -> None:
    """Small words one after the other, up or down the left or the right edge."""
    word, colour = _one(rng, _WORDS), _COLOURS[int(rng.integers(len(_COLOURS)))]
    size = canvas.width * float(rng.uniform(0.016, 0.024))
    mark = _mark(word, _font(rng, fonts, word, size))
    count = int(rng.integers(2, 5))
    step = canvas.height * float(rng.uniform(0.85, 0.95)) / count
    turn = Image.Transpose.ROTATE_90 if rng.random() < 0.5 else Image.Transpose.ROTATE_270
    mark = mark.transpose(turn)
    if mark.height > step * 0.96:
        mark = mark.resize((max(1, round(mark.width * step * 0.96 / mark.height)), round(step * 0.96)))
    inset = canvas.width * float(rng.uniform(0.012, 0.024))
    x = inset if rng.random() < 0.6 else canvas.width - inset - mark.width
    # A word that would cover a field is printed faintly; on official specimens it may graze a first letter.
    graze = canvas.width * (0.009 if rng.random() < 0.3 else 0.0)
    first = canvas.height * float(rng.uniform(0.03, 0.07))
    opacity = float(rng.uniform(0.7, 1.0))
    for i in range(count):
        y = first + i * step
        clear = not _touches(canvas, (x + graze, y, x + mark.width - graze, y + mark.height), 0.001)
        _print(canvas, mark, (x, y), colour, opacity if clear else min(opacity, 0.25))


def _across(canvas: Canvas, rng: np.random.Generator, fonts: FontPack) -> None:
    """One big word across the card, at a slope, hardly darker than the ground."""
    word, colour = _one(rng, _WORDS), _COLOURS[int(rng.integers(len(_COLOURS)))]
    degrees = float(rng.choice([30, -30, 20, -20, 32, 0])) + float(rng.normal(0, 4))
    mark = _mark(word, _font(rng, fonts, word, canvas.width * float(rng.uniform(0.1, 0.2))))
    mark = _fitted(mark.rotate(degrees, Image.Resampling.BILINEAR, expand=True), canvas, 0.92)
    x, y = (
        (canvas.width - mark.width) * float(rng.random()),
        (canvas.height - mark.height) * float(rng.random()),
    )
    opacity = float(rng.uniform(0.05, 0.16))
    _print(canvas, mark, (x, y), colour if rng.random() < 0.85 else (255, 255, 255), opacity)


def _scattered(canvas: Canvas, rng: np.random.Generator, fonts: FontPack) -> None:
    """The word many times over, all at one slope, faintly."""
    word, colour = _one(rng, _WORDS), _COLOURS[int(rng.integers(len(_COLOURS)))]
    font = _font(rng, fonts, word, canvas.width * float(rng.uniform(0.03, 0.055)))
    mark = _mark(word, font).rotate(float(rng.uniform(-45, 45)), Image.Resampling.BILINEAR, expand=True)
    opacity = float(rng.uniform(0.08, 0.2))
    across, down = mark.width * float(rng.uniform(1.3, 2.2)), mark.height * float(rng.uniform(1.2, 2.0))
    for row in range(int(canvas.height / down) + 1):
        for column in range(int(canvas.width / across) + 1):
            x = (column + 0.5 * (row % 2)) * across
            _print(canvas, mark, (x, row * down), colour, opacity)


def _in_a_gap(canvas: Canvas, rng: np.random.Generator, fonts: FontPack, word: str) -> bool:
    """A solid small mark at an empty place; False where none is found."""
    colour = _COLOURS[int(rng.integers(len(_COLOURS)))]
    mark = _mark(word, _font(rng, fonts, word, canvas.width * float(rng.uniform(0.024, 0.042))))
    for _ in range(25):
        x = float(rng.uniform(0.02, 0.98)) * canvas.width - mark.width / 2
        y = float(rng.uniform(0.04, 0.94)) * canvas.height - mark.height / 2
        box = (x, y, x + mark.width, y + mark.height)
        inside = x > 0 and y > 0 and box[2] < canvas.width and box[3] < canvas.height
        if inside and not _touches(canvas, box):
            _print(canvas, mark, (x, y), colour, float(rng.uniform(0.75, 1.0)))
            return True
    return False


def _stamp(canvas: Canvas, rng: np.random.Generator, fonts: FontPack) -> None:
    """A framed rubber stamp; solid in an empty place, faint over fields."""
    word, colour = _one(rng, _COPIES), _COLOURS[int(rng.integers(len(_COLOURS)))]
    text = _mark(word, _font(rng, fonts, word, canvas.width * float(rng.uniform(0.03, 0.07))))
    pad = max(4, text.height // 4)
    mark = Image.new("L", (text.width + 2 * pad, text.height + 2 * pad), 0)
    mark.paste(text, (pad, pad))
    if rng.random() < 0.7:
        frame = (1, 1, mark.width - 2, mark.height - 2)
        ImageDraw.Draw(mark).rectangle(frame, outline=255, width=max(2, pad // 3))
    mark = _fitted(mark.rotate(float(rng.normal(0, 12)), Image.Resampling.BILINEAR, expand=True), canvas, 0.7)
    x, y = (
        (canvas.width - mark.width) * float(rng.random()),
        (canvas.height - mark.height) * float(rng.random()),
    )
    clear = not _touches(canvas, (x, y, x + mark.width, y + mark.height))
    _print(canvas, mark, (x, y), colour, float(rng.uniform(0.5, 0.9) if clear else rng.uniform(0.12, 0.3)))


def _font(rng: np.random.Generator, fonts: FontPack, word: str, size: float) -> ImageFont.FreeTypeFont:
    roles = ("sans", "serif", "mono", "hant-hei", "hant-ming", "hans-hei")
    able = [role for role in roles if fonts.able(role, word)]
    return fonts.pick(rng, able[int(rng.integers(len(able)))], word).at(size)


def _mark(word: str, font: ImageFont.FreeTypeFont) -> Image.Image:
    """The word as an L mask, cut to its ink."""
    left, top, right, bottom = font.getbbox(word)
    mask = Image.new("L", (int(right - left) + 2, int(bottom - top) + 2), 0)
    ImageDraw.Draw(mask).text((1 - left, 1 - top), word, 255, font=font)
    return mask


def _fitted(mark: Image.Image, canvas: Canvas, share: float) -> Image.Image:
    scale = min(1.0, share * canvas.width / mark.width, share * canvas.height / mark.height)
    size = (max(1, round(mark.width * scale)), max(1, round(mark.height * scale)))
    return mark if scale == 1.0 else mark.resize(size, Image.Resampling.BILINEAR)


def _print(canvas: Canvas, mark: Image.Image, at: tuple[float, float], colour: Colour, opacity: float) -> None:
    share = mark.point([round(level * opacity) for level in range(256)])
    canvas.image.paste(colour, (round(at[0]), round(at[1])), share)


def _touches(canvas: Canvas, box: Box, margin: float = 0.006) -> bool:
    """Whether a box comes within a hair's breadth (a fraction of the width) of a field or a portrait."""
    near = canvas.width * margin
    taken = [*(field.box for field in canvas.fields.values()), *canvas.portraits.values()]
    return any(
        box[0] < t[2] + near and t[0] - near < box[2] and box[1] < t[3] + near and t[1] - near < box[3] for t in taken
    )


def _one(rng: np.random.Generator, words: Sequence[str]) -> str:
    return words[int(rng.integers(len(words)))]
