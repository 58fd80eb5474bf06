"""A field seen upright: where its ink and its characters are, its ground without the ink, new text on it."""

from __future__ import annotations

import string

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from hmtocr.image.geometry import Pixels
from hmtocr.specimens.attacks.edited import Mask
from hmtocr.specimens.fonts import FontFile, FontPack

_FINE = 4
"""Times as large as it will be is type drawn, so that it can lie between pixels."""


def ink(strip: Pixels) -> Mask:
    """255 where an upright strip (height x width x 3) is ink: its darker class, by Otsu's threshold."""
    grey = cv2.cvtColor(strip, cv2.COLOR_RGB2GRAY)
    _, mask = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    return np.asarray(mask, np.uint8)


def cells(strip: Pixels, text: str) -> list[tuple[int, int]]:
    """Left and right of every character but blanks: columns of ink where there are as many, else equal shares."""
    wanted = [c for c in text if not c.isspace()]
    columns = (ink(strip) > 0).sum(0) > 0
    turns = np.flatnonzero(np.diff(np.concatenate(([0], columns.astype(np.int8), [0]))))
    runs = [(int(a), int(b)) for a, b in zip(turns[::2], turns[1::2], strict=True) if b - a > 1]
    if len(runs) == len(wanted):
        return runs
    step = strip.shape[1] / max(1, len(text))
    return [(round(i * step), round((i + 1) * step)) for i, c in enumerate(text) if not c.isspace()]


def changed(rng: np.random.Generator, text: str) -> str:
    """The text with some of its characters replaced by others of their kind; it differs."""
    places = [i for i, c in enumerate(text) if c.isalnum()]
    if not places:
        return text
    out = list(text)
    many = min(len(places), int(rng.integers(1, 5)))
    for i in rng.choice(places, many, replace=False):
        out[i] = _other(rng, out[i])
    return "".join(out)


def _other(rng: np.random.Generator, char: str) -> str:
    for kind in (string.digits, string.ascii_uppercase, string.ascii_lowercase):
        if char in kind:
            rest = kind.replace(char, "")
            return rest[int(rng.integers(len(rest)))]
    rest = "王李陳林黃吳明文家美志玲"
    return rest[int(rng.integers(len(rest)))]


def colours(strip: Pixels) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The strip's ground and its ink, RGB: medians of the two classes."""
    mask = ink(strip) > 0
    if mask.all() or not mask.any():
        whole = np.median(strip.reshape(-1, 3), axis=0)
        return whole, whole * 0.3
    core = cv2.erode(mask.astype(np.uint8), np.ones((2, 2), np.uint8)) > 0
    dark = strip[core if core.any() else mask]
    return np.median(strip[~mask], axis=0), np.percentile(dark, 30, axis=0)


def without_ink(rng: np.random.Generator, strip: Pixels, how: str) -> Pixels:
    """The strip's ground where its ink was.

    `how`: "flat" one colour, "slope" colours from end to end, "telea" and "navier" cv2.inpaint under the ink,
    "clone" the best ground of the strip's own margin, repeated.
    """
    height, width = strip.shape[:2]
    if how == "flat":
        return np.broadcast_to(np.asarray(colours(strip)[0], np.uint8), strip.shape).copy()
    if how == "slope":
        cut = max(2, width // 8)
        ends = np.stack([colours(part)[0] for part in (strip[:, :cut], strip[:, -cut:])])
        row = cv2.resize(ends[None].astype(np.float32), (width, 1), interpolation=cv2.INTER_LINEAR)
        return np.asarray(np.broadcast_to(row, strip.shape), np.uint8).copy()
    if how == "clone":
        band = max(2, height // 6)
        source = strip[:band] if rng.random() < 0.5 else strip[-band:]
        tall = np.concatenate([source, source[::-1]] * (height // (2 * band) + 1))
        return np.asarray(tall[:height], np.uint8).copy()
    grown = cv2.dilate(ink(strip), np.ones((3, 3), np.uint8))
    method = cv2.INPAINT_TELEA if how == "telea" else cv2.INPAINT_NS
    return np.asarray(cv2.inpaint(strip, grown, 3, method), np.uint8)


def face_for(rng: np.random.Generator, fonts: FontPack, text: str) -> FontFile | None:
    """Any face of the pack that can print it."""
    roles = ("mono", "mono", "sans", "serif", "hant-ming", "hant-hei", "hans-hei")
    able = [role for role in roles if fonts.able(role, text)]
    return fonts.pick(rng, able[int(rng.integers(len(able)))], text) if able else None


def typed(text: str, face: FontFile, width: float, height: float, squeeze: bool) -> NDArray[np.float32]:
    """The text's ink as shares 0..1, `height` pixels high; as wide as it runs, or squeezed to `width`."""
    font = face.at(max(8.0, height * _FINE * 1.35))
    left, top, right, bottom = font.getbbox(text)
    layer = Image.new("L", (max(1, round(right - left)), max(1, round(bottom - top))), 0)
    ImageDraw.Draw(layer).text((-left, -top), text, 255, font=font)
    times = height / layer.height
    wide = width if squeeze else min(layer.width * times, width * 1.25)
    size = (max(2, round(wide)), max(2, round(height)))
    return np.asarray(np.asarray(layer.resize(size, Image.Resampling.BOX), np.float32) / 255, np.float32)
