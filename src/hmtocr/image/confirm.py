"""Takes a rough quad for a card, or not; where the first answer does not hold together, tries others.

An answer holds together if a further look at it moves no corner, if it has the shape that a card can be seen in, and
if the picture shows edges along it. Where it does not, its sides are sought again, all four together (sides.py). The
rough quad may also be far off (a busy ground, a neighbour that looks like a card): then the same place is looked at in
other directions and sizes, and each corner is also guessed from the other three.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import cv2
import numpy as np

from hmtocr.image.align import Look, align, look
from hmtocr.image.edges import Clarity, to_edges
from hmtocr.image.geometry import Floats, Pixels, area, overlap, rectangle, shared, sides
from hmtocr.image.pinhole import misfit
from hmtocr.image.sides import likely_quads
from hmtocr.models.engine import Engine

_CARD = 0.5
"""Probability of being a card from which an answer counts."""
HOLDS = 0.9
"""An answer this good is taken without trying others."""
_DOUBTFUL = 0.75
"""An answer this bad is seldom the card's."""
_UNFIT = 0.02
"""How far from a card's shape (pinhole.py) a quad may be; a card's own is seldom farther off."""
_STRETCHED, _WHOLE = 0.06, 0.95
"""The same where the quad covers so much of the picture."""
_LIKELIEST = 4
"""How many quads are tried for the sides sought together."""
_SAME = 0.004
"""Of the card's width: quads this close are one."""
_AGREED = 0.005
"""The same for a quad that two ways found alike."""
_ASTRAY = 0.006
"""The same for two looks that have the same edges within the search's reach."""
_ALIKE = 0.04
"""Of the card's width: quads this close lead to one."""
_SHAPE = 85.60 / 53.98
_DIRECTIONS = (0.0, 45.0, 90.0, 135.0, 22.5, 112.5)
_SIZES = (1.0, 1.6, 0.7)
_FINALISTS = 4
_BENT, _SOON, _PROMISES = 12, 2, 0.3
"""How many quads bent from the first answer are looked at first; of those that promise so much so many are tried."""


@dataclass(frozen=True)
class Answer:
    """A card, exactly: its quad on the picture's edges, what the aligner saw, and how well it holds together, 0..1."""

    quad: Floats
    seen: Look
    worth: float


def confirm(pixels: Pixels, rough: Floats, aligner: Engine) -> Answer | None:
    """The card at a rough quad (4x2, clockwise from any corner), or None if there is none."""
    first = first_answer(pixels, rough, aligner)
    if first is not None and first.worth > HOLDS:
        return first
    found = [] if first is None else [first, *_refitted(pixels, first, rough, aligner)]
    for starts, least in ((_others(rough, first), HOLDS), (_aside(rough), _DOUBTFUL)):
        if max((a.worth for a in found), default=0.0) > least:
            break
        found.extend(_tried(pixels, starts, rough, [a.quad for a in found], aligner))
    return max(found, key=lambda a: a.worth, default=None)


def next_answer(pixels: Pixels, rough: Floats, first: Answer | None, aligner: Engine) -> tuple[Answer | None, float]:
    """The best of the first answer and those that the likeliest other quads lead to; and how much these promise, 0..1.

    It takes a fifth of the time of `confirm`, and finds the card at most places where the first answer is none.
    """
    starts = islice(_others(rough, first), len(_DIRECTIONS) if first is None else _BENT)
    seen = _seen(pixels, starts, aligner)
    promise = max((likely for _, likely in seen), default=0.0)
    worth = _distinct([once.quad for once, likely in seen if likely > _PROMISES], [])[:_SOON]
    answers = [first, *(_answer(pixels, start, rough, aligner) for start in worth)]
    return max((a for a in answers if a is not None), key=lambda a: a.worth, default=None), promise


def first_answer(pixels: Pixels, rough: Floats, aligner: Engine) -> Answer | None:
    """What the rough quad itself leads to, however well it holds together."""
    return _answer(pixels, rough, rough, aligner)


def elsewhere(pixels: Pixels, starts: Iterable[Floats], known: Sequence[Floats], aligner: Engine) -> list[Answer]:
    """Cards from quads to start from anywhere in the picture, the one worth most first; none is like the known."""
    found = sorted(_tried(pixels, starts, None, list(known), aligner), key=lambda a: -a.worth)
    kept = _distinct([a.quad for a in found], list(known))
    return [a for a in found if any(a.quad is quad for quad in kept)]


def starts_around(quad: Floats) -> Iterator[Floats]:
    """Quads to start from at a place that may hold a card in another direction or size, or only part of one."""
    yield from _others(quad, None)
    yield from _aside(quad)


def _tried(
    pixels: Pixels, starts: Iterable[Floats], rough: Floats | None, known: list[Floats], aligner: Engine
) -> Iterator[Answer]:
    """Answers from other quads to start from, the most promising of them, unless they lead to what is known."""
    seen = _seen(pixels, starts, aligner)
    for start in _distinct([once.quad for once, _ in seen], known)[:_FINALISTS]:
        answer = _answer(pixels, start, rough, aligner)
        if answer is not None:
            yield answer
            if answer.worth > HOLDS:
                return
            yield from _refitted(pixels, answer, rough, aligner)


def _seen(pixels: Pixels, starts: Iterable[Floats], aligner: Engine) -> list[tuple[Look, float]]:
    """What is seen from quads to start from, and how much it promises, the most promising first."""
    seen = [once for quad in starts if (once := _look_once(pixels, quad, aligner)) is not None]
    return sorted(seen, key=lambda once: -once[1])


def _distinct(quads: list[Floats], known: list[Floats]) -> list[Floats]:
    """Those that are neither nearly like one before them nor like one of the known."""
    kept: list[Floats] = []
    for quad in quads:
        if all(np.abs(quad - other).max() > _ALIKE * sides(quad)[0] for other in (*known, *kept)):
            kept.append(quad)
    return kept


def _answer(pixels: Pixels, start: Floats, rough: Floats | None, aligner: Engine) -> Answer | None:
    seen = align(pixels, start, aligner)
    if 1.0 - seen.faces[-1] < _CARD or not _sane(seen.quad):
        return None
    quad, clear = to_edges(pixels, seen.quad)
    if seen.turn == 0 and float(np.abs(quad - seen.quad).max()) < _AGREED * sides(quad)[0]:
        # The network and the picture's edges say the same: a further look could only repeat it.
        return Answer(quad, seen, _worth(pixels, quad, clear, seen, rough))
    again = look(pixels, quad, aligner)
    astray = float(np.abs(again.quad - seen.quad).max()) > _ASTRAY * sides(quad)[0]
    if again.turn == 0 and _sane(again.quad) and astray:
        # A corner that was out of the search's reach may have come into it.
        second, clearer = to_edges(pixels, again.quad)
        if clearer.mean > clear.mean + 0.01 and _sane(second):
            quad, clear, again = second, clearer, look(pixels, second, aligner)
    # What it shows is told best where it lies best.
    return Answer(quad, again if again.turn == 0 else seen, _worth(pixels, quad, clear, again, rough))


def _refitted(pixels: Pixels, answer: Answer, rough: Floats | None, aligner: Engine) -> Iterator[Answer]:
    """Answers near one that is not trusted, by all four sides together."""
    for likely in likely_quads(pixels, answer.quad, _LIKELIEST):
        quad, clear = to_edges(pixels, likely)
        if _sane(quad) and np.abs(quad - answer.quad).max() > _SAME * sides(quad)[0]:
            seen = look(pixels, quad, aligner)
            yield Answer(quad, seen, _worth(pixels, quad, clear, seen, rough))


def _worth(pixels: Pixels, quad: Floats, clear: Clarity, seen: Look, rough: Floats | None) -> float:
    """How well a quad holds together: what the picture shows along it, its shape, where it is, and a look at it.

    The weights were fitted on drawn cards, so that of several quads for one card the right one is worth most.
    """
    moved = float(np.abs(seen.quad - quad).max()) / sides(quad)[0] if seen.turn == 0 else 1.0
    card = 1.0 - float(seen.faces[-1])
    edges = (0.45 + 0.55 * clear.mean) * np.exp(0.125 * (clear.weakest - 1.0))
    steady = np.exp(-3.0 * max(0.0, min(moved, 0.3) - 0.01))
    # Sides beyond the picture are easily had where others are in it; all four are where a scan was cut.
    frame = rectangle(0, 0, pixels.shape[1], pixels.shape[0])
    seldom = np.exp(-0.25 * clear.hidden * (1.0 - clear.hidden) - (1.0 - shared(quad, frame)))
    near = 1.0 if rough is None else min(1.0, 0.4 + 1.5 * overlap(quad, rough))
    return float(card * steady * edges * seldom * near) * _likely_shape(pixels, quad)


def _look_once(pixels: Pixels, quad: Floats, aligner: Engine) -> tuple[Look, float] | None:
    """A cheap first impression of a quad: what is seen, and how much it promises."""
    seen = look(pixels, quad, aligner)
    if not _sane(seen.quad):
        return None
    seen = look(pixels, seen.quad, aligner)
    if not _sane(seen.quad):
        return None
    return seen, (1.0 - float(seen.faces[-1])) * _likely_shape(pixels, seen.quad)


def _others(rough: Floats, first: Answer | None) -> Iterator[Floats]:
    """Other quads to start from."""
    if first is not None:
        for corner in range(4):
            bent = first.quad.copy()
            # The fourth corner of a parallelogram whose other three are believed.
            bent[corner] = bent[corner - 1] + bent[(corner + 1) % 4] - bent[(corner + 2) % 4]
            if _sane(bent):
                yield bent
        for side in range(4):
            a, b = side, (side + 1) % 4
            for part in (-0.15, 0.15):
                # A side that was taken for another line, inside the card or beyond it.
                moved = first.quad.copy()
                moved[a] += part * (first.quad[a] - first.quad[a - 1])
                moved[b] += part * (first.quad[b] - first.quad[(b + 1) % 4])
                if _sane(moved):
                    yield moved
    middle = rough.mean(0)
    size = float(np.sqrt(abs(area(rough)) / _SHAPE))
    edge = rough[1] - rough[0]
    start = float(np.degrees(np.arctan2(edge[1], edge[0])))
    for times in _SIZES:
        half = np.array([size * _SHAPE, size]) * times / 2
        box = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
        for direction in _DIRECTIONS if times == 1.0 else _DIRECTIONS[:4]:
            angle = np.radians(start + direction)
            turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
            yield np.asarray(box @ turn + middle, np.float64)


def _aside(rough: Floats) -> Iterator[Floats]:
    """Quads to start from where the rough one has a card only in a part of it, or a part of a card."""
    middle, size = rough.mean(0), float(np.sqrt(abs(area(rough)) / _SHAPE))
    along = (rough[1] - rough[0]) / max(1.0, float(np.linalg.norm(rough[1] - rough[0])))
    axes = np.stack((along, (-along[1], along[0])))
    half = np.array([[-_SHAPE, -1], [_SHAPE, -1], [_SHAPE, 1], [-_SHAPE, 1]]) * 0.9 * size / 2
    for shift in ((-0.4, 0.0), (0.4, 0.0), (0.0, -0.4), (0.0, 0.4)):
        for direction in _DIRECTIONS[:4]:
            angle = np.radians(direction)
            turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
            yield np.asarray(half @ turn @ axes + middle + np.array(shift) * size @ axes, np.float64)


def _likely_shape(pixels: Pixels, quad: Floats) -> float:
    """1 for what a camera can make of a card, less for what it hardly can."""
    height, width = pixels.shape[:2]
    # A picture that is all card may have been stretched since.
    whole = overlap(quad, rectangle(0, 0, width, height)) > _WHOLE
    off = float(misfit(quad[None], width, height)[0])
    return float(np.exp(-7.0 * max(0.0, off - (_STRETCHED if whole else _UNFIT))))


def _sane(quad: Floats) -> bool:
    """Convex, clockwise, and of a shape that a card can be seen in."""
    if not cv2.isContourConvex(quad.astype(np.float32)) or area(quad) <= 0:
        return False
    across, down = sides(quad)
    return 0.5 < across / down < 5.0
