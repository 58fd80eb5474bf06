"""Draws cards that something lies over, or that the picture's frame cuts: fingers, things, papers, stains."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np

from hmtocr.image.geometry import Floats, Pixels, homography, rectangle, warp
from hmtocr.reading import Quad
from hmtocr.specimens import clutter
from hmtocr.specimens.attacks.attack import Attack, Attacked
from hmtocr.specimens.attacks.covers import Mask, finger, stain, thing
from hmtocr.specimens.camera import PhotographedCard, Scene, shoot, stage
from hmtocr.specimens.card import DrawnCard
from hmtocr.specimens.degrade import Level
from hmtocr.specimens.places import Half

TOUCHED = 0.2
"""What share of a field's place must be lost for the field to count as touched."""
_SURELY = 0.35
"""What share of some field every attack takes."""
_TRIES = 25
_LEVELS: tuple[Level, ...] = ("photo", "photo", "vga", "scan")

Cover = Callable[[np.random.Generator, Pixels, Floats, Floats], Mask]
"""Draws over the picture, in place, something on the card of that quad (4 x 2) so that it lies over the point; and
tells what share of every pixel it covers."""


def fingers(rng: np.random.Generator, pixels: Pixels, quad: Floats, spot: Floats) -> Mask:
    """One to three fingers that come from beyond the card's edge and end on the spot."""
    across = float(np.linalg.norm(quad[1] - quad[0]))
    away = spot - quad.mean(0) + rng.normal(0, 0.25, 2) * across
    away /= max(float(np.linalg.norm(away)), 1e-6)
    wide = across * float(rng.uniform(0.1, 0.24))
    mask = np.zeros(pixels.shape[:2], np.float32)
    skin = np.array([rng.uniform(3, 20), rng.uniform(40, 150), rng.uniform(80, 250)])
    side = np.array([-away[1], away[0]])
    for index in range(int(rng.choice((1, 2, 3), p=(0.6, 0.25, 0.15)))):
        tip = spot - away * wide * rng.uniform(0.0, 0.5) + side * wide * (index * rng.uniform(0.95, 1.2))
        foot = tip + away * across * rng.uniform(0.5, 1.6) + side * rng.normal(0, 0.2) * across
        mask = np.maximum(mask, finger(rng, pixels, tip, foot, wide * rng.uniform(0.85, 1.1), skin))
    return mask


def things(rng: np.random.Generator, pixels: Pixels, quad: Floats, spot: Floats) -> Mask:
    """Scraps, stickers, tape, coins or pens on the spot."""
    return thing(rng, pixels, spot, float(np.linalg.norm(quad[1] - quad[0])))


def papers(rng: np.random.Generator, pixels: Pixels, quad: Floats, spot: Floats) -> Mask:
    """A bank card, a phone, a notebook or a printed page that lies across the card."""
    kinds = (clutter.bank_card, clutter.phone, clutter.notebook, clutter.printed_sheet)
    sheet = kinds[int(rng.integers(len(kinds)))](rng)
    across = float(np.linalg.norm(quad[1] - quad[0]))
    h, w = sheet.shape[:2]
    scale = across * rng.uniform(0.7, 1.4) / max(h, w)
    angle = rng.uniform(0, 2 * np.pi)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    corners = rectangle(-w / 2, -h / 2, w / 2, h / 2) * scale @ turn
    # Its edge, not its middle, lies near the spot: most of the card stays in sight.
    outwards = spot - quad.mean(0) + rng.normal(0, 0.1, 2) * across
    outwards /= max(float(np.linalg.norm(outwards)), 1e-6)
    corners += spot - outwards * ((corners @ outwards).min() + across * rng.uniform(0.05, 0.14))
    laid = warp(sheet, homography(rectangle(0, 0, w, h), corners), pixels.shape[1], pixels.shape[0], outside=0)
    share = np.asarray(laid[..., 3].astype(np.float32) / 255, np.float32)
    pixels[:] = np.clip(pixels + (laid[..., :3].astype(np.float32) - pixels) * share[..., None], 0, 255)
    return share


def stains(rng: np.random.Generator, pixels: Pixels, quad: Floats, spot: Floats) -> Mask:
    """Ink, correction fluid or dirt of no regular shape on the spot."""
    return stain(rng, pixels, spot, float(np.linalg.norm(quad[1] - quad[0])))


def cover(
    rng: np.random.Generator, pixels: Pixels, card: PhotographedCard, how: Cover
) -> tuple[Pixels, Mask, frozenset[str]]:
    """The picture with something over a field of the card; what share of each pixel it covers; the fields touched."""
    names = list(card.fields)
    quad = np.array(card.quad)
    for _ in range(_TRIES):
        place = np.array(card.fields[names[int(rng.integers(len(names)))]][1])
        u, v = rng.uniform(0.2, 0.8, 2)
        top, bottom = place[0] + (place[1] - place[0]) * u, place[3] + (place[2] - place[3]) * u
        drawn = pixels.copy()
        mask = how(rng, drawn, quad, top + (bottom - top) * v)
        lost = {name: share_under(mask, field) for name, (_, field) in card.fields.items()}
        # A card of which little is left is no card that could be read.
        if max(lost.values()) >= _SURELY and share_under(mask, card.quad) < 0.5:
            break
    return drawn, mask, frozenset(name for name, share in lost.items() if share >= TOUCHED)


def share_under(mask: Mask, quad: Quad) -> float:
    """The mean of a mask over a quad."""
    points = np.array(quad)
    height, width = mask.shape
    x0, y0 = np.maximum(np.floor(points.min(0)).astype(int), 0)
    x1, y1 = np.minimum(np.ceil(points.max(0)).astype(int) + 1, (width, height))
    if x1 <= x0 or y1 <= y0:
        return 0.0
    inside = np.zeros((y1 - y0, x1 - x0), np.uint8)
    cv2.fillConvexPoly(inside, np.round(points - (x0, y0)).astype(np.int32), 1)
    return float((mask[y0:y1, x0:x1] * inside).sum() / max(int(inside.sum()), 1))


def cut(rng: np.random.Generator, scene: Scene) -> tuple[Scene, frozenset[str]]:
    """The scene in a smaller frame, whose edge runs through print; and the names of the fields cut."""
    card = scene.cards[0]
    height, width = scene.pixels.shape[:2]
    quad = np.array(card.quad)
    across = float(np.ptp(quad, axis=0).max())
    for _ in range(_TRIES):
        low, high = np.zeros(2), np.array([width, height], float)
        for side in rng.choice(4, 2 if rng.random() < 0.25 else 1, replace=False):
            axis, far = int(side) % 2, side >= 2
            depth = rng.uniform(0.06, 0.3) * across
            if far:
                high[axis] = quad[:, axis].max() - depth
            else:
                low[axis] = quad[:, axis].min() + depth
        x0, y0 = np.maximum(np.round(low), 0).astype(int)
        x1, y1 = np.minimum(np.round(high), (width, height)).astype(int)
        kept = np.ones((height, width), np.float32)
        kept[y0:y1, x0:x1] = 0
        lost = {name: share_under(kept, field) for name, (_, field) in card.fields.items()}
        if max(lost.values()) >= _SURELY and share_under(kept, card.quad) < 0.4:
            break
    moved = replace(
        card,
        quad=_moved(card.quad, x0, y0),
        fields={name: (text, _moved(field, x0, y0)) for name, (text, field) in card.fields.items()},
        portraits={kind: _moved(place, x0, y0) for kind, place in card.portraits.items()},
    )
    seen = Scene(np.ascontiguousarray(scene.pixels[y0:y1, x0:x1]), (moved,), scene.card_width)
    return seen, frozenset(name for name, share in lost.items() if share >= TOUCHED)


def _moved(quad: Quad, x: int, y: int) -> Quad:
    a, b, c, d = ((px - x, py - y) for px, py in quad)
    return a, b, c, d


def _take(how: Cover) -> Callable[[np.random.Generator, DrawnCard, Half], Attacked]:
    def take(rng: np.random.Generator, card: DrawnCard, half: Half) -> Attacked:
        level = _LEVELS[int(rng.integers(len(_LEVELS)))]
        scene = stage(rng, (card,), level, half)
        pixels, _, fields = cover(rng, scene.pixels, scene.cards[0], how)
        return Attacked(shoot(rng, replace(scene, pixels=pixels), level), fields)

    return take


def _framed(rng: np.random.Generator, card: DrawnCard, half: Half) -> Attacked:
    level = _LEVELS[int(rng.integers(len(_LEVELS)))]
    scene, fields = cut(rng, stage(rng, (card,), level, half))
    return Attacked(shoot(rng, scene, level), fields)


TRAINED: tuple[Cover, ...] = (fingers, things)
"""What networks may be shown."""

COVERED: tuple[Attack, ...] = (
    Attack("covered", "fingers", False, _take(fingers)),
    Attack("covered", "things", False, _take(things)),
    Attack("covered", "frame", False, _framed),
    Attack("covered", "papers", True, _take(papers)),
    Attack("covered", "stains", True, _take(stains)),
)
