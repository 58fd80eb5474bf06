"""Finds the printed portraits on a flat card, by one small network (training/portraits).

It tells what share of every spot a portrait covers, so that a portrait's edges are told to less than a spot.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, Pixels
from hmtocr.image.halves import halved
from hmtocr.models.engine import Engine

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 as fractions of the card."""
Shares = NDArray[np.float32]

WIDTH, HEIGHT, STRIDE = 320, 192, 4
"""Of what the network sees, and how many of its pixels one answer stands for."""
KINDS = ("large", "small")
"""In the order of the network's maps."""

_COVERED = 0.5
"""Share of a spot from which it is a portrait's."""
_LEAST = {"large": 120, "small": 16}
"""Spots of the smallest portrait that is one; the smallest that are printed have three times as many."""
_CORE = 0.25
"""Of a portrait's width and height, at either end: rounded or faded, it says nothing of the edges across it."""
_LIKE = 0.8
"""Correlation from which a small portrait is seen to be the large one in small."""
_UNLIKE = 0.4
"""Correlation up to which it shows something else: a stamp, a chip. Of drawn and official ones the least is 0.68."""
_SURELY = 0.88
"""Correlation from which a small portrait is one that the network did not see. Elsewhere on 69 drawn cards without any
it came to 0.87, where the network had missed one (five times) to 0.9 and more, in pictures of the training half."""
_SHRUNK = np.geomspace(0.3, 0.51, 4)
"""How many times narrower than the large one a small portrait is, where it is looked for all over the card."""
_EDGE, _ROOM = 0.12, 0.2
"""Of a portrait's size: what is left out at its edges, and how far from its place it is looked for."""
_SCALES = np.linspace(0.82, 1.22, 11)
_PLAIN = 2.0
"""Standard deviation of the levels of a portrait that shows nothing: everything is like it."""
_SMALLEST = 6
"""Pixels of the network's picture: less shows no face."""


@dataclass(frozen=True)
class Likeness:
    """How a small portrait, where it is most like the large one, compares with that, made as small.

    Attributes:
        correlation: of their levels.
        contrast: standard deviation of the small one's levels, 0..255.
        large: the same of the large one's.
    """

    correlation: float
    contrast: float
    large: float


@dataclass(frozen=True)
class Portraits:
    """What was found.

    Attributes:
        boxes: by kind, without those that are not there.
        likeness: of the small one, also if so low that it is taken for something else; None where there is no small
            one, or one that shows nothing.
    """

    boxes: Mapping[str, Box] = field(default_factory=dict)
    likeness: Likeness | None = None


def find_portraits(flat: Pixels, finder: Engine, kinds: Collection[str] = KINDS) -> Portraits:
    """The portraits on a card.

    Args:
        flat: a flat, upright card (height x width x 3, RGB) of any size.
        finder: the network "portrait-finder".
        kinds: which portraits the card may have; a small one is a copy, and comes with a large one only.
    """
    # Halved first: by area, that is a dozen times quicker than by any other factor.
    near, _ = halved(flat, flat.shape[1] / WIDTH)
    small = cv2.resize(near, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR)
    (maps,) = finder.run(small[None].astype(np.float32))
    found: dict[str, Box] = {}
    for kind, share in zip(KINDS, maps[0], strict=True):
        box = _box(share, _LEAST[kind]) if kind in kinds else None
        if box is None:
            break
        found[kind] = box
    if "large" not in found or "small" not in kinds:
        return Portraits(found)
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    seen = found.pop("small", None)
    sought = _sought(grey, found["large"]) if seen is None else seen
    if sought is None:
        return Portraits(found)
    settled, likeness = _settled(grey, found["large"], sought)
    if seen is None and (likeness is None or likeness.correlation < _SURELY):
        return Portraits(found)
    return Portraits(found if settled is None else {**found, "small": settled}, likeness)


def _box(share: Shares, least: int) -> Box | None:
    """The box around the largest group of spots that a portrait covers; None where there is none."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((share > _COVERED).astype(np.uint8), connectivity=4)
    if count < 2:
        return None
    label = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    x, y, wide, high, spots = (int(v) for v in stats[label])
    if spots < least:
        return None
    alone = np.where(cv2.dilate((labels == label).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0, share, 0)
    down, across = share.shape
    x0, x1 = _ends(_profile(alone, y, high))
    y0, y1 = _ends(_profile(alone.T, x, wide))
    return (x0 / across, y0 / down, x1 / across, y1 / down)


def _sought(grey: Pixels, large: Box) -> Box | None:
    """Where on the card (HEIGHT x WIDTH) something is most like the large portrait in small; None if that is plain."""
    coarse = np.asarray(cv2.resize(grey, (WIDTH // 2, HEIGHT // 2), interpolation=cv2.INTER_AREA), np.uint8)
    size = np.array([WIDTH // 2, HEIGHT // 2] * 2, np.float64)
    whole = np.array(large) * size
    head = _head(coarse, whole)
    if min(head.shape) * _SHRUNK[0] < _SMALLEST / 2 or float(head.std()) < _PLAIN:
        return None
    best, box = -1.0, whole
    for scale in _SHRUNK:
        wanted = cv2.resize(head, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        down, across = wanted.shape
        alike = cv2.matchTemplate(coarse, wanted, cv2.TM_CCOEFF_NORMED)
        # Nothing that touches the large one itself.
        left, top, right, bottom = np.maximum(np.round(whole - np.array([across, down, 0, 0])), 0).astype(int)
        alike[top : bottom + 1, left : right + 1] = -1.0
        _, likeness, _, (x, y) = cv2.minMaxLoc(alike)
        if likeness > best:
            middle = np.array([x + across / 2, y + down / 2])
            half = (whole[2:] - whole[:2]) * scale / 2
            best, box = likeness, np.concatenate((middle - half, middle + half))
    x0, y0, x1, y1 = (float(edge) for edge in np.clip(box / size, 0, 1))
    return x0, y0, x1, y1


def _head(grey: Pixels, whole: Floats) -> Pixels:
    """A portrait (x0, y0, x1, y1 in pixels) without its outermost parts, which fade, or hold some of the card."""
    edge = np.tile(whole[2:] - whole[:2], 2) * np.array([1, 1, -1, -1]) * _EDGE
    x0, y0, x1, y1 = np.round(whole + edge).astype(int)
    return grey[y0:y1, x0:x1]


def _settled(grey: Pixels, large: Box, small: Box) -> tuple[Box | None, Likeness | None]:
    """The small one's box, half by the network and half by where it is most like the large one, and how like that is.

    No box if it is like it nowhere; no likeness if either shows nothing.
    """
    size = np.array([WIDTH, HEIGHT] * 2, np.float64)
    whole, seen = np.array(large) * size, np.array(small) * size
    wide, high = whole[2:] - whole[:2]
    head = _head(grey, whole)
    room = _ROOM * (seen[2] - seen[0])
    left, top, right, bottom = np.clip(np.round(seen + np.array((-room, -room, room, room))), 0, size).astype(int)
    place = grey[top:bottom, left:right]
    if min(float(head.std()), float(place.std())) < _PLAIN:
        return small, None
    usual = float(np.sqrt((seen[2] - seen[0]) * (seen[3] - seen[1]) / (wide * high)))
    most, box = Likeness(-1.0, 0.0, 0.0), seen
    for scale in usual * _SCALES:
        across, down = round(head.shape[1] * scale), round(head.shape[0] * scale)
        if min(across, down) < _SMALLEST or across > place.shape[1] or down > place.shape[0]:
            continue
        wanted = cv2.resize(head, (across, down), interpolation=cv2.INTER_AREA)
        _, correlation, _, (x, y) = cv2.minMaxLoc(cv2.matchTemplate(place, wanted, cv2.TM_CCOEFF_NORMED))
        if correlation <= most.correlation:
            continue
        there = place[y : y + down, x : x + across]
        most = Likeness(float(correlation), float(there.std()), float(wanted.std()))
        middle, half = np.array([left + x + across / 2, top + y + down / 2]), np.array([wide, high]) * scale / 2
        box = np.concatenate((middle - half, middle + half))
    if most.contrast == 0:
        return _shared(seen, seen, size), None
    if most.correlation < _UNLIKE:
        return None, most
    return _shared(seen, box if most.correlation > _LIKE else seen, size), most


def _shared(one: Floats, other: Floats, size: Floats) -> Box:
    """The box between two (in pixels), as fractions of the card."""
    x0, y0, x1, y1 = (float(edge) for edge in np.clip((one + other) / 2 / size, 0, 1))
    return x0, y0, x1, y1


def _profile(share: Shares, start: int, size: int) -> Shares:
    """The mean of the rows of a portrait's core."""
    cut = round(_CORE * size)
    return np.asarray(share[start + cut : start + size - cut].mean(axis=0), np.float32)


def _ends(profile: Shares) -> tuple[float, float]:
    """Where the covered part of a profile begins and ends: what is left of a spot at its edge counts by its share."""
    middle = round(float(np.average(np.arange(len(profile)), weights=profile)))
    return middle - float(profile[:middle].sum()), middle + float(profile[middle:].sum())
