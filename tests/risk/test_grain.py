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
    """Twelve pieces of faint noise with one wave in all of them, 12 periods across and 5 down."""
    y, x = np.mgrid[:PATCH, :PATCH]
    wave = 128 + strength * np.cos(2 * np.pi * (12 * x + 5 * y) / PATCH)
    grey = wave + np.random.default_rng(2).normal(0, 3, (12, PATCH, PATCH))
    return np.repeat(grey[..., None], 3, -1).astype(np.uint8)


@pytest.mark.parametrize("size", [(40, 50), (64, 64), (158, 250), (1200, 1600)])
def test_every_picture_has_as_many_traits(size: tuple[int, int]) -> None:
    pieces = pieces_of(noise(*size), rectangle(-3, 2, size[1] - 1, size[0] + 4))
    assert pieces.shape == (len(PLACES), PATCH, PATCH, 3)
    assert grain_traits(pieces).shape == (TRAITS,)


def test_pieces_are_the_pictures_own_pixels() -> None:
    picture = noise(300, 400)
    (piece,) = cut_pieces(picture, np.array([[200.0, 150.0]]))
    assert (piece == picture[118:182, 168:232]).all()


def test_a_wave_stands_out_where_its_frequency_is() -> None:
    spectra = powers(split(waves(20.0))).reshape(PLANES, 12, PATCH, -1).mean(1)
    assert np.unravel_index(spectra[0].argmax(), spectra[0].shape) == (PATCH // 2 + 5, 12)
    assert np.ptp(spectra[1]) < 0.1


def test_the_strength_of_a_wave_common_to_the_pieces_is_a_trait() -> None:
    weak, strong = grain_traits(waves(0.5)), grain_traits(waves(12.0))
    assert (strong - weak).max() > 2
