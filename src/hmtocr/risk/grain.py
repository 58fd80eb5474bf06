"""The grain of a card's picture: small pieces at the picture's own resolution, where dots and rasters are still seen.

A screen's raster folds into waves, a halftone repeats or scatters over the whole card, while a card's own print changes
from place to place. So a wave is looked for that stands out from its neighbours in many pieces at once; where the card
lies aslant, at nearly the same frequency. Brightness and two differences of colours are looked at one by one, for what
is fine in colour is faint beside print in black.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, Pixels, homography, move, rectangle
from hmtocr.image.ranks import median

Values = NDArray[np.float32]

PATCH = 64
"""Pixels of a piece's side."""
PLACES = np.array([(x, y) for y in (0.2, 0.5, 0.8) for x in (0.14, 0.38, 0.62, 0.86)], np.float64)
"""The pieces' middles as fractions of the card: all over it, on print and on plain ground."""
PLANES = 3
"""Brightness, red against blue, green against both."""

_BINS = PATCH // 2 + 1
_HANN = np.hanning(PATCH + 1)[:-1].astype(np.float32)
_WINDOW = _HANN[:, None] * _HANN
_FLOOR = 4.0
"""Mean power of a pixel's rounding and of what a file leaves of it: no wave under it is seen."""

_FY, _FX = np.mgrid[-PATCH // 2 : PATCH // 2, :_BINS]
_RADIUS = np.hypot(_FX, _FY)
_RINGS = np.minimum(_RADIUS / 3, 12).astype(np.int64).ravel()
_RING_SIZES = np.bincount(_RINGS)
_BESIDE = (_FX > 1) & (np.abs(_FY) > 1)
# On the axes lie rows of print and the grid of JPEG's blocks, whose waves are those of every eighth bin.
_ALONG = ~_BESIDE & ~((_FX % 8 == 0) & (np.abs(_FY) % 8 <= 1)) & ~((_FY % 8 == 0) & (_FX % 8 <= 1))
_BANDS = tuple(
    np.flatnonzero((where & (least <= _RADIUS) & (most > _RADIUS)).ravel())
    for where in (_BESIDE, _ALONG)
    for least, most in ((4, 9), (9, 16), (16, 24), (24, 46))
)
_NEAR = np.ones((5, 5), np.uint8)
"""How far a wave's frequency may be off from piece to piece."""
_RANKS = (0, 3, 7)
"""Of the pieces sorted by how far a wave stands out in them: the first, one of the middle, one of the last."""
_BLOCK = 8
_SHARES = (0.1, 0.35, 0.6)

TRAITS = PLANES * (len(_BANDS) * (2 + len(_RANKS)) + len(_RING_SIZES)) + PLANES * (len(_SHARES) + 3)
"""How many numbers tell the grain."""


def grain_traits(pieces: Pixels) -> Values:
    """The grain of a card's pieces (n x PATCH x PATCH x 3) as TRAITS numbers."""
    planes = split(pieces)
    return np.concatenate((_wave_traits(planes), _ground_traits(planes)))


def pieces_of(pixels: Pixels, quad: Floats) -> Pixels:
    """The pieces of the card at `quad` (4 x 2, from its own top left) of a picture."""
    return cut_pieces(pixels, move(PLACES, homography(rectangle(0, 0, 1, 1), quad)))


def cut_pieces(pixels: Pixels, middles: Floats) -> Pixels:
    """Pieces around points (n x 2), moved to lie within the picture, which is mirrored where it is too small."""
    height, width = pixels.shape[:2]
    if min(height, width) < PATCH:
        down, across = max(0, PATCH - height), max(0, PATCH - width)
        pixels = np.asarray(cv2.copyMakeBorder(pixels, 0, down, 0, across, cv2.BORDER_REFLECT), np.uint8)
        height, width = pixels.shape[:2]
    corners = np.clip(np.round(middles - PATCH / 2), 0, (width - PATCH, height - PATCH)).astype(int)
    return np.stack([pixels[y : y + PATCH, x : x + PATCH] for x, y in corners])


def split(pieces: Pixels) -> Values:
    """Pieces (n x PATCH x PATCH x 3) as PLANES x n x PATCH x PATCH: brightness and two differences of colours."""
    planes = np.empty((PLANES, len(pieces), PATCH, PATCH), np.float32)
    red, green, blue = (pieces[..., i] for i in range(3))
    planes[0] = cv2.cvtColor(pieces.reshape(-1, PATCH, 3), cv2.COLOR_RGB2GRAY).reshape(planes[0].shape)
    np.subtract(red, blue, out=planes[1], dtype=np.float32)
    np.subtract(green, planes[0], out=planes[2], dtype=np.float32)
    return planes


def powers(planes: Values) -> Values:
    """The logarithm of every wave's power, as (PLANES * n) x PATCH x _BINS, from the most negative frequency down."""
    flat = planes.reshape(-1, PATCH, PATCH)
    power = np.empty((len(flat), PATCH, _BINS), np.float32)
    # One after the other: what a single piece needs stays in the processor's cache.
    for index, piece in enumerate(flat):
        waves = cv2.dft((piece - piece.mean()) * _WINDOW, flags=cv2.DFT_COMPLEX_OUTPUT)[:, :_BINS]
        power[index] = np.square(waves[..., 0]) + np.square(waves[..., 1])
    # The window lets 9/64 of the noise's power through.
    power *= np.float32(64 / 9 / PATCH**2)
    power += np.float32(_FLOOR)
    return np.asarray(np.fft.fftshift(np.log(power), axes=1), np.float32)


def _wave_traits(planes: Values) -> Values:
    """Per plane and band: how far waves stand out in all pieces together and in single ones; then the mean spectrum."""
    told, pieces = powers(planes), planes.shape[1]
    single, near = np.empty_like(told), np.empty_like(told)
    for index, spectrum in enumerate(told):
        single[index] = cv2.blur(spectrum, (3, 3)) - cv2.blur(spectrum, (11, 11))
        near[index] = cv2.dilate(single[index], _NEAR)
    single = single.reshape(PLANES * pieces, -1)
    common = near.reshape(PLANES, pieces, -1).mean(1)
    traits: list[Values] = []
    for band in _BANDS:
        shared = common[:, band]
        highest = np.sort(single[:, band].max(1).reshape(PLANES, pieces), axis=1)[:, ::-1]
        traits.extend((shared.max(1), shared.mean(1), *(highest[:, rank] for rank in _RANKS)))
    mean = told.reshape(PLANES, pieces, -1).mean(1)
    rings = [np.bincount(_RINGS, spectrum) / _RING_SIZES for spectrum in mean]
    return np.concatenate((np.stack(traits, 1).ravel(), *rings)).astype(np.float32)


def _ground_traits(planes: Values) -> Values:
    """Per plane: how rough the smoothest blocks are, and how rough bright, middling and dark blocks are."""
    fine = planes[..., 1:-1, 1:-1] * 4
    for there in (planes[..., :-2, 1:-1], planes[..., 2:, 1:-1], planes[..., 1:-1, :-2], planes[..., 1:-1, 2:]):
        fine -= there
    cells = (PATCH - 2) // _BLOCK
    size = cells * _BLOCK
    blocks = (*planes.shape[:2], cells, _BLOCK, cells, _BLOCK)
    rough = np.log(np.square(fine[..., :size, :size]).reshape(blocks).mean((3, 5)) + np.float32(_FLOOR))
    rough = rough.reshape(PLANES, -1)
    tone = planes[0, :, :size, :size].reshape(blocks[1:]).mean((2, 4)).ravel()
    smooth = np.sort(rough, axis=1)[:, [int(share * len(tone)) for share in _SHARES]]
    by_tone = [median(rough[:, part], axis=1) for part in np.array_split(np.argsort(tone), 3)]
    return np.concatenate((smooth.ravel(), *by_tone)).astype(np.float32)
