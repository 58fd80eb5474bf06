"""Looks for a card once more, where there was no answer or it is doubted: in parts of the picture, in evened light.

The first look marks regions on a small copy of the whole picture. Shade, a ground like the card, or a neighbour can
spoil that; a part of the picture shows less of them and more of the card, and local contrast takes a shade away.
What is found here is for the reader to weigh: a card that is rightly outlined can be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import cv2
import numpy as np

from hmtocr.image.confirm import elsewhere, first_answer, starts_around
from hmtocr.image.geometry import Floats, Pixels, overlap, rectangle, shared
from hmtocr.image.halves import halved
from hmtocr.image.locate import INNER, PROMISING, SURE, VISIBLE, Located, in_tiles, located_at, rough_quads
from hmtocr.models.engine import Engine

_TILE = 0.8
"""Of the picture's width and height: enough to hold the card, in one of four."""
_SMALL_TILES = 0.45, 3
"""The same of smaller ones, and how many of them there are in a row."""
_CONTRAST, _CELLS = 3.0, (4, 4)
"""Of the local histogram equalisation: its limit, and into how many cells it parts the picture."""
_BEHIND = 0.15
"""How much less an outline may hold together than the doubted one, and be worth reading."""
_GOOD = 0.85
"""How well an outline must hold together for no better one to be looked for before the card is read by it."""
_MOST = 2
"""Outlines worth reading, at most."""
_HOLDS, _VERY_SURE = 0.78, 0.99
"""How well the outline of a card must hold together, and how sure it must be one, where none was found at first."""
_SEPARATE = 0.25
"""Cards that share more of their union than this are not two."""


def glimpse_in_parts(pixels: Pixels, locator: Engine, aligner: Engine) -> tuple[Located, ...]:
    """The one card in a picture where `glimpse` found none; empty where it takes `locate` to find it.

    It takes a tenth of the time of that, and finds every second card that would need it.
    """
    marked = rough_quads(pixels, locator)
    if len(marked) > 1:
        return ()
    frame = rectangle(0, 0, pixels.shape[1], pixels.shape[0])
    best: Located | None = None
    faint = () if marked else rough_quads(pixels, locator, faint=True)
    for start in chain(faint, _starts_in_parts(pixels, locator)):
        answer = first_answer(pixels, start, aligner)
        card = None if answer is None or answer.worth < PROMISING else located_at(answer)
        if card is None or card.score < SURE or shared(card.quad, frame) < VISIBLE:
            continue
        if best is None or card.worth > best.worth:
            best = card
        if best.worth > _GOOD:
            break
    return () if best is None else (best,)


def look_again(
    pixels: Pixels, doubted: Located, neighbours: Sequence[Located], locator: Engine, aligner: Engine
) -> tuple[Located, ...]:
    """Other outlines for a card that was found, the likeliest first; seldom more than one, often none.

    Args:
        pixels: the picture, RGB.
        doubted: the card.
        neighbours: other cards in the picture; no outline lies on one of them.
        locator, aligner: the two networks of hmtocr.image.locate.
    """
    starts = [*_starts_in_parts(pixels, locator), *starts_around(doubted.quad)]
    frame = rectangle(0, 0, pixels.shape[1], pixels.shape[0])
    found = [located_at(answer) for answer in elsewhere(pixels, starts, [doubted.quad], aligner)]
    return tuple(
        [
            other
            for other in found
            if other.worth > doubted.worth - _BEHIND
            and shared(other.quad, frame) > VISIBLE
            and all(overlap(other.quad, card.quad) < _SEPARATE for card in neighbours)
        ][:_MOST]
    )


def look_everywhere(pixels: Pixels, locator: Engine, aligner: Engine) -> tuple[Located, ...]:
    """The card in a picture where none was found though something stands out; empty where there is none either.

    On a ground full of shapes a card may stand out only in a part of the picture that shows few of them.
    """
    marked = rough_quads(pixels, locator)
    if marked:
        starts = [*marked, *_starts_in_parts(pixels, locator)]
    else:
        starts = [*rough_quads(pixels, locator, faint=True), *in_tiles(pixels, locator, *_SMALL_TILES)]
    frame = rectangle(0, 0, pixels.shape[1], pixels.shape[0])
    for answer in elsewhere(pixels, starts, [], aligner):
        card = located_at(answer)
        if card.worth > _HOLDS and card.score > _VERY_SURE and shared(card.quad, frame) > VISIBLE:
            return (card,)
    return ()


def _starts_in_parts(pixels: Pixels, locator: Engine) -> Iterator[Floats]:
    near, times = halved(pixels, max(pixels.shape[:2]) / (2 * INNER))
    yield from (quad * times for quad in rough_quads(evened(near), locator))
    yield from in_tiles(pixels, locator, _TILE)


def evened(pixels: Pixels) -> Pixels:
    """The picture (RGB) with the same contrast everywhere: a shade no longer hides what lies in it."""
    lab = cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB)
    light = cv2.createCLAHE(_CONTRAST, _CELLS).apply(np.ascontiguousarray(lab[..., 0]))
    return np.asarray(cv2.cvtColor(np.dstack((light, lab[..., 1:])), cv2.COLOR_LAB2RGB), np.uint8)
