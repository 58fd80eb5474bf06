"""Sets a line of print on a ground: any font, pitch, weight and ink, with other print near it and over it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from hmtocr.specimens.fonts import FontFile, FontPack
from training.latin.pool import Images, Line, Pool
from training.latin.texts import Writer, invent_text

Mask = NDArray[np.uint8]

_INK = 40
"""Pixels of a capital's height that lines are set at."""
_ROOM = 1.4
"""Ink heights of ground around the line."""
_WORDS = ("SPECIMEN", "SAMPLE", "COPY", "VOID", "樣本", "副本")
_CAPTIONS = (
    "出生日期 Date of Birth",
    "簽發日期",
    "Data de Nascimento",
    "姓名",
    "香港永久性居民身份證",
    "Validade",
    "有效期限",
)


def set_line(rng: np.random.Generator, pool: Pool, fonts: FontPack, write: Writer = invent_text) -> Line:
    """A line of a text that `write` gives.

    Raises:
        LookupError: no font has its characters.
    """
    text = write(rng, fonts)
    font = _font(rng, fonts, text)
    mask = _weighted(rng, _mask(rng, text, font))
    if mask.shape[1] > 1400:
        text = text[:12].strip()
        mask = _mask(rng, text, font)
    tall, wide = mask.shape
    room = int(_ROOM * _INK)
    width, height = wide + 2 * room, tall + 2 * room
    ground = pool.ground(rng, width, height)
    ground = _faded(rng, ground)
    ink, share = _ink(rng, ground)
    if rng.random() < 0.35:
        _neighbours(rng, ground, fonts, tall, ink, write)
    _paint(ground, mask, (room, room), ink, share)
    if rng.random() < 0.03:
        # Print seen twice, as through a window or in a hologram.
        _paint(ground, mask, (room + int(rng.integers(-3, 4)), room + int(rng.integers(-2, 3))), ink, share * 0.3)
    if rng.random() < 0.15:
        _over(rng, ground, fonts)
    return Line(ground, (room, room, room + wide, room + tall), text, (_ROOM, _ROOM))


def _font(rng: np.random.Generator, fonts: FontPack, text: str) -> FontFile:
    roles = ("mono", "mono", "sans", "sans", "serif", "any")
    role = roles[int(rng.integers(len(roles)))]
    if _is_chinese(text):
        role = "any"
    able = [f for f in fonts.files if (role == "any" or role in f.roles) and f.has(text)]
    able = able or [f for f in fonts.files if f.has(text)]
    if not able:
        raise LookupError("no font of the pack has all characters of a text")
    return able[int(rng.integers(len(able)))]


def _mask(rng: np.random.Generator, text: str, font: FontFile) -> Mask:
    """The text's ink, 0..255, cut to the ink."""
    if _is_chinese(text):
        return _square(rng, text, font)
    trial = font.at(100).getbbox("0")
    face = font.at(_INK * 100 / (trial[3] - trial[1]))
    pad = _INK
    spacing = float(rng.normal(0, 0.04)) if rng.random() < 0.5 else 0.0
    pitch = None
    if ("mono" in font.roles and rng.random() < 0.5) or rng.random() < 0.06:
        pitch = max(face.getlength("0") * float(rng.uniform(0.92, 1.5)), face.getlength("M") * 0.8)
    advance = [pitch or face.getlength(c) + spacing * _INK for c in text]
    if pitch is None and rng.random() < 0.4:
        gap = float(rng.uniform(0.7, 1.8))
        advance = [step * gap if c == " " else step for step, c in zip(advance, text, strict=True)]
    layer = Image.new("L", (round(sum(advance)) + 3 * pad, round(_INK * 2.4) + 2 * pad), 0)
    draw, x = ImageDraw.Draw(layer), float(pad)
    for char, step in zip(text, advance, strict=True):
        box = face.getbbox(char)
        at = x if pitch is None else x + (step - (box[2] - box[0])) / 2 - box[0]
        draw.text((at, pad), char, 255, font=face)
        x += step
    squeeze = float(np.exp(rng.normal(0, 0.12)))
    layer = layer.resize((round(layer.width * squeeze), layer.height), Image.Resampling.BILINEAR)
    return np.asarray(layer.crop(layer.getbbox()), np.uint8)


def _square(rng: np.random.Generator, text: str, font: FontFile) -> Mask:
    """The same of a text with Chinese characters, which stand apart by anything up to their own width."""
    model = next(char for char in text if _is_chinese(char))
    trial = font.at(100).getbbox(model)
    face, pad = font.at(_INK * 100 / max(40.0, trial[3] - trial[1])), _INK
    gap = 0.0 if rng.random() < 0.45 else float(rng.uniform(0, 1.1)) * _INK
    advance = [face.getlength(char) + gap for char in text]
    layer = Image.new("L", (round(sum(advance)) + 3 * pad, 2 * _INK + 2 * pad), 0)
    draw, x = ImageDraw.Draw(layer), float(pad)
    for char, step in zip(text, advance, strict=True):
        draw.text((x, pad), char, 255, font=face)
        x += step
    squeeze = float(np.exp(rng.normal(0, 0.1)))
    layer = layer.resize((round(layer.width * squeeze), layer.height), Image.Resampling.BILINEAR)
    return np.asarray(layer.crop(layer.getbbox()), np.uint8)


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def _weighted(rng: np.random.Generator, mask: Mask) -> Mask:
    """Bolder, thinner, broken or run: the print's own weight."""
    if rng.random() < 0.5:
        return mask
    soft = cv2.GaussianBlur(mask, (0, 0), float(rng.uniform(0.8, 2.2)))
    level, slope = float(rng.uniform(60, 175)), float(rng.uniform(2, 6))
    table = np.clip((np.arange(256) - level) * slope + 128, 0, 255).astype(np.uint8)
    out = cv2.LUT(soft, table)
    if rng.random() < 0.2:
        cells = rng.integers(90, 256, (max(2, mask.shape[0] // 5), max(2, mask.shape[1] // 5)), np.uint8)
        worn = cv2.resize(cells, (mask.shape[1], mask.shape[0]), interpolation=cv2.INTER_LINEAR)
        out = cv2.multiply(out, worn, scale=1 / 255)
    return np.asarray(out, np.uint8)


def _faded(rng: np.random.Generator, ground: Images) -> Images:
    """Now and then a darker or a paler ground."""
    if rng.random() < 0.75:
        return ground
    gain, lift = float(rng.uniform(0.4, 1.1)), float(rng.uniform(0, 60))
    return np.asarray(cv2.convertScaleAbs(ground, alpha=gain, beta=lift), np.uint8)


def _ink(rng: np.random.Generator, ground: Images) -> tuple[tuple[int, int, int], float]:
    """A colour that stands out from the ground, mostly a dark one; and how much it covers."""
    light = float(ground.mean())
    style = rng.random()
    if style < 0.06 or light < 70:
        colour = rng.integers(190, 256, 3) if light < 140 else rng.integers(215, 256, 3)
    elif style < 0.65:
        colour = rng.integers(0, 70) + rng.integers(0, 25, 3)
    else:
        colour = rng.integers(0, 150, 3)
    if abs(float(colour.mean()) - light) < 75:
        colour = np.array((20, 20, 20) if light > 110 else (250, 250, 250))
    share = float(rng.uniform(0.75, 1.0)) if rng.random() < 0.75 else float(rng.uniform(0.45, 0.8))
    r, g, b = (int(min(255, v)) for v in colour)
    return (r, g, b), share


def _paint(ground: Images, mask: Mask, at: tuple[int, int], ink: tuple[int, int, int], share: float) -> None:
    """Lay the ink on the ground, cut at the ground's edges."""
    x, y = at
    height, width = ground.shape[:2]
    x0, y0, x1, y1 = max(0, x), max(0, y), min(width, x + mask.shape[1]), min(height, y + mask.shape[0])
    if x1 <= x0 or y1 <= y0:
        return
    part = mask[y0 - y : y1 - y, x0 - x : x1 - x, None].astype(np.float32) * (share / 255)
    under = ground[y0:y1, x0:x1].astype(np.float32)
    ground[y0:y1, x0:x1] = (under + (np.array(ink, np.float32) - under) * part + 0.5).astype(np.uint8)


def _neighbours(
    rng: np.random.Generator, ground: Images, fonts: FontPack, tall: int, ink: tuple[int, int, int], write: Writer
) -> None:
    """Print on the rows above and below, that a crop cut too generously takes in."""
    for above in (True, False):
        if rng.random() < 0.35:
            continue
        text = _CAPTIONS[int(rng.integers(len(_CAPTIONS)))] if rng.random() < 0.6 else write(rng, fonts)
        mask = _mask(rng, text, _font(rng, fonts, text))
        scale = float(rng.uniform(0.4, 1.1))
        size = (max(4, int(mask.shape[1] * scale)), max(4, int(mask.shape[0] * scale)))
        mask = np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_AREA), np.uint8)
        room, gap = int(_ROOM * _INK), int(_INK * rng.uniform(0.15, 0.7))
        y = room - gap - mask.shape[0] if above else room + tall + gap
        _paint(ground, mask, (int(rng.integers(-60, 120)), y), ink, float(rng.uniform(0.5, 1.0)))


def _over(rng: np.random.Generator, ground: Images, fonts: FontPack) -> None:
    """A stamp's faint letters or thin lines across the print."""
    height, width = ground.shape[:2]
    colour = (int(rng.integers(0, 220)), int(rng.integers(0, 120)), int(rng.integers(0, 220)))
    layer = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(layer)
    if rng.random() < 0.6:
        word = _WORDS[int(rng.integers(len(_WORDS)))]
        face = _font(rng, fonts, word).at(float(rng.uniform(40, 200)))
        draw.text((float(rng.uniform(-0.3, 0.8)) * width, float(rng.uniform(-1.0, 0.6)) * height), word, 255, font=face)
        layer = layer.rotate(float(rng.uniform(-40, 40)), Image.Resampling.BILINEAR)
        share = float(rng.uniform(0.06, 0.3))
    else:
        for _ in range(int(rng.integers(1, 4))):
            ends = [(float(rng.uniform(0, width)), float(y)) for y in (0, height)]
            if rng.random() < 0.4:
                ends = [(0.0, float(rng.uniform(0, height))), (float(width), float(rng.uniform(0, height)))]
            draw.line(ends, 255, int(rng.integers(1, 5)))
        share = float(rng.uniform(0.15, 0.6))
    _paint(ground, np.asarray(layer, np.uint8), (0, 0), colour, share)
