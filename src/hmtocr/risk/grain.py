"""The grain of a card's picture: small pieces at the picture's own resolution, where dots and rasters are still seen.

A screen's raster folds into waves, a halftone repeats or scatters over the whole card, while a card's own print changes
from place to place. So a wave is looked for that stands out from its neighbours in many pieces at once; where the card
lies aslant, at nearly the same frequency. Six pieces of 128 pixels show fainter waves than twelve of 64: the larger a
piece, the higher a wave stands above noise. Brightness and red against blue are looked at one by one, for what is fine
in colour is faint beside print in black.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, Pixels, homography, move, rectangle
from hmtocr.image.ranks import median

Values = NDArray[np.float32]

PATCH = 128
"""Pixels of a piece's side."""
PLACES = np.array([(x, y) for y in (0.28, 0.72) for x in (0.18, 0.5, 0.82)], np.float64)
"""The pieces' middles as fractions of the card: all over it, on print and on plain ground."""
PLANES = 2
"""Brightness, red against blue."""

_BINS = PATCH // 2 + 1
_HANN = np.hanning(PATCH + 1)[:-1].astype(np.float32)
_WINDOW = _HANN[:, None] * _HANN
_FLOOR = 4.0
"""Mean power of a pixel's rounding and of what a file leaves of it: no wave under it is seen."""

_FY, _FX = np.mgrid[-PATCH // 2 : PATCH // 2, :_BINS]
_RADIUS = np.hypot(_FX, _FY)
_RINGS = np.minimum(_RADIUS / 6, 12).astype(np.int64).ravel()
_RING_SIZES = np.bincount(_RINGS)
_BESIDE = (_FX > 2) & (np.abs(_FY) > 2)
# On the axes lie rows of print and the grid of JPEG's blocks, whose waves are those of every sixteenth bin.
_GRID = [np.abs((across + 8) % 16 - 8) <= 1 for across in (_FX, _FY)]
_ALONG = ~_BESIDE & ~(_GRID[0] & _GRID[1])
_BANDS = tuple(
    np.flatnonzero((where & (least <= _RADIUS) & (most > _RADIUS)).ravel())
    for where in (_BESIDE, _ALONG)
    for least, most in ((5, 9), (9, 18), (18, 32), (32, 48), (48, 92))
)
_NEAR = np.ones((5, 5), np.uint8)
"""How far a wave's frequency may be off from piece to piece."""
_RANKS = (0, 1, 3)
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
    """Pieces (n x PATCH x PATCH x 3) as PLANES x n x PATCH x PATCH: brightness, red less blue."""
    planes = np.empty((PLANES, len(pieces), PATCH, PATCH), np.float32)
    planes[0] = cv2.cvtColor(pieces.reshape(-1, PATCH, 3), cv2.COLOR_RGB2GRAY).reshape(planes[0].shape)
    np.subtract(pieces[..., 0], pieces[..., 2], out=planes[1], dtype=np.float32)
    return planes


def powers(planes: Values) -> Values:
    """The logarithm of every wave's power, as (PLANES * n) x PATCH x _BINS, from the most negative frequency down."""
    flat = planes.reshape(-1, PATCH, PATCH)
    packed = np.empty_like(flat)
    # One after the other: what a single piece needs stays in the processor's cache.
    for index, piece in enumerate(flat):
        cv2.dft((piece - piece.mean()) * _WINDOW, packed[index])
    power = _unpacked(np.square(packed, out=packed))
    # The window lets 9/64 of the noise's power through.
    power *= np.float32(64 / 9 / PATCH**2)
    power += np.float32(_FLOOR)
    return np.log(power, out=power)


def _unpacked(squares: Values) -> Values:
    """The powers of OpenCV's packed transforms, whose real and imaginary parts (n x PATCH x PATCH) come squared.

    The columns of no wave across and of the finest one hold only half a side of frequencies, packed once more.
    """
    half = PATCH // 2
    power = np.empty((len(squares), PATCH, _BINS), np.float32)
    for rows, there in ((slice(half), slice(half, None)), (slice(half, None), slice(half))):
        np.add(squares[:, there, 1:-1:2], squares[:, there, 2:-1:2], out=power[:, rows, 1:-1])
    for column in (0, -1):
        side, packed = power[:, :, column], squares[:, :, column]
        side[:, 0], side[:, half] = packed[:, -1], packed[:, 0]
        np.add(packed[:, 1:-1:2], packed[:, 2:-1:2], out=side[:, half + 1 :])
        side[:, 1:half] = side[:, :half:-1]
    return power


def _wave_traits(planes: Values) -> Values:
    """Per plane and band: how far waves stand out in all pieces together and in single ones; then the mean spectrum."""
    told, pieces = powers(planes), planes.shape[1]
    single, near = np.empty_like(told), np.empty_like(told)
    for index, spectrum in enumerate(told):
        cv2.subtract(cv2.blur(spectrum, (3, 3)), cv2.blur(spectrum, (11, 11)), single[index])
        cv2.dilate(single[index], _NEAR, near[index])
    single = single.reshape(PLANES * pieces, -1)
    common = near.reshape(PLANES, pieces, -1).mean(1)
    traits: list[Values] = []
    for band in _BANDS:
        shared = common.take(band, 1)
        highest = np.sort(single.take(band, 1).max(1).reshape(PLANES, pieces), axis=1)[:, ::-1]
        traits.extend((shared.max(1), shared.mean(1), *(highest[:, rank] for rank in _RANKS)))
    mean = told.reshape(PLANES, pieces, -1).mean(1)
    rings = [np.bincount(_RINGS, spectrum) / _RING_SIZES for spectrum in mean]
    return np.concatenate((np.stack(traits, 1).ravel(), *rings)).astype(np.float32)


def _ground_traits(planes: Values) -> Values:
    """Per plane: how rough the smoothest blocks are, and how rough bright, middling and dark blocks are."""
    cells = (PATCH - 2) // _BLOCK
    inner = slice(1, 1 + cells * _BLOCK)
    flat = planes.reshape(-1, PATCH, PATCH)
    fine = [cv2.Laplacian(piece, cv2.CV_32F)[inner, inner] for piece in flat]
    rough = np.stack([_mean(np.square(piece), cells) for piece in fine])
    rough = np.log(rough + np.float32(_FLOOR)).reshape(PLANES, -1)
    tone = np.stack([_mean(piece[inner, inner], cells) for piece in planes[0]]).ravel()
    smooth = np.sort(rough, axis=1)[:, [int(share * len(tone)) for share in _SHARES]]
    by_tone = [median(rough[:, part], axis=1) for part in np.array_split(np.argsort(tone), 3)]
    return np.concatenate((smooth.ravel(), *by_tone)).astype(np.float32)


def _mean(piece: Values, cells: int) -> Values:
    return np.asarray(cv2.resize(piece, (cells, cells), interpolation=cv2.INTER_AREA), np.float32)
