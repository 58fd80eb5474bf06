"""The grain of a card: measured at the picture's own resolution, whatever the picture's size."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.image.geometry import rectangle
from hmtocr.risk.grain import PATCH, PLACES, PLANES, TRAITS, cut_pieces, grain_traits, pieces_of, powers, split


def noise(height: int, width: int) -> np.ndarray:
    """A picture of noise."""
    return np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8)


def waves(strength: float) -> np.ndarray:
    """Six pieces of faint noise with one wave in all of them, 24 periods across and 10 down."""
    y, x = np.mgrid[:PATCH, :PATCH]
    wave = 128 + strength * np.cos(2 * np.pi * (24 * x + 10 * y) / PATCH)
    grey = wave + np.random.default_rng(2).normal(0, 3, (6, PATCH, PATCH))
    return np.repeat(grey[..., None], 3, -1).astype(np.uint8)


@pytest.mark.parametrize("size", [(40, 50), (128, 128), (158, 250), (1200, 1600)])
def test_every_picture_has_as_many_traits(size: tuple[int, int]) -> None:
    pieces = pieces_of(noise(*size), rectangle(-3, 2, size[1] - 1, size[0] + 4))
    assert pieces.shape == (len(PLACES), PATCH, PATCH, 3)
    assert grain_traits(pieces).shape == (TRAITS,)


def test_pieces_are_the_pictures_own_pixels() -> None:
    picture = noise(300, 400)
    (piece,) = cut_pieces(picture, np.array([[200.0, 150.0]]))
    assert (piece == picture[86:214, 136:264]).all()


def test_a_wave_stands_out_where_its_frequency_is() -> None:
    spectra = powers(split(waves(20.0))).reshape(PLANES, 6, PATCH, -1).mean(1)
    assert np.unravel_index(spectra[0].argmax(), spectra[0].shape) == (PATCH // 2 + 10, 24)
    assert np.ptp(spectra[1]) < 0.1


@pytest.mark.parametrize(("across", "down"), [(0, 0), (0, 9), (0, -9), (0, -64), (64, 0), (64, 9), (64, -64), (7, -3)])
def test_every_frequency_has_its_place(across: int, down: int) -> None:
    y, x = np.mgrid[:PATCH, :PATCH]
    piece = 40 * np.cos(2 * np.pi * (across * x + down * y) / PATCH + 0.3) * (1 if across or down else 0)
    piece[0, 0] += 30
    window = np.outer(*2 * (np.hanning(PATCH + 1)[:-1],))
    known = np.abs(np.fft.fftshift(np.fft.rfft2((piece - piece.mean()) * window), axes=0)) ** 2
    told = np.exp(powers(piece.astype(np.float32)[None, None])[0])
    assert told == pytest.approx(known * 64 / 9 / PATCH**2 + 4, rel=1e-3, abs=0.01)


def test_the_strength_of_a_wave_common_to_the_pieces_is_a_trait() -> None:
    weak, strong = grain_traits(waves(0.5)), grain_traits(waves(12.0))
    assert (strong - weak).max() > 2
