"""Pictures of cards as honest people send them, none of which may warn: what risk signals' false alarms are counted on.

`HARMLESS` names every kind; each draws one picture of one card. Nothing covers print, nothing is copied on paper, shown
on a screen or edited; but cameras, scanners, stamps, hands, shadows and messengers are as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import cv2
import numpy as np

from hmtocr.image.geometry import Floats, Pixels, move, overlap, rectangle, shared
from hmtocr.specimens.attacks.stamps import stamped
from hmtocr.specimens.camera import Over, Photograph, photograph
from hmtocr.specimens.card import DrawnCard
from hmtocr.specimens.degrade import Level
from hmtocr.specimens.fingers import finger, lay_finger, outline, skin_tone
from hmtocr.specimens.places import Half
from hmtocr.specimens.refile import Kernel, card_width, refiled, resized

_CAMERAS: tuple[Level, ...] = ("photo", "photo", "vga")
_ENLARGERS: tuple[Kernel, ...] = ("linear", "cubic", "lanczos")
_BREADTHS = (0.13, 0.22)
"""Of a finger, as shares of a card's width: 11 to 19 mm."""
_PALM = np.array((2.6, 8.0))
"""Breadth and length of what a finger grows from, in finger breadths."""
_PLANE = 1000.0
_TRIALS = 60


@dataclass(frozen=True)
class Harmless:
    """A kind of honest picture.

    Attributes:
        name: unique.
        take: draws one picture; `half` keeps the backgrounds of training apart from those of tests.
    """

    name: str
    take: Callable[[np.random.Generator, DrawnCard, Half], Photograph]


def _plain(level: Level, rng: np.random.Generator, card: DrawnCard, half: Half) -> Photograph:
    return photograph(rng, [card], level, half)


def _camera(rng: np.random.Generator) -> Level:
    return _CAMERAS[int(rng.integers(len(_CAMERAS)))]


def colour_scan(rng: np.random.Generator, card: DrawnCard, half: Half) -> Photograph:
    """The original on a flatbed scanner, as its driver files it: harder, sharper, cleaner of paper white."""
    picture = photograph(rng, [card], "scan", half)
    levels = np.arange(256) / 255
    low, high, bend = rng.uniform(0, 0.06), rng.uniform(0.9, 1.0), rng.uniform(0.8, 1.3)
    table = np.clip(((levels - low) / (high - low)).clip(0, 1) ** bend * 255, 0, 255).astype(np.uint8)
    pixels = cv2.LUT(picture.pixels, table)
    hsv = cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV).astype(np.float32)
    hsv[..., 1] = np.clip(hsv[..., 1] * rng.uniform(0.8, 1.4), 0, 255)
    pixels = cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2RGB)
    if rng.random() < 0.6:
        soft = cv2.GaussianBlur(pixels, (0, 0), float(rng.uniform(0.6, 1.6)))
        amount = float(rng.uniform(0.3, 1.2))
        pixels = cv2.addWeighted(pixels, 1 + amount, soft, -amount, 0)
    return refiled(picture, np.asarray(pixels, np.uint8), int(rng.integers(70, 96)))


def stamped_copy(rng: np.random.Generator, card: DrawnCard, half: Half) -> Photograph:
    """COPY, 副本, SAMPLE, 樣本 on the card, or on the finished picture as software puts it there; over print too."""
    level: Level = "scan" if rng.random() < 0.4 else _camera(rng)
    if rng.random() < 0.6:
        return photograph(rng, [replace(card, pixels=stamped(rng, card.pixels))], level, half)
    picture = photograph(rng, [card], level, half)
    return refiled(picture, stamped(rng, picture.pixels, 1), int(rng.integers(75, 96)))


def held(rng: np.random.Generator, card: DrawnCard, half: Half) -> Photograph:
    """One to three fingers hold the card by its edge, none of them on a field or a portrait."""
    return photograph(rng, [card], _camera(rng), half, over=_hold(rng, card))


def shaded(rng: np.random.Generator, card: DrawnCard, half: Half) -> Photograph:
    """Soft shadows of a hand, a head, a telephone lie over the card."""
    return photograph(rng, [card], _camera(rng), half, over=partial(_shade, rng))


def grey_portrait(rng: np.random.Generator, card: DrawnCard, half: Half) -> Photograph:
    """The portraits alone are black and white, or toned, as on early cards and laser-engraved ones."""
    pixels = card.pixels.copy()
    tint = np.clip(1 + rng.normal(0, 0.03, 3), 0.9, 1.1)
    for box in card.portraits.values():
        x0, y0, x1, y1 = (round(edge) for edge in box)
        grey = cv2.cvtColor(pixels[y0:y1, x0:x1], cv2.COLOR_RGB2GRAY)[..., None]
        pixels[y0:y1, x0:x1] = np.clip(grey * tint, 0, 255).astype(np.uint8)
    level: Level = "scan" if rng.random() < 0.4 else _camera(rng)
    return photograph(rng, [replace(card, pixels=pixels)], level, half)


def small(rng: np.random.Generator, card: DrawnCard, half: Half) -> Photograph:
    """A picture in which the card is 250 to 400 pixels wide."""
    picture = photograph(rng, [card], "scan" if rng.random() < 0.4 else "photo", half)
    factor = min(1.0, float(rng.uniform(250, 400)) / card_width(picture))
    return resized(picture, factor, int(rng.integers(60, 96)), "area" if rng.random() < 0.7 else "cubic")


def enlarged(rng: np.random.Generator, card: DrawnCard, half: Half) -> Photograph:
    """A small picture made two to four times as large, as forms that ask for more pixels bring about."""
    little = small(rng, card, half)
    kernel = _ENLARGERS[int(rng.integers(len(_ENLARGERS)))]
    return resized(little, float(rng.uniform(1.6, 4.0)), int(rng.integers(60, 96)), kernel)


def messenger(rng: np.random.Generator, card: DrawnCard, half: Half) -> Photograph:
    """Sent on once or twice: made smaller, and filed as a JPEG of low quality each time."""
    picture = photograph(rng, [card], "scan" if rng.random() < 0.3 else "photo", half)
    for _ in range(int(rng.integers(1, 3))):
        longest = float(rng.choice([800, 960, 1080, 1280, 1600]))
        factor = max(min(1.0, longest / max(picture.pixels.shape[:2])), min(1.0, 420 / card_width(picture)))
        picture = resized(picture, factor, int(rng.integers(28, 60)))
    return picture


HARMLESS: tuple[Harmless, ...] = (
    Harmless("scan", partial(_plain, "scan")),
    Harmless("photo", partial(_plain, "photo")),
    Harmless("vga", partial(_plain, "vga")),
    Harmless("colour-scan", colour_scan),
    Harmless("stamped", stamped_copy),
    Harmless("held", held),
    Harmless("shadow", shaded),
    Harmless("grey-portrait", grey_portrait),
    Harmless("small", small),
    Harmless("enlarged", enlarged),
    Harmless("messenger", messenger),
)
"""Every kind of honest picture."""


def _hold(rng: np.random.Generator, card: DrawnCard) -> Over:
    """Fingers at places of the card's edge that are free of print, chosen before the camera is."""
    height, width = card.alpha.shape
    boxes = [*(field.box for field in card.fields.values()), *card.portraits.values()]
    # In a plane that is _PLANE wide and as high as the card, so that fingers keep their shape.
    taken = [rectangle(*box) * (_PLANE / width) for box in boxes]
    plane = np.array((_PLANE, _PLANE * height / width))
    skin = skin_tone(rng)
    laid: list[tuple[Pixels, Floats]] = []
    wanted = int(rng.integers(1, 4))
    for _ in range(_TRIALS):
        tip, direction, breadth = _grip(rng, plane)
        quad = outline(tip, direction, breadth, 4 * breadth)
        palm = outline(
            tip - 3 * breadth * np.array((np.cos(direction), np.sin(direction))), direction, *_PALM * breadth
        )
        clear = all(shared(box, part) == 0 for box in taken for part in (quad, palm))
        if clear and all(overlap(quad, other) < 0.02 for _, other in laid):
            tone = skin * rng.uniform(0.95, 1.05)
            laid += [(finger(rng, tone, nail=False), palm), (finger(rng, tone), quad)]
        if len(laid) == 2 * wanted:
            break

    def over(scene: Pixels, matrix: Floats) -> Pixels:
        for sheet, quad in laid:
            scene = lay_finger(rng, scene, sheet, move(quad / plane, matrix))
        return scene

    return over


def _grip(rng: np.random.Generator, plane: Floats) -> tuple[Floats, float, float]:
    """A finger over an edge of the plane: its tip, inside by up to a fifth of the width, direction and breadth."""
    side = int(rng.choice(4, p=(0.35, 0.35, 0.2, 0.1)))
    along, depth = float(rng.random()), float(rng.uniform(0.015, 0.2))
    inward = np.pi * (0.0, 1.0, 1.5, 0.5)[side]
    foot = np.array(((0.0, along), (1.0, along), (along, 1.0), (along, 0.0))[side]) * plane
    tip = foot + depth * _PLANE * np.array([np.cos(inward), np.sin(inward)])
    return tip, inward + float(rng.normal(0, 0.3)), float(rng.uniform(*_BREADTHS)) * _PLANE


def _shade(rng: np.random.Generator, scene: Pixels, matrix: Floats) -> Pixels:
    """One or two shadows whose penumbra is at least a twentieth of the card wide."""
    height, width = scene.shape[:2]
    coarse = (max(8, width // 8), max(8, height // 8))
    wide = float(np.linalg.norm(np.diff(move(np.array([[0.0, 0.5], [1.0, 0.5]]), matrix), axis=0))) / 8
    light = np.ones((coarse[1], coarse[0]), np.float32)
    for _ in range(int(rng.integers(1, 3))):
        mask = np.zeros((coarse[1], coarse[0]), np.float32)
        middle = move(rng.uniform(-0.2, 1.2, (1, 2)), matrix)[0] / 8
        around = np.linspace(0, 2 * np.pi, 9)[:-1]
        radii = wide * rng.uniform(0.2, 0.9, 8) * rng.uniform(0.4, 1.2)
        corners = middle + np.column_stack((np.cos(around), np.sin(around))) * radii[:, None]
        cv2.fillPoly(mask, [np.round(corners).astype(np.int32)], (1.0,))
        mask = cv2.GaussianBlur(mask, (0, 0), max(1.0, wide * float(rng.uniform(0.025, 0.15))))
        light *= 1 - np.float32(rng.uniform(0.15, 0.5)) * mask
    full = cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(scene * full[..., None], 0, 255), np.uint8)
