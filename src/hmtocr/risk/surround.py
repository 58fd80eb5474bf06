"""The colours of a card, and what lies around it: paper that goes on beyond its edge, corners cut square."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import GREY, Floats, Pixels, homography, rectangle, warp
from hmtocr.image.ranks import median, percentiles

Values = NDArray[np.float32]

WIDTH, HEIGHT = 96, 64
"""Pixels of the coarse view, with the margin."""
MARGIN_X, MARGIN_Y = 10, 7
"""Of it, around the card."""
FINER = 2
"""The coarse view is sampled so many times finer first, against the print's folding."""
_LUMA = np.array([0.3, 0.59, 0.11], np.float32)
_DARK = 8.0
"""Added to levels before their ratios are taken: in the dark, noise has colours."""
_NOTHING = (float(GREY),) * 3
"""The level of what lies outside of the picture."""
_SPREAD = (25, 50, 75, 90, 97)
_TONES = (2, 10, 50, 90, 98)

TRAITS = len(_SPREAD) + 6 + len(_TONES) + 2 + 4 + 5 + 3
"""How many numbers tell it."""


def surround_traits(coarse_view: Pixels) -> Values:
    """The colours of a card, and what is around it, as TRAITS numbers, from its coarse view."""
    view = coarse_view.astype(np.float32)
    card = view[MARGIN_Y:-MARGIN_Y, MARGIN_X:-MARGIN_X]
    light = card @ _LUMA
    level = max(float(light.mean()), 20.0)
    return np.asarray([*_colours(card), *_tones(card, light, level), *_edges(view, level), *_corners(view)], np.float32)


def coarse(pixels: Pixels, quad: Floats) -> Pixels:
    """The card at `quad` (4 x 2, from its own top left) and what is around it, HEIGHT x WIDTH x 3; grey outside."""
    width, height = WIDTH * FINER, HEIGHT * FINER
    x, y = MARGIN_X * FINER, MARGIN_Y * FINER
    fine = warp(pixels, homography(quad, rectangle(x, y, width - x, height - y)), width, height, outside=GREY)
    return np.asarray(cv2.resize(fine, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA), np.uint8)


def _colours(card: Values) -> list[float]:
    """How far colours lie from the commonest one, whatever the light's own colour; and whether there is any at all."""
    reds, greens, blues = cv2.split(np.log(card + np.float32(_DARK)) * 10)
    red, blue = reds - greens, blues - greens
    middles = percentiles(red, (50,))[0], percentiles(blue, (50,))[0]
    far = np.hypot(red - middles[0], blue - middles[1])
    soft = cv2.resize(card, (8, 5), interpolation=cv2.INTER_AREA)
    drift = np.log((soft[..., 0] + _DARK) / (soft[..., 2] + _DARK)) * 10
    r, g, b = cv2.split(card)
    none = float((cv2.max(cv2.max(r, g), b) - cv2.min(cv2.min(r, g), b) < 1.5).mean())
    middle = abs(middles[0]), abs(middles[1])
    return [*percentiles(far, _SPREAD), float(red.std()), float(blue.std()), *middle, float(drift.std()), none]


def _tones(card: Values, light: Values, level: float) -> list[float]:
    """The distribution of brightness, and how it changes over the card."""
    soft = cv2.resize(card, (8, 5), interpolation=cv2.INTER_AREA) @ _LUMA
    return [
        *(tone / level for tone in percentiles(light, _TONES)),
        float(light.std()) / level,
        float(soft.std()) / level,
    ]


def _edges(view: Values, level: float) -> list[float]:
    """How the card's border differs from what lies beyond each edge, and how plain and bright that is."""
    steps, tints, bright, plain, ended = [], [], [], [], []
    for inside, outside in _borders(view):
        mean, spread = (values.ravel() for values in cv2.meanStdDev(outside))
        step = (np.array(cv2.mean(inside)[:3]) - mean) / level
        steps.append(abs(float(step.mean())))
        tints.append(float(np.abs(step - step.mean()).mean()))
        bright.append(float(mean.mean()) / level)
        plain.append(float(spread.mean()) / level)
        ended.append(cv2.countNonZero(cv2.inRange(outside, _NOTHING, _NOTHING)) / (outside.size / 3))
    rest = (np.mean(tints), np.min(tints), median(np.array(bright)), median(np.array(plain)), np.mean(ended))
    return [*sorted(steps), *(float(value) for value in rest)]


def _borders(view: Values) -> Iterator[tuple[Values, Values]]:
    """What lies just within each edge, and just beyond it."""
    for down in (MARGIN_Y, HEIGHT - MARGIN_Y):
        near, far = (2, -4) if down == MARGIN_Y else (-4, 2)
        along = slice(MARGIN_X + 4, -MARGIN_X - 4)
        yield view[down + near : down + near + 2, along], view[down + far : down + far + 2, along]
    for across in (MARGIN_X, WIDTH - MARGIN_X):
        near, far = (2, -4) if across == MARGIN_X else (-4, 2)
        along = slice(MARGIN_Y + 4, -MARGIN_Y - 4)
        yield view[along, across + near : across + near + 2], view[along, across + far : across + far + 2]


def _corners(view: Values) -> list[float]:
    """Whether what is at the card's very corners is more like the card (square) or like the ground (round)."""
    told = []
    for turned in (view, view[::-1], view[:, ::-1], view[::-1, ::-1]):
        at, inside, outside = (
            turned[MARGIN_Y + by : MARGIN_Y + by + 2, MARGIN_X + by : MARGIN_X + by + 2].mean((0, 1))
            for by in (0, 4, -4)
        )
        to_card, to_ground = float(np.abs(at - inside).mean()), float(np.abs(at - outside).mean())
        told.append((to_card - to_ground) / (to_card + to_ground + _DARK))
    return percentiles(np.array(told), (25, 50, 75))
