"""The views of a card's grain: at the picture's own resolution, whatever the picture's size."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.image.geometry import GREY, rectangle
from hmtocr.risk.grain import CONTEXT_HEIGHT, CONTEXT_WIDTH, PATCH, PLACES, context, cut_pieces, grain, spectrum


def noise(height: int, width: int) -> np.ndarray:
    """A picture of noise."""
    return np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8)


@pytest.mark.parametrize("size", [(40, 50), (64, 64), (158, 250), (1200, 1600)])
def test_every_picture_has_the_same_views(size: tuple[int, int]) -> None:
    views = grain(noise(*size), rectangle(-3, 2, size[1] - 1, size[0] + 4))
    assert views.pieces.shape == (len(PLACES), PATCH, PATCH, 3)
    assert views.spectrum.shape == (2, PATCH, PATCH // 2 + 1)
    assert views.context.shape == (CONTEXT_HEIGHT, CONTEXT_WIDTH, 3)


def test_pieces_are_the_pictures_own_pixels() -> None:
    picture = noise(300, 400)
    (piece,) = cut_pieces(picture, np.array([[200.0, 150.0]]))
    assert (piece == picture[118:182, 168:232]).all()


def test_a_wave_stands_out_where_its_frequency_is() -> None:
    y, x = np.mgrid[:PATCH, :PATCH]
    wave = 128 + 20 * np.cos(2 * np.pi * (12 * x + 5 * y) / PATCH)
    pieces = np.repeat(wave[None, ..., None], 3, -1).astype(np.uint8).repeat(3, 0)
    brightness, colour = spectrum(pieces)
    assert np.unravel_index(brightness.argmax(), brightness.shape) == (PATCH // 2 + 5, 12)
    assert np.ptp(colour) < 1e-3


def test_the_coarse_view_is_grey_where_the_picture_ends() -> None:
    view = context(np.full((202, 320, 3), 250, np.uint8), rectangle(0, 0, 320, 202))
    assert (view[0] == GREY).all()
    assert (view[CONTEXT_HEIGHT // 2, CONTEXT_WIDTH // 2] == 250).all()
