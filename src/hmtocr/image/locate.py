"""Finds every card in a picture, at any angle and perspective.

A first network marks where cards are (and, to keep neighbours apart, where their inner parts are). Every
marked region gives a rough quad, which the second network makes exact, names, or rejects (see align.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.align import FACES, landscape
from hmtocr.image.confirm import HOLDS, Answer, confirm, first_answer, next_answer
from hmtocr.image.geometry import (
    GREY,
    Floats,
    Pixels,
    area,
    around,
    homography,
    inverse,
    move,
    overlap,
    rectangle,
    shared,
    sides,
    warp,
)
from hmtocr.image.halves import halved
from hmtocr.models.engine import Engine

SIDE, INNER = 192, 168
"""What the locator looks at, and how much of it the picture fills: even a card that fills the picture has an
outside then."""

_LIKELY = 0.5
_STANDS_OUT, _BLURRED = 0.3, 2.0
"""Where nothing is likely: of what the likeliest spot has what the others of a card must have, and how much the answers
are blurred for it (standard deviation in answers), since they are uneven then. Of 16 such cards the region that is left
shares 0.55 with the card on the average; unblurred, 0.45."""
_SMALLEST = 0.012
"""Of the locator's square: a smaller region holds no card that could be read."""
_PLAIN = 4.0
"""Standard deviation of the levels (0..255) in a quad below which nothing is printed there; cards have 11 and more."""
_COARSE = (48, 30)
"""Pixels at which that is measured, across and down: grain is gone."""
SURE, _VERY_SURE = 0.93, 0.98
"""The aligner's probability from which a place holds a card, and that which nearly all cards have."""
_WORTH, _LESS_WORTH = 0.75, 0.4
"""How well an answer must hold together (confirm.py) that is just sure, and one that is very sure."""
PROMISING = 0.75
"""How well an outline must hold together for the card to be read by it before others are tried."""
_GLIMMER = 0.3
"""How much a place must promise at a second look to be looked at for longer where a card was found."""
VISIBLE = 0.6
"""The least part of a card that must be in the picture."""
_LARGE_PICTURE = 900
"""Longer side in pixels from which a card may be legible and yet too small for the first look."""
_TILE = 0.6
"""Of the picture's width and height; neighbouring tiles share a third of themselves."""


@dataclass(frozen=True)
class Located:
    """One card.

    Attributes:
        quad: 4x2 on the given pixels, clockwise from the card's own top left; corners may lie outside of it.
        face: (document, design, side), the likeliest.
        face_probabilities: one for each of hmtocr.image.align.FACES, in that order.
        score: 0..1, how sure it is that this is such a card.
        worth: 0..1, how well the quad holds together (confirm.py): how sure it is that this is the card's outline.
    """

    quad: Floats
    face: tuple[str, str, str]
    face_probabilities: tuple[float, ...]
    score: float
    worth: float = 1.0

    @property
    def firm(self) -> bool:
        """Whether the outline holds together so well that no other is tried."""
        return self.worth > HOLDS


def locate(pixels: Pixels, locator: Engine, aligner: Engine) -> tuple[Located, ...]:
    """Every card in the picture, the largest first; empty where there is none.

    Args:
        pixels: height x width x 3, RGB.
        locator, aligner: the networks.
    """
    found: list[Located] = []
    for quads in _places(pixels, locator):
        found = _confirm(pixels, quads, aligner)
        if found:
            break
    return tuple(sorted(_distinct(found), key=lambda card: -area(card.quad)))


def glimpse(pixels: Pixels, locator: Engine, aligner: Engine) -> tuple[Located, ...]:
    """Every card as it is outlined at first sight, the largest first; empty where some place needs a longer look.

    It is several times quicker than `locate`, and tells the same where every outline is `firm`. One that is not may be
    some hundredths of the card off, and is good enough for a card that can be read by it.
    """
    for quads in _places(pixels, locator):
        found = _glimpsed(pixels, quads, aligner)
        if found is None:
            break
        if found:
            return tuple(sorted(_distinct(found), key=lambda card: -area(card.quad)))
    return ()


def _places(pixels: Pixels, locator: Engine) -> Iterator[list[Floats]]:
    """Rough quads for what may be cards; further ones for where none of those is."""
    height, width = pixels.shape[:2]
    frame = rectangle(0, 0, width, height)
    yield rough_quads(pixels, locator)
    if 1.2 < max(sides(frame)) / min(sides(frame)) < 2.0:
        # A scan cut at the card's edge may show so little outside that nothing stands out.
        yield [frame]
    if max(width, height) >= _LARGE_PICTURE:
        yield in_tiles(pixels, locator, _TILE)


def letterbox(pixels: Pixels) -> tuple[Pixels, Floats]:
    """The picture in the middle of a grey SIDE x SIDE square, and the matrix from picture to square."""
    near, times = halved(pixels, max(pixels.shape[:2]) / INNER)
    height, width = near.shape[:2]
    scale = INNER / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(near, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    x, y = (SIDE - size[0]) // 2, (SIDE - size[1]) // 2
    canvas = np.full((SIDE, SIDE, 3), GREY, np.uint8)
    canvas[y : y + size[1], x : x + size[0]] = small
    across, down = size[0] / (width * times), size[1] / (height * times)
    return canvas, np.array([[across, 0, x], [0, down, y], [0, 0, 1]], np.float64)


def rough_quads(pixels: Pixels, locator: Engine, faint: bool = False) -> list[Floats]:
    """A quad (4x2, on the picture, clockwise from any corner) for each region that may be a card; `faint` ones stand
    out though none is likely to be one."""
    canvas, matrix = letterbox(pixels)
    maps, least = locator.run(canvas[None].astype(np.float32))[0][0], _LIKELY
    if faint:
        maps = np.stack([cv2.GaussianBlur(m, (0, 0), _BLURRED) for m in maps])
        least = _STANDS_OUT * float(maps[1].max())
    back = inverse(matrix)
    return [move(quad, back) for quad in quads_of_maps(maps, least)]


def quads_of_maps(maps: NDArray[np.float32], least: float = _LIKELY) -> list[Floats]:
    """Quads on the locator's square out of its two maps (2 x SIDE/4 x SIDE/4): where they tell more than `least`."""
    whole, inner = (cv2.resize(m, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR) > least for m in maps)
    count, kernels = cv2.connectedComponents(inner.astype(np.uint8))
    if count == 1:
        return []
    outside = 1 - inner.astype(np.uint8)
    if count == 2:
        distance, mine = cv2.distanceTransform(outside, cv2.DIST_L2, 5), [whole]
    else:
        # Every spot of the whole belongs to the nearest kernel.
        distance, nearest = cv2.distanceTransformWithLabels(outside, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_CCOMP)
        mine = [whole & (nearest == nearest[kernels == label][0]) for label in range(1, count)]
    quads = []
    for label, near in enumerate(mine, 1):
        kernel = kernels == label
        size = float(np.sqrt(kernel.sum()))
        region = kernel | (near & (distance < 0.35 * size + 4))
        quad = _fit(region.astype(np.uint8))
        if quad is not None:
            quads.append(quad)
    return quads


def _fit(region: NDArray[np.uint8]) -> Floats | None:
    """The quad that fills a region best."""
    contours, _ = cv2.findContours(region, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(max(contours, key=cv2.contourArea))
    size = cv2.contourArea(hull)
    if size < _SMALLEST * SIDE * SIDE:
        return None
    round_it = cv2.arcLength(hull, True)
    box = cv2.boxPoints(cv2.minAreaRect(hull)).astype(np.float64)
    for tolerance in (0.02, 0.03, 0.04, 0.06, 0.08):
        bent = cv2.approxPolyDP(hull, tolerance * round_it, True).reshape(-1, 2).astype(np.float64)
        if len(bent) == 4 and abs(area(bent)) > 0.85 * size:
            box = bent
            break
    if area(box) < 0:
        box = box[::-1]
    # A contour runs through the middles of the outermost pixels.
    middle = box.mean(0)
    return np.asarray((box - middle) * (1 + 1 / np.sqrt(size)) + middle + 0.5, np.float64)


def in_tiles(pixels: Pixels, locator: Engine, part: float, across: int = 2) -> list[Floats]:
    """Rough quads in each of `across` times as many tiles, `part` of the picture wide and high."""
    height, width = pixels.shape[:2]
    tall, wide = round(height * part), round(width * part)
    quads: list[Floats] = []
    for y in (round(step * (height - tall) / (across - 1)) for step in range(across)):
        for x in (round(step * (width - wide) / (across - 1)) for step in range(across)):
            tile = pixels[y : y + tall, x : x + wide]
            quads.extend(np.add(quad, (x, y)) for quad in rough_quads(tile, locator))
    return quads


def ranked_faces(probabilities: Sequence[float]) -> list[tuple[float, tuple[str, str, str]]]:
    """Every document and side with its share, the likeliest first, each in its likeliest design.

    Designs of one document that look alike share its weight.
    """
    best: dict[tuple[str, str], tuple[float, float, tuple[str, str, str]]] = {}
    for face, p in zip(FACES, probabilities, strict=True):
        share, top, chosen = best.get((face[0], face[2]), (0.0, -1.0, face))
        best[face[0], face[2]] = (share + p, max(top, p), face if p > top else chosen)
    return sorted(((share, face) for share, _, face in best.values()), key=lambda item: -item[0])


def _confirm(pixels: Pixels, quads: list[Floats], aligner: Engine) -> list[Located]:
    """Those that hold a card, exactly."""
    frame = rectangle(0, 0, pixels.shape[1], pixels.shape[0])
    cards = []
    for rough in quads:
        answer = None if _is_plain(pixels, rough) else confirm(pixels, rough, aligner)
        if answer is not None:
            card = located_at(answer)
            least = _LESS_WORTH if card.score > _VERY_SURE else _WORTH
            if card.score >= SURE and answer.worth > least and shared(card.quad, frame) >= VISIBLE:
                cards.append(card)
    return cards


def _glimpsed(pixels: Pixels, quads: list[Floats], aligner: Engine) -> list[Located] | None:
    """Those that soon prove to hold a card; None where some may hold one and do not."""
    frame = rectangle(0, 0, pixels.shape[1], pixels.shape[0])
    firsts = [(rough, first_answer(pixels, rough, aligner)) for rough in quads if not _is_plain(pixels, rough)]
    found = any(first is not None and first.worth > HOLDS for _, first in firsts)
    cards = []
    for rough, first in firsts:
        answer = first
        if answer is None or answer.worth < PROMISING:
            answer, promise = next_answer(pixels, rough, first, aligner)
            # Beside a card that is surely one, other things stand out that need no longer look.
            if found and promise < _GLIMMER:
                continue
        if answer is None or answer.worth < PROMISING:
            return None
        card = located_at(answer)
        if card.score < SURE or shared(card.quad, frame) < VISIBLE:
            return None
        cards.append(card)
    return cards


def located_at(answer: Answer) -> Located:
    """The card that an answer outlines."""
    *shares, none = (float(p) for p in answer.seen.faces)
    return Located(answer.quad, ranked_faces(shares)[0][1], tuple(shares), 1.0 - none, answer.worth)


def _is_plain(pixels: Pixels, quad: Floats) -> bool:
    """Whether there is nothing at all inside a quad: an empty page, the bare desk."""
    width, height = 4 * _COARSE[0], 4 * _COARSE[1]
    lying = landscape(quad)
    part, back = around(pixels, lying, max(sides(lying)[0] / width, sides(lying)[1] / height))
    seen = warp(part, homography(lying, rectangle(0, 0, width, height)) @ back, width, height)
    coarse = cv2.resize(seen, _COARSE, interpolation=cv2.INTER_AREA)
    return float(cv2.meanStdDev(coarse)[1].max()) < _PLAIN


def _distinct(cards: list[Located]) -> list[Located]:
    """Of cards that lie on each other, the surest."""
    kept: list[Located] = []
    for card in sorted(cards, key=lambda c: -c.score):
        if all(overlap(card.quad, other.quad) < 0.25 for other in kept):
            kept.append(card)
    return kept
