"""The grain of a card's picture: small pieces at the picture's own resolution, where dots and rasters are still seen.

A screen's raster folds into waves, a halftone repeats or scatters over the whole card, while a card's own print changes
from place to place. Two views show it: the pieces as they are, and what is common to their spectra. A third, coarse,
shows the card's colours and what lies around it.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import GREY, Floats, Pixels, homography, move, rectangle, warp

PATCH = 64
"""Pixels of a piece's side."""
PLACES = np.array([(x, y) for y in (0.22, 0.5, 0.78) for x in (0.16, 0.5, 0.84)], np.float64)
"""The pieces' middles as fractions of the card: all over it, on print and on plain ground."""
CONTEXT_WIDTH, CONTEXT_HEIGHT = 96, 64
MARGIN = 0.14
"""Of the card's width to the left and right, and of its height above and below, in the coarse view."""

_FINER = 2
"""The coarse view is sampled so many times finer first, against the print's folding."""
_FLOOR = 1.0
"""Power of a wave under which nothing can be told from rounding."""
_BINS = PATCH // 2 + 1
_HANN = np.hanning(PATCH + 1)[:-1]
_FOURIER = np.exp(-2j * np.pi * np.outer(np.arange(PATCH), np.arange(PATCH)) / PATCH)
# Fourier's transform of a windowed piece as two products of matrices: for so small ones the quickest way.
_ACROSS = _FOURIER[:, :_BINS] * _HANN[:, None]
_ACROSS_PARTS = np.concatenate((_ACROSS.real, _ACROSS.imag), 1).astype(np.float32)
_DOWN = (np.fft.fftshift(_FOURIER, axes=0) * _HANN).astype(np.complex64)


@dataclass(frozen=True)
class Grain:
    """The views of one card.

    Attributes:
        pieces: 9 x PATCH x PATCH x 3, 0..255.
        spectrum: 2 x PATCH x (PATCH / 2 + 1), the mean over the pieces of the logarithm of every wave's power, of
            brightness and of red against blue; rows from the most negative frequency up.
        context: CONTEXT_HEIGHT x CONTEXT_WIDTH x 3, 0..255, the card with MARGIN around it.
    """

    pieces: Pixels
    spectrum: NDArray[np.float32]
    context: Pixels


def grain(pixels: Pixels, quad: Floats) -> Grain:
    """The views of the card at `quad` (4 x 2, from its own top left) of a picture."""
    pieces = cut_pieces(pixels, move(PLACES, homography(rectangle(0, 0, 1, 1), quad)))
    return Grain(pieces, spectrum(pieces), context(pixels, quad))


def cut_pieces(pixels: Pixels, middles: Floats) -> Pixels:
    """Pieces around points (n x 2), moved to lie within the picture, which is mirrored where it is too small."""
    height, width = pixels.shape[:2]
    if min(height, width) < PATCH:
        down, across = max(0, PATCH - height), max(0, PATCH - width)
        pixels = np.asarray(cv2.copyMakeBorder(pixels, 0, down, 0, across, cv2.BORDER_REFLECT), np.uint8)
        height, width = pixels.shape[:2]
    corners = np.clip(np.round(middles - PATCH / 2), 0, (width - PATCH, height - PATCH)).astype(int)
    return np.stack([pixels[y : y + PATCH, x : x + PATCH] for x, y in corners])


def spectrum(pieces: Pixels) -> NDArray[np.float32]:
    """What waves all the pieces (n x PATCH x PATCH x 3) share; see Grain."""
    planes = np.empty((2, len(pieces), PATCH, PATCH), np.float32)
    planes[0] = cv2.cvtColor(pieces.reshape(-1, PATCH, 3), cv2.COLOR_RGB2GRAY).reshape(planes[0].shape)
    np.subtract(pieces[..., 0], pieces[..., 2], out=planes[1], dtype=np.float32)
    planes -= planes.mean((-2, -1), keepdims=True)
    parts = planes @ _ACROSS_PARTS
    half = np.empty((*planes.shape[:3], _BINS), np.complex64)
    half.real, half.imag = parts[..., :_BINS], parts[..., _BINS:]
    waves = _DOWN @ half
    power = waves.real**2 + waves.imag**2
    mean = np.log(power + np.float32(_FLOOR * PATCH)).mean(1) - np.float32(np.log(PATCH))
    return np.asarray(mean, np.float32)


def context(pixels: Pixels, quad: Floats) -> Pixels:
    """The card and what is around it, small; see Grain. Grey where the picture ends."""
    width, height = CONTEXT_WIDTH * _FINER, CONTEXT_HEIGHT * _FINER
    x, y = MARGIN / (1 + 2 * MARGIN) * width, MARGIN / (1 + 2 * MARGIN) * height
    fine = warp(pixels, homography(quad, rectangle(x, y, width - x, height - y)), width, height, outside=GREY)
    small = cv2.resize(fine, (CONTEXT_WIDTH, CONTEXT_HEIGHT), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)
