"""What every piece of a row of print shows of its making: grain, ground, ink, edges, seams, against its surroundings.

A piece is about as wide as its row is high. The rows are laid side by side in one sheet at the picture's resolution, so
that each map is made once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, Pixels, homography, rectangle, sides, warp

Plane = NDArray[np.float32]

RAW = 30
RELATIVE = (0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 23, 24, 25, 26, 27)
"""Traits that are told against the card's other pieces too."""
WITHIN = (0, 2, 4, 6, 9, 12, 13, 16, 17, 22, 23, 24, 25, 26)
"""Traits that are told against the row's other pieces too."""
TRAITS = RAW + len(RELATIVE) + len(WITHIN) + 3
STROKES = (9, 10, 11, 12, 13, 23, 24, 25)
"""Traits of the strokes themselves, which differ from script to script."""
_STROKE = 6
"""Pixels of ink without which a piece shows no strokes."""
_ENOUGH = 6
"""Pieces of a kind that make a measure of it."""
_PAD = 0.45
"""Of a row's height: how far round it is looked."""
_PADS = (3, 16)
_LEAST_HEIGHT = 5.0
_MOST = 14
"""Rows that are looked at: the largest."""


@dataclass(frozen=True)
class Pieces:
    """The pieces of a card's rows.

    Attributes:
        traits: pieces x TRAITS.
        rows: the number of each piece's row.
        spots: pieces x 4, the piece's middle (x, y) and half its size along and across the row, in pixels.
    """

    traits: Plane
    rows: NDArray[np.int64]
    spots: Floats


@dataclass(frozen=True)
class _Sheet:
    """Rows laid side by side.

    Attributes:
        pixels: the sheet, RGB.
        places: (x, width, pad, height, pieces) of every row in it.
        first, last: of every piece's columns, the latter not its own any more.
        owner, spots, heights: of every piece.
    """

    pixels: Pixels
    places: tuple[tuple[int, int, int, int, int], ...]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    owner: NDArray[np.int64]
    spots: Floats
    heights: Floats


def pieces(pixels: Pixels, quads: Sequence[Floats], kinds: Sequence[int]) -> Pieces | None:
    """The pieces of the rows at `quads` (4 x 2 each, in pixels); None where none is large enough.

    Rows of one of the `kinds` (scripts, say) are alike in how their strokes look.
    """
    sheet = _laid(pixels, quads)
    if sheet is None:
        return None
    raw = _raw(sheet)
    traits = np.concatenate(
        [raw, _against_card(raw, np.array(kinds)[sheet.owner]), _against_row(raw, sheet.owner), _context(raw)], 1
    )
    return Pieces(np.clip(np.nan_to_num(traits), -8, 8).astype(np.float32), sheet.owner, sheet.spots)


def _laid(pixels: Pixels, quads: Sequence[Floats]) -> _Sheet | None:
    sized = [(sides(quad), index, quad) for index, quad in enumerate(quads)]
    height, width = pixels.shape[:2]
    home = [
        item
        for item in sized
        if item[0][1] >= _LEAST_HEIGHT
        and item[0][0] >= 0.6 * item[0][1]
        and (item[2].min(0) >= 0).all()
        and (item[2].max(0) <= (width, height)).all()
    ]
    chosen = sorted(home, key=lambda item: -item[0][0] * item[0][1])[:_MOST]
    if not chosen:
        return None
    pads = [int(np.clip(round(_PAD * size[1]), *_PADS)) for size, _, _ in chosen]
    tall = max(round(size[1]) + 2 * pad for (size, _, _), pad in zip(chosen, pads, strict=True))
    total = sum(max(3, round(size[0])) + 2 * pad for (size, _, _), pad in zip(chosen, pads, strict=True))
    sheet = np.zeros((tall, total, 3), np.uint8)
    places, ends, owner, spots, heights, at = [], [], [], [], [], 0
    for ((across, down), index, quad), pad in zip(chosen, pads, strict=True):
        high, wide = max(3, round(down)), max(3, round(across))
        room = high + 2 * pad
        to_sheet = homography(quad, rectangle(pad, pad, pad + wide, pad + high))
        x0, y0 = np.clip(np.floor(quad.min(0)) - 2 * pad - 2, 0, None).astype(int)
        x1, y1 = (np.ceil(quad.max(0)) + 2 * pad + 2).astype(int)
        near = np.array([[1.0, 0.0, x0], [0.0, 1.0, y0], [0.0, 0.0, 1.0]])
        sheet[:room, at : at + wide + 2 * pad] = warp(pixels[y0:y1, x0:x1], to_sheet @ near, wide + 2 * pad, room)
        count = max(1, round(across / max(down, across / 24, 8.0)))
        edges = np.linspace(0, wide, count + 1)
        ends += [(at + pad + round(a), at + pad + round(b)) for a, b in pairwise(edges)]
        owner += [index] * count
        middles = (edges[:-1] + edges[1:])[:, None] / (2 * wide)
        left, right = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2
        half = np.array([across / (2 * count), down / 2])
        spots.append(np.concatenate([left + (right - left) * middles, np.tile(half, (count, 1))], 1))
        heights += [float(high)] * count
        places.append((at, wide + 2 * pad, pad, high, count))
        at += wide + 2 * pad
    first, last = np.array(ends, np.int64).T
    where = np.concatenate(spots)
    return _Sheet(sheet, tuple(places), first, last, np.array(owner), where, np.array(heights))


def _raw(sheet: _Sheet) -> Floats:
    """Pieces x RAW."""
    planes = cv2.split(cv2.cvtColor(sheet.pixels, cv2.COLOR_RGB2YCrCb))
    light, red, blue = (np.asarray(plane, np.float32) for plane in planes)
    dark = np.zeros(light.shape, np.uint8)
    middle, ring = np.zeros_like(light), np.zeros_like(light)
    for x, wide, pad, high, _ in sheet.places:
        band = planes[0][pad : pad + high, x + pad : x + wide - pad]
        low, top = np.percentile(band[::2, ::2], (4, 80))
        dark[: high + 2 * pad, x : x + wide] = planes[0][: high + 2 * pad, x : x + wide] < (low + top) / 2
        middle[pad : pad + high, x : x + wide] = 1
        ring[: pad - 1, x : x + wide] = 1
        ring[pad + high + 1 : high + 2 * pad, x : x + wide] = 1
    grown = [cv2.dilate(dark, np.ones((size, size), np.uint8)) for size in (3, 5, 7)]
    bare = (1 - grown[1]).astype(np.float32)
    inked = cv2.multiply(dark.astype(np.float32), middle)
    within, around = middle * bare, ring * bare
    smooth = cv2.blur(light, (3, 3))
    grain = cv2.absdiff(light, smooth)
    coarse = cv2.absdiff(smooth, cv2.blur(light, (5, 5)))
    texture = cv2.absdiff(smooth, cv2.blur(light, (9, 9)))
    tinge = cv2.absdiff(red, cv2.blur(red, (3, 3)))
    still = (grain < 0.4).astype(np.float32)
    down, along = np.zeros_like(light), np.zeros_like(light)
    down[:-1], along[:, :-1] = light[1:] - light[:-1], light[:, 1:] - light[:, :-1]
    steep = cv2.add(np.abs(down), np.abs(along))

    def summed(plane: NDArray[Any], where: NDArray[Any]) -> Floats:
        columns = cv2.reduce(cv2.multiply(plane, where), 0, cv2.REDUCE_SUM)
        return np.asarray(_by_piece(sheet, columns)[0], np.float64)

    one = np.ones_like(light)
    inside, outside, strokes = (summed(one, where) for where in (within, around, inked))
    means = [
        (summed(plane, within) / (inside + 1), summed(plane, around) / (outside + 1))
        for plane in (grain, texture, still, light, red, blue, tinge, coarse)
    ]
    (
        (noise, noise_round),
        (ground, ground_round),
        (flat, flat_round),
        *tones,
        (tint, tint_round),
        (rough, rough_round),
    ) = means
    (y, y_round), (cr, cr_round), (cb, cb_round) = tones
    ink = [summed(plane, inked) / (strokes + 1) for plane in (light, red, blue)]
    contrast = np.maximum(y - ink[0], 4.0)
    slopes = summed(steep, middle)
    sharp = summed(cv2.multiply(steep, steep), middle) / (slopes + 1) / contrast
    halo = []
    for inner, outer in zip((dark, *grown), grown, strict=False):
        zone = cv2.multiply((outer - inner).astype(np.float32), middle)
        count = summed(one, zone) + 1
        halo.append((y - summed(light, zone) / count) / contrast)
    near = cv2.multiply((grown[2] - grown[0]).astype(np.float32), middle)
    close = summed(grain, near) / (summed(one, near) + 1)
    rows, columns = _seams(sheet, down, along, bare)
    empty = (inside < 12) | (outside < 12)
    traits = [
        np.log(noise + 0.1),
        np.where(empty, 0, np.log((noise + 0.1) / (noise_round + 0.1))),
        np.log(ground + 0.1),
        np.where(empty, 0, np.log((ground + 0.1) / (ground_round + 0.1))),
        flat * 4,
        np.where(empty, 0, flat - flat_round) * 4,
        np.where(empty, 0, y - y_round) / 8,
        np.where(empty, 0, cr - cr_round) / 4,
        np.where(empty, 0, cb - cb_round) / 4,
        np.log(contrast),
        (ink[1] - cr) / 8,
        (ink[2] - cb) / 8,
        np.log(sharp + 0.05),
        np.log((strokes * contrast + 1) / (slopes + 1) * 10 / sheet.heights),
        *rows,
        columns,
        np.log(tint + 0.05),
        np.where(empty, 0, np.log((tint + 0.05) / (tint_round + 0.05))),
        np.log(sheet.heights / 20),
        np.where(empty, 0, np.log((noise + 0.1) / (rough + 0.1) * (rough_round + 0.1) / (noise_round + 0.1))),
        np.log((noise + 0.1) / (rough + 0.1)),
        *(4 * step for step in halo),
        np.log(close + 0.1),
        np.where(empty, 0, np.log((close + 0.1) / (noise_round + 0.1))),
        strokes / (summed(one, middle) + 1) * 4,
        inside / (summed(one, middle) + 1) * 4,
    ]
    told = np.stack(traits, 1)
    bald = strokes < _STROKE
    if not bald.all():
        usual = np.median(told[~bald], axis=0)
        for trait in STROKES:
            told[bald, trait] = usual[trait]
    return told


def _by_piece(sheet: _Sheet, plane: NDArray[Any]) -> Floats:
    """What the columns of each piece add up to, row by row of the plane (its height x pieces)."""
    sums = np.zeros((plane.shape[0], plane.shape[1] + 1))
    np.cumsum(plane, axis=1, dtype=np.float64, out=sums[:, 1:])
    return np.asarray(sums[:, sheet.last] - sums[:, sheet.first], np.float64)


def _seams(sheet: _Sheet, down: Plane, along: Plane, bare: NDArray[Any]) -> tuple[list[Floats], Floats]:
    """Straight lines along the row above and below its print (strongest, weaker, at the piece), and ones across it."""
    steps = cv2.multiply(down, bare)
    profile = np.abs(_by_piece(sheet, steps)) / (_by_piece(sheet, bare) + 4)
    whole = np.zeros((2, len(sheet.heights)))
    own = np.zeros(len(sheet.heights))
    piece = 0
    for x, wide, pad, high, count in sheet.places:
        line = np.abs(steps[:, x : x + wide].sum(1)) / (bare[:, x : x + wide].sum(1) + 8)
        zones = slice(1, pad + high // 6), slice(pad + high - high // 6, high + 2 * pad - 2)
        ends = [float(line[zone].max(initial=0)) for zone in zones]
        whole[:, piece : piece + count] = np.array([[max(ends)], [min(ends)]])
        parts = [profile[zone, piece : piece + count].max(0, initial=0) for zone in zones]
        own[piece : piece + count] = np.maximum(*parts)
        piece += count
    across = np.abs(cv2.reduce(cv2.multiply(along, bare), 0, cv2.REDUCE_SUM)[0])
    filled = cv2.reduce(bare, 0, cv2.REDUCE_SUM)[0]
    lines = np.where(filled > 5, across / (filled + 6), 0)
    sharpest = np.array([lines[a:b].max(initial=0) for a, b in zip(sheet.first, sheet.last, strict=True)])
    told = [np.log(value + 0.1) for value in (whole[0], whole[1], own)]
    return told, np.log(sharpest + 0.1)


def _against_card(raw: Floats, kinds: NDArray[np.int64]) -> Floats:
    """Each trait less the card's median (of strokes, their kind's), by how far the card's pieces usually are off."""
    apart = raw[:, RELATIVE] - np.median(raw[:, RELATIVE], axis=0)
    alike = [RELATIVE.index(trait) for trait in STROKES]
    for kind in np.unique(kinds):
        here = kinds == kind
        if here.sum() >= _ENOUGH:
            part = raw[here][:, STROKES]
            apart[np.ix_(here, alike)] = part - np.median(part, axis=0)
    return np.asarray(apart / (1.5 * np.median(np.abs(apart), axis=0) + 0.08), np.float64)


def _against_row(raw: Floats, owner: NDArray[np.int64]) -> Floats:
    """Each trait less its row's median."""
    part = raw[:, WITHIN].copy()
    for row in np.unique(owner):
        part[owner == row] -= np.median(part[owner == row], axis=0)
    return part


def _context(raw: Floats) -> Floats:
    """How much evidence the picture keeps: the card's median grain, texture and share of pixels without any grain."""
    return np.tile(np.median(raw[:, (0, 2, 4)], axis=0), (len(raw), 1))
