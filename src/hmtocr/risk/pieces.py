"""What every piece of a row of print shows of its making: grain, ground, ink, edges, seams, against its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, Pixels
from hmtocr.image.ranks import median, percentiles
from hmtocr.risk.sheet import Sheet, lay

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


@dataclass(frozen=True)
class Pieces:
    """The pieces of a card's rows.

    Attributes:
        traits: pieces x TRAITS.
        rows: the number of each piece's row.
        spots: pieces x 4, the piece's middle (x, y) and half its size along and across the row, in pixels.
        sheet: that they were seen on.
        ink: the sheet's height x width, 1 where there is ink.
    """

    traits: Plane
    rows: NDArray[np.int64]
    spots: Floats
    sheet: Sheet
    ink: NDArray[np.uint8]


def pieces(pixels: Pixels, quads: Sequence[Floats], kinds: Sequence[int]) -> Pieces | None:
    """The pieces of the rows at `quads` (4 x 2 each, in pixels); None where none is large enough.

    Rows of one of the `kinds` (scripts, say) are alike in how their strokes look.
    """
    sheet = lay(pixels, quads)
    if sheet is None:
        return None
    planes = cv2.split(cv2.cvtColor(sheet.pixels, cv2.COLOR_RGB2YCrCb))
    ink = _ink(sheet, np.asarray(planes[0], np.uint8))
    raw = _raw(sheet, planes, ink)
    traits = np.concatenate(
        [raw, _against_card(raw, np.array(kinds)[sheet.owner]), _against_row(raw, sheet.owner), _context(raw)], 1
    )
    return Pieces(np.clip(np.nan_to_num(traits), -8, 8).astype(np.float32), sheet.owner, sheet.spots, sheet, ink)


def _ink(sheet: Sheet, light: Pixels) -> NDArray[np.uint8]:
    """1 where a row is darker than halfway between its ink and its ground."""
    dark = np.zeros(light.shape, np.uint8)
    for x, wide, pad, high, _ in sheet.places:
        low, top = percentiles(light[pad : pad + high : 2, x + pad : x + wide - pad : 2], (4, 80))
        dark[: high + 2 * pad, x : x + wide] = light[: high + 2 * pad, x : x + wide] < (low + top) / 2
    return dark


def _raw(sheet: Sheet, planes: Sequence[NDArray[Any]], dark: NDArray[np.uint8]) -> Floats:
    """Pieces x RAW, of the sheet's brightness and colours and of where its ink is."""
    light, red, blue = (np.asarray(plane, np.float32) for plane in planes)
    middle, ring = np.zeros_like(light), np.zeros_like(light)
    for x, wide, pad, high, _ in sheet.places:
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

    ends = np.stack((sheet.first, sheet.last), 1).ravel()

    def counted(plane: NDArray[Any]) -> Floats:
        return np.asarray(_by_piece(ends, cv2.reduce(plane, 0, cv2.REDUCE_SUM))[0], np.float64)

    def summed(plane: NDArray[Any], where: NDArray[Any]) -> Floats:
        return counted(cv2.multiply(plane, where))

    inside, outside, strokes, whole = (counted(where) for where in (within, around, inked, middle))
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
        count = counted(zone) + 1
        halo.append((y - summed(light, zone) / count) / contrast)
    near = cv2.multiply((grown[2] - grown[0]).astype(np.float32), middle)
    close = summed(grain, near) / (counted(near) + 1)
    rows, columns = _seams(sheet, ends, down, along, bare)
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
        strokes / (whole + 1) * 4,
        inside / (whole + 1) * 4,
    ]
    told = np.stack(traits, 1)
    bald = strokes < _STROKE
    if not bald.all():
        usual = median(told[~bald])
        for trait in STROKES:
            told[bald, trait] = usual[trait]
    return told


def _by_piece(ends: NDArray[np.int64], plane: NDArray[Any]) -> Floats:
    """What the columns between each two `ends` add up to, row by row of the plane (its height x pieces)."""
    return np.asarray(np.add.reduceat(plane, ends, axis=1)[:, ::2], np.float64)


def _seams(
    sheet: Sheet, ends: NDArray[np.int64], down: Plane, along: Plane, bare: NDArray[Any]
) -> tuple[list[Floats], Floats]:
    """Straight lines along the row above and below its print (strongest, weaker, at the piece), and ones across it."""
    steps = cv2.multiply(down, bare)
    profile = np.abs(_by_piece(ends, steps)) / (_by_piece(ends, bare) + 4)
    whole = np.zeros((2, len(sheet.heights)))
    own = np.zeros(len(sheet.heights))
    piece = 0
    for x, wide, pad, high, count in sheet.places:
        line = np.abs(steps[:, x : x + wide].sum(1)) / (bare[:, x : x + wide].sum(1) + 8)
        zones = slice(1, pad + high // 6), slice(pad + high - high // 6, high + 2 * pad - 2)
        tops = [float(line[zone].max(initial=0)) for zone in zones]
        whole[:, piece : piece + count] = np.array([[max(tops)], [min(tops)]])
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
    apart = raw[:, RELATIVE] - median(raw[:, RELATIVE])
    alike = [RELATIVE.index(trait) for trait in STROKES]
    for kind in np.unique(kinds):
        here = kinds == kind
        if here.sum() >= _ENOUGH:
            part = raw[here][:, STROKES]
            apart[np.ix_(here, alike)] = part - median(part)
    return np.asarray(apart / (1.5 * median(np.abs(apart)) + 0.08), np.float64)


def _against_row(raw: Floats, owner: NDArray[np.int64]) -> Floats:
    """Each trait less its row's median."""
    part = raw[:, WITHIN].copy()
    for row in np.unique(owner):
        part[owner == row] -= median(part[owner == row])
    return part


def _context(raw: Floats) -> Floats:
    """How much evidence the picture keeps: the card's median grain, texture and share of pixels without any grain."""
    return np.tile(median(raw[:, (0, 2, 4)]), (len(raw), 1))
