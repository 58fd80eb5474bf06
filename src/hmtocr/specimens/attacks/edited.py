"""A picture under edit: what is taken out of it and laid into it, in its own pixels, and where."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hmtocr.image.geometry import Floats, Pixels, homography, inverse, move, rectangle, sides, warp
from hmtocr.reading import Quad
from hmtocr.specimens.attacks.attack import Attacked
from hmtocr.specimens.camera import Photograph, PhotographedCard

Mask = NDArray[np.uint8]

_LEAST_HEIGHT = 6.0
"""Pixels; nobody edits smaller print."""


@dataclass(frozen=True)
class Edited:
    """A picture after an edit, not filed yet.

    Attributes:
        pixels: height x width x 3, RGB.
        touched: height x width, 255 where the edit put something.
        texts: what the fields that it touches show now, by name; "" where nothing is left.
    """

    pixels: Pixels
    touched: Mask
    texts: Mapping[str, str]


def untouched(pixels: Pixels) -> Edited:
    """The picture before any edit."""
    return Edited(pixels, np.zeros(pixels.shape[:2], np.uint8), {})


def editable(card: PhotographedCard, size: tuple[int, ...]) -> list[str]:
    """The fields that lie within a picture of `size` (height, width, ...) and are large enough to be worth it."""
    height, width = size[:2]
    names = []
    for name, (text, quad) in card.fields.items():
        points = np.array(quad)
        inside = (points.min(0) >= 2).all() and (points.max(0) <= (width - 2, height - 2)).all()
        if inside and sides(points)[1] >= _LEAST_HEIGHT and text.strip():
            names.append(name)
    return names


def chosen(rng: np.random.Generator, card: PhotographedCard, size: tuple[int, ...]) -> str | None:
    """One of those fields: the number, names and dates rather than the others; None where there is none."""
    names = editable(card, size)
    if not names:
        return None
    weights = np.array([3.0 if any(w in name for w in ("number", "name", "date", "birth")) else 1.0 for name in names])
    return names[int(rng.choice(len(names), p=weights / weights.sum()))]


@dataclass(frozen=True)
class Place:
    """A part of the picture seen upright.

    Attributes:
        width, height: of the upright part in pixels, about as many as it covers in the picture.
        to_picture: 3x3, from there to the picture.
    """

    width: int
    height: int
    to_picture: Floats

    def lift(self, pixels: Pixels) -> Pixels:
        """The part, upright (height x width x 3)."""
        return warp(pixels, inverse(self.to_picture), self.width, self.height, cubic=True)

    def lay(self, edited: Edited, patch: Pixels, alpha: NDArray[np.float32], name: str, text: str) -> Edited:
        """`patch` (upright, RGB) blended into the picture by `alpha` (0..1, the part's height x width)."""
        x0, y0, x1, y1 = self.bounds(edited.pixels.shape)
        home = np.array([[1.0, 0.0, -x0], [0.0, 1.0, -y0], [0.0, 0.0, 1.0]]) @ self.to_picture
        colours = warp(np.asarray(patch, np.uint8), home, x1 - x0, y1 - y0, cubic=True)
        share = warp(np.asarray(alpha * 255 + 0.5, np.uint8), home, x1 - x0, y1 - y0, outside=0)
        return put(edited, colours, share, (x0, y0), name, text)

    def bounds(self, size: tuple[int, ...]) -> tuple[int, int, int, int]:
        """The upright box round it in a picture of `size` (height, width, ...)."""
        quad = move(rectangle(0, 0, self.width, self.height), self.to_picture)
        x0, y0 = np.clip(np.floor(quad.min(0)) - 1, 0, (size[1] - 1, size[0] - 1)).astype(int)
        x1, y1 = np.clip(np.ceil(quad.max(0)) + 1, (x0 + 1, y0 + 1), (size[1], size[0])).astype(int)
        return int(x0), int(y0), int(x1), int(y1)


def place_of(quad: Quad | Floats, pad_x: float = 0.0, pad_y: float = 0.0) -> Place:
    """The place of a quad and so many pixels round it."""
    points = np.asarray(quad, np.float64)
    across, down = sides(points)
    width, height = max(2, round(across + 2 * pad_x)), max(2, round(down + 2 * pad_y))
    inner = rectangle(pad_x, pad_y, width - pad_x, height - pad_y)
    return Place(width, height, homography(inner, points))


def put(edited: Edited, colours: Pixels, share: Mask, corner: tuple[int, int], name: str, text: str) -> Edited:
    """`colours` into the picture with their upper left at `corner`, by `share` (0..255)."""
    x, y = corner
    height, width = share.shape
    pixels, touched = edited.pixels.copy(), edited.touched.copy()
    under = pixels[y : y + height, x : x + width].astype(np.float32)
    mixed = under + (colours.astype(np.float32) - under) * (share[..., None] / np.float32(255))
    pixels[y : y + height, x : x + width] = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)
    np.maximum(touched[y : y + height, x : x + width], share, out=touched[y : y + height, x : x + width])
    return Edited(pixels, touched, {**edited.texts, name: text})


def edges(width: int, height: int, soft: float) -> NDArray[np.float32]:
    """An alpha of ones that fades to nothing within `soft` pixels of the edge; hard where that is under one."""
    if soft < 1:
        return np.ones((height, width), np.float32)
    reach = min(round(soft), width // 4, height // 4)
    alpha = np.zeros((height, width), np.float32)
    alpha[reach : height - reach, reach : width - reach] = 1
    return np.asarray(cv2.blur(alpha, (2 * reach + 1, 2 * reach + 1)), np.float32)


def compressed(pixels: Pixels, quality: int, fine: bool) -> tuple[Pixels, bytes]:
    """Through a JPEG file; `fine` keeps the colour's full resolution."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality, subsampling=0 if fine else 2)
    with Image.open(file) as again:
        return np.asarray(again.convert("RGB"), np.uint8).copy(), file.getvalue()


def filed(rng: np.random.Generator, edited: Edited, shot: Photograph, quality: int | None = None) -> Attacked:
    """The edited picture as it is sent: sometimes scaled down, always through another JPEG file."""
    pixels, times = edited.pixels, 1.0
    longest = max(pixels.shape[:2])
    if rng.random() < 0.2 and longest > 700:
        times = float(rng.uniform(max(0.5, 640 / longest), 0.95))
        pixels = np.asarray(cv2.resize(pixels, None, fx=times, fy=times, interpolation=cv2.INTER_AREA), np.uint8)
    quality = int(rng.integers(55, 99)) if quality is None else quality
    seen, jpeg = compressed(pixels, quality, fine=bool(rng.random() < 0.4))
    card = _told(shot.cards[0], edited.texts, times)
    return Attacked(Photograph(seen, jpeg, (card, *shot.cards[1:])), frozenset(edited.texts))


def _told(card: PhotographedCard, texts: Mapping[str, str], times: float) -> PhotographedCard:
    def scaled(quad: Quad) -> Quad:
        a, b, c, d = ((x * times, y * times) for x, y in quad)
        return (a, b, c, d)

    fields = {name: (texts.get(name, text), scaled(quad)) for name, (text, quad) in card.fields.items()}
    return replace(
        card,
        quad=scaled(card.quad),
        fields={name: told for name, told in fields.items() if told[0]},
        portraits={kind: scaled(quad) for kind, quad in card.portraits.items()},
    )
