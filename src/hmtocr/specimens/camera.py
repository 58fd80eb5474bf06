"""Photographs drawn cards: one homography per card, light, lens, sensor, file; and moves the truth along."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, Pixels, move, rectangle, warp
from hmtocr.reading import Quad
from hmtocr.specimens.backdrops import draw_backdrop, draw_lid
from hmtocr.specimens.card import Box, DrawnCard
from hmtocr.specimens.degrade import Level, degrade
from hmtocr.specimens.places import Half
from hmtocr.specimens.placing import ASPECT, place

Over = Callable[[Pixels, Floats], Pixels]
"""Draws what comes between the cards and the camera: a hand, its shadow. It is given the scene, sharp and noiseless,
and the homography from fractions of the first card to it."""

_PAD = 4
"""Pixels by which a card's own colours go on beyond its edge, so that none of the void bleeds in."""


@dataclass(frozen=True)
class PhotographedCard:
    """Where one card and its print are on the picture.

    Attributes:
        quad: the corners (x, y), clockwise from the card's own top left; they may lie outside the frame.
        fields: (text exactly as printed, quad) by name.
        portraits: quads by kind.
    """

    document: str
    design: str
    side: str
    quad: Quad
    fields: Mapping[str, tuple[str, Quad]]
    portraits: Mapping[str, Quad]


@dataclass(frozen=True)
class Photograph:
    """A picture of cards.

    Attributes:
        pixels: height x width x 3, RGB, as decoded from `jpeg`.
        jpeg: the file.
        cards: in the order given.
    """

    pixels: Pixels
    jpeg: bytes
    cards: tuple[PhotographedCard, ...]


@dataclass(frozen=True)
class Scene:
    """Cards that lie before the camera; no light has fallen on them yet.

    Attributes:
        pixels: height x width x 3, RGB.
        cards: as `Photograph` has them.
        card_width: mean width of the cards in pixels.
    """

    pixels: Pixels
    cards: tuple[PhotographedCard, ...]
    card_width: float


def photograph(
    rng: np.random.Generator,
    cards: Sequence[DrawnCard],
    level: Level,
    half: Half = "all",
    size: tuple[int, int] | None = None,
    over: Over | None = None,
) -> Photograph:
    """One picture of the cards, of `size` (width, height) or of a size usual for the level.

    `half` keeps the backgrounds of training apart from those of tests; `over` draws what lies on the cards.
    """
    return shoot(rng, stage(rng, cards, level, half, size, over), level)


def stage(
    rng: np.random.Generator,
    cards: Sequence[DrawnCard],
    level: Level,
    half: Half = "all",
    size: tuple[int, int] | None = None,
    over: Over | None = None,
) -> Scene:
    """The first half of `photograph`: the cards on some ground."""
    if not cards:
        raise ValueError("no cards; blank_scene draws a picture without any")
    hanging = level == "hard" and len(cards) == 1 and rng.random() < 0.2
    spot = place(rng, level, len(cards), size, _printed(cards[0]) if hanging else None)
    if level == "scan":
        pixels = draw_lid(rng, spot.width, spot.height)
    else:
        crowd = int(rng.integers(1, 6)) if level == "hard" else None
        pixels = draw_backdrop(rng, spot.width, spot.height, half, crowd)
    lift = float(rng.uniform(0.2, 1.0)) * (0.3 if level == "scan" else 1.0)
    truths = []
    for card, plane in zip(cards, spot.matrices, strict=True):
        card_height, card_width = card.alpha.shape
        matrix = plane @ np.diag((1 / card_width, ASPECT / card_height, 1.0))
        pixels = _laid(rng, pixels, card, matrix, lift)
        truths.append(truth(card, matrix))
    if over is not None:
        pixels = over(pixels, spot.matrices[0] @ np.diag((1.0, ASPECT, 1.0)))
    return Scene(pixels, tuple(truths), spot.card_width())


def shoot(rng: np.random.Generator, scene: Scene, level: Level) -> Photograph:
    """The second half of `photograph`: light, lens, sensor and file."""
    seen, jpeg = degrade(rng, scene.pixels, level, scene.card_width)
    return Photograph(seen, jpeg, scene.cards)


def blank_scene(rng: np.random.Generator, size: tuple[int, int], half: Half = "all") -> Pixels:
    """A photograph of `size` (width, height) with no card in it."""
    pixels = draw_backdrop(rng, size[0], size[1], half)
    return degrade(rng, pixels, "photo", size[0] * 0.6)[0]


def _laid(rng: np.random.Generator, ground: Pixels, card: DrawnCard, matrix: Floats, lift: float) -> Pixels:
    """The ground with the card lying on it, in its own shadow."""
    height, width = ground.shape[:2]
    sheet, matrix = _shrunk(np.asarray(cv2.merge((card.pixels, card.alpha)), np.uint8), matrix)
    quad = move(rectangle(0, 0, sheet.shape[1], sheet.shape[0]), matrix)
    reach = 0.04 * float(np.ptp(quad, axis=0).max())
    x0, y0 = np.maximum(np.floor(quad.min(0) - reach), 0).astype(int)
    x1, y1 = np.minimum(np.ceil(quad.max(0) + reach), (width, height)).astype(int)
    colours = cv2.copyMakeBorder(sheet[..., :3], _PAD, _PAD, _PAD, _PAD, cv2.BORDER_REPLICATE)
    mask = cv2.copyMakeBorder(sheet[..., 3], _PAD, _PAD, _PAD, _PAD, cv2.BORDER_CONSTANT, value=(0,))
    padded = np.asarray(cv2.merge((colours, mask)), np.uint8)
    away = np.array([[1.0, 0.0, -_PAD], [0.0, 1.0, -_PAD], [0.0, 0.0, 1.0]])
    home = np.array([[1.0, 0.0, -x0], [0.0, 1.0, -y0], [0.0, 0.0, 1.0]])
    patch = warp(padded, home @ matrix @ away, x1 - x0, y1 - y0, outside=0)
    alpha = np.asarray(patch[..., 3] / np.float32(255), np.float32)
    under = ground[y0:y1, x0:x1].astype(np.float32)
    under *= _shadow(rng, alpha, lift, reach)[..., None]
    out = ground.copy()
    mixed = under + (patch[..., :3].astype(np.float32) - under) * alpha[..., None]
    out[y0:y1, x0:x1] = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)
    return out


def _shrunk(sheet: Pixels, matrix: Floats) -> tuple[Pixels, Floats]:
    """The card no larger than it appears anywhere in the picture, for a warp that skips pixels aliases."""
    height, width = sheet.shape[:2]
    quad = move(rectangle(0, 0, width, height), matrix)
    lengths = np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1)
    small_w = min(width, int(np.ceil(max(lengths[0], lengths[2]))))
    small_h = min(height, int(np.ceil(max(lengths[1], lengths[3]))))
    if (small_w, small_h) == (width, height):
        return sheet, matrix
    small = np.asarray(cv2.resize(sheet, (small_w, small_h), interpolation=cv2.INTER_AREA), np.uint8)
    return small, matrix @ np.diag((width / small_w, height / small_h, 1.0))


def _shadow(rng: np.random.Generator, alpha: NDArray[np.float32], lift: float, reach: float) -> NDArray[np.float32]:
    """What share of the light reaches the ground round a card: its outline, blurred and moved."""
    angle = rng.uniform(0, 2 * np.pi)
    offset = np.array([np.cos(angle), np.sin(angle)]) * reach * 0.3 * lift
    shift = np.array([[1.0, 0.0, offset[0]], [0.0, 1.0, offset[1]]])
    size = (alpha.shape[1], alpha.shape[0])
    moved = cv2.warpAffine(alpha, shift, size)
    soft = cv2.blur(cv2.blur(moved, (k := max(3, int(reach * 0.25 * lift) | 1), k)), (k, k))
    return np.asarray(1 - float(rng.uniform(0.15, 0.6)) * soft, np.float32)


def _printed(card: DrawnCard) -> Floats:
    """The corners of every field, and the card's middle, on the plane that `place` thinks in."""
    height, width = card.alpha.shape
    boxes = [field.box for field in card.fields.values()]
    corners = [rectangle(*box) for box in [*boxes, (width * 0.4, height * 0.4, width * 0.6, height * 0.6)]]
    return np.asarray(np.concatenate(corners) * (1 / width, ASPECT / height), np.float64)


def truth(card: DrawnCard, matrix: Floats) -> PhotographedCard:
    """Where a card and its print come to lie under the homography from its pixels to the picture's."""
    height, width = card.alpha.shape
    return PhotographedCard(
        card.document,
        card.design,
        card.side,
        _quad((0.0, 0.0, width, height), matrix),
        {name: (field.text, _quad(field.box, matrix)) for name, field in card.fields.items()},
        {kind: _quad(box, matrix) for kind, box in card.portraits.items()},
    )


def _quad(box: Box, matrix: Floats) -> Quad:
    a, b, c, d = ((float(x), float(y)) for x, y in move(rectangle(*box), matrix))
    return a, b, c, d
